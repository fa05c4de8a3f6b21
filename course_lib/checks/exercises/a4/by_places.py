"""Mistakes in a convolution that goes from place to place, or has the pixels and the filters in two orders."""

import numpy as np

from course_lib.checks.engine.exercise import slips
from course_lib.ops.conv import conv_output_size


def conv2d_by_places(x, w, b, *, stride=1, padding=0):
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape  # noqa: F841  mistakes take c
    oh, ow = conv_output_size(height, kh, stride, padding), conv_output_size(width, kw, stride, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((n, f, oh, ow), x.dtype)
    for i in range(oh):
        for j in range(ow):
            met = padded[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, :, i, j] = met.reshape(n, -1) @ w.reshape(f, -1).T + b
    return out, (x, w, stride, padding)


START = "(f, _, kh, kw) = x.shape, w.shape  # noqa: F841  mistakes take c\n"
SIZES = "conv_output_size(height, kh, stride, padding), conv_output_size(width, kw, stride, padding)"
PAD = "((0, 0), (0, 0), (padding, padding), (padding, padding))"
SEEN = "i * stride : i * stride + kh, j * stride : j * stride + kw"
PLACES = "for i in range(oh):\n        for j in range(ow):"
FLAT, TERM = "w.reshape(f, -1).T", " + b\n"
SIDES = "(kh, kw) goes with (height, width): the filters need not be square, and the images neither."
FOUR = "Put padding of them on each of the four sides."
SIZE = (
    "the size of out is that of exercise 1, with all four arguments: for the rows H and KH, for the columns W and KW."
)
FIRST = "only the first place is filled. Perhaps return stands inside a loop: it belongs behind both."
MIXED = (
    "the pixels are unrolled in the order (KH, KW, C), and the filters in the order (C, KH, KW). "
    "In the product both need one order."
)
SHUFFLED = "this mixes the weights of different filters. w.reshape(F, -1) has a filter in each row; .T then turns it."
BY_PLACES = slips(
    conv2d_by_places,
    (PAD, "padding",
     "np.pad(x, padding) pads all four axes, N and C too. Give a pair for each axis: (0, 0) for these two."),
    (PAD, "((padding, padding), (padding, padding), (0, 0), (0, 0))",
     "the padding goes around images and channels. Rows and columns are the last two axes."),
    (PAD, "((0, 0), (0, 0), (padding, padding), (0, 0))", f"there are zeros above and below only. {FOUR}"),
    (PAD, "((0, 0), (0, 0), (0, 0), (padding, padding))", f"there are zeros on the left and right only. {FOUR}"),
    (PAD, "((0, 0), (0, 0), (padding, 0), (padding, 0))", f"there are zeros above and on the left only. {FOUR}"),
    ("met = padded[", "met = x[", "the windows are cut from x. Cut them from the padded images."),
    (START, f"{START}    kh = kw\n", SIDES),
    (START, f"{START}    kw = kh\n", SIDES),
    (START, f"{START}    width = height\n", SIDES),
    *((SIZES, wrong, SIZE) for wrong in (
        "conv_output_size(height, kh, stride, 0), conv_output_size(width, kw, stride, 0)",
        "conv_output_size(height, kh, 1, padding), conv_output_size(width, kw, 1, padding)",
        "(height + 2 * padding) // stride, (width + 2 * padding) // stride", "height // stride, width // stride",
        "height, width")),
    (SEEN, "i * stride : (i + 1) * stride, j * stride : (j + 1) * stride",
     "the windows end after stride pixels. They are as large as a filter: KH rows and KW columns."),
    (SEEN, "i : i + kh * stride : stride, j : j + kw * stride : stride",
     "the pixels of a window lie side by side. The stride goes from one window to the next: row i · stride."),
    (SEEN, "i * stride : i * stride + kh, j : j + kw", "the columns move by one pixel: place j begins at j · stride."),
    (SEEN, "i : i + kh, j * stride : j * stride + kw", "the rows move by one pixel: place i begins at i · stride."),
    (SEEN, "i * stride : i * stride + kh, i * stride : i * stride + kw", "rows and columns both go by i."),
    (PLACES, "for i in range(1):\n        for j in range(1):", FIRST),
    (FLAT, "w.reshape(-1, f)", SHUFFLED),
    (FLAT, "w.T.reshape(-1, f)", f".T turns all four axes round: (KW, KH, C, F). {MIXED.split('. ')[1]}"),
    (FLAT, "w.reshape(f, kh, kw, c).transpose(0, 3, 1, 2).reshape(f, -1).T", MIXED),
    (FLAT, "w[:1].reshape(1, -1).T", "every filter is the first one. There are F of them."),
    (TERM, " + c * b\n", "the bias is added once for each channel. Add it once, after the sum over the channels."),
    (TERM, " + c * kh * kw * b\n", "the bias is added to each product, C · KH · KW times. Add it once, to their sum."),
    (TERM, " + kh * kw * b\n", "the bias is added once for each weight. Add it once, after all sums."),
)  # fmt: skip
