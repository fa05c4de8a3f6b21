"""Assignment A2: the hinge loss for many classes, against all of them that come too close."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import hinges
from course_lib.ops import hinge


def multiclass_hinge_sum_loss(scores, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    shortfall = scores - scores[rows, labels][:, None] + margin
    shortfall[rows, labels] = 0
    missing = np.maximum(shortfall, 0)
    dscores = (missing > 0).astype(scores.dtype) / len(rows)
    dscores[rows, labels] = -dscores.sum(axis=1)
    return missing.sum() / len(rows), dscores


RIGHT, LOSS = "scores[rows, labels][:, None]", "missing.sum() / len(rows)"
PUSH, BACK = "(missing > 0).astype(scores.dtype) / len(rows)", "    dscores[rows, labels] = -dscores.sum(axis=1)\n"
MISTAKES = slips(
    multiclass_hinge_sum_loss,
    ("    shortfall[rows, labels] = 0\n", "", hinges.OWN),
    (LOSS, f"{LOSS} + margin", hinges.OWN),
    (f"scores - {RIGHT} + margin", f"{RIGHT} - scores + margin", hinges.TURNED),
    ("scores - scores", "scores + scores", hinges.ADDED),
    (f" - {RIGHT}", "", hinges.ALONE_IN),
    ("+ margin", "- margin", hinges.PLUS),
    ("+ margin", "+ 1", hinges.IGNORED),
    (" + margin", "", "the margin is missing: to win is not enough, the right class must win by the margin."),
    ("np.maximum(shortfall, 0)", "shortfall", hinges.NO_HINGE),
    (LOSS, "missing.sum()", hinges.MEAN),
    (LOSS, "missing.mean()",
     "you divide by N*C, as .mean() over all (N, C) shortfalls does. Add up over the classes, and divide by N alone."),
    (LOSS, "missing.sum() / scores.shape[1]", "you divide by C, the number of classes. The mean runs over the N rows."),
    (LOSS, "missing.sum() / len(rows) / (scores.shape[1] - 1)",
     "you divide by the C - 1 rivals too. They are added up; only the N rows are averaged."),
    (LOSS, "missing.sum(axis=1)", "these are the losses of the N rows. Return their mean, one number."),
    (LOSS, "missing.max(axis=1).mean()",
     "this is the loss of exercise 1, the worst rival alone. Here all that come too close are added up."),
    (PUSH, "(missing > 0).astype(scores.dtype)", hinges.GRADIENT_MEAN),
    (PUSH, "(missing > 0) / scores.dtype.type(max(missing.any(axis=1).sum(), 1))", hinges.SHORT),
    (LOSS, "missing.sum() / max(missing.any(axis=1).sum(), 1)", hinges.SHORT),
    ("(missing > 0).astype(scores.dtype)", "missing",
     "the gradient of a hinge is a step: 1/N where the shortfall is positive, however large it is, else 0."),
    ("missing > 0", "missing >= 0", hinges.KINK),
    (BACK, "", hinges.RIGHT_CLASS),
    ("-dscores.sum", "dscores.sum", hinges.RIGHT_SIGN),
    *(("-dscores.sum(axis=1)", once, "the right class is pushed up once for each rival that comes too close, not once "
       "a row: its gradient makes the row's sum 0.")
      for once in ("-1 / len(rows)", "-(missing.any(axis=1) / len(rows))")),
    (".astype(scores.dtype)", "",
     "a bool array over N is float64, and so is np.where(…, 1.0, 0.0). Take (… > 0).astype(scores.dtype) instead."),
    (f"return {LOSS}, dscores", f"return dscores, {LOSS}", hinges.SWAPPED),
    (", dscores\n", "\n", hinges.ALONE),
)  # fmt: skip

register(Exercise(
    hinge.multiclass_hinge_sum_loss, ("loss", "dscores"), hinges.cases, multiclass_hinge_sum_loss, mistakes=MISTAKES,
))  # fmt: skip
