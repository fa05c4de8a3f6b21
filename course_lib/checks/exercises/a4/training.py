"""Cases for training a convolutional net: steps with one right result, and how images were taken."""

from functools import partial

import numpy as np

from course_lib import models
from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.a4.nets import draw_net
from course_lib.checks.exercises.batches import APART, OF_APART, InOrder, each_once, in_new_orders, was_used


def cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, x, labels, params, accept=None, **options):
        options = {"lr": 0.2, "epochs": 1, "batch_size": len(x)} | options
        return Case(title, (x, labels, params), options | {"rng": np.random.default_rng(seed)}, accept)

    def net(n, shape, channels, num_classes, kernel=3, dtype=np.float64, **options):
        x, params = draw_net(rng, n, shape, channels, num_classes, options, kernel, dtype)
        return x, rng.permutation(np.arange(n) % num_classes), params

    small, two, deep = net(3, (1, 4, 4), (2,), 2), net(8, (1, 4, 6), (3,), 3), net(5, (2, 4, 8), (3, 4), 3)
    twins = np.repeat(small[0][:1], 10, axis=0), np.ones(10, int), small[2]  # no order can matter
    still = np.zeros((2, 10)), np.zeros(2)
    apart = APART.reshape(10, 1, 2, 5)
    eased = {"batch_size": 4, "lr": 1e-4, "momentum": 0.0}
    bare = {"padding": 0, "pool": 1}
    return [
        case("one step with three images", *small),
        case("three steps with the whole batch", *two, epochs=3, lr=0.05),
        case("two steps without momentum", *two, epochs=2, momentum=0.0),
        case("two convolutions, a little momentum", *deep, epochs=4, lr=0.1, momentum=0.3),
        case(
            "stride 2, padding 0, no pooling", *net(4, (1, 7, 5), (3,), 2, **bare, stride=2), epochs=3, **bare, stride=2
        ),
        case("10 equal images in batches of 5", *twins, batch_size=5, epochs=2, lr=0.1),
        case("10 equal images in batches of 4, the last one smaller", *twins, batch_size=4, lr=0.1),
        case("one step, float32", *net(6, (1, 4, 4), (2,), 3, dtype=np.float32), lr=0.1),
        case("one epoch in batches of 4", apart, OF_APART, still, _each_once, **eased),
        case("eight epochs in batches of 4", apart, OF_APART, still, _in_new_orders, epochs=8, **eased),
        case("batches of 2", *two, partial(_shuffled, two), batch_size=2, lr=0.1),
    ]


def _each_once(value, options):
    return each_once(value[0], options)


def _in_new_orders(value, options):
    return in_new_orders(value[0], options)


def _shuffled(net, value, options):
    """Compare with training in the order given, and look whether the generator was used."""
    settings = {key: options[key] for key in ("lr", "epochs", "batch_size")}
    if all(map(np.allclose, value, models.train_cnn(*net, **settings, rng=InOrder()))):
        return Problem("order")
    return None if was_used(options["rng"]) else Problem("rng", "rng")
