"""Pooling window by window, as most beginners write it, and the mistakes that this way invites."""

import numpy as np

from course_lib.checks.engine.exercise import Mistake, Slip
from course_lib.checks.exercises.a4.windows import LAST_OUT

COUNT = "(h - kernel) // stride + 1, (w - kernel) // stride + 1"
SPAN = "slice(i * stride, i * stride + kernel), slice(j * stride, j * stride + kernel)"
WINDOW, REDUCED = "x[:, :, rows, columns]", ".max(axis=(2, 3))"


def max_by_window(x, *, kernel, stride=None):
    stride = kernel if stride is None else stride
    n, c, h, w = x.shape
    oh, ow = (h - kernel) // stride + 1, (w - kernel) // stride + 1
    out = np.zeros((n, c, oh, ow), x.dtype)
    for i in range(oh):
        for j in range(ow):
            rows, columns = slice(i * stride, i * stride + kernel), slice(j * stride, j * stride + kernel)
            out[:, :, i, j] = x[:, :, rows, columns].max(axis=(2, 3))
    return out, (x, out, kernel, stride)


OUTSIDE = "the last windows stick out of the image. (side - kernel) // stride + 1 of them lie inside."
MANY = "too many windows are counted. Take kernel away, in brackets, before you divide: (side - kernel) // stride + 1."
SIDES = "OH comes from the height H, x.shape[2], and OW from the width W, x.shape[3]."
RETURN = (
    "the loops stop too early. Perhaps return stands inside one and ends it: put it as far left as the first `for`."
)
ANEW = "a window still holds what came of the windows before it. Begin anew for each."
WIDE = "each window is one pixel too wide: a slice a : b ends before b, and range(kernel) before kernel."
FROM_KERNEL = "the windows begin at i · kernel, as if they always touched. They begin at i · stride."
EXCHANGED = "rows and columns are exchanged: i · stride counts along axis 2, j · stride along axis 3."
SIZES = (  # windows of another size
    (SPAN, "slice(i * stride, i * stride + stride), slice(j * stride, j * stride + stride)",
     "each window ends after stride pixels. It is kernel wide, however far the windows move."),
    (SPAN, "slice(i * stride, i * stride + kernel + 1), slice(j * stride, j * stride + kernel + 1)",
     WIDE),
    (SPAN, "slice(i * stride, i * stride + kernel - 1), slice(j * stride, j * stride + kernel - 1)",
     LAST_OUT),
)  # fmt: skip
SPANS = (  # windows in another place, forward and back
    *SIZES,
    (SPAN, "slice(i * stride, kernel), slice(j * stride, kernel)",
     "a window ends kernel pixels after its begin: i · stride : i · stride + kernel."),
    (SPAN, "slice(i * kernel, i * kernel + kernel), slice(j * kernel, j * kernel + kernel)",
     FROM_KERNEL),
    (SPAN, "slice(i * kernel, i * kernel + stride), slice(j * kernel, j * kernel + stride)",
     "kernel and stride stand in each other's place: a window begins at i · stride and is kernel wide."),
    (SPAN, "slice(j * stride, j * stride + kernel), slice(i * stride, i * stride + kernel)",
     EXCHANGED),
    (SPAN, "slice(i * stride, i * stride + kernel), slice(i * stride, i * stride + kernel)",
     "rows and columns both begin at i · stride. The columns begin at j · stride."),
)  # fmt: skip
COUNTS = (
    (COUNT, "h // stride, w // stride", OUTSIDE),
    (COUNT, "-(-h // stride), -(-w // stride)", OUTSIDE),
    (COUNT, "-((kernel - h) // stride) + 1, -((kernel - w) // stride) + 1", OUTSIDE),
)
STEPS = (
    *SPANS, *COUNTS,
    (COUNT, "(h - kernel) // kernel + 1, (w - kernel) // kernel + 1",
     "the windows are counted as if they always touched: divide by stride, not by kernel."),
    (COUNT, "h - kernel + 1, w - kernel + 1", MANY),
    (COUNT, "h - kernel // stride + 1, w - kernel // stride + 1", MANY),
    (COUNT, "(h - kernel) // stride + 1, (h - kernel) // stride + 1", SIDES),
    (COUNT, "(w - kernel) // stride + 1, (w - kernel) // stride + 1", SIDES),
    (COUNT, "(w - kernel) // stride + 1, (h - kernel) // stride + 1", SIDES),
    ("out[:, :, i, j] = ", "out = ", "`out = …` replaces the whole array by one window's result: out[:, :, i, j] = …."),
    ("out[:, :, i, j] = ", "out[:, :, j, i] = ",
     "i and j are exchanged: i counts along axis 2 of out, and j along axis 3."),
    ("    return", "            return", RETURN),
    ("    return", "    out[1:], out[:, 1:] = 0, 0\n    return", RETURN),
    ("axis=(2, 3)", "",
     "one number is taken from all images and channels together. Each has its own: axis=(2, 3)."),
    (WINDOW, "x[:, :, : oh * kernel, : ow * kernel].reshape(n, c, oh, kernel, ow, kernel)[:, :, i, :, j]",
     "cutting the image up by reshape works only where windows touch. With another stride they overlap or leave gaps."),
    (WINDOW, "x[:, :, : oh * kernel, : ow * kernel].reshape(n, c, oh, ow, kernel, kernel)[:, :, i, j]",
     "reshape reads row by row: (N, C, OH, kernel, OW, kernel) keeps windows together, axes 3 and 5."),
)  # fmt: skip


def walked(slips, reduced=REDUCED):
    """Make mistakes in walking over the windows; reduced: what makes one number of each."""
    return tuple(Mistake(Slip(max_by_window, (REDUCED, reduced), (right, wrong)), hint) for right, wrong, hint in slips)
