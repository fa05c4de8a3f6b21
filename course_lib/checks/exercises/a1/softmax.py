"""Assignment A1: softmax, its Jacobian, and one-hot labels."""

import numpy as np

from course_lib.checks.engine.exercise import Case, Exercise, Mistake
from course_lib.ops.losses import one_hot, softmax, softmax_jacobian

OVERFLOW = "e^score overflows above 709 (88 in float32) and is zero far below. Subtract each row's maximum first."
FLOAT64 = (
    "float32 scores must give float32. Something in your function makes float64: np.zeros, np.eye or one_hot, say."
)
KEEPDIMS = "sum(axis=1) has shape (N,), laid along the columns. keepdims=True makes it (N, 1), one sum a row."
COLUMNS = "each row must add up to 1; yours makes the columns do so. Sum over axis=1, with keepdims=True."
WHOLE = "the sum runs over the whole array, so all rows together add up to 1. Sum over axis=1, with keepdims=True."
IN_PLACE = "`scores -= …` changes the caller's array. Write `scores = scores - …`, which makes a new one."


def score_cases(rng):
    """Scores of many shapes and sizes; N and C always differ, so that a wrong axis shows. Two digits read well."""
    n, c = int(rng.integers(5, 9)), int(rng.integers(10, 14))
    yield "two rows of three scores", rng.normal(size=(2, 3)).round(1)
    yield "a single row", rng.normal(size=(1, 4)).round(1)
    yield "equal scores", np.full((3, 2), round(rng.normal(), 1))
    yield "many rows", rng.normal(scale=2, size=(n, c)).round(2)
    yield "more rows than classes", rng.normal(scale=2, size=(c, n)).round(2)
    yield "scores around 1000", (1000 + rng.normal(size=(n, 3))).round(2)
    yield "scores around -1000", (rng.normal(size=(n, 4)) - 1000).round(2)
    yield "rows of very different levels", (rng.normal(size=(3, 4)) + np.array([[0.0], [-2000.0], [2000.0]])).round(2)
    yield "float32 scores", rng.normal(size=(n, 3)).astype(np.float32).round(2)


def _softmax_cases(rng):
    return [Case(title, (scores,)) for title, scores in score_cases(rng)]


def _one_hot_cases(rng):
    def case(title, count, num_classes, dtype=int):
        return Case(title, (rng.integers(num_classes, size=count).astype(dtype), num_classes))

    return [
        Case("three labels", (np.array([2, 0, 1]), 3)),
        case("a single label", 1, 4),
        Case("the last classes do not occur", (np.array([0, 1, 1, 0, 1]), int(rng.integers(4, 8)))),
        case("ten classes", 6, 10),
        case("more classes than labels", int(rng.integers(3, 6)), int(rng.integers(11, 15))),
        case("more labels than classes", int(rng.integers(11, 15)), int(rng.integers(3, 6))),
        case("labels of another integer type", 5, 7, np.uint8),
    ]


def _jacobian_cases(rng):
    def case(title, size, dtype=float):
        return Case(title, (softmax(rng.normal(scale=1.5, size=(1, size)))[0].astype(dtype),))

    return [
        Case("a quarter and three quarters", (np.array([0.25, 0.75]),)),
        case("three classes", 3),
        case("ten classes", 10),
        case("another number of classes", int(rng.integers(5, 9))),
        Case("all probability on one class", (np.array([0.0, 1.0, 0.0, 0.0]),)),
        case("float32 probabilities", 4, np.float32),
    ]


def _exps(scores):
    return np.exp(scores - scores.max(axis=1, keepdims=True))


def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def unshifted_softmax(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def shifted_in_place(scores):
    scores -= scores.max(axis=1, keepdims=True)
    return scores


SOFTMAX_MISTAKES = (
    Mistake(unshifted_softmax, OVERFLOW),
    Mistake(lambda scores: _exps(scores) / _exps(scores).sum(axis=0), COLUMNS),
    Mistake(lambda scores: np.exp(scores) / np.exp(scores).sum(axis=0), COLUMNS),
    Mistake(lambda scores: _exps(scores) / _exps(scores).sum(), WHOLE),
    Mistake(lambda scores: np.exp(scores) / np.exp(scores).sum(), WHOLE),
    Mistake(
        lambda scores: np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum(axis=1, keepdims=True),
        "you subtract the maximum of the whole array; a row far below it becomes 0/0. Use each row's own: axis=1.",
    ),
    Mistake(
        lambda scores: np.exp(scores - scores.max(axis=0)) / np.exp(scores - scores.max(axis=0)).sum(1, keepdims=True),
        "you subtract each column's maximum, which changes the probabilities. Use each row's: axis=1, keepdims=True.",
    ),
    Mistake(
        lambda scores: _exps(scores) / _exps(scores).sum(axis=1),
        KEEPDIMS,
    ),
    Mistake(lambda scores: softmax(shifted_in_place(scores)), IN_PLACE),
    Mistake(_exps, "the exponentials are right, but the division by each row's sum is missing."),
    Mistake(log_softmax, "these are the logarithms of the probabilities. Return the probabilities themselves."),
    Mistake(
        lambda scores: 1 / (1 + np.exp(-np.clip(scores, -700, 700))),
        "this is the sigmoid, which looks at each score alone. Softmax divides by the sum over the row.",
    ),
    Mistake(lambda scores: softmax(scores.astype(float)), FLOAT64),
    Mistake(
        lambda scores: scores / scores.sum(axis=1, keepdims=True),
        "the exponential is missing: divide e^score by the row's sum of e^scores.",
    ),
)

ONE_HOT_MISTAKES = (
    Mistake(
        lambda labels, num_classes: np.eye(num_classes, dtype=int)[labels],
        "the numbers are right, but they are integers. np.zeros makes float64 unless you say otherwise.",
    ),
    Mistake(
        lambda labels, num_classes: labels[:, None] == np.arange(num_classes),
        "these are True and False. Make them float64: .astype(float).",
    ),
    Mistake(
        lambda labels, num_classes: np.eye(10)[labels],
        "ten classes are written into your function. Use num_classes.",
    ),
    Mistake(
        lambda labels, num_classes: np.eye(labels.max() + 1)[labels],
        "the number of classes must be num_classes; the largest label may be smaller, when a class does not occur.",
    ),
    Mistake(
        lambda labels, num_classes: np.eye(num_classes)[labels].T,
        "rows and columns are swapped: one row for each label, one column for each class.",
    ),
    Mistake(
        lambda labels, num_classes: np.eye(num_classes)[labels.astype(int) - 1],
        "the 1 stands one place too early: class 0 is the first column.",
    ),
    Mistake(
        lambda labels, num_classes: np.isin(np.ones((len(labels), 1)) * np.arange(num_classes), labels).astype(float),
        "[:, labels] = 1 sets these columns in every row. One element a row: [np.arange(len(labels)), labels] = 1.",
    ),
    Mistake(
        lambda labels, num_classes: np.zeros(len(labels), num_classes),
        "the shape is one argument, a tuple: np.zeros((len(labels), num_classes)).",
    ),
    Mistake(
        lambda labels, num_classes: (np.arange(num_classes) <= labels[:, None]).astype(float),
        "every column up to the label is 1. Exactly one column of a row may be 1.",
    ),
)

JACOBIAN_MISTAKES = (
    Mistake(
        lambda probs: np.diag(probs * (1 - probs)),
        "the diagonal is right, but the other elements are not 0: one score moves every probability, by -p_i p_j.",
    ),
    Mistake(
        lambda probs: probs * (1 - probs),
        "this is only the diagonal. The Jacobian is (C, C): row i for probability i, column j for score j.",
    ),
    Mistake(lambda probs: -np.outer(probs, probs), "p_i is missing on the diagonal, where i = j: add np.diag(probs)."),
    Mistake(
        lambda probs: np.outer(probs, probs) - np.diag(probs),
        "the sign is turned round: a probability grows with its own score, so that the diagonal is positive.",
    ),
    Mistake(
        lambda probs: np.diag(probs) - probs,
        "you subtract p_j where p_i p_j belongs: use np.outer(probs, probs).",
    ),
    Mistake(
        lambda probs: np.diag(probs) - probs * probs,
        "probs * probs multiplies element by element: (C,). np.outer(probs, probs) is each p_i times each p_j: (C, C).",
    ),
    Mistake(
        lambda probs: np.eye(len(probs), dtype=probs.dtype) - np.outer(probs, probs),
        "the diagonal has 1 where p_i belongs: np.diag(probs), not np.eye.",
    ),
    Mistake(
        lambda probs: softmax_jacobian(softmax(probs[None])[0]),
        "probs are probabilities already. Do not take their softmax again.",
    ),
    Mistake(lambda probs: softmax_jacobian(probs.astype(float)), "float32 probabilities must give a float32 Jacobian."),
)

EXERCISES = (
    Exercise(softmax, ("scores",), ("probs",), _softmax_cases, SOFTMAX_MISTAKES),
    Exercise(one_hot, ("labels", "num_classes"), ("targets",), _one_hot_cases, ONE_HOT_MISTAKES),
    Exercise(softmax_jacobian, ("probs",), ("jacobian",), _jacobian_cases, JACOBIAN_MISTAKES),
)
