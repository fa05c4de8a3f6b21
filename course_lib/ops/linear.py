"""The fully connected (linear) layer."""

from course_lib.ops._guards import check_dout


def linear_forward(x, w, b):
    """Compute every score of every row: one dot product each, plus a bias.

    Parameters
    ----------
    x : (N, D)      inputs, one row a sample
    w : (C, D)      weights, one row an output, as in torch.nn.Linear
    b : (C,)        biases

    Returns
    -------
    out : (N, C)    x @ w.T + b
    cache           (x, w), for linear_backward

    Raises
    ------
    ValueError      if x is not a batch of rows, or x, w and b disagree on D or C

    Source: lecture 02; torch.nn.functional.linear computes the same.
    """
    if x.ndim != 2:
        raise ValueError(f"x must be a batch of rows, (N, D): x.shape={x.shape}; flatten with x.reshape(len(x), -1)")
    if w.ndim != 2 or w.shape[1] != x.shape[1]:
        raise ValueError(f"w must have shape (C, {x.shape[1]}) to match x: x.shape={x.shape}, w.shape={w.shape}")
    if b.shape != (len(w),):
        raise ValueError(f"b must have shape ({len(w)},), one bias a row of w: b.shape={b.shape}, w.shape={w.shape}")
    return x @ w.T + b, (x, w)


def linear_backward(dout, cache):
    """Send the gradient at the output back to the input, the weights and the biases.

    Parameters
    ----------
    dout : (N, C)   gradient of the loss with respect to the output
    cache           what linear_forward returned: (x, w)

    Returns
    -------
    dx : (N, D)     dout @ w
    dw : (C, D)     dout.T @ x, summed over the batch
    db : (C,)       dout summed over the batch

    Raises
    ------
    ValueError      if dout does not have the shape of the output

    Source: lecture 03.
    """
    x, w = cache
    check_dout(dout, (len(x), len(w)))
    return dout @ w, dout.T @ x, dout.sum(axis=0)
