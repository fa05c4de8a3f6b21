"""Convolution: one small filter, used at every place of an image.

It is computed in two ways, with the same result. The short one, conv2d_im2col_forward, is that of lecture 08: what
the filters meet is written into the columns of a matrix (im2col), and then a convolution is one matrix product. Nets
use conv2d_forward, which takes less memory and mostly less time: how it cuts images is in course_lib/ops/_strips.py.
"""

import numpy as np

from course_lib.ops._guards import as_pair, check_dout, check_images, check_whole
from course_lib.ops._strips import Cut, filters_gradient, images_gradient, outputs
from course_lib.ops._windows import windows


def conv_output_size(size, kernel, stride, padding):
    """Count the places that a filter visits along one side of an image.

    Parameters
    ----------
    size : int          height or width of the image, in pixels
    kernel : int        height or width of the filter, in pixels
    stride : int        from one place to the next, in pixels
    padding : int       pixels of zeros added at each of the two ends

    Returns
    -------
    out_size : int      (size + 2·padding − kernel) // stride + 1; pixels that make no full step are left out

    Raises
    ------
    ValueError          if the filter does not fit into the padded image, or a number is too small or not whole

    Source: lecture 08.
    """
    check_whole(1, kernel=kernel, stride=stride)
    check_whole(0, padding=padding)
    padded = size + 2 * padding
    if kernel > padded:
        raise ValueError(f"kernel must fit into the padded image: {kernel=} > size + 2·padding = {padded}, {size=}")
    return (padded - kernel) // stride + 1


def conv2d_forward(x, w, b, *, stride=1, padding=0):
    """Slide each filter over each image; at every place, multiply, add up, add the filter's bias.

    Parameters
    ----------
    x : (N, C, H, W)                images
    w : (F, C, KH, KW)              filters; used as they are, not flipped (a cross-correlation)
    b : (F,)                        biases
    stride : int or (int, int)      pixels from one place to the next; a pair: down, across
    padding : int or (int, int)     pixels of zeros on each side; a pair: above and below, left and right

    Returns
    -------
    out : (N, F, OH, OW)            OH = (H + 2·padding − KH) // stride + 1, OW likewise
    cache                           (x, w, stride, padding), for conv2d_backward

    Raises
    ------
    ValueError                      if x, w and b disagree on C or F, or a filter does not fit

    Source: lecture 08; torch.nn.functional.conv2d computes the same, and conv2d_im2col_forward below in a few lines.
    """
    _check(x, w, b)
    cut = Cut(x, w, *_geometry(x.shape, w.shape[2:], stride, padding))
    return outputs(x, w, b, cut), (x, w, stride, padding)


def conv2d_backward(dout, cache, *, need_dx=True):
    """Send the gradient at the output back to the images, the filters and the biases.

    Parameters
    ----------
    dout : (N, F, OH, OW)   gradient of the loss with respect to the output
    cache                   what conv2d_forward returned: (x, w, stride, padding)
    need_dx : bool          False saves time in a net's first layer, where nobody asks for dx: it is None then

    Returns
    -------
    dx : (N, C, H, W)       each pixel collects from all places and filters that saw it
    dw : (F, C, KH, KW)     each weight collects dout times the pixel it met, over all places and images
    db : (F,)               dout summed over places and images

    Raises
    ------
    ValueError              if dout does not have the shape of the output

    Source: lecture 08.
    """
    x, w, stride, padding = cache
    cut = Cut(x, w, *_geometry(x.shape, w.shape[2:], stride, padding))
    check_dout(dout, cut.out_shape)
    dx = images_gradient(dout, x, w, cut) if need_dx else None
    return dx, filters_gradient(dout, x, w, cut), dout.sum(axis=(0, 2, 3))


def im2col(x, *, kernel, stride=1, padding=0):
    """Write what a filter meets at each place as a column: images to columns.

    Parameters
    ----------
    x : (N, C, H, W)                    images
    kernel, stride, padding             pixels, each an int or a pair, as in conv2d_forward

    Returns
    -------
    cols : (N, C·KH·KW, OH·OW)          one column a place, in the order of a filter's weights; a pixel that several
                                        places meet is copied to each

    Raises
    ------
    ValueError                          if x is not (N, C, H, W), or the kernel does not fit

    Source: lecture 08; torch.nn.functional.unfold computes the same.
    """
    check_images(x.shape)
    (out_h, out_w), _, (above, left) = _geometry(x.shape, kernel, stride, padding)
    padded = np.pad(x, [(0, 0), (0, 0), (above, above), (left, left)])
    met = np.stack([padded[window] for window in windows(padded.shape, kernel, stride)], axis=2)
    return met.reshape(len(x), x.shape[1] * met.shape[2], out_h * out_w)  # from (N, C, KH·KW, OH, OW)


def col2im(dcols, shape, *, kernel, stride=1, padding=0):
    """Add every entry of the columns to the pixel it was copied from: the way back of im2col for gradients.

    Parameters
    ----------
    dcols : (N, C·KH·KW, OH·OW)         gradient of the loss with respect to im2col's columns
    shape : tuple                       of the images, (N, C, H, W)
    kernel, stride, padding             as for im2col

    Returns
    -------
    dx : (N, C, H, W)

    Raises
    ------
    ValueError                          if shape is not (N, C, H, W), or dcols does not belong to it

    Source: lecture 08; torch.nn.functional.fold computes the same.
    """
    check_images(shape)
    (out_h, out_w), _, (above, left) = _geometry(shape, kernel, stride, padding)
    n, channels, height, width = shape
    dpadded = np.zeros((n, channels, height + 2 * above, width + 2 * left), dcols.dtype)
    met = windows(dpadded.shape, kernel, stride)
    wanted = n, channels * len(met), out_h * out_w
    if dcols.shape != wanted:
        raise ValueError(f"dcols must have the shape of im2col's columns, {wanted}: dcols.shape={dcols.shape}")
    dmet = dcols.reshape(n, channels, len(met), out_h, out_w)
    for k, window in enumerate(met):
        dpadded[window] += dmet[:, :, k]
    return dpadded[:, :, above : above + height, left : left + width]


def conv2d_im2col_forward(x, w, b, *, stride=1, padding=0):
    """Compute what conv2d_forward does in one matrix product, with all columns in memory at once.

    Parameters
    ----------
    x, w, b, stride, padding        as for conv2d_forward

    Returns
    -------
    out : (N, F, OH, OW)
    cache                           (x, w, cols, stride, padding), for conv2d_im2col_backward

    Raises
    ------
    ValueError                      as conv2d_forward

    Source: lecture 08.
    """
    _check(x, w, b)
    cols = im2col(x, kernel=w.shape[2:], stride=stride, padding=padding)
    out = w.reshape(len(w), -1) @ cols + b[:, None]  # (F, C·KH·KW) @ (N, C·KH·KW, OH·OW)
    places, *_ = _geometry(x.shape, w.shape[2:], stride, padding)
    return out.reshape(len(x), len(w), *places), (x, w, cols, stride, padding)


def conv2d_im2col_backward(dout, cache):
    """Compute what conv2d_backward does in two matrix products, one for the filters and one for the columns.

    Parameters
    ----------
    dout : (N, F, OH, OW)   gradient of the loss with respect to the output
    cache                   what conv2d_im2col_forward returned: (x, w, cols, stride, padding)

    Returns
    -------
    dx : (N, C, H, W)
    dw : (F, C, KH, KW)
    db : (F,)

    Raises
    ------
    ValueError              if dout does not have the shape of the output

    Source: lecture 08.
    """
    x, w, cols, stride, padding = cache
    places, *_ = _geometry(x.shape, w.shape[2:], stride, padding)
    check_dout(dout, (len(x), len(w), *places))
    douts = dout.reshape(len(x), len(w), cols.shape[2])  # (N, F, OH·OW)
    dw = (douts @ cols.swapaxes(1, 2)).sum(axis=0).reshape(w.shape)
    dcols = w.reshape(len(w), -1).T @ douts  # (C·KH·KW, F) @ (N, F, OH·OW)
    dx = col2im(dcols, x.shape, kernel=w.shape[2:], stride=stride, padding=padding)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def _check(x, w, b):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError(f"x must be (N, C, H, W) and w (F, C, KH, KW): x.shape={x.shape}, w.shape={w.shape}")
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels but w expects {w.shape[1]}: {x.shape=}, {w.shape=}")
    if b.shape != (len(w),):
        raise ValueError(f"b must have shape ({len(w)},), one bias a filter: b.shape={b.shape}, w.shape={w.shape}")


def _geometry(shape, kernel, stride, padding):
    """Return (OH, OW), the stride and the padding, each for down and across."""
    stride, padding = as_pair("stride", stride), as_pair("padding", padding)
    sides = zip(shape[2:], as_pair("kernel", kernel), stride, padding)
    return tuple(conv_output_size(*side) for side in sides), stride, padding
