"""The fully connected (linear) layer."""

from course_lib.ops._guards import check_dout


def linear_forward(x, w, b):
    """Compute every score of every row: one dot product each, plus a bias.

    Parameters
    ----------
    x : (..., D)        inputs, one row a sample: (N, D), or any other leading shape
    w : (C, D)          weights, one row an output, as in torch.nn.Linear
    b : (C,)            biases

    Returns
    -------
    out : (..., C)      x @ w.T + b
    cache               (x, w), for linear_backward

    Raises
    ------
    ValueError          if x, w and b disagree on D or C

    Source: lecture 02; torch.nn.functional.linear computes the same.
    """
    if w.ndim != 2 or x.shape[-1:] != w.shape[1:]:
        flatten = "; flatten images with x.reshape(len(x), -1)" if x.ndim > 2 else ""
        raise ValueError(f"x must be (..., D) and w (C, D): x.shape={x.shape}, w.shape={w.shape}{flatten}")
    if b.shape != (len(w),):
        raise ValueError(f"b must have shape ({len(w)},), one bias a row of w: b.shape={b.shape}, w.shape={w.shape}")
    return x @ w.T + b, (x, w)


def linear_backward(dout, cache):
    """Send the gradient at the output back to the input, the weights and the biases.

    Parameters
    ----------
    dout : (..., C)     gradient of the loss with respect to the output
    cache               what linear_forward returned: (x, w)

    Returns
    -------
    dx : (..., D)       dout @ w
    dw : (C, D)         dout.T @ x, summed over all rows
    db : (C,)           dout summed over all rows

    Raises
    ------
    ValueError          if dout does not have the shape of the output

    Source: lecture 03.
    """
    x, w = cache
    check_dout(dout, (*x.shape[:-1], len(w)))
    rows, drows = x.reshape(-1, x.shape[-1]), dout.reshape(-1, len(w))
    return dout @ w, drows.T @ rows, drows.sum(axis=0)
