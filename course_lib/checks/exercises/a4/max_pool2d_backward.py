"""Assignment A4: back through max pooling, ties included."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, Mistake, slips
from course_lib.checks.exercises.a4.images import NO_TUPLE, OVERWRITTEN, count_places, draw_images, pools
from course_lib.checks.exercises.a4.windows import SHORT, edges
from course_lib.ops import pool
from course_lib.ops._windows import windows


def max_pool2d_backward(dout, cache):
    x, out, kernel, stride = cache
    oh, ow = out.shape[2:]
    dx, left = np.zeros_like(x), dout.copy()  # left: what each window still has to give
    for i in range(kernel):
        for j in range(kernel):
            rows, columns = slice(i, i + stride * oh, stride), slice(j, j + stride * ow, stride)
            share = left * (x[:, :, rows, columns] == out)
            dx[:, :, rows, columns] += share
            left -= share
    return (dx,)


def cases(rng):
    return [_case(rng, *how) for how in pools(rng)] + [
        _case(rng, "equal pixels", (1, 2, 4, 6), {"kernel": 2}, np.float64, ties=True),
        _case(
            rng, "equal pixels in windows that overlap", (2, 1, 5, 7), {"kernel": 3, "stride": 2}, np.float64, ties=True
        ),
        _case(rng, "equal pixels, float32", (2, 3, 4, 5), {"kernel": 2, "stride": 1}, np.float32, ties=True),
        _case(rng, "a white page", (2, 1, 4, 6), {"kernel": 2}, np.float64, blank=True),
    ]


def _case(rng, title, shape, options, dtype, *, ties=False, blank=False):
    x = draw_images(rng, shape, dtype, ties=ties) * (0 if blank else 1)
    stride = options.get("stride", options["kernel"])
    places = count_places(shape, [options["kernel"]] * 2, stride=stride)
    dout = rng.normal(size=(*shape[:2], *places)).round(1).astype(dtype)
    return Case(title, (dout, Cached((x.astype(dtype),), options)))


def shared_equally(dout, cache):
    x, out, kernel, stride = cache
    met, dx = windows(x.shape, kernel, stride), np.zeros_like(x)
    equal = sum((x[window] == out).astype(x.dtype) for window in met)
    for window in met:
        dx[window] += (x[window] == out) * dout / equal
    return (dx,)


SHARE, INTO = "left * (x[:, :, rows, columns] == out)", "dx[:, :, rows, columns] += share"
LEFT, SLICES = "            left -= share\n", "slice(i, i + stride * oh, stride), slice(j, j + stride * ow, stride)"
LOOP = "    for i in range(kernel):\n        for j in range(kernel):"
SHARED = "equal maxima share the gradient. Here the first of them, row by row, gets all of it."
MISTAKES = slips(
    max_pool2d_backward,
    (LEFT, "",
     "of several equal maxima each gets the whole gradient of the window. Only the first, row by row, gets it, and "
     "the others 0."),
    (LOOP, "    for i in reversed(range(kernel)):\n        for j in reversed(range(kernel)):",
     "of several equal maxima the last one gets the gradient. Give it to the first, row by row."),
    (LOOP, "    for j in range(kernel):\n        for i in range(kernel):",
     "of several equal maxima the first column by column gets the gradient. Go row by row."),
    (INTO, "dx[:, :, rows, columns] = np.where(share, share, dx[:, :, rows, columns])",
     "where windows overlap, one pixel may be the largest of several. Its gradients add up, with +=."),
    (LEFT, "            left += share\n",
     "what a window has given away has to be subtracted from what is left, not added."),
    (LEFT, "            left = share\n",
     "what is left of a window is all but the share that it gave away: subtract that share."),
    (SLICES, "slice(i, i + oh, stride), slice(j, j + ow, stride)", SHORT),
    (INTO, "dx[:, :, rows, columns] = share", OVERWRITTEN),
    (INTO, "dx[:, :, rows, columns] -= share", "the sign is turned round: the largest pixel gets dout as it is."),
    (SHARE, "left + 0 * out", "the first pixel of each window gets the gradient, whichever was the largest."),
    (f"            share = {SHARE}\n", "            share = dout * np.ones_like(out)\n",
     "every pixel gets the whole gradient. Only the largest of a window gets it, the others 0."),
    (f"            share = {SHARE}\n", "            share = dout / dout.dtype.type(kernel**2)\n",
     "the gradient is shared equally, as in average pooling. The largest pixel gets all of it."),
    (f"            share = {SHARE}\n", "            share = (x[:, :, rows, columns] == out) * np.ones_like(dout)\n",
     "this says which pixel was the largest. Multiply by dout: the chain rule."),
    (SHARE, "left * (x[:, :, rows, columns] != out)", "a pixel that was not the largest gets the gradient."),
    (SHARE, "left * (x[:, :, rows, columns] < out)", "a pixel that was not the largest gets the gradient."),
    (SHARE, f"{SHARE} * out",
     "the gradient is multiplied by the pixel. The maximum hands it on as it is: its slope is 1."),
    (SLICES, "slice(i, i + oh), slice(j, j + ow)",
     "the windows move by one pixel on the way back. Window (i, j) begins at pixel (i · stride, j · stride)."),
    ("    x, out, kernel, stride = cache\n", "    x, out, kernel, stride = cache\n    stride = kernel\n",
     "the windows touch on the way back, whatever the stride was. Forward must put it into the cache."),
    ("    return (dx,)", "    return (np.where(x > 0, dx, 0),)",
     "negative pixels get nothing. The largest pixel of a window may well be negative."),
    ("(dx,)", "dx", NO_TUPLE),
    ("dout.copy()", "dout", "`-=` or `+=` changes the caller's array: work on a copy."),
    (LOOP, "    for i in range(2):\n        for j in range(2):",
     "the windows are always 2 pixels wide. They have kernel rows and columns."),
    *edges("i in range(kernel)", "j in range(kernel)", "each window"),
)  # fmt: skip

register(
    Exercise(
        pool.max_pool2d_backward, ("dx",), cases, max_pool2d_backward, forward=pool.max_pool2d_forward,
        mistakes=(*MISTAKES, Mistake(shared_equally, SHARED)),
    )
)  # fmt: skip
