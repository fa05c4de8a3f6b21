"""A layer: a forward and a backward function, bound to parameters."""

import inspect


class Layer:
    """A forward and a backward function, bound to the layer's parameters.

    Attributes
    ----------
    params : dict       name -> array, in the order in which forward takes them
    grads : dict        name -> array: the gradients from the last call of backward
    options : dict      forward's keyword arguments
    """

    def __init__(self, title, forward, backward, params=None, **options):
        self.title, self._forward, self._backward = title, forward, backward
        self.params, self.grads, self.options = params or {}, {}, options
        self._knows_train = "train" in inspect.signature(forward).parameters
        self._can_skip_dx = "need_dx" in inspect.signature(backward).parameters

    def __repr__(self):
        return self.title

    def forward(self, x, train=False):
        """Compute the output of a batch and keep the cache; train matters to dropout alone."""
        mode = {"train": train} if self._knows_train else {}
        out, self._cache = self._forward(x, *self.params.values(), **self.options, **mode)
        return out

    def backward(self, dout, need_dx=True):
        """Return the gradient at the input (None if it is not needed and costs time), and keep the others."""
        skip = {} if need_dx or not self._can_skip_dx else {"need_dx": False}
        dx, *dparams = self._backward(dout, self._cache, **skip)
        self.grads = dict(zip(self.params, dparams))
        return dx
