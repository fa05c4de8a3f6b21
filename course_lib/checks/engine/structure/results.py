"""The right numbers in another place, added up, or put through a well-known function."""

from itertools import combinations, permutations

import numpy as np

from course_lib.checks.engine.structure.changes import softmax
from course_lib.checks.engine.structure.relation import Relation, holds

AXES = range(4)


def first_that_holds(candidates, pairs):
    """Return the first Relation whose condition is met by every pair; the condition sees one pair at a time."""
    ordered = sorted(pairs, key=lambda pair: (not pair.wrong, pair.expected.size))  # most fail at the first
    for relation, condition in candidates:
        if all(holds(condition, pair) for pair in ordered):
            return relation
    return None


def as_it_came(exercise, pairs):
    """Found is one of the inputs, or one number everywhere."""
    names = (Relation("input", argument=name) for name in pairs[0].inputs)
    relation = first_that_holds(((r, lambda p, n=r.argument: p.is_found(p.inputs[n])) for r in names), pairs)
    number = pairs[0].found.flat[0] if pairs[0].found.size else np.nan
    told = sum(pair.wrong and np.ptp(pair.expected) > 0 for pair in pairs)
    if relation or told < 2 or not all(pair.found.size and (pair.found == number).all() for pair in pairs):
        return relation
    return Relation("constant", what=f"{number:.6g}") if number else None


def _lines(ndim, axis):
    """Name the lines that follow each other along an axis."""
    return ("rows", "columns")[axis] if ndim == 2 else "elements" if ndim == 1 else f"places of axis {axis}"


def arranged(exercise, pairs):
    """The numbers are right, in another arrangement."""
    found = first_that_holds(_arrangements(pairs[0].expected.ndim), pairs)
    mixed = sum(pair.wrong and np.unique(pair.expected).size > 3 for pair in pairs)
    if found and found.kind in ("reshaped", "squeezed", "kept") and not all(pair.wrong for pair in pairs):
        first = next(pair for pair in pairs if pair.wrong)
        return Relation("reshaped in some", what=f"{first.found.shape}", argument=f"{first.expected.shape}")
    return None if found and found.kind == "order" and mixed < 3 else found


def _arrangements(ndim):
    if ndim == 2:
        yield Relation("transposed"), lambda p: p.is_found(p.expected.T)
    for axes in list(permutations(range(ndim)))[1:] if ndim > 2 else ():
        yield Relation("axes", what=f"{axes}"), lambda p, a=axes: p.is_found(np.transpose(p.expected, a))
    yield Relation("squeezed"), lambda p: p.found.ndim < p.expected.ndim and _is_reshaped(p, ones=True)
    yield Relation("kept"), lambda p: p.found.ndim > p.expected.ndim and _is_reshaped(p, ones=True)
    yield Relation("reshaped"), lambda p: _is_reshaped(p, ones=False)
    mixed = Relation("transposed and reshaped")
    yield mixed, lambda p: p.found.shape == p.expected.shape and p.is_found(p.expected.T.reshape(p.found.shape))
    for axes in list(permutations(range(ndim)))[1:] if ndim > 2 else ():
        yield Relation("axes and reshaped", what=f"{axes}"), lambda p, a=axes: _is_moved_and_reshaped(p, a)
    yield Relation("diagonal"), lambda p: p.is_found(np.diagonal(p.expected, axis1=-2, axis2=-1))
    for axis in range(ndim):
        lines = _lines(ndim, axis)
        yield Relation("reversed", what=lines), lambda p, a=axis: p.is_found(np.flip(p.expected, a))
        for step, way in ((1, "on"), (-1, "back")):
            moved = Relation("rolled", what=lines, argument=way)
            yield moved, lambda p, s=step, a=axis: p.is_found(np.roll(p.expected, s, a))
    for axes in combinations(range(ndim), 2):
        lines = " and ".join(_lines(ndim, axis) for axis in axes)
        yield Relation("reversed", what=lines), lambda p, a=axes: p.is_found(np.flip(p.expected, a))
    yield Relation("order"), _another_order


def _is_reshaped(pair, *, ones):
    """Whether only the shape is another; ones: by sides of length 1 only."""
    sides = [[side for side in array.shape if side > 1] for array in (pair.found, pair.expected)]
    return (sides[0] == sides[1] or not ones) and pair.is_found(pair.expected.reshape(pair.found.shape))


def _is_moved_and_reshaped(pair, axes):
    return pair.found.shape == pair.expected.shape and pair.is_found(
        pair.expected.transpose(axes).reshape(pair.found.shape)
    )


def _another_order(pair):
    """Whether the same numbers stand in another order."""
    found, expected = np.sort(pair.found, axis=None), np.sort(pair.expected, axis=None)
    return pair.found.shape == pair.expected.shape and pair.is_same(found, expected)


REDUCTIONS = (("sum", np.sum), ("mean", np.mean), ("maximum", np.max))


def reduced(exercise, pairs):
    """A sum, mean or maximum over an axis is missing, or is one too many."""
    found, expected = pairs[0].found.ndim, pairs[0].expected.ndim
    kind = "spread" if all(pair.found.shape == pair.expected.shape for pair in pairs) else "reduced"
    return first_that_holds(_reductions(max(found, expected), found > expected, kind), pairs)


def _reductions(ndim, larger, kind):
    axes = [None, *((axis,) for axis in range(ndim)), *combinations(range(ndim), 2), *combinations(range(ndim), 3)]
    for name, reduce in REDUCTIONS:
        for axis in axes:
            what = f"{name} over {_over(axis, ndim)}"
            if larger:
                undone = Relation("not reduced", what=what)
                yield undone, lambda p, r=reduce, a=axis: p.is_same(r(p.found.astype(float), axis=a), p.expected)
            for keep in (False, True):
                done = Relation(kind, what=what)
                yield done, lambda p, r=reduce, a=axis, k=keep: _is_reduced(p, r(p.expected, axis=a, keepdims=k))


def _is_reduced(pair, predicted):
    """Whether found is this, or this in every row; where nothing is added up, or it is 0, it says nothing."""
    if not pair.expected.any():  # all 0: only the shape can tell
        return not pair.wrong or pair.is_found(predicted)
    if not np.abs(predicted).max() > 1e-6 * np.abs(pair.expected).max():  # 0, as any array without numbers is
        return not pair.wrong
    if predicted.size == pair.expected.size:
        return not pair.wrong or pair.is_found(predicted)
    same_shape = pair.found.shape == pair.expected.shape
    return pair.is_found(np.broadcast_to(predicted, pair.found.shape) if same_shape else predicted)


def _over(axis, ndim):
    if axis is None:
        return "everything" if ndim > 1 else "all elements"
    return f"axis {axis[0]}" if len(axis) == 1 else f"axes {', '.join(map(str, axis[:-1]))} and {axis[-1]}"


FUNCTIONS = {
    "e to the power of {}": np.exp, "the logarithm of {}": np.log, "the logarithm, to the base 2, of {}": np.log2,
    "minus the logarithm of {}": lambda x: -np.log(x), "the absolute value of {}": np.abs,
    "the square of {}": np.square, "the square root of {}": np.sqrt, "1 minus {}": lambda x: 1 - x,
    "1 over {}": lambda x: 1 / x,
    "the sign of {}": np.sign,
    "the softmax of {}": softmax, "the tanh of {}": np.tanh, "the sigmoid of {}": lambda x: 1 / (1 + np.exp(-x)),
    "the place of the largest element in each row of {}": lambda x: x.argmax(axis=1),
    "the running sum down the rows of {}": lambda x: x.cumsum(axis=0) if x.ndim else None,
}  # fmt: skip


def function_of(exercise, pairs):
    """Found is a well-known function of the expected."""
    return first_that_holds(
        ((Relation("function", what=text), lambda p, f=f: p.is_found(f(p.expected))) for text, f in FUNCTIONS.items()),
        pairs,
    )


WHOLE = {"rounded to whole numbers": np.round, "cut off at the decimal point": np.trunc, "rounded down": np.floor}


def rounded(exercise, pairs):
    """Found is the expected, to fewer digits."""
    return first_that_holds(_roundings(), pairs)


def _roundings():
    for text, function in WHOLE.items():
        yield Relation("whole", what=text), lambda p, f=function: p.is_found(f(p.expected))
    for digits in range(1, 9):
        yield Relation("rounded", what=f"{digits}"), lambda p, d=digits: p.is_found(np.round(p.expected, d))
    for dtype in (np.float16, np.float32):
        yield Relation("precision", what=dtype.__name__), lambda p, t=dtype: _has_passed(p, t)


def _has_passed(pair, dtype):
    """Whether the numbers are as right as this dtype allows, and are all numbers of this dtype."""
    exact = (pair.found.astype(dtype) == pair.found).all()
    return not pair.wrong or (exact and _relative_error(pair) < 100 * np.finfo(dtype).eps)


def _relative_error(pair):
    if pair.found.shape != pair.expected.shape:
        return np.inf
    return np.abs(pair.found.astype(float) - pair.expected).max() / np.abs(pair.expected).max()


def imprecise(exercise, pairs):
    """Found agrees to some digits in every case."""
    errors = [_relative_error(pair) for pair in pairs if pair.wrong]
    if not max(errors) <= 1e-4:
        return None
    return Relation("imprecise", what=f"{int(-np.log10(max(errors)))}")
