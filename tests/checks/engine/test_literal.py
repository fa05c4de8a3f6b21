"""What a message shows can be pasted: Python reads it as the value that it was."""

import numpy as np
import pytest

from course_lib.checks.engine.literal import literal

VALUES = {
    "whole floats": np.array([1.0, -2.0, 0.0]),
    "all their digits": np.array([[0.1, 1 / 3], [-1e-10, 1e22]]),
    "not finite": np.array([np.nan, np.inf, -np.inf]),
    "float32": np.array([0.1, 16777216.0, 1 / 3], np.float32),
    "integers": np.array([[1, 2], [-3, 4]]),
    "uint8": np.array([0, 255], np.uint8),
    "truths": np.array([True, False]),
    "one number in an array": np.array(2.5),
    "nothing": np.zeros((0, 3), np.float32),
    "as large as is written out": np.arange(24.0).reshape(2, 3, 4) / 7,
    "a float": 0.1,
    "a whole float": 3.0,
    "minus infinity": float("-inf"),
    "nan": float("nan"),
    "an integer": 7,
    "None": None,
    "a truth": True,
    "text": "it's",
    "a NumPy number": np.float32(0.1),
    "a NumPy nan": np.float64("nan"),
    "a NumPy integer": np.int64(3),
    "a tuple of one": (np.array([1.0]),),
    "a list in a tuple": ([1, 2.5], (), None),
}


def equal(one, other):
    if isinstance(one, (tuple, list)):
        return type(one) is type(other) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, (np.ndarray, np.generic)):
        same = one.dtype == other.dtype and one.shape == other.shape
        return same and type(one) is type(other) and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return type(one) is type(other) and (one == other or one != one)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_python_reads_what_is_written(value):
    assert equal(eval(literal(value), {"np": np}), value)


def test_an_array_is_written_on_one_line_as_one_would():
    assert literal(np.array([[1.0, 0.5], [-2.25, 3.0]])) == "np.array([[1.0, 0.5], [-2.25, 3.0]])"
    assert literal(np.array([[1], [2]], np.uint8)) == "np.array([[1], [2]], dtype=np.uint8)"


@pytest.mark.parametrize(
    "value, text",
    [
        (np.arange(25.0), "an array of shape (25,), float64, from 0 to 24"),
        (np.full((5, 5), np.nan), "an array of shape (5, 5), float64"),
        (np.array([np.inf, -7] * 13, np.float32), "an array of shape (26,), float32, from -7 to -7"),
        (np.ones((5, 5), bool), "an array of shape (5, 5), bool"),
        (np.sum, "sum"),
    ],
)
def test_what_is_too_large_to_write_is_described(value, text):
    assert literal(value) == text
