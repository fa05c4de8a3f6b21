"""Assignment A1: cross entropy and its gradient."""

import numpy as np

from course_lib.checks.engine.exercise import Case, Exercise, Mistake
from course_lib.checks.exercises.a1.softmax import (
    FLOAT64,
    IN_PLACE,
    KEEPDIMS,
    OVERFLOW,
    log_softmax,
    score_cases,
    shifted_in_place,
    unshifted_softmax,
)
from course_lib.ops.losses import cross_entropy, cross_entropy_backward, one_hot, softmax


def _labelled_cases(rng):
    """Scores with labels; in the last two the right class has almost no probability, or almost all."""

    def case(title, scores):
        return Case(title, (scores, rng.integers(scores.shape[1], size=len(scores))))

    cases = [case(title, scores) for title, scores in score_cases(rng)]
    cases.append(
        Case("labels of another integer type", (rng.normal(size=(3, 5)).round(2), np.array([4, 0, 2], np.uint8)))
    )
    for dtype in (np.float64, np.float32):
        scores = rng.normal(size=(4, 3)).astype(dtype).round(2)
        scores[:, 1] += 800
        title = f"the right class has almost no probability, {np.dtype(dtype).name}"
        cases.append(Case(title, (scores, np.array([0, 2, 1, 0]))))
    return cases


def _right(scores, labels):
    return log_softmax(scores)[np.arange(len(labels)), labels]


def _subtract_one(scores, labels, *, columns=False):
    dscores = softmax(scores)
    dscores[slice(None) if columns else np.arange(len(labels)), labels] -= 1
    return dscores


CROSS_ENTROPY_MISTAKES = (
    Mistake(
        lambda scores, labels: -np.log(softmax(scores)[np.arange(len(labels)), labels]).mean(),
        "a probability too small to be stored is 0, and log 0 is infinite. Take the logarithm in formulas, not in "
        "numbers: log softmax = shifted - log(sum of e^shifted).",
    ),
    Mistake(lambda scores, labels: -np.log(unshifted_softmax(scores)[np.arange(len(labels)), labels]).mean(), OVERFLOW),
    Mistake(
        lambda scores, labels: -_right(scores, labels).sum(),
        "you add up the losses of the batch; the loss is their mean over the N rows.",
    ),
    Mistake(
        lambda scores, labels: -_right(scores, labels).sum() / scores.size,
        "you divide by N*C, as .mean() over the whole (N, C) product does. Divide by N, the number of rows.",
    ),
    Mistake(
        lambda scores, labels: -_right(scores, labels).sum() / scores.shape[1],
        "you divide by C, the number of classes. The mean runs over the N rows.",
    ),
    Mistake(
        lambda scores, labels: -_right(scores, labels),
        "these are the N losses of the rows. Return their mean, one number.",
    ),
    Mistake(
        lambda scores, labels: _right(scores, labels).mean(), "the minus sign is missing: a loss is never negative."
    ),
    Mistake(
        lambda scores, labels: -np.log2(np.e) * _right(scores, labels).mean(),
        "you used log2. Use the natural logarithm, np.log.",
    ),
    Mistake(
        lambda scores, labels: -np.log10(np.e) * _right(scores, labels).mean(),
        "you used log10. Use the natural logarithm, np.log.",
    ),
    Mistake(
        lambda scores, labels: -log_softmax(scores)[:, labels].mean(),
        "[:, labels] takes these columns in every row. Pick one element a row: [np.arange(N), labels].",
    ),
    Mistake(
        lambda scores, labels: -log_softmax(scores)[:, labels],
        "[:, labels] takes these columns in every row: (N, N). Pick one element a row, [np.arange(N), labels], and "
        "return the mean.",
    ),
    Mistake(
        lambda scores, labels: -(scores - np.log(np.exp(scores).sum(axis=1))).mean(),
        KEEPDIMS,
    ),
    Mistake(
        lambda scores, labels: -np.log(softmax(scores) + 1e-12)[np.arange(len(labels)), labels].mean(),
        "adding 1e-12 inside the logarithm caps the loss at 27.6, however wrong the answer. Use shifted - log(sum of "
        "e^shifted), which needs no such constant.",
    ),
    Mistake(
        lambda scores, labels: -np.log(np.clip(softmax(scores), 1e-15, 1))[np.arange(len(labels)), labels].mean(),
        "clipping the probabilities caps the loss, however wrong the answer. Use shifted - log(sum of e^shifted).",
    ),
    Mistake(
        lambda scores, labels: -scores[np.arange(len(labels)), labels].mean(),
        "the softmax is missing: the log-probability is the score minus log(sum of e^scores).",
    ),
    Mistake(
        lambda scores, labels: -np.log(softmax(scores) + 1e-300)[np.arange(len(labels)), labels].mean(),
        "1e-300 caps the loss at 690.8, and in float32 it is 0. Use shifted - log(sum of e^shifted).",
    ),
    Mistake(
        lambda scores, labels: -log_softmax(scores)[np.arange(2), labels].mean(),
        "the number of rows is written into your function. Use len(labels).",
    ),
    Mistake(lambda scores, labels: cross_entropy(shifted_in_place(scores), labels), IN_PLACE),
)

BACKWARD_MISTAKES = (
    Mistake(_subtract_one, "N times too large: the loss is a mean over the batch, so divide by N = len(labels)."),
    Mistake(
        lambda scores, labels: -_subtract_one(scores, labels) / len(labels),
        "the sign is turned round: the gradient is softmax - one-hot, negative only at the right class.",
    ),
    Mistake(
        lambda scores, labels: _subtract_one(scores, labels) / scores.size,
        "you divide by N*C. Divide by N, the number of rows.",
    ),
    Mistake(
        lambda scores, labels: _subtract_one(scores, labels) / scores.shape[1],
        "you divide by C, the number of classes. Divide by N, the number of rows.",
    ),
    Mistake(
        lambda scores, labels: softmax(scores) / len(labels),
        "the 1 is not subtracted at the right class: softmax - one-hot.",
    ),
    Mistake(
        lambda scores, labels: _subtract_one(scores, labels, columns=True) / len(labels),
        "[:, labels] -= 1 subtracts in every row. One element a row: [np.arange(N), labels] -= 1.",
    ),
    Mistake(lambda scores, labels: (softmax(scores) - one_hot(labels, scores.shape[1])) / len(labels), FLOAT64),
    Mistake(
        lambda scores, labels: (
            (unshifted_softmax(scores) - one_hot(labels, scores.shape[1]).astype(scores.dtype)) / len(labels)
        ),
        OVERFLOW,
    ),
    Mistake(
        lambda scores, labels: _subtract_one(scores, labels) / 2,
        "the batch size is written into your function. Divide by len(labels).",
    ),
    Mistake(
        lambda scores, labels: (scores - one_hot(labels, scores.shape[1]).astype(scores.dtype)) / len(labels),
        "the softmax is missing: softmax(scores) - one-hot.",
    ),
    Mistake(lambda scores, labels: cross_entropy_backward(shifted_in_place(scores), labels), IN_PLACE),
)

EXERCISES = (
    Exercise(cross_entropy, ("scores", "labels"), ("loss",), _labelled_cases, CROSS_ENTROPY_MISTAKES),
    Exercise(cross_entropy_backward, ("scores", "labels"), ("dscores",), _labelled_cases, BACKWARD_MISTAKES),
)
