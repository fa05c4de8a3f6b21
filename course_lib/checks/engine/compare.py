"""Compare a frozen result with the expected one: type, shape, dtype, finite, value, in this order."""

import numpy as np

from course_lib.checks.engine.run import Garbage

# Two right answers that add in another order differ by about N rounding errors of the largest element:
# 1e-13 in float64 and 1e-5 in float32 for the sizes used here, and of 1 where all are smaller (a sum that cancels to
# 1e-17 is right). A real mistake changes some element by more than 1e-3.
TOLERANCE = {"float64": 1e-9, "float32": 1e-4}


def difference(value, expected, names, *, values=True, what="it returns"):
    """Say how a result differs from the expected one, or return None.

    Parameters
    ----------
    value, expected     frozen results
    names : tuple       of the results, for the message
    values : bool       compare the numbers too, not only types, shapes and dtypes
    what : str          how the message begins if the result is no tuple of the right length
    """
    if len(names) == 1:
        return _difference(value, expected, names[0], values)
    if not isinstance(value, tuple) or len(value) != len(names):
        return f"{what} {_a(value)}, expected a tuple of {len(names)}: ({', '.join(names)})"
    found = (_difference(v, e, name, values) for v, e, name in zip(value, expected, names))
    return next((problem for problem in found if problem), None)


def same(value, other):
    """Whether two frozen results agree in type, shape, dtype and value; nan equals nan."""
    if type(value) is not type(other):
        return False
    if isinstance(value, tuple):
        return len(value) == len(other) and all(map(same, value, other))
    if isinstance(value, Garbage):
        return value == other
    if value.shape != other.shape or (value.ndim and value.dtype != other.dtype):
        return False
    if not np.array_equal(np.isfinite(value), np.isfinite(other)):
        return False
    finite = np.isfinite(other)
    if not np.array_equal(value[~finite], other[~finite], equal_nan=True):
        return False
    gap = np.abs(value[finite].astype(float) - other[finite])
    return bool((gap <= max(_allowed(value), _allowed(other))).all())


def _difference(value, expected, name, values):
    if isinstance(expected, tuple):
        parts = tuple(f"{name}[{index}]" for index in range(len(expected)))
        return difference(value, expected, parts, values=values, what=f"{name} is")
    wanted = "one number" if expected.ndim == 0 else f"an array of shape {expected.shape}"
    if isinstance(value, Garbage | tuple) or (expected.ndim == 0 and value.ndim):
        return f"{name} is {_a(value)}, expected {wanted}"
    if value.shape != expected.shape:
        return f"{name} has shape {value.shape}, expected {expected.shape}"
    if value.dtype != expected.dtype and expected.ndim:
        return f"{name} has dtype {value.dtype}, expected {expected.dtype}"
    if value.dtype == bool:
        return f"{name} is {value}, expected {wanted}"
    if not np.isfinite(value).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(value))[0])
        wanted = f", expected {expected[where]:.6g}" if values else ""
        return f"{name}{_index(where)} is {value[where]}{wanted}"
    return _worst(value, expected, name) if values else None


def _worst(value, expected, name):
    gap = np.abs(value.astype(float) - expected)
    if (gap <= _allowed(expected)).all():
        return None
    where = np.unravel_index(gap.argmax(), gap.shape)
    where = tuple(int(i) for i in where)
    wrong = int((gap > _allowed(expected)).sum())
    count = f" ({wrong} of {gap.size} elements are wrong; this one most)" if gap.size > 1 else ""
    return f"{name}{_index(where)} is {value[where]:.6g}, expected {expected[where]:.6g}{count}"


def _allowed(expected):
    finite = np.abs(expected[np.isfinite(expected)], dtype=float)
    return TOLERANCE.get(expected.dtype.name, 0) * finite.max(initial=1)


def _index(where):
    return f"[{', '.join(map(str, where))}]" if where else ""


def _a(value):
    if isinstance(value, Garbage):
        return value.description
    return f"a tuple of {len(value)}" if isinstance(value, tuple) else f"an array of shape {value.shape}"
