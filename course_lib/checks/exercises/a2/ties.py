"""The cases of A2's hinge against the strongest rival, where rivals may tie."""

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.a2 import hinges
from course_lib.ops import hinge


def cases(rng):
    """The cases, and one where rivals tie for the strongest: any one of them may have the gradient, and no two."""
    scores, labels = np.array([[3.0, 1, 3, -2], [2, 2, 0, 2], [5, 1, 1, 0], [0.5, 0, -1, -3]]), np.array([1, 2, 0, 1])
    rows, rivals = np.arange(4), scores.copy()
    rivals[rows, labels] = -np.inf

    def accept(value, options):
        loss, dscores = hinge.multiclass_hinge_loss(scores, labels)
        tied = rivals == rivals.max(axis=1, keepdims=True)
        picked = np.where(tied, value[1], -np.inf).argmax(axis=1)
        push = -dscores[rows, labels]
        wanted = np.zeros_like(dscores)
        wanted[rows, picked], wanted[rows, labels] = push, -push
        return _unlike(value[0], loss, "loss") or _unlike(value[1], wanted, "dscores")

    return [*hinges.cases(rng), Case("rivals that tie", (scores, labels), accept=accept)]


def _unlike(found, wanted, name):
    """Return the Problem of the element that is most wrong, or None."""
    gap = np.abs(found - wanted)
    if gap.max() < 1e-9:
        return None
    at = np.unravel_index(gap.argmax(), gap.shape)
    place = f"{name}[{', '.join(map(str, at))}]" if at else name
    number, right = (round(float(np.asarray(array)[at]), 9) for array in (found, wanted))
    return Problem("value", place, number, right, int((gap >= 1e-9).sum()), gap.size)
