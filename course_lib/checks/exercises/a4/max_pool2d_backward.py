"""Assignment A4: back through max pooling, ties included."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, slips
from course_lib.checks.exercises.a4.back_by_window import MAX_BACK
from course_lib.checks.exercises.a4.gradients import NO_TUPLE, OVERWRITTEN, pooled
from course_lib.checks.exercises.a4.images import draw_images, pools, tied_pools
from course_lib.checks.exercises.a4.windows import BACK_BY_ONE, LOOP, SHORT, SLICES, TOUCHING, WITHOUT, edges
from course_lib.ops import pool
from course_lib.ops._windows import windows  # noqa: F401  a mistake takes it


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
    return [_case(rng, *how) for how in (*pools(rng), *tied_pools())]


def _case(rng, title, shape, options, dtype, ties=None):
    x = draw_images(rng, shape, dtype, ties)
    return Case(title, (pooled(rng, shape, options, dtype), Cached((x,), options)))


SHARE, INTO = "left * (x[:, :, rows, columns] == out)", "dx[:, :, rows, columns] += share"
LEFT, CACHE = "            left -= share\n", "    x, out, kernel, stride = cache\n"
SHARED = "dout * (x[:, :, rows, columns] == out) / sum(x[window] == out for window in windows(x.shape, kernel, stride))"
MISTAKES = slips(
    max_pool2d_backward,
    (LEFT, "", "of several equal maxima each gets the whole gradient. Only the first, row by row, gets it."),
    (LOOP, "    for i in reversed(range(kernel)):\n        for j in reversed(range(kernel)):",
     "of several equal maxima the last one gets the gradient. Give it to the first, row by row."),
    (LOOP, "    for j in range(kernel):\n        for i in range(kernel):",
     "of several equal maxima the first column by column gets the gradient. Go row by row."),
    (LEFT, "            left += share\n", "what a window has given away is added. Subtract it from what is left."),
    (LEFT, "            left = share\n", "left is all but the share that a window gave away: subtract that share."),
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
    (SHARE, f"{SHARE} * out", "the gradient is multiplied by the pixel. Hand it on as it is: the slope is 1."),
    (SLICES, "slice(i, i + oh), slice(j, j + ow)", BACK_BY_ONE),
    (CACHE, f"{CACHE}    stride = kernel\n", TOUCHING),
    ("    return (dx,)", "    return (np.where(x > 0, dx, 0),)",
     "negative pixels get nothing. The largest pixel of a window may well be negative."),
    ("(dx,)", "dx", NO_TUPLE),
    ("dout.copy()", "dout",
     "what is done to an array under a second name, as `left = dout` gives, is done to it: take dout.copy()."),
    (LOOP, "    for i in range(2):\n        for j in range(2):",
     "the windows are always 2 pixels wide. They have kernel rows and columns."),
    (SHARE, SHARED, "equal maxima share the gradient. Here the first of them, row by row, gets all of it."),
    *WITHOUT, *edges("i in range(kernel)", "j in range(kernel)", "each window"),
) + MAX_BACK  # fmt: skip

register(
    Exercise(
        pool.max_pool2d_backward, ("dx",), cases, max_pool2d_backward, mistakes=MISTAKES,
        forward=pool.max_pool2d_forward,
    )
)  # fmt: skip
