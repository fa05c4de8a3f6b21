"""Compare a frozen result with the expected one: type, shape, dtype, finite, value, in this order."""

import numpy as np

from course_lib.checks.engine.frozen import Garbage
from course_lib.checks.engine.problem import Problem

# Two right answers that add in another order differ by about N rounding errors of the largest element:
# 1e-13 in float64 and 1e-5 in float32 for the sizes used here, and of 1 where all are smaller (a sum that cancels to
# 1e-17 is right). A real mistake changes some element by more than 1e-3.
TOLERANCE = {"float64": 1e-9, "float32": 1e-4}


def difference(value, expected, names, *, own=(), values=True, dtypes=True):
    """Return the first Problem of a result, or None if it is as expected.

    Parameters
    ----------
    value, expected     frozen results
    names : tuple       of the results
    own : tuple         those of them that need only be there
    values : bool       compare the numbers too, not only types, shapes and dtypes
    dtypes : bool       compare the dtypes of arrays
    """
    if not isinstance(expected, tuple) or len(names) < len(expected):
        value, expected = (value,), (expected,)
    return _parts(value, expected, "", names, own, values, dtypes)


def same(value, other):
    """Whether two frozen results agree in type, shape, dtype and value; nan equals nan."""
    if type(value) is not type(other):
        return False
    if isinstance(value, tuple):
        return len(value) == len(other) and all(map(same, value, other))
    if not isinstance(value, np.ndarray):
        return value == other
    if value.shape != other.shape or (value.ndim and value.dtype != other.dtype):
        return False
    return not _wrong(value, other).any()


def _parts(value, expected, whole, names, own, values, dtypes):
    if not isinstance(value, tuple) or len(value) != len(expected):
        return _other_type("parts", whole, value, names)
    found = (_difference(v, e, name, values, dtypes) for v, e, name in zip(value, expected, names) if name not in own)
    return next((problem for problem in found if problem is not None), None)


def _difference(value, expected, name, values, dtypes):
    if isinstance(expected, tuple):
        names = tuple(f"{name}[{index}]" for index in range(len(expected)))
        return _parts(value, expected, name, names, (), values, dtypes)
    if not isinstance(expected, np.ndarray):
        return None if same(value, expected) else _other_type("type", name, value, _wanted(expected))
    if not isinstance(value, np.ndarray) or (expected.ndim == 0 and not _same_number(value, expected, dtypes)):
        return _other_type("type", name, value, _wanted(expected))
    if value.shape != expected.shape:
        return Problem("shape", name, value.shape, expected.shape)
    if dtypes and expected.ndim and value.dtype != expected.dtype:
        return Problem("dtype", name, value.dtype.name, expected.dtype.name)
    if values:
        return _worst(value, expected, name)
    strange = ~np.isfinite(value) & np.isfinite(expected)
    return _at(value, None, name, np.argwhere(strange)[0]) if strange.any() else None


def _same_number(value, expected, dtypes):
    """Whether one number may stand for another: a bool for a bool, a whole number for a whole number."""
    if value.ndim:
        return False
    return not dtypes or (expected.dtype.kind == "f" and value.dtype.kind != "b") or _sort(value) == _sort(expected)


def _worst(value, expected, name):
    wrong = _wrong(value, expected)
    if not wrong.any():
        return None
    gap = np.where(wrong, np.nan_to_num(_gap(value, expected), nan=np.inf), 0)
    return _at(value, expected, name, np.unravel_index(gap.argmax(), gap.shape), int(wrong.sum()))


def _at(value, expected, name, where, wrong=1):
    where = tuple(int(i) for i in where)
    place = f"{name}[{', '.join(map(str, where))}]" if where else name
    wanted = None if expected is None else expected[where].item()
    kind = "value" if np.isfinite(value[where]) else "finite"
    return Problem(kind, place, value[where].item(), wanted, wrong, value.size)


def _wrong(value, expected):
    """Return which elements differ by more than rounding; infinities and nan have to be the same ones."""
    finite = np.isfinite(value) & np.isfinite(expected)
    allowed = max(_allowed(value), _allowed(expected))
    strange = (value != expected) & ~((value != value) & (expected != expected))
    return np.where(finite, _gap(value, expected) > allowed, strange)


def _gap(value, expected):
    with np.errstate(invalid="ignore"):  # inf - inf
        return np.abs(value.astype(float) - expected)


def _allowed(array):
    finite = np.abs(array[np.isfinite(array)])
    return TOLERANCE.get(array.dtype.name, 0) * finite.max(initial=1)


def _sort(array):
    return array.dtype.kind.replace("u", "i")


def _other_type(kind, where, value, expected):
    return Problem("none", where, None, expected) if value is None else Problem(kind, where, _found(value), expected)


def _found(value):
    """Describe what a frozen result is."""
    if isinstance(value, Garbage):
        return value.description
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    if value.ndim:
        return f"an array of shape {value.shape}"
    return {"f": f"the float {value}", "b": f"{value}"}.get(value.dtype.kind, f"the integer {value}")


def _wanted(expected):
    """Describe what should have been there."""
    if expected is None or isinstance(expected, Garbage):
        return "None" if expected is None else expected.description
    if expected.ndim:
        return f"an array of shape {expected.shape}"
    return {"f": "one number", "b": f"{expected}"}.get(expected.dtype.kind, "a whole number")
