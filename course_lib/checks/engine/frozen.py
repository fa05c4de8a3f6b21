"""What goes into code that may do anything, and what comes out, as plain data: copied, bounded, no method run."""

from dataclasses import dataclass

import numpy as np

LARGEST = 1_000_000  # elements: no right answer is larger, and copying a larger one could take all memory
PARTS, DEPTH = 8, 3  # of a tuple, and of tuples within tuples: likewise
PLAIN = (bool, int, float)


@dataclass(frozen=True)
class Garbage:
    """A result that is no number, array, None or tuple of them; only its description is kept."""

    description: str


def freeze(value, depth=DEPTH):
    """Copy a result into plain arrays, tuples and None. Looks at types only: no method of a strange object runs."""
    kind = type(value)
    if value is None:
        return None
    if issubclass(kind, tuple) and depth and tuple.__len__(value) <= PARTS:
        return tuple(freeze(part, depth - 1) for part in tuple.__iter__(value))
    if kind in PLAIN or issubclass(kind, np.generic):
        value, kind = np.array(value), np.ndarray
    if issubclass(kind, np.ndarray):
        value = value.view(np.ndarray)
        if value.dtype.kind in "fiub" and value.size <= LARGEST:
            return value.copy()
        return Garbage(f"an array of shape {value.shape} and dtype {value.dtype}")
    return Garbage(f"a{'n' * (kind.__name__[0] in 'aeiou')} {kind.__name__}")


def snapshot(value):
    """Copy the arrays in an input, however nested, to compare them with the input after a call."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return [snapshot(part) for part in value]
    if isinstance(value, dict):
        return {key: snapshot(part) for key, part in value.items()}
    return value


def unchanged(value, before):
    """Whether an input is what its snapshot says. Objects such as random generators may change: they are meant to."""
    if isinstance(before, np.ndarray):
        return np.array_equal(value, before, equal_nan=before.dtype.kind == "f")
    if isinstance(before, list):
        return len(value) == len(before) and all(map(unchanged, value, before))
    if isinstance(before, dict):
        return value.keys() == before.keys() and all(unchanged(value[key], before[key]) for key in before)
    if isinstance(before, (*PLAIN, str)):
        return type(value) is type(before) and repr(value) == repr(before)  # repr: nan stays nan
    return True
