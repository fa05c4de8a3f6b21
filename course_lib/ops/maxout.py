"""Maxout: a unit that learns its own activation, the largest of K linear functions."""

import numpy as np

from course_lib.ops._guards import check_dout


def maxout_forward(x, w, b):
    """Return the largest of K linear functions of x: max(w1 x + b1, w2 x + b2) for K = 2.

    Parameters
    ----------
    x : (N, D)      inputs, one row a sample
    w : (K, C, D)   K linear layers' weights, each as in linear_forward
    b : (K, C)      their biases

    Returns
    -------
    out : (N, C)
    cache           (x, w, winner), for maxout_backward; winner (N, C) says which of the K was largest

    Raises
    ------
    ValueError      if the shapes do not fit each other

    Source: lecture 05; Goodfellow et al. 2013, "Maxout Networks".
    """
    if x.ndim != 2 or w.ndim != 3 or w.shape[2] != x.shape[1] or b.shape != w.shape[:2]:
        shapes = f"x.shape={x.shape}, w.shape={w.shape}, b.shape={b.shape}"
        raise ValueError(f"x, w and b must have shapes (N, D), (K, C, D) and (K, C): {shapes}")
    pieces = x @ w.transpose(0, 2, 1) + b[:, None]  # (K, N, C)
    return pieces.max(axis=0), (x, w, pieces.argmax(axis=0))


def maxout_backward(dout, cache):
    """Send each output's gradient back through the one piece that won; the others learn nothing from it.

    Parameters
    ----------
    dout : (N, C)   gradient of the loss with respect to the output
    cache           what maxout_forward returned: (x, w, winner)

    Returns
    -------
    dx : (N, D)
    dw : (K, C, D)
    db : (K, C)     where pieces tie, the first has won

    Raises
    ------
    ValueError      if dout does not have the shape of the output
    """
    x, w, winner = cache
    check_dout(dout, winner.shape)
    dpieces = dout * (winner == np.arange(len(w))[:, None, None])  # (K, N, C)
    return (dpieces @ w).sum(axis=0), dpieces.transpose(0, 2, 1) @ x, dpieces.sum(axis=1)
