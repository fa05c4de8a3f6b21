"""Pooling: a window slides over each channel and keeps one number of what it sees."""

import numpy as np

from course_lib.ops._guards import check_dout
from course_lib.ops._windows import windows

BLOCK_BYTES = 2**19  # of images at a time: about half of a processor core's second-level cache


def max_pool2d_forward(x, *, kernel, stride=None):
    """Keep the largest value in each window.

    Parameters
    ----------
    x : (N, C, H, W)                images or feature maps
    kernel : int or (int, int)      size of the window in pixels; a pair: height, width
    stride : int or (int, int)      pixels from one window to the next; the kernel's size by default, so that windows
                                    touch; smaller, and they overlap

    Returns
    -------
    out : (N, C, OH, OW)            OH = (H − KH) // stride + 1, OW likewise; pixels that fill no window are left out
    cache                           (x, out, kernel, stride), for max_pool2d_backward; the stride is a number there

    Raises
    ------
    ValueError                      if x is not (N, C, H, W), or a window does not fit

    Source: lecture 09; torch.nn.functional.max_pool2d computes the same.
    """
    stride = kernel if stride is None else stride
    first, *others = windows(x.shape, kernel, stride)
    out = x[first].copy()
    for window in others:
        np.maximum(out, x[window], out=out)
    return out, (x, out, kernel, stride)


def max_pool2d_backward(dout, cache):
    """Give each window's gradient to its largest value; the others could change a little and nobody would notice.

    Parameters
    ----------
    dout : (N, C, OH, OW)   gradient of the loss with respect to the output
    cache                   what max_pool2d_forward returned: (x, out, kernel, stride)

    Returns
    -------
    dx : (N, C, H, W)       the only element of a tuple; of several equal maxima the first, row by row, takes it all

    Raises
    ------
    ValueError              if dout does not have the shape of the output

    Source: lecture 09; ties as in torch.
    """
    x, out, kernel, stride = cache
    check_dout(dout, out.shape)
    dx, left = np.zeros(x.shape, dout.dtype), dout.copy()  # left: what a window has not given away yet
    for images in _blocks(x):
        for window in windows(x.shape, kernel, stride):
            share = (x[images][window] == out[images]) * left[images]
            left[images] -= share
            dx[images][window] += share
    return (dx,)


def avg_pool2d_forward(x, *, kernel, stride=None):
    """Keep the mean of each window.

    Parameters
    ----------
    x : (N, C, H, W)                images or feature maps
    kernel : int or (int, int)      size of the window in pixels; a pair: height, width
    stride : int or (int, int)      pixels from one window to the next; the kernel's size by default

    Returns
    -------
    out : (N, C, OH, OW)            OH = (H − KH) // stride + 1, OW likewise
    cache                           (x.shape, kernel, stride), for avg_pool2d_backward; the stride is a number there

    Raises
    ------
    ValueError                      if x is not (N, C, H, W), or a window does not fit

    Source: lecture 09; torch.nn.functional.avg_pool2d computes the same.
    """
    stride = kernel if stride is None else stride
    pixels = windows(x.shape, kernel, stride)
    return sum(x[window] for window in pixels) / len(pixels), (x.shape, kernel, stride)


def avg_pool2d_backward(dout, cache):
    """Share each window's gradient equally among its pixels.

    Parameters
    ----------
    dout : (N, C, OH, OW)   gradient of the loss with respect to the output
    cache                   what avg_pool2d_forward returned: (x.shape, kernel, stride)

    Returns
    -------
    dx : (N, C, H, W)       the only element of a tuple

    Raises
    ------
    ValueError              if dout does not have the shape of the output

    Source: lecture 09.
    """
    shape, kernel, stride = cache
    pixels = windows(shape, kernel, stride)
    dx = np.zeros(shape, dout.dtype)
    check_dout(dout, dx[pixels[0]].shape)
    share = dout / len(pixels)
    for window in pixels:
        dx[window] += share
    return (dx,)


def _blocks(x):
    """Slices of as many images as a fast cache holds."""
    at_once = max(1, BLOCK_BYTES // max(1, x[:1].nbytes))
    return [slice(start, start + at_once) for start in range(0, len(x), at_once)]
