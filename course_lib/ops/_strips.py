"""The fast convolution behind conv.conv2d_forward and conv.conv2d_backward.

A filter is KH rows of KW weights. An image is first cut into strips: for each weight of a filter row, the pixels that
this weight meets, OW of them in each of the image's rows. What row i of the filters meets then lies in one piece, and
one matrix product gives that row's share of every output. The strips are KW times as large as the images (im2col's
columns KH·KW times), and only a few images are cut at a time, as many as a fast cache holds.
"""

import numpy as np

BLOCK_BYTES = 2**19  # of strips at a time: about half of a processor core's second-level cache


def outputs(x, w, b, cut):
    """Return what the filters give at every place, (N, F, OH, OW)."""
    out = np.empty((len(x), len(w), cut.places), np.result_type(x, w, b))
    rows = _filter_rows(w)
    for images in cut.blocks:
        strips = cut.strips(x[images])
        out[images] = b[:, None]
        for row, met in zip(rows, cut.met):
            out[images] += row @ strips[:, :, met]  # (F, C·KW) @ (n, C·KW, OH·OW)
    return out.reshape(cut.out_shape)


def images_gradient(dout, x, w, cut):
    """Return dx, (N, C, H, W)."""
    dx = np.empty(x.shape, np.result_type(dout, w))
    rows = _filter_rows(w)
    for images in cut.blocks:
        douts = dout[images].reshape(-1, len(w), cut.places)
        dstrips = np.zeros((len(douts), rows.shape[2], cut.length), dx.dtype)
        for row, met in zip(rows, cut.met):
            dstrips[:, :, met] += row.T @ douts  # (C·KW, F) @ (n, F, OH·OW)
        dx[images] = cut.images(dstrips)
    return dx


def filters_gradient(dout, x, w, cut):
    """Return dw, (F, C, KH, KW)."""
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


class Cut:
    """How images are cut into strips, (n, C, H, W) to (n, C·KW, length), and put together again.

    Image rows that lie one stride apart become neighbours: then strips[:, :, met[i]], (n, C·KW, OH·OW), is all that
    row i of the filters meets, and it takes no copy.
    """

    def __init__(self, x, w, out_size, stride, padding):
        (n, channels, height, width), (num_filters, _, kernel_h, kernel_w) = x.shape, w.shape
        (out_h, out_w), (down, across), (above, left) = out_size, stride, padding
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
