"""Assignment A1: the trained classifier."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case, Exercise, Mistake
from course_lib.checks.engine.problem import Problem
from course_lib.data import load_digits
from course_lib.models import train_linear_classifier
from course_lib.ops.losses import softmax

WANTED_ACCURACY = 0.94  # of 359 digits; the reference reaches 0.959 on average, with a standard deviation of 0.003


def _train_cases(rng):
    seed = int(rng.integers(2**32))
    untouched = np.random.default_rng(seed).bit_generator.state

    def case(title, x, labels, num_classes, accept=None, **options):
        options = {"num_classes": num_classes, "lr": 0.5, "epochs": 1, "batch_size": len(x)} | options
        return Case(title, (x, labels), options | {"rng": np.random.default_rng(seed)}, accept)

    blobs, labels = _blobs(rng, 12, 4, 3)
    few, few_labels = _blobs(rng, 4, 2, 3)
    more, more_labels = _blobs(rng, 9, 5, 4)
    twins, ones = (
        np.repeat(rng.normal(size=(1, 3)).round(2), 10, axis=0),
        np.ones(10, int),
    )  # equal: no order can matter
    return [
        case("one step with four samples", few, few_labels, 3),
        case("one step with the whole batch", blobs, labels, 3),
        case("ten epochs with the whole batch", blobs, labels, 3, epochs=10, lr=0.1),
        case("other sizes", more, more_labels, 4, epochs=3, lr=0.3),
        case("a class that does not occur", blobs, labels, 5, epochs=2),
        case("10 equal samples in batches of 5", twins, ones, 2, batch_size=5, epochs=2),
        case("10 equal samples in batches of 4, the last one smaller", twins, ones, 3, batch_size=4),
        case("float32 inputs", blobs.astype(np.float32), labels, 3, epochs=2),
        case(
            "batches of 2, sorted by class",
            blobs,
            labels,
            3,
            partial(_shuffled, blobs, labels, untouched),
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


def _shuffled(x, labels, untouched, value, options):
    """Compare with training in the order given, and look whether the generator was used."""
    settings = {key: options[key] for key in ("num_classes", "lr", "epochs", "batch_size")}
    if np.allclose(value[0], _train(x, labels, **settings, order=_in_order)[0]):
        return Problem("order")
    if options["rng"].bit_generator.state == untouched:
        return Problem("rng", "rng")
    return None


def _in_order(rng, count):
    return np.arange(count)


def _train(x, labels, *, num_classes, lr, epochs, batch_size, rng=None, **changes):
    """Train with the changes that a mistake makes: order, drop_last, mismatched, bias (0 or 1), divisor, twice."""
    order = changes.get("order", lambda rng, count: rng.permutation(count))
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros(num_classes, x.dtype)
    stop = len(x) - len(x) % batch_size if changes.get("drop_last") else len(x)
    for _ in range(epochs):
        indices = order(rng, len(x))
        for start in range(0, stop, batch_size):
            batch = indices[start : start + batch_size]
            dscores = softmax(x[batch] @ w.T + b)
            answers = np.arange(start, start + len(batch)) if changes.get("mismatched") else batch
            dscores[np.arange(len(batch)), labels[answers]] -= 1
            dscores = dscores / changes.get("divisor", len(batch)) / (len(batch) if changes.get("twice") else 1)
            w, b = w - lr * dscores.T @ x[batch], b - lr * dscores.sum(axis=0) * changes.get("bias", 1)
    return w, b


def _with(**changes):
    return lambda x, labels, **options: _train(x, labels, **options | changes)


def _in_place(x, labels, **options):
    x -= x.mean(axis=0)
    return _train(x, labels, **options)


TRAIN_MISTAKES = (
    Mistake(
        lambda x, labels, *, lr, **options: _train(x, labels, lr=-lr, **options),
        "it climbs: the loss grows with every step. Subtract lr times the gradient.",
    ),
    Mistake(_with(epochs=1), "it passes over the data once, whatever epochs says. Loop over range(epochs)."),
    Mistake(
        lambda x, labels, *, epochs, **options: _train(x, labels, epochs=epochs + 1, **options),
        "it passes over the data once more than epochs says.",
    ),
    Mistake(
        _with(mismatched=True),
        "images and labels are shuffled apart: the same order must pick both, x[batch] and labels[batch].",
    ),
    Mistake(
        _with(twice=True),
        "you divide by the batch size twice. cross_entropy_backward has divided by it already.",
    ),
    Mistake(_with(lr=0.1), "the learning rate is written into your function. Use lr."),
    Mistake(
        _with(order=_in_order),
        "shuffle: without it, batches of one class pull the weights to and fro. Draw a new order in every epoch: "
        "rng.permutation(N).",
    ),
    Mistake(
        _with(order=lambda rng, count: np.random.default_rng(0).permutation(count)),
        "take the random order from the rng that is passed in, so that a run can be repeated: rng.permutation(N).",
    ),
    Mistake(
        _with(drop_last=True),
        "the last, smaller batch of an epoch is left out. range(0, N, batch_size) reaches it; a slice may be shorter.",
    ),
    Mistake(
        lambda x, labels, **options: _train(x, labels, **options | {"batch_size": len(x), "order": _in_order}),
        "it takes the whole batch at each step. Take batch_size samples at a time.",
    ),
    Mistake(_with(bias=0), "the biases never change. Update b with db, as w with dw."),
    Mistake(_with(divisor=1), "the steps are too large by the batch size: the loss is a mean over the batch."),
    Mistake(
        lambda x, labels, **options: _train(x, labels, **options, divisor=len(x)),
        "you divide each batch's gradient by all N samples. Divide by the number of samples in the batch.",
    ),
    Mistake(
        lambda x, labels, **options: _train(x, labels, **options | {"num_classes": int(labels.max()) + 1}),
        "the number of classes must be num_classes; a class may not occur in the labels.",
    ),
    Mistake(_with(num_classes=10), "ten classes are written into your function. Use num_classes."),
    Mistake(
        lambda x, labels, **options: _train(x, labels, **options)[::-1],
        "the results are the wrong way round: return w, b.",
    ),
    Mistake(
        lambda x, labels, **options: (lambda w, b: (w.T, b))(*_train(x, labels, **options)),
        "w is transposed: it must be (num_classes, D), one row a class.",
    ),
    Mistake(
        lambda x, labels, **options: _train(x.astype(float), labels, **options),
        "float32 inputs must give float32 weights: np.zeros(…, dtype=x.dtype).",
    ),
    Mistake(_in_place, "`x -= …` changes the caller's array. Leave the inputs as they are."),
)

EXERCISES = (Exercise(train_linear_classifier, ("x", "labels"), ("w", "b"), _train_cases, TRAIN_MISTAKES),)
