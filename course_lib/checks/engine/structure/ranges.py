"""What numbers cannot be: below 0 where none should be, smallest where they should be largest, not finite."""

import numpy as np

from course_lib.checks.engine.structure.relation import Relation

SEVERAL = 5  # cases that must agree on a sign before it is said
ON_THE_WAY = {  # NumPy's warning: kind of Relation
    "overflow encountered in exp": "exp overflows",
    "Mean of empty slice": "mean of nothing",
    "divide by zero encountered in log": "log of zero",
    "invalid value encountered in log": "log of a negative",
    "invalid value encountered in sqrt": "root of a negative",
    "divide by zero encountered": "divided by zero",
    "invalid value encountered in divide": "zero by zero",
}


def negative(exercise, pairs):
    """Found is negative in cases where the expected never is."""
    several = [pair for pair in pairs if (pair.expected > 0).any()]
    if len(several) < SEVERAL or any((pair.expected < 0).any() for pair in pairs):
        return None
    below = [pair for pair in pairs if pair.wrong and _below_zero(pair)]
    return Relation("negative", what=f"{len(below)} of {len(pairs)} cases") if len(below) > 1 else None


def _below_zero(pair):
    with np.errstate(all="ignore"):
        return pair.found.dtype.kind == "f" and (pair.found < -1e-6 * np.abs(pair.expected).max()).any()


def upside_down(exercise, pairs):
    """In every row the largest stands where the smallest should be, and so on."""
    telling = [pair for pair in pairs if pair.wrong and _tells_order(pair)]
    if len({pair.expected.shape for pair in telling}) < 2 or not all(map(_is_upside_down, telling)):
        return None
    return Relation("upside down")


def _tells_order(pair):
    """Whether the rows are long enough, and their numbers apart: else an order is chance, or rounding."""
    if pair.expected.ndim < 2 or pair.found.shape != pair.expected.shape or pair.expected.shape[-1] < 3:
        return False
    steps = np.diff(np.sort(pair.expected.astype(float), axis=-1), axis=-1)
    return np.isfinite(pair.found).all() and (steps > 1e-3 * np.abs(pair.expected).max()).all()


def _is_upside_down(pair):
    found = np.take_along_axis(pair.found.astype(float), pair.expected.argsort(axis=-1), axis=-1)
    return (np.diff(found, axis=-1) < 0).all()


def warned(trials):
    """NumPy warned in a wrong case, of what the reference does not do."""
    wrong = [t for t in trials if t.problem and (not t.case.accept or t.problem.kind == "finite")]
    first = next((trial for trial in wrong if trial.outcome.warnings and not trial.wanted.warnings), None)
    for text, kind in ON_THE_WAY.items() if first else ():
        if any(text in warning for warning in first.outcome.warnings):
            where = f"on case {trials.index(first) + 1}, {first.case.title}, "
            return Relation(kind, only="" if first is wrong[0] else where)
    return None
