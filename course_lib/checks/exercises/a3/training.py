"""Cases for training a net: small ones with one right result, and some that look at how the samples were taken."""

from dataclasses import replace
from functools import partial

import numpy as np

from course_lib import models
from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.a3.layers import draw_net
from course_lib.checks.exercises.batches import APART, OF_APART, InOrder, each_once, in_new_orders, was_used
from course_lib.data import load_digits

WANTED_ACCURACY = 0.90  # of 359 digits; the reference reaches 0.958 on average, with a standard deviation of 0.009


def cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, x, labels, weights, biases, accept=None, **options):
        options = {"lr": 0.5, "epochs": 1, "batch_size": len(x)} | options
        return Case(title, (x, labels, weights, biases), options | {"rng": np.random.default_rng(seed)}, accept)

    def net(n, *sizes, dtype=np.float64):
        x, weights, biases = draw_net(rng, n, sizes, dtype)
        return x, rng.permutation(np.arange(n) % sizes[-1]), weights, biases

    small, two, three, deep = net(3, 2, 4, 2), net(12, 4, 5, 3), net(9, 5, 6, 4, 3), net(7, 3, 4, 5, 6, 2)
    twins = (np.repeat(small[0][:1], 10, axis=0), np.ones(10, int), *small[2:])  # no order can matter
    still = (np.zeros((2, 10)),), (np.zeros(2),)
    eased = {"batch_size": 4, "lr": 1e-4, "momentum": 0.0}
    return [
        case("one step with three samples", *small),
        case("three steps with the whole batch", *two, epochs=3, lr=0.1),
        case("two steps without momentum", *two, epochs=2, momentum=0.0),
        case("three layers, a little momentum", *three, epochs=4, lr=0.2, momentum=0.3),
        case("four layers with tanh", *deep, epochs=3, lr=0.2, activation="tanh"),
        case("a single layer", *net(6, 4, 3), epochs=2, lr=0.3),
        case("10 equal samples in batches of 5", *twins, batch_size=5, epochs=2, lr=0.1),
        case("10 equal samples in batches of 4, the last one smaller", *twins, batch_size=4, lr=0.1),
        case("float32", *net(8, 3, 5, 2, dtype=np.float32), epochs=2, lr=0.1),
        case("one epoch in batches of 4", APART, OF_APART, *still, _each_once, **eased),
        case("eight epochs in batches of 4", APART, OF_APART, *still, _in_new_orders, epochs=8, **eased),
        case("batches of 2", *two, partial(_shuffled, two), batch_size=2, lr=0.1),
        _digits_case(case, np.random.default_rng(seed)),
    ]


def first(case):
    """Cut a case to its first step, with all samples, whose order does not matter."""
    return replace(case, options=case.options | {"epochs": 1, "batch_size": len(case.args[0])})


def _digits_case(case, rng):
    (x, labels), held_out = load_digits()
    x, labels = x[:700], labels[:700]  # so that an answer in loops, or of whole batches, does not take long
    options = {"lr": 0.1, "epochs": 12, "batch_size": 64, "accept": partial(_accurate, held_out)}
    weights, biases = models.init_mlp((64, 48, 10), rng=rng)
    return case("handwritten digits", x.reshape(len(x), -1), labels, weights, biases, **options)


def _accurate(held_out, value, options):
    """Judge the trained net by digits that it has not seen."""
    images, labels = held_out
    scores, _ = models.mlp_forward(images.reshape(len(images), -1), *value)
    accuracy = (scores.argmax(axis=1) == labels).mean()
    return None if accuracy >= WANTED_ACCURACY else Problem("accuracy", "", float(accuracy), WANTED_ACCURACY)


def _each_once(value, options):
    return each_once(value[0][0], options)


def _in_new_orders(value, options):
    return in_new_orders(value[0][0], options)


def _shuffled(net, value, options):
    """Compare with training in the order given, and look whether the generator was used."""
    settings = {key: options[key] for key in ("lr", "epochs", "batch_size")}
    in_order, _ = models.train_mlp(*net, **settings, rng=InOrder())
    if all(map(np.allclose, value[0], in_order)):
        return Problem("order")
    return None if was_used(options["rng"]) else Problem("rng", "rng")
