"""Dropout: in training, each element is dropped with probability p, so that no unit can lean on another."""

import numpy as np

from course_lib.ops._guards import check_dout


def dropout_forward(x, p, *, train, rng=None, maps=False):
    """Drop elements in training and scale up the rest, so that nothing is left to do at test time (inverted dropout).

    In training an element is x / (1 - p) with probability 1 - p, else 0: on average (1 - p) * x / (1 - p) = x,
    which is what the next layer gets at test time.

    Parameters
    ----------
    x : (...)       inputs
    p : float       the probability of dropping, from 0 to 1
    train : bool    drop (True), or return x (False)
    rng : np.random.Generator   needed in training: an element is kept where rng.random(x.shape) >= p
    maps : bool     drop whole feature maps: x is (N, C, ...), and one number decides over all of x[n, c]

    Returns
    -------
    out : (...)     in the dtype of x
    cache           (keep, scale), for dropout_backward: out is x * keep * scale

    Raises
    ------
    ValueError      if p does not lie in 0 … 1, or x has no maps to drop
    TypeError       if training has no generator

    Source: lecture 10; Srivastava et al. 2014; torch.nn.functional.dropout, and for maps its dropout2d.
    """
    p = _check_p(p)
    if maps and x.ndim < 2:
        raise ValueError(f"x must be (N, C, ...) to drop whole maps: x.shape={x.shape}")
    keep = _draw(x, p, rng, maps) if train else np.ones(x.shape, bool)
    scale = 1 / (1 - p) if train and p < 1 else 1.0  # with p = 1 nothing is left to scale
    return x * keep * scale, (keep, scale)


def paper_dropout_forward(x, p, *, train, rng=None):
    """Drop elements in training and leave the rest alone; scale down at test time instead, as AlexNet did.

    In training an element is x with probability 1 - p, else 0: on average (1 - p) * x, which is what the next layer
    gets at test time. The net sees the numbers of dropout_forward times 1 - p, in training and in test alike.

    Parameters
    ----------
    x : (...)       inputs
    p : float       the probability of dropping, from 0 to 1
    train : bool    drop (True), or return (1 - p) * x (False)
    rng : np.random.Generator   needed in training: an element is kept where rng.random(x.shape) >= p

    Returns
    -------
    out : (...)     in the dtype of x
    cache           (keep, scale), for dropout_backward: out is x * keep * scale

    Raises
    ------
    ValueError      if p does not lie in 0 … 1
    TypeError       if training has no generator

    Source: lecture 10; Krizhevsky et al. 2012, section 4.2, with p = 0.5.
    """
    p = _check_p(p)
    keep = _draw(x, p, rng) if train else np.ones(x.shape, bool)
    scale = 1.0 if train else 1 - p
    return x * keep * scale, (keep, scale)


def dropout_backward(dout, cache):
    """Let the gradient pass where the input did, scaled as it was.

    Parameters
    ----------
    dout : (...)    gradient of the loss with respect to the output
    cache           what dropout_forward or paper_dropout_forward returned: (keep, scale)

    Returns
    -------
    dx : (...)      the only element of a tuple

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    keep, scale = cache
    check_dout(dout, keep.shape)
    return (dout * keep * scale,)


def _check_p(p):
    if not 0 <= p <= 1:
        raise ValueError(f"p must be a probability of dropping, from 0 to 1: found {p}")
    return float(p)


def _draw(x, p, rng, maps=False):
    """Return which elements stay, in the shape of x."""
    if not isinstance(rng, np.random.Generator):
        call = f"dropout_forward(x, {p}, train=True, rng=np.random.default_rng(0))"
        raise TypeError(f"rng must be a np.random.Generator in training: found {rng!r}; call {call}")
    drawn = x.shape[:2] + (1,) * (x.ndim - 2) if maps else x.shape
    return np.broadcast_to(rng.random(drawn) >= p, x.shape)
