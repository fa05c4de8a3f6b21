"""Convolution: one small filter, used at every place of an image.

How it is computed. A filter is KH rows of KW weights. An image is first cut into strips: for each weight of a filter
row, the pixels that this weight meets, OW of them in each of the image's rows. What row i of the filters meets then
lies in one piece, and one matrix product gives that row's share of every output. The strips are KW times as large as
the images, so only a few images are cut at a time, as many as a fast cache holds.

Lecture 08 cuts along the height as well (im2col): one matrix product instead of KH, and KH·KW times the memory.
"""

import numpy as np

BLOCK_BYTES = 2**19  # of strips at a time: about half of a processor core's second-level cache


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
    for name, value, least in [("kernel", kernel, 1), ("stride", stride, 1), ("padding", padding, 0)]:
        if not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(f"{name} must be a whole number, {least} or more: found {value}")
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

    Source: lecture 08; torch.nn.functional.conv2d computes the same.
    """
    _check(x, w, b)
    cut = _Cut(x, w, stride, padding)
    out = np.empty((len(x), len(w), cut.places), np.result_type(x, w, b))
    rows = _filter_rows(w)
    for images in cut.blocks:
        strips = cut.strips(x[images])
        out[images] = b[:, None]
        for row, met in zip(rows, cut.met):
            out[images] += row @ strips[:, :, met]  # (F, C·KW) @ (n, C·KW, OH·OW)
    return out.reshape(cut.out_shape), (x, w, stride, padding)


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
    cut = _Cut(x, w, stride, padding)
    if dout.shape != cut.out_shape:
        raise ValueError(f"dout must have the output's shape {cut.out_shape}: dout.shape={dout.shape}")
    dx = _images_gradient(dout, x, w, cut) if need_dx else None
    return dx, _filters_gradient(dout, x, w, cut), dout.sum(axis=(0, 2, 3))


def _images_gradient(dout, x, w, cut):
    dx = np.empty(x.shape, np.result_type(dout, w))
    rows = _filter_rows(w)
    for images in cut.blocks:
        douts = dout[images].reshape(-1, len(w), cut.places)
        dstrips = np.zeros((len(douts), rows.shape[2], cut.length), dx.dtype)
        for row, met in zip(rows, cut.met):
            dstrips[:, :, met] += row.T @ douts  # (C·KW, F) @ (n, F, OH·OW)
        dx[images] = cut.images(dstrips)
    return dx


def _filters_gradient(dout, x, w, cut):
    num_filters, channels, kernel_h, kernel_w = w.shape
    drows = np.zeros((kernel_h, channels * kernel_w, num_filters), np.result_type(dout, x))
    for images in cut.blocks:
        douts = dout[images].reshape(-1, num_filters, cut.places).swapaxes(1, 2)
        strips = cut.strips(x[images])
        for drow, met in zip(drows, cut.met):
            drow += (strips[:, :, met] @ douts).sum(axis=0)  # (n, C·KW, OH·OW) @ (n, OH·OW, F)
    drows = drows.reshape(kernel_h, channels, kernel_w, num_filters)
    return np.ascontiguousarray(drows.transpose(3, 1, 0, 2))


def _filter_rows(w):
    return w.transpose(2, 0, 1, 3).reshape(w.shape[2], len(w), -1)  # (KH, F, C·KW)


class _Cut:
    """How images are cut into strips, (n, C, H, W) to (n, C·KW, length), and put together again.

    Image rows that lie one stride apart become neighbours: then strips[:, :, met[i]], (n, C·KW, OH·OW), is all that
    row i of the filters meets, and it takes no copy.
    """

    def __init__(self, x, w, stride, padding):
        (n, channels, height, width), (num_filters, _, kernel_h, kernel_w) = x.shape, w.shape
        (down, across), (above, left) = _pair("stride", stride), _pair("padding", padding)
        out_h = conv_output_size(height, kernel_h, down, above)
        out_w = conv_output_size(width, kernel_w, across, left)
        self.out_shape, self.places = (n, num_filters, out_h, out_w), out_h * out_w

        rows = -(-(height + 2 * above) // down)  # in each of `down` groups, rounded up
        self.shape, self.length = (channels, kernel_w, down, rows, out_w), down * rows * out_w
        self.padded_shape = channels, rows * down, width + 2 * left
        self.inside = np.s_[:, :, above : above + height, left : left + width]
        self.columns = [slice(j, j + across * out_w, across) for j in range(kernel_w)]
        starts = [(i % down * rows + i // down) * out_w for i in range(kernel_h)]
        self.met = [slice(start, start + self.places) for start in starts]

        at_once = max(1, BLOCK_BYTES // (channels * kernel_w * self.length * x.itemsize))
        self.blocks = [slice(start, start + at_once) for start in range(0, n, at_once)]

    def strips(self, x):
        """Copy each pixel to the strip of every weight that meets it."""
        padded = np.zeros((len(x), *self.padded_shape), x.dtype)
        padded[self.inside] = x
        strips = np.empty((len(x), *self.shape), x.dtype)
        for j, columns in enumerate(self.columns):
            strips[:, :, j] = self._grouped(padded)[..., columns]
        return strips.reshape(len(x), -1, self.length)

    def images(self, dstrips):
        """The way back for gradients: each pixel adds up what its copies received."""
        dstrips = dstrips.reshape(len(dstrips), *self.shape)
        dpadded = np.zeros((len(dstrips), *self.padded_shape), dstrips.dtype)
        for j, columns in enumerate(self.columns):
            self._grouped(dpadded)[..., columns] += dstrips[:, :, j]
        return dpadded[self.inside]

    def _grouped(self, padded):
        _, _, down, rows, _ = self.shape
        return padded.reshape(*padded.shape[:2], rows, down, -1).swapaxes(2, 3)  # a view: (n, C, down, rows, W)


def _check(x, w, b):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError(f"x must be (N, C, H, W) and w (F, C, KH, KW): x.shape={x.shape}, w.shape={w.shape}")
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels but w expects {w.shape[1]}: {x.shape=}, {w.shape=}")
    if b.shape != (len(w),):
        raise ValueError(f"b must have shape ({len(w)},), one bias a filter: b.shape={b.shape}, w.shape={w.shape}")


def _pair(name, value):
    pair = (value, value) if np.ndim(value) == 0 else tuple(value)
    if len(pair) != 2:
        raise ValueError(f"{name} must be a number or a pair of numbers: found {value}")
    return pair
