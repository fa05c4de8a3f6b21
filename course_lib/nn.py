"""Layers that hold their parameters, and a net that is a list of them. Named and ordered as in torch.nn."""

import numpy as np

from course_lib import init
from course_lib.ops import activations, linear


class Layer:
    """A forward and a backward function, bound to the layer's parameters.

    Attributes
    ----------
    params : dict       name -> array, in the order in which forward takes them
    grads : dict        name -> array: the gradients from the last call of backward
    """

    def __init__(self, forward, backward, params=None, **options):
        self._forward, self._backward = forward, backward
        self.params, self.grads, self.options = params or {}, {}, options

    def forward(self, x, train=False):
        """Compute the output and keep the cache. Takes and returns a batch."""
        out, self._cache = self._forward(x, *self.params.values(), **self.options)
        return out

    def backward(self, dout):
        """Return the gradient at the input, and keep those of the parameters in grads."""
        dx, *dparams = self._backward(dout, self._cache)
        self.grads = dict(zip(self.params, dparams))
        return dx


def Linear(in_features, out_features, *, rng, init=init.he):
    """Fully connected layer: (N, in_features) to (N, out_features). Biases start at 0."""
    params = {"w": init((out_features, in_features), rng=rng), "b": np.zeros(out_features)}
    return Layer(linear.linear_forward, linear.linear_backward, params)


def Sigmoid():
    """Sigmoid of every element; any shape."""
    return Layer(activations.sigmoid_forward, activations.sigmoid_backward)


class Sequential:
    """Layers in a row: forward goes through them in order, backward in reverse."""

    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x, train=False):
        """Return the last layer's output for a batch."""
        for layer in self.layers:
            x = layer.forward(x, train=train)
        return x

    def backward(self, dout):
        """Return the gradient at the net's input; each layer keeps its parameters' gradients."""
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout

    def parameters(self):
        """Yield (layer, name) for each parameter: its value is layer.params[name], its gradient layer.grads[name]."""
        for layer in self.layers:
            for name in layer.params:
                yield layer, name
