"""Assignment A1: the fully connected layer."""

import numpy as np

from course_lib.checks.engine.exercise import Case, Exercise, Mistake
from course_lib.ops.linear import linear_backward, linear_forward


def _sizes(rng):
    """N, D and C that all differ, so that a swapped axis shows, and how to draw; the first can be checked by hand."""
    yield "small numbers", (2, 3, 1), _whole
    yield "a single row", (1, 4, 3), _normal
    yield "a single output", (4, 3, 1), _normal
    sizes = rng.permutation(np.arange(4, 12))[:3]
    yield "another size", tuple(int(size) for size in sizes), _normal
    yield "as many inputs as outputs", (3, 5, 5), _normal
    yield "float32", (4, 2, 3), _single


def _whole(rng, *shapes):
    return tuple(rng.integers(-3, 4, size=shape).astype(float) for shape in shapes)


def _normal(rng, *shapes):
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


def _single(rng, *shapes):
    return tuple(rng.normal(size=shape).astype(np.float32).round(2) for shape in shapes)


def _forward_cases(rng):
    return [Case(title, draw(rng, (n, d), (c, d), (c,))) for title, (n, d, c), draw in _sizes(rng)]


def _backward_cases(rng):
    cases = []
    for title, (n, d, c), draw in _sizes(rng):
        dout, x, w = draw(rng, (n, c), (n, d), (c, d))
        cases.append(Case(title, (dout, (x, w))))
    return cases


FORWARD_MISTAKES = (
    Mistake(
        lambda x, w, b: (x @ w + b, (x, w)),
        "w is (C, D), one row an output: transpose it, (N, D) @ (D, C).",
    ),
    Mistake(lambda x, w, b: (x @ w.T, (x, w)), "the bias is missing: add b, which NumPy adds to every row."),
    Mistake(lambda x, w, b: (x @ w.T - b, (x, w)), "the bias is subtracted. Add it."),
    Mistake(
        lambda x, w, b: x @ w.T + b, "the result is right, but linear_backward needs the cache: return out, (x, w)."
    ),
    Mistake(lambda x, w, b: (x @ w.T + b, (w, x)), "the cache is the wrong way round: (x, w)."),
    Mistake(lambda x, w, b: (x @ w.T + b, (x, w, b)), "the cache is (x, w); b is not needed to go backward."),
    Mistake(lambda x, w, b: (x @ w.T + b, x), "the cache is (x, w): both are needed to go backward."),
    Mistake(lambda x, w, b: ((x @ w.T + b).T, (x, w)), "the output is transposed: one row for each row of x, (N, C)."),
    Mistake(
        lambda x, w, b: (x @ w.T + np.zeros(len(w)) + b, (x, w)),
        "float32 inputs must give a float32 output. np.zeros makes float64: give it dtype=x.dtype.",
    ),
)

BACKWARD_MISTAKES = (
    Mistake(
        lambda dout, cache: (dout @ cache[1], cache[0].T @ dout, dout.sum(axis=0)),
        "dw is transposed: it must have the shape of w, (C, D): dout.T @ x.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0], dout),
        "db is not summed over the batch. b was added to every row, so each row adds to db: sum over axis=0.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0], dout.mean(axis=0)),
        "db is the mean over the batch, but must be the sum: the 1/N is in dout already.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0] / len(dout), dout.sum(axis=0) / len(dout)),
        "dw and db are divided by N once more. The 1/N of the mean is in dout already.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0] / len(dout), dout.sum(axis=0)),
        "dw is divided by N once more. The 1/N of the mean is in dout already.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1].T, dout.T @ cache[0], dout.sum(axis=0)),
        "for dx do not transpose w: (N, C) @ (C, D).",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0], dout.sum(axis=1)),
        "db is summed over the outputs. Sum over the batch: axis=0.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0], dout.sum()),
        "db is one number for all outputs. One for each: sum over axis=0 only.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0], dout.sum(axis=0, keepdims=True)),
        "db has one dimension too many: leave keepdims out.",
    ),
    Mistake(
        lambda dout, cache: (dout.T @ cache[0], dout @ cache[1], dout.sum(axis=0)),
        "the order is dx, dw, db, as the forward function takes x, w, b.",
    ),
    Mistake(
        lambda dout, cache: (dout @ cache[1], dout.T @ cache[0]),
        "db is missing: return dx, dw, db.",
    ),
)

EXERCISES = (
    Exercise(linear_forward, ("x", "w", "b"), ("out", "cache"), _forward_cases, FORWARD_MISTAKES),
    Exercise(linear_backward, ("dout", "cache"), ("dx", "dw", "db"), _backward_cases, BACKWARD_MISTAKES),
)
