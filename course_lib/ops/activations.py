"""Activations: what a neuron does to its weighted sum, one element at a time."""

import numpy as np

from course_lib.ops._guards import as_float, check_dout


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
    z = as_float(z)
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
    z = as_float(z)
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

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    check_dout(dout, cache.shape)
    return (dout * cache * (1 - cache),)


def tanh_forward(x):
    """Squash every element into (-1, 1): a sigmoid that is centred on 0.

    Parameters
    ----------
    x : (...)       inputs, of any size

    Returns
    -------
    out : (...)     tanh(x) = 2 * sigmoid(2x) - 1
    cache           out, for tanh_backward

    Source: lecture 05; torch.tanh.
    """
    out = np.tanh(as_float(x))
    return out, out


def tanh_backward(dout, cache):
    """Multiply by the slope of tanh, 1 - out^2: at most 1.

    Parameters
    ----------
    dout : (...)    gradient of the loss with respect to the output
    cache           what tanh_forward returned: out

    Returns
    -------
    dx : (...)      the only element of a tuple

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    check_dout(dout, cache.shape)
    return (dout * (1 - cache**2),)


def relu_forward(x):
    """Keep what is positive and put 0 in the place of the rest: max(0, x).

    Parameters
    ----------
    x : (...)       inputs

    Returns
    -------
    out : (...)     in the dtype of x (float64 for integers)
    cache           x, for relu_backward

    Source: lecture 05; Krizhevsky et al. 2012, section 3.1; torch.relu.
    """
    x = as_float(x)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    """Let the gradient pass where x was positive and stop it elsewhere.

    Parameters
    ----------
    dout : (...)    gradient of the loss with respect to the output
    cache           what relu_forward returned: x

    Returns
    -------
    dx : (...)      the only element of a tuple; at the kink, x = 0, any slope from 0 to 1 would do: 0, as in torch

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    check_dout(dout, cache.shape)
    return (dout * (cache > 0),)


def leaky_relu_forward(x, *, slope=0.1):
    """Keep what is positive and shrink the rest: max(slope * x, x).

    Parameters
    ----------
    x : (...)       inputs
    slope : float   for negative x, from 0 to 1; torch's default is 0.01

    Returns
    -------
    out : (...)     in the dtype of x (float64 for integers)
    cache           (x, slope), for leaky_relu_backward

    Source: lecture 05; torch.nn.functional.leaky_relu.
    """
    x = as_float(x)
    return np.maximum(slope * x, x), (x, slope)


def leaky_relu_backward(dout, cache):
    """Let the gradient pass where x was positive and shrink it elsewhere.

    Parameters
    ----------
    dout : (...)    gradient of the loss with respect to the output
    cache           what leaky_relu_forward returned: (x, slope)

    Returns
    -------
    dx : (...)      the only element of a tuple; at the kink, x = 0, the gradient is shrunk, as in torch

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    x, slope = cache
    check_dout(dout, x.shape)
    return (np.where(x > 0, dout, slope * dout),)


def elu_forward(x, *, alpha=1.0):
    """Keep what is positive and bend the rest towards -alpha: alpha * (e^x - 1).

    Parameters
    ----------
    x : (...)       inputs, of any size: only the negative ones are raised to a power
    alpha : float   1 makes the slope continuous at 0

    Returns
    -------
    out : (...)     in the dtype of x (float64 for integers)
    cache           (x, alpha), for elu_backward

    Source: lecture 05; Clevert et al. 2016; torch.nn.functional.elu.
    """
    x = as_float(x)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))), (x, alpha)


def elu_backward(dout, cache):
    """Let the gradient pass where x was positive and multiply it by alpha * e^x elsewhere.

    Parameters
    ----------
    dout : (...)    gradient of the loss with respect to the output
    cache           what elu_forward returned: (x, alpha)

    Returns
    -------
    dx : (...)      the only element of a tuple; at x = 0, a kink unless alpha is 1, the slope is alpha, as in torch

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    x, alpha = cache
    check_dout(dout, x.shape)
    return (np.where(x > 0, dout, dout * alpha * np.exp(np.minimum(x, 0))),)
