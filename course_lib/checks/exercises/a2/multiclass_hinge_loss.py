"""Assignment A2: the hinge loss for many classes, against the most wrong of them."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, Slip, slips
from course_lib.checks.exercises.a2 import hinges, ties
from course_lib.ops import hinge


def multiclass_hinge_loss(scores, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    shortfall = scores - scores[rows, labels][:, None] + margin
    shortfall[rows, labels] = -np.inf
    rivals = shortfall.argmax(axis=1)
    worst = np.maximum(shortfall[rows, rivals], 0)
    dscores = np.zeros_like(scores)
    dscores[rows, rivals] = (worst > 0) / len(rows)
    dscores[rows, labels] -= dscores[rows, rivals]
    return worst.mean(), dscores


RIGHT, OWN, WORST = "scores[rows, labels][:, None]", "    shortfall[rows, labels] = -np.inf\n", "worst.mean()"
PUSH, BACK = "(worst > 0) / len(rows)", "    dscores[rows, labels] -= dscores[rows, rivals]\n"
LACK, OWN_PUSH = f"shortfall = scores - {RIGHT} + margin\n{OWN}", f"    dscores[rows, labels] = 0 - {PUSH}\n"
ALL = f"dscores[rows, rivals] = {PUSH}\n{BACK}"
TIES = "(shortfall == shortfall.max(axis=1)[:, None]).astype(scores.dtype)"
TIED = f"dscores = (worst[:, None] > 0) * {TIES} / len(rows)\n"
MISTAKES = slips(
    multiclass_hinge_loss,
    (OWN, "", hinges.OWN),
    (f"scores - {RIGHT} + margin", f"{RIGHT} - scores + margin", hinges.TURNED),
    ("scores - scores", "scores + scores", hinges.ADDED),
    (f" - {RIGHT}", "", hinges.ALONE_IN),
    ("+ margin", "- margin", hinges.PLUS),
    ("+ margin", "+ 1", hinges.IGNORED),
    (" + margin", "", "the margin is missing: to win is not enough, the right class must win by the margin."),
    ("np.maximum(shortfall[rows, rivals], 0)", "shortfall[rows, rivals]", hinges.NO_HINGE),
    (WORST, "worst.sum()", hinges.MEAN),
    ("worst.mean(), dscores", "worst, dscores", "these are the losses of the N rows. Return their mean, one number."),
    (WORST, "np.maximum(shortfall, 0).sum() / len(rows)",
     "the loss adds up all the others that come too close. Here the worst of them alone counts."),
    (PUSH, "(worst > 0)", hinges.GRADIENT_MEAN),
    (PUSH, "(worst > 0) / max((worst > 0).sum(), 1)", hinges.SHORT),
    (WORST, "worst.sum() / max((worst > 0).sum(), 1)", hinges.SHORT),
    (ALL, TIED + OWN_PUSH, hinges.TIED),
    (ALL, f"{TIED}    dscores[rows, labels] = -dscores.sum(axis=1)\n", hinges.TIED),
    (ALL, f"{TIED}    dscores /= {TIES}.sum(axis=1)[:, None]\n{OWN_PUSH}", hinges.TIED),
    (PUSH, "1 / len(rows)", hinges.ALWAYS),
    ("worst > 0", "worst <= 0", hinges.REVERSED),
    (PUSH, "(shortfall[rows, rivals] >= 0) / len(rows)", hinges.KINK),
    (BACK, "", hinges.RIGHT_CLASS),
    ("-= dscores", "+= dscores", hinges.RIGHT_SIGN),
    (ALL, OWN_PUSH.strip(" "),
     "the rival has no gradient yet: it is pushed down, by 1/N, as the right class is pushed up."),
    (ALL,
     "dscores = (shortfall > 0).astype(scores.dtype) / len(rows)\n    dscores[rows, labels] = -dscores.sum(axis=1)\n",
     "every rival that comes too close is pushed down. Here only the worst of a row has a gradient."),
    ("np.zeros_like(scores)", "np.zeros(scores.shape)",
     "np.zeros makes float64. Let the gradient have the dtype of the scores: np.zeros_like(scores)."),
    ("shortfall.argmax(axis=1)", "shortfall.argmax(axis=0)[:len(rows)]",
     "argmax over axis=0 runs down the columns. The worst rival of each row is along axis=1."),
    ("return worst.mean(), dscores", "return dscores, worst.mean()", hinges.SWAPPED),
    (", dscores\n", "\n", hinges.ALONE),
)  # fmt: skip

OUT = tuple(
    Mistake(Slip(multiclass_hinge_loss, (LACK, low), *push), hinges.OUT)
    for low in (f"shortfall = scores.copy()\n{OWN}    shortfall += margin - {RIGHT}\n".replace("-np.inf", number)
                for number in ("0", "-100", "-1000"))
    for push in ((), ((BACK, OWN_PUSH),))
)  # fmt: skip

register(Exercise(
    hinge.multiclass_hinge_loss, ("loss", "dscores"), ties.cases, multiclass_hinge_loss,
    mistakes=(*MISTAKES, *OUT),
))  # fmt: skip
