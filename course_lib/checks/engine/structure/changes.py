"""What may have been done to an argument, by mistake."""

import numpy as np


def softmax(x):
    """Return the softmax of each row."""
    exps = np.exp(x - x.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


CONSTANTS = (0, 1, 2)
OTHER_NUMBERS = {
    "-{}": lambda v: -v, "2 · {}": lambda v: 2 * v, "{} / 2": lambda v: v / 2 if isinstance(v, float) else None,
    "{} + 1": lambda v: v + 1, "{} - 1": lambda v: v - 1, "1 - {}": lambda v: 1 - v if isinstance(v, float) else None,
    "1 / {}": lambda v: 1 / v if isinstance(v, float) else None, "{}²": lambda v: v**2,
    "√{}": lambda v: v**0.5 if isinstance(v, float) else None,
}  # fmt: skip
OTHER_FLOATS = {
    "-{}": np.negative, "{}.T": lambda x: x.T if x.ndim == 2 and len(set(x.shape)) == 1 else None,
    "{0}.T.reshape({0}.shape)": lambda x: x.T.reshape(x.shape) if x.ndim > 1 else None,
    "{}[::-1]": lambda x: x[::-1], "{}[:, :, ::-1, ::-1]": lambda x: x[:, :, ::-1, ::-1],
    "{} with its last two axes exchanged": lambda x: x.swapaxes(-1, -2), "{}[:, ::-1]": lambda x: x[:, ::-1],
    "{}[..., ::-1]": lambda x: x[..., ::-1],
    "the absolute value of {}": np.abs, "the square of {}": np.square, "2 · {}": lambda x: 2 * x,
    "{} / 2": lambda x: x / 2, "{}, rounded": np.round, "{} in float32": lambda x: x.astype(np.float32).astype(float),
    "the first row of {} in every row": lambda x: np.repeat(x[:1], len(x), axis=0),
    "zeros": np.zeros_like, "ones": np.ones_like, "e to the power of {}": np.exp,
    "the softmax of {}": softmax,
    "log 2 · {}": lambda x: np.log(2) * x, "{} / log 10": lambda x: x / np.log(10),
    "{} less its mean": lambda x: x - x.mean(), "{} less the mean of each column": lambda x: x - x.mean(axis=0),
    "{} / 255": lambda x: x / 255,
}  # fmt: skip
OTHER_INTEGERS = {
    "{} + 1": lambda x: x + 1, "{} - 1": lambda x: x - 1, "-{}": lambda x: -x, "{}[::-1]": lambda x: x[::-1],
    "zeros": np.zeros_like, "the first of {} for all": lambda x: np.repeat(x[:1], len(x)), "{}, sorted": np.sort,
    "0, 1, 2, …": lambda x: np.arange(len(x)),
}  # fmt: skip
