"""Assignment A1: softmax, with a temperature."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, Mistake, slips
from course_lib.checks.exercises.shared import COLUMNS, KEEPDIMS, OVERFLOW, score_cases
from course_lib.ops import losses


def softmax(scores, *, temperature=1.0):
    shifted = scores - scores.max(axis=1, keepdims=True)
    exps = np.exp(shifted / temperature)
    return exps / exps.sum(axis=1, keepdims=True)


def cases(rng):
    warm, cold = round(rng.uniform(1.5, 4), 1), round(rng.uniform(0.2, 0.8), 1)
    small = rng.normal(size=(2, 3)).round(1)
    plain = [Case(title, (scores,)) for title, scores in score_cases(rng)]
    return [
        *plain,
        Case("a temperature above 1", (small,), {"temperature": warm}),
        Case("a temperature below 1", (small,), {"temperature": cold}),
        Case("many rows, warm", (rng.normal(scale=3, size=(6, 11)).round(2),), {"temperature": 2 * warm}),
        Case("scores around 1000, cold", ((1000 + rng.normal(size=(5, 3))).round(2),), {"temperature": 0.1}),
        Case("scores around -1000, warm", ((rng.normal(size=(5, 4)) - 1000).round(2),), {"temperature": 10.0}),
        Case("float32 scores, warm", (rng.normal(size=(4, 3)).astype(np.float32).round(2),), {"temperature": warm}),
    ]


WHOLE = "the sum runs over the whole array, so all rows together add up to 1. Sum over axis=1, with keepdims=True."
SUMS, TOP = "exps.sum(axis=1, keepdims=True)", "scores.max(axis=1, keepdims=True)"
MISTAKES = slips(
    softmax,
    (f"scores - {TOP}", "scores", OVERFLOW),
    (SUMS, "exps.sum(axis=0)", COLUMNS),
    (SUMS, "exps.sum()", WHOLE),
    (SUMS, "exps.sum(axis=1)", KEEPDIMS),
    (f" / {SUMS}", "", "the exponentials are right, but the division by each row's sum is missing."),
    (f"exps / {SUMS}", f"np.log(exps / {SUMS})", "these are the logarithms of the probabilities. Return e to them."),
    (TOP, "scores.max()", "the maximum of the whole array: a row far below it becomes 0/0. Each row's own: axis=1."),
    (TOP, "scores.max(axis=0)", "each column's maximum, which changes the probabilities. Each row's: axis=1."),
    (f"scores - {TOP}", f"scores / {TOP}",
     "divided by the maximum, a row has other probabilities. Subtract it instead."),
    (f"exps / {SUMS}", "(exps - exps.max(axis=1, keepdims=True)) / (exps - exps.max(axis=1, keepdims=True)).sum("
     "axis=1, keepdims=True)", "the maximum is subtracted after the exponential. Subtract it from the scores."),
    (SUMS, "np.exp(shifted).sum(axis=1, keepdims=True)",
     "the temperature stands above the line and not below: the same exponentials belong in the sum."),
    (f"scores - {TOP}", "np.clip(scores, -700, 700)", "clipped scores are equal. Subtract each row's maximum instead."),
    (f"exps / {SUMS}", "np.nan_to_num(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True))",
     "nan_to_num hides what overflowed; it does not bring it back. Subtract each row's maximum first."),
    ("np.exp(shifted / temperature)", "shifted / temperature",
     "the exponential is missing: divide e^score by the row's sum of e^scores."),
    ("shifted / temperature", "shifted", "every temperature gives the same. Divide the scores by it, inside np.exp."),
    ("shifted / temperature", "shifted * temperature", "the temperature multiplies the scores. It divides them."),
    (f"exps / {SUMS}", "np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True) / temperature",
     "the temperature divides the probabilities, so that rows no longer add up to 1. Divide the scores by it."),
    ("shifted / temperature", f"scores / temperature - {TOP}",
     "divide first and subtract the maximum of the result: at a low temperature these scores overflow again."),
)  # fmt: skip

register(Exercise(
    losses.softmax, ("probs",), cases, softmax,
    mistakes=(
        *MISTAKES,
        Mistake(lambda scores, temperature=1: np.exp(scores) / np.exp(scores).sum(axis=0), COLUMNS),
        Mistake(lambda scores, temperature=1: np.exp(scores) / np.exp(scores).sum(), WHOLE),
        Mistake(
            lambda scores, temperature=1: 1 / (1 + np.exp(-np.clip(scores / temperature, -700, 700))),
            "this is the sigmoid, which looks at each score alone. Softmax divides by the sum over the row.",
        ),
        Mistake(
            lambda scores, temperature=1: scores / scores.sum(axis=1, keepdims=True),
            "the exponential is missing: divide e^score by the row's sum of e^scores.",
        ),
    ),
))  # fmt: skip
