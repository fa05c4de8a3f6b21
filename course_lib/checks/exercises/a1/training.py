"""Cases for training: small ones with one right result, and some that look at how the samples were taken."""

from functools import partial

import numpy as np

from course_lib import models
from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.data import load_digits

WANTED_ACCURACY = 0.94  # of 359 digits; the reference reaches 0.959 on average, with a standard deviation of 0.003


def cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, x, labels, num_classes, accept=None, **options):
        options = {"num_classes": num_classes, "lr": 0.5, "epochs": 1, "batch_size": len(x)} | options
        return Case(title, (x, labels), options | {"rng": np.random.default_rng(seed)}, accept)

    blobs, labels = _blobs(rng, 12, 4, 3)
    few, few_labels = _blobs(rng, 4, 2, 3)
    more, more_labels = _blobs(rng, 9, 5, 4)
    twins, ones = np.repeat(rng.normal(size=(1, 3)).round(2), 10, axis=0), np.ones(10, int)  # no order can matter
    apart, of_apart = np.eye(10), np.arange(10) % 2  # each sample moves its own column of w
    return [
        case("one step with four samples", few, few_labels, 3),
        case("one step with the whole batch", blobs, labels, 3),
        case("ten epochs with the whole batch", blobs, labels, 3, epochs=10, lr=0.1),
        case("other sizes", more, more_labels, 4, epochs=3, lr=0.3),
        case("a class that does not occur", blobs, labels, 5, epochs=2),
        case("10 equal samples in batches of 5", twins, ones, 2, batch_size=5, epochs=2),
        case("10 equal samples in batches of 4, the last one smaller", twins, ones, 3, batch_size=4),
        case("float32 inputs", blobs.astype(np.float32), labels, 3, epochs=2),
        case("weight decay", few, few_labels, 3, epochs=3, lr=0.3, weight_decay=0.25),
        case("one epoch in batches of 4", apart, of_apart, 2, _each_once, batch_size=4, lr=1e-4),
        case("eight epochs in batches of 4", apart, of_apart, 2, _in_new_orders, batch_size=4, lr=1e-4, epochs=8),
        case(
            "batches of 2, sorted by class",
            blobs,
            labels,
            3,
            partial(_shuffled, blobs, labels),
            batch_size=2,
        ),
        _digits_case(case),
    ]


def _blobs(rng, count, dimensions, num_classes):
    labels = np.sort(np.arange(count) % num_classes)
    centres = 2 * rng.normal(size=(num_classes, dimensions))
    return (rng.normal(size=(count, dimensions)) + centres[labels]).round(2), labels


def _digits_case(case):
    (x, labels), held_out = load_digits()
    options = {"lr": 1.0, "epochs": 30, "batch_size": 256, "accept": partial(_accurate, held_out)}
    return case("handwritten digits", x.reshape(len(x), -1), labels, 10, **options)


def _accurate(held_out, value, options):
    """Judge the trained weights by digits that they have not seen."""
    images, labels = held_out
    accuracy = ((images.reshape(len(images), -1) @ value[0].T + value[1]).argmax(axis=1) == labels).mean()
    return None if accuracy >= WANTED_ACCURACY else Problem("accuracy", "", float(accuracy), WANTED_ACCURACY)


def _shares(value, options):
    """Add up 1 / (size of the batch) for each sample, over all times that it was used: the step is that share."""
    w, _ = value
    return (w[0] - w[1]) * np.where(np.arange(w.shape[1]) % 2, -1, 1) / options["lr"]


def _each_once(value, options):
    """One epoch in batches of 4, 4 and 2: each sample once, with a share of 1/4 or 1/2."""
    shares = np.sort(_shares(value, options))
    if np.allclose(shares, [1 / 4] * 8 + [1 / 2] * 2, rtol=0.01):
        return None
    if np.allclose(shares, shares[0], rtol=0.01):
        return Problem("whole")
    once = np.isclose(np.sum(shares), 3, rtol=0.01) and shares[0] > 0.2 and shares[-1] < 0.6  # three batches, all used
    return Problem("sizes", expected="4, 4 and 2") if once else Problem("visits")


def _in_new_orders(value, options):
    """Eight epochs: which samples are in the small last batch must change."""
    shares = np.sort(_shares(value, options))
    fixed = np.allclose(shares, [8 / 4] * 8 + [8 / 2] * 2, rtol=0.02)
    return Problem("same order") if fixed else None


def _shuffled(x, labels, value, options):
    """Compare with training in the order given, and look whether the generator was used."""
    settings = {key: options[key] for key in ("num_classes", "lr", "epochs", "batch_size")}
    if np.allclose(value[0], models.train_linear_classifier(x, labels, **settings, rng=_InOrder())[0]):
        return Problem("order")
    return None if _was_used(options["rng"]) else Problem("rng", "rng")


def _was_used(rng):
    """Whether numbers were drawn from a generator, or others spawned from it."""
    seeds = rng.bit_generator.seed_seq
    return seeds.n_children_spawned or np.random.default_rng(seeds).bit_generator.state != rng.bit_generator.state


class _InOrder:
    def permutation(self, count):
        return np.arange(count)
