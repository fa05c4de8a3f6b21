"""Write values as Python reads them, so that a case shown in a message can be pasted."""

import numpy as np

SMALL = 24  # elements: larger arrays are described
STANDARD = (np.dtype(float), np.dtype(int), np.dtype(bool))  # what np.array makes of such numbers by itself


def literal(value):
    """Write a value as Python would read it, to the last digit, or describe a large array."""
    if isinstance(value, np.ndarray):
        return _array(value) if value.size <= SMALL else _described(value)
    if isinstance(value, np.generic):
        return f"np.{value.dtype.name}({_number(value)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' * (len(value) == 1)})"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, float):
        return _number(value)
    return value.__name__ if callable(value) and hasattr(value, "__name__") else repr(value)


def _array(array):
    dtype = "" if array.dtype in STANDARD else f", dtype=np.{array.dtype.name}"
    if not array.size:
        return f"np.zeros({array.shape}{dtype})"
    numbers = np.array2string(array, separator=", ", formatter={"float_kind": _number})
    return f"np.array({' '.join(numbers.split())}{dtype})"


def _described(array):
    finite = array[np.isfinite(array)]
    span = f", from {finite.min():.4g} to {finite.max():.4g}" if finite.size and array.dtype != bool else ""
    return f"an array of shape {array.shape}, {array.dtype.name}{span}"


def _number(value):
    """Write a number with the digits that it takes and no more; a float always looks like one."""
    return str(value) if np.isfinite(value) else f"np.{value}".replace("np.-", "-np.")
