"""Cases for training: small ones with one right result, and some that look at how the samples were taken."""

from functools import partial

import numpy as np

from course_lib import models
from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.batches import APART, OF_APART, InOrder, each_once, in_new_orders, was_used
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
    return [
        case("one step with four samples", few, few_labels, 3),
        case("one step with the whole batch", blobs, labels, 3),
        case("ten epochs with the whole batch", blobs, labels, 3, epochs=10, lr=0.1),
        case("other sizes", more, more_labels, 4, epochs=3, lr=0.3),
        case("a class that does not occur", blobs, labels, 5, epochs=2),
        case("10 equal samples in batches of 5", twins, ones, 2, batch_size=5, epochs=2, weight_decay=0.1),
        case("9 equal samples in batches of 4, the last of one", twins[:9], ones[:9], 3, batch_size=4),
        case("float32 inputs", blobs.astype(np.float32), labels, 3, epochs=2),
        case("weight decay", few, few_labels, 3, epochs=3, lr=0.3, weight_decay=0.25),
        case("one epoch in batches of 4", APART, OF_APART, 2, _each_once, batch_size=4, lr=1e-4),
        case("eight epochs in batches of 4", APART, OF_APART, 2, _in_new_orders, batch_size=4, lr=1e-4, epochs=8),
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


def _each_once(value, options):
    return each_once(value[0], options)


def _in_new_orders(value, options):
    return in_new_orders(value[0], options)


def _shuffled(x, labels, value, options):
    """Compare with training in the order given, and look whether the generator was used."""
    settings = {key: options[key] for key in ("num_classes", "lr", "epochs", "batch_size")}
    if np.allclose(value[0], models.train_linear_classifier(x, labels, **settings, rng=InOrder())[0]):
        return Problem("order")
    return None if was_used(options["rng"]) else Problem("rng", "rng")
