"""Activations: what a neuron does to its weighted sum."""

import numpy as np


def step(z):
    """Return 1 where z > 0 and 0 elsewhere: the perceptron's output.

    Parameters
    ----------
    z : (...)       weighted sums

    Returns
    -------
    out : (...)     0 or 1, in the dtype of z (float64 for integers)

    Source: lecture 01. It has no useful derivative: 0 everywhere but at 0.
    """
    z = _as_float(z)
    return (z > 0).astype(z.dtype)


def sigmoid(z):
    """Squash any number into (0, 1): 1 / (1 + e^-z).

    Parameters
    ----------
    z : (...)       weighted sums, of any size: neither end overflows

    Returns
    -------
    out : (...)     in the dtype of z (float64 for integers)

    Source: lecture 01.
    """
    z = _as_float(z)
    decay = np.exp(-np.abs(z))  # in (0, 1], so that no power overflows
    return np.where(z >= 0, 1, decay) / (1 + decay)


def sigmoid_forward(x):
    """Apply the sigmoid to every element.

    Parameters
    ----------
    x : (...)       inputs

    Returns
    -------
    out : (...)     sigmoid(x)
    cache           out, for sigmoid_backward
    """
    out = sigmoid(x)
    return out, out


def sigmoid_backward(dout, cache):
    """Multiply by the sigmoid's slope, out * (1 - out): at most a quarter.

    Parameters
    ----------
    dout : (...)    gradient of the loss with respect to the output
    cache           what sigmoid_forward returned: out

    Returns
    -------
    dx : (...)      the only element of a tuple
    """
    return (dout * cache * (1 - cache),)


def _as_float(z):
    z = np.asarray(z)
    return z if z.dtype.kind == "f" else z.astype(float)
