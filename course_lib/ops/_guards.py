"""What several ops ask of their arguments. An error names the argument, what was found and what was expected."""

import numpy as np


def as_float(x):
    """Return x as an array: floats in the dtype they have, anything else as float64."""
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(float)


def as_rows(name, x):
    """Return a batch of rows, (N, C), as floats."""
    x = as_float(x)
    if x.ndim != 2:
        raise ValueError(f"{name} must be a batch of rows, (N, C): {name}.shape={x.shape}")
    return x


def as_labels(labels, num_classes, num_rows=None):
    """Return class numbers, integers from 0 to num_classes - 1, as an array: num_rows of them, if it is given."""
    labels = np.asarray(labels)
    wanted = "N" if num_rows is None else num_rows
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or wanted not in ("N", len(labels)):
        found = f"labels.shape={labels.shape}, labels.dtype={labels.dtype}"
        raise ValueError(f"labels must be ({wanted},) integers, one a row: {found}")
    if len(labels) and not 0 <= labels.min() <= labels.max() < num_classes:
        raise ValueError(f"labels must lie in 0 … {num_classes - 1}: found {labels.min()} … {labels.max()}")
    return labels


def as_pair(name, value):
    """Return (down, across): a number stands for both."""
    pair = (value, value) if np.ndim(value) == 0 else tuple(value)
    if len(pair) != 2:
        raise ValueError(f"{name} must be a number or a pair of numbers: found {value}")
    return pair


def check_whole(least, **numbers):
    for name, value in numbers.items():
        if not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(f"{name} must be a whole number, {least} or more: found {value}")


def check_positive(**numbers):
    for name, value in numbers.items():
        if not value > 0:
            raise ValueError(f"{name} must be positive: found {value}")


def check_fraction(**numbers):
    for name, value in numbers.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must lie in 0 … 1: found {value}")


def check_images(shape):
    if len(shape) != 4:
        raise ValueError(f"x must be (N, C, H, W): x.shape={shape}")


def check_same_shape(**arrays):
    (one, first), (other, second) = arrays.items()
    if first.shape != second.shape:
        found = f"{one}.shape={first.shape}, {other}.shape={second.shape}"
        raise ValueError(f"{one} and {other} differ in shape: {found}")


def subtract(**arrays):
    """Return the first array minus the second, in the dtype of the first; they must have one shape."""
    (one, first), (other, second) = arrays.items()
    first = as_float(first)
    second = np.asarray(second, first.dtype)
    check_same_shape(**{one: first, other: second})
    return first - second


def check_dout(dout, out_shape):
    if dout.shape != out_shape:
        raise ValueError(f"dout must have the output's shape {out_shape}: dout.shape={dout.shape}")
