"""Another shape than expected, in the letters of the exercise; and what rows or columns should add up to."""

import numpy as np

from course_lib.checks.engine.structure.quantities import shared
from course_lib.checks.engine.structure.relation import Relation, joined

SEVERAL = 3  # wrong cases in which a side has to be off by the same number


def empty(trial):
    """A result holds nothing, in a case where it should; of random numbers that is all one can say."""
    where, found, expected = trial.problem.where, trial.problem.found, trial.problem.expected
    return Relation("empty", where, what=f"axis {found.index(0)}") if 0 in found and 0 not in expected else None


def one_size(exercise, pairs):
    """A side of the result is always the same, whatever it should be."""
    wrong = [pair for pair in pairs if pair.found.shape != pair.expected.shape]
    if len(wrong) < 2 or any(pair.found.ndim != pair.expected.ndim for pair in pairs):
        return None
    for axis in range(pairs[0].found.ndim):
        found = {pair.found.shape[axis] for pair in pairs}
        if len(found) == 1 and len({pair.expected.shape[axis] for pair in wrong}) > 1:
            if found == {0}:
                return Relation("empty", what=f"axis {axis}")
            lines = ("rows", "columns")[axis] if pairs[0].found.ndim == 2 else f"places along axis {axis}"
            return Relation("one size", what=lines, argument=f"{found.pop()}")
    return None


def off_by_places(exercise, pairs):
    """In every wrong case the same sides are longer than they should be, or shorter, by the same number."""
    wrong = [pair for pair in pairs if pair.wrong]
    if len(wrong) < SEVERAL or any(pair.found.ndim != pair.expected.ndim for pair in pairs):
        return None
    gaps = {tuple(np.subtract(pair.found.shape, pair.expected.shape)) for pair in wrong}
    gap = gaps.pop()
    sides = {abs(length) for length in gap if length}
    if gaps or len(sides) != 1 or not (min(gap) >= 0 or max(gap) <= 0):
        return None
    axes = joined([str(axis) for axis, length in enumerate(gap) if length])
    number = f"{sides.pop()} along {'axis' if axes.isdigit() else 'axes'} {axes}"
    return Relation("too long" if max(gap) > 0 else "too short", what=number)


def another_shape(exercise, pairs):
    """Each side of found and expected is a number of the case: (N,) where (C,) is right."""
    if all(pair.found.shape == pair.expected.shape for pair in pairs):
        return None
    known = {q: v for q, v in shared(exercise, pairs).items() if "result" not in q.text}
    found, expected = ([getattr(pair, which).shape for pair in pairs] for which in ("found", "expected"))
    found, expected = _in_letters(found, known), _in_letters(expected, known)
    if found is None or expected is None or found == expected:
        return None
    glosses = " and ".join(dict.fromkeys(q.gloss for q in (*found, *expected) if q.gloss))
    return Relation("shape", what=_tuple(found), argument=_tuple(expected), gloss=glosses)


def square(exercise, pairs):
    """The last two sides of found are equal in every case, as one of them should be, and those of expected are not."""
    wide = [pair for pair in pairs if pair.expected.shape[-1] != pair.expected.shape[-2]]
    if len({pair.found.shape[-1] for pair in wide}) < 2 or any(p.found.ndim != p.expected.ndim for p in pairs):
        return None
    for side, which in ((-2, "first"), (-1, "second")):
        if all(pair.found.shape == (*pair.expected.shape[:-2], *(pair.expected.shape[side],) * 2) for pair in pairs):
            return Relation("square", what=which)
    return None


def cut(exercise, pairs):
    """Found holds the expected and goes on, or is the beginning of it, along the same axes in all wrong cases."""
    wrong = [pair for pair in pairs if pair.wrong]
    ndim = wrong[0].expected.ndim
    if any(pair.found.ndim != ndim or pair.found.shape == pair.expected.shape for pair in wrong):
        return None
    steps = np.array([np.subtract(pair.found.shape, pair.expected.shape) for pair in wrong])
    common = [tuple(slice(min(sides)) for sides in zip(p.found.shape, p.expected.shape)) for p in wrong]
    several = sum(np.unique(pair.expected[here]).size > 1 for pair, here in zip(wrong, common))
    if several < 2 or not all(pair.is_same(pair.found[c], pair.expected[c]) for pair, c in zip(wrong, common)):
        return None
    axes = [f"{axis}" for axis in range(ndim) if steps[:, axis].any()]
    what = f"ax{'e' if len(axes) > 1 else 'i'}s {joined(axes)}"
    return Relation("longer" if (steps >= 0).all() else "shorter", what=what) if _one_way(steps) else None


def _one_way(steps):
    return (steps >= 0).all() or (steps <= 0).all()


def _in_letters(shapes, known):
    """Name the sides of the shapes of one result in all cases, or return None."""
    if len({len(shape) for shape in shapes}) != 1:
        return None
    named = []
    for sides in np.array(shapes).T:
        letter = next((q for q, values in known.items() if q.code and np.ptp(sides) and (values == sides).all()), None)
        if letter is None:
            return None
        named.append(letter)
    return named


def _tuple(quantities):
    return f"({', '.join(q.code for q in quantities)}{',' * (len(quantities) == 1)})"


def line_sums(exercise, pairs):
    """Rows, or columns, of the expected all add up to one number in every case, and those of found do not."""
    ndim = pairs[0].expected.ndim
    if ndim < 2 or any(p.found.shape != p.expected.shape or p.expected.ndim != ndim for p in pairs):
        return None
    if not all(np.isfinite(pair.found).all() for pair in pairs):
        return None
    for axis, line in ((-1, "row"), (-2, "column")):
        sums = [pair.expected.sum(axis, dtype=float) for pair in pairs]
        number = sums[0].flat[0].round(4) + 0.0  # never -0
        if sum(pair.expected.shape[axis] > 1 for pair in pairs) < 2 or not _all_near(sums, number):
            continue
        if any(_all_near([pair.found.sum(axis, dtype=float)], number) for pair in pairs if pair.wrong):
            continue
        others = [pair.found.sum(-3 - axis, dtype=float) for pair in pairs if pair.wrong]
        instead = f"your {'column' if line == 'row' else 'row'}s do" if _all_near(others, number) else "yours do not"
        return Relation("sums", what=line, argument=f"{number:g}", gloss=instead)
    return None


def _all_near(sums, number):
    return all(np.allclose(values, number, rtol=0, atol=1e-5) for values in sums)
