"""The layers, as constructors named, ordered and shaped as in torch.nn. Weights start by He's rule, biases at 0.

A constructor makes the parameters and names the two functions that do the mathematics: those of Linear are in
ops/linear.py, and so on. What binds them together is Layer, in the file beside this one.
"""

import numpy as np

from course_lib.init import constant, he
from course_lib.nn.layer import Layer
from course_lib.ops import activations, conv, dropout, linear, lrn, maxout, pool


def Linear(in_features, out_features, *, rng, weight_init=he, bias_init=constant):
    """Fully connected layer, x @ w.T + b: (N, in_features) to (N, out_features)."""
    params = {"w": weight_init((out_features, in_features), rng=rng), "b": bias_init((out_features,), rng=rng)}
    title = f"Linear({in_features}, {out_features})"
    return Layer(title, linear.linear_forward, linear.linear_backward, params)


def Conv2d(in_channels, out_channels, kernel_size, stride=1, padding=0, *, rng, weight_init=he, bias_init=constant):
    """Convolution: (N, in_channels, H, W) to (N, out_channels, OH, OW); sizes, stride and padding an int or a pair."""
    kernel = (kernel_size, kernel_size) if np.ndim(kernel_size) == 0 else tuple(kernel_size)
    params = {
        "w": weight_init((out_channels, in_channels, *kernel), rng=rng),
        "b": bias_init((out_channels,), rng=rng),
    }
    title = f"Conv2d({in_channels}, {out_channels}, {kernel_size}{_shown(stride=(stride, 1), padding=(padding, 0))})"
    return Layer(title, conv.conv2d_forward, conv.conv2d_backward, params, stride=stride, padding=padding)


def Maxout(in_features, out_features, pieces=2, *, rng, weight_init=he, bias_init=constant):
    """The largest of the x @ w[k].T + b[k]: (N, in_features) to (N, out_features). torch.nn has no such layer."""
    weights = [weight_init((out_features, in_features), rng=rng) for _ in range(pieces)]
    params = {"w": np.stack(weights), "b": bias_init((pieces, out_features), rng=rng)}
    title = f"Maxout({in_features}, {out_features}{_shown(pieces=(pieces, 2))})"
    return Layer(title, maxout.maxout_forward, maxout.maxout_backward, params)


def MaxPool2d(kernel_size, stride=None):
    """The largest value in each window; the stride is the window's size unless given."""
    title = f"MaxPool2d({kernel_size}{_shown(stride=(stride, None))})"
    return Layer(title, pool.max_pool2d_forward, pool.max_pool2d_backward, kernel=kernel_size, stride=stride)


def AvgPool2d(kernel_size, stride=None):
    """The mean of each window; the stride is the window's size unless given."""
    title = f"AvgPool2d({kernel_size}{_shown(stride=(stride, None))})"
    return Layer(title, pool.avg_pool2d_forward, pool.avg_pool2d_backward, kernel=kernel_size, stride=stride)


def LocalResponseNorm(size, alpha=1e-4, beta=0.75, k=1.0):
    """x / (k + alpha / size * the sum of x**2 over size neighbouring channels)**beta; alpha as torch has it."""
    forward, backward = lrn.local_response_norm_forward, lrn.local_response_norm_backward
    title = f"LocalResponseNorm({size}{_shown(alpha=(alpha, 1e-4), beta=(beta, 0.75), k=(k, 1.0))})"
    return Layer(title, forward, backward, size=size, alpha=alpha / size, beta=beta, k=k)


def Dropout(p=0.5, *, rng):
    """In training, drop each element with probability p and scale up the rest."""
    return Layer(f"Dropout({p})", dropout.dropout_forward, dropout.dropout_backward, p=p, rng=rng)


def Sigmoid():
    """1 / (1 + e^-x) of every element."""
    return Layer("Sigmoid()", activations.sigmoid_forward, activations.sigmoid_backward)


def Tanh():
    """The hyperbolic tangent of every element."""
    return Layer("Tanh()", activations.tanh_forward, activations.tanh_backward)


def ReLU():
    """max(0, x) of every element."""
    return Layer("ReLU()", activations.relu_forward, activations.relu_backward)


def LeakyReLU(negative_slope=0.1):
    """max(negative_slope * x, x) of every element. torch's slope is 0.01 by default."""
    title = f"LeakyReLU({negative_slope})"
    return Layer(title, activations.leaky_relu_forward, activations.leaky_relu_backward, slope=negative_slope)


def ELU(alpha=1.0):
    """x where x >= 0, else alpha * (e^x - 1), of every element."""
    return Layer(f"ELU({alpha})", activations.elu_forward, activations.elu_backward, alpha=alpha)


def Flatten():
    """(N, ...) to (N, D)."""
    return Layer("Flatten()", _flatten_forward, _flatten_backward)


def _flatten_forward(x):
    return x.reshape(len(x), -1), x.shape


def _flatten_backward(dout, cache):
    return (dout.reshape(cache),)


def _shown(**options):
    """Write the options that differ from their defaults, as in a call."""
    return "".join(f", {name}={value}" for name, (value, default) in options.items() if value != default)
