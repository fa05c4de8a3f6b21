"""Local response normalisation: a strong response damps its neighbours, the channels on either side."""

from course_lib.ops._guards import check_dout, check_images, check_whole


def local_response_norm_forward(x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Divide each value by a power of the energy around it, in the same pixel of neighbouring channels.

    out[c] = x[c] / (k + alpha · sum of x[j]² over j = c − size//2 … c + (size − 1)//2)^beta, as far as j is a channel.

    Parameters
    ----------
    x : (N, C, H, W)    feature maps
    size : int          channels in the sum: the paper's n
    alpha : float       as in the paper, where it multiplies the sum
    beta, k : float     exponent and offset; all four defaults are the paper's

    Returns
    -------
    out : (N, C, H, W)
    cache               (x, base, size, alpha, beta), where out = x / base**beta; for local_response_norm_backward

    Raises
    ------
    ValueError          if x is not (N, C, H, W), or size is less than 1

    torch.nn.functional.local_response_norm, and the code released with the paper, divide alpha by size: they take a
    mean where the formula in print has a sum. To compare with them, give them alpha · size, 5e-4 for the paper's 1e-4.

    Source: Krizhevsky et al. 2012, section 3.3; lecture 10.
    """
    check_images(x.shape)
    check_whole(1, size=size)
    base = k + alpha * _sum_over_channels(x * x, size // 2, (size - 1) // 2)
    return x * base**-beta, (x, base, size, alpha, beta)


def local_response_norm_backward(dout, cache):
    """Send the gradient back along two ways: a value counts in its own output, and damps those around it.

    Parameters
    ----------
    dout : (N, C, H, W)     gradient of the loss with respect to the output
    cache                   what local_response_norm_forward returned: (x, base, size, alpha, beta)

    Returns
    -------
    dx : (N, C, H, W)       the only element of a tuple

    Raises
    ------
    ValueError              if dout does not have the shape of the output

    Source: lecture 10.
    """
    x, base, size, alpha, beta = cache
    check_dout(dout, x.shape)
    own = dout * base**-beta
    damped = _sum_over_channels(own * x / base, (size - 1) // 2, size // 2)  # over the outputs in which a value counts
    return (own - 2 * alpha * beta * x * damped,)


def _sum_over_channels(x, before, after):
    """For each channel, the sum of x from `before` channels below it to `after` above it."""
    total = x.copy()
    for step in range(1, before + 1):
        total[:, step:] += x[:, :-step]
    for step in range(1, after + 1):
        total[:, :-step] += x[:, step:]
    return total
