"""The cases of A2's divergence: rows of probabilities, some of them 0."""

import numpy as np

from course_lib.checks.engine.exercise import Case


def cases(rng):
    def rows(n, c, dtype=float):
        return _normalised(rng.integers(1, 10, size=(n, c))).astype(dtype)

    one = np.eye(4)[rng.integers(4, size=5)]
    eighths = np.array([[4.0, 3.0, 1.0], [2.0, 1.0, 5.0]]) / 8
    never = _normalised(rows(4, 5) * [1, 1, 0, 1, 1])
    n, c = rng.integers([4, 8], [7, 12])
    return [
        Case("two rows of eighths", (eighths, np.array([[1.0, 6.0, 1.0], [2.0, 4.0, 2.0]]) / 8)),
        Case("a single row", (rows(1, 4), rows(1, 4))),
        Case("equal distributions", (eighths, eighths.copy())),
        Case("more classes than rows", (rows(n, c), rows(n, c))),
        Case("more rows than classes", (rows(c, n), rows(c, n))),
        Case("targets of 0 and 1", (rows(5, 4), one)),
        Case("some targets are 0", (rows(5, 4), _normalised(rows(5, 4) * (rng.random((5, 4)) < 0.5) + one))),
        Case("a class that both rule out", (never, _normalised(never * rows(4, 5)))),
        Case(
            "probabilities close to 0",
            (np.array([[1e-13, 1e-12, 1 - 1.1e-12], [1e-12, 1e-13, 1 - 1.1e-12]]), eighths[::-1].copy()),
        ),
        Case("float32", (rows(3, 5, dtype=np.float32), rows(3, 5, dtype=np.float32))),
    ]


def _normalised(shares):
    return shares / shares.sum(axis=1, keepdims=True)
