"""Pooling pixel by pixel, in six nested loops, and the mistakes in which such a loop leaves the image."""

import numpy as np

from course_lib.checks.engine.exercise import Mistake, Slip
from course_lib.checks.exercises.a4.by_window import COUNTS, EXCHANGED, FROM_KERNEL, WIDE

PIXEL, REDUCED = "i * stride + k, j * stride + m", "max(seen)"
LOOPS = "        for k in range(kernel):\n            for m in range(kernel):"


def max_by_pixel(x, *, kernel, stride=None):
    stride = kernel if stride is None else stride
    h, w = x.shape[2:]
    oh, ow = (h - kernel) // stride + 1, (w - kernel) // stride + 1
    out = np.zeros((*x.shape[:2], oh, ow), x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        seen = []
        for k in range(kernel):
            for m in range(kernel):
                seen.append(x[n, c, i * stride + k, j * stride + m])
        out[n, c, i, j] = max(seen)
    return out, (x, out, kernel, stride)


APART = "the pixels of a window stand side by side, stride is from window to window: pixel i · stride + k, and so on."
LEAVING = (  # the image: an index is too large
    *COUNTS,
    (PIXEL, "i * kernel + k, j * kernel + m", FROM_KERNEL),
    (PIXEL, "i + k * stride, j + m * stride", APART),
    (PIXEL, "j * stride + k, i * stride + m", EXCHANGED),
    (LOOPS, LOOPS.replace("(kernel)", "(kernel + 1)"), WIDE),
)


def walked(slips, reduced=REDUCED):
    """Make mistakes in walking over the pixels; reduced: what makes one number of those that are seen."""
    return tuple(Mistake(Slip(max_by_pixel, (REDUCED, reduced), (right, wrong)), hint) for right, wrong, hint in slips)
