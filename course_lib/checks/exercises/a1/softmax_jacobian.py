"""Assignment A1: the softmax Jacobian of every row of a batch."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, Mistake, slips
from course_lib.ops import losses


def softmax_jacobian(probs):
    columns, rows = probs[:, :, None], probs[:, None, :]
    return np.eye(probs.shape[1], dtype=probs.dtype) * columns - columns * rows


def cases(rng):
    def case(title, *shape, dtype=float):
        return Case(title, (losses.softmax(rng.normal(scale=1.5, size=shape)).astype(dtype),))

    n, c = (int(size) for size in rng.permutation(np.arange(4, 10))[:2])
    return [
        Case("one row: a quarter and three quarters", (np.array([[0.25, 0.75]]),)),
        case("two rows of three classes", 2, 3),
        case("a single row", 1, 4),
        case("more rows than classes", 7, 3),
        case("ten classes", 3, 10),
        case("another size", n, c),
        case("as many rows as classes", 4, 4),
        Case("all probability on one class", (np.array([[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]),)),
        case("float32 probabilities", 3, 5, dtype=np.float32),
    ]


DIAGONAL, OUTER = "np.eye(probs.shape[1], dtype=probs.dtype) * columns", "columns * rows"
MISTAKES = slips(
    softmax_jacobian,
    (OUTER, f"{DIAGONAL} * rows",
     "the diagonal is right, but the other elements are not 0: one score moves every probability, by -p_i p_j."),
    (f"{DIAGONAL} - {OUTER}", "probs * (1 - probs)",
     "these are the diagonals alone, (N, C). Each row's Jacobian is (C, C): (N, C, C) together."),
    (DIAGONAL, "", "p_i is missing on the diagonal, where i = j."),
    (f"{DIAGONAL} - {OUTER}", f"{OUTER} - {DIAGONAL}",
     "the sign is turned round: a probability grows with its own score, so that the diagonal is positive."),
    *((OUTER, one, "you subtract one probability where p_i p_j belongs: (N, C, 1) times (N, 1, C).")
      for one in ("rows", "columns")),
    *((OUTER, square, "off the diagonal stands a square: both factors lie on the same axis. One is probs[:, :, None], "
       "the other probs[:, None, :].") for square in ("rows * rows", "columns * columns")),
    (DIAGONAL, "np.eye(probs.shape[1], dtype=probs.dtype) * (columns + columns * rows)",
     "the diagonal is p_i, and p_i - p_i² belongs there: add p_i to what stands there (+=), do not overwrite it."),
    (f"- {OUTER}", "+ columns * rows * (1 - 2 * np.eye(probs.shape[1], dtype=probs.dtype))",
     "a minus is missing off the diagonal: -p_i p_j."),
    (DIAGONAL, "columns", "δ_ij is left out: it is 1 on the diagonal and 0 elsewhere, np.eye(C)."),
    ("np.eye(probs.shape[1], dtype=probs.dtype) * columns", "np.eye(probs.shape[1], dtype=probs.dtype)",
     "the diagonal has 1 where p_i belongs: multiply np.eye(C) by the probabilities."),
    ("- columns * rows", "- probs.T @ probs",
     "probs.T @ probs adds up over the rows of the batch. Every row has a (C, C) of its own."),
    (f"{DIAGONAL} - {OUTER}", "np.diag(probs[0]) - np.outer(probs[0], probs[0])",
     "this is the Jacobian of the first row only. Every row has one: (N, C, C)."),
    (f"{DIAGONAL} - {OUTER}", "np.diag(probs[-1]) - np.outer(probs[-1], probs[-1])",
     "this is the Jacobian of the last row only: a loop that assigns anew keeps its last result. Keep all: (N, C, C)."),
    ("    columns, rows", "    probs = losses.softmax(probs)\n    columns, rows",
     "probs are probabilities already. Do not take their softmax again."),
)  # fmt: skip

register(Exercise(
    losses.softmax_jacobian, ("jacobian",), cases, softmax_jacobian,
    mistakes=(
        *MISTAKES,
        Mistake(
            lambda probs: np.diag(probs.ravel()) - np.outer(probs, probs),
            "np.outer flattens a batch, and mixes its rows. Keep their axis: probs[:, :, None] * probs[:, None, :].",
        ),
        Mistake(
            lambda probs: np.diag(probs) - np.outer(probs, probs),
            "np.diag takes the diagonal out of a matrix, and np.outer flattens it: both are for one row. Loop over the "
            "rows, or use probs[:, :, None] * probs[:, None, :].",
        ),
    ),
))  # fmt: skip
