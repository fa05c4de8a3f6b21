"""Assignment A4: max pooling, with windows that may overlap."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a4 import by_pixel
from course_lib.checks.exercises.a4.by_window import ANEW, STEPS, WINDOW, walked
from course_lib.checks.exercises.a4.images import NO_CACHE, SWAPPED, draw_images, pools
from course_lib.checks.exercises.a4.windows import LOOP, STEP_SLIPS, WITHOUT, edges
from course_lib.ops import pool


def max_pool2d_forward(x, *, kernel, stride=None):
    stride = kernel if stride is None else stride
    oh, ow = ((side - kernel) // stride + 1 for side in x.shape[2:])
    out = np.full((*x.shape[:2], oh, ow), -np.inf, x.dtype)
    for i in range(kernel):
        for j in range(kernel):  # the pixel (i, j) of every window
            seen = x[:, :, i : i + stride * oh : stride, j : j + stride * ow : stride]
            out = np.maximum(out, seen)
    return out, (x, out, kernel, stride)


def cases(rng):
    found = [Case(title, (draw_images(rng, shape, dtype),), options) for title, shape, options, dtype in pools(rng)]
    below = -np.abs(draw_images(rng, (2, 1, 3, 5), np.float64)) - 1
    ties = draw_images(rng, (2, 3, 5, 6), np.float64, ties=1)
    found.insert(4, Case("all pixels negative", (below,), {"kernel": 2, "stride": 1}))
    return [*found, Case("many equal pixels", (ties,), {"kernel": 3, "stride": 2})]


STEP, RESULT = "out = np.maximum(out, seen)", "return out, (x, out, kernel, stride)"
MISTAKES = slips(
    max_pool2d_forward,
    ("-np.inf", "0",
     "where all pixels are negative the result is 0. Start the search from the window's first pixel, or from minus "
     "infinity, and not from 0."),
    (STEP, "out = np.where(i + j == 0, seen, np.minimum(out, seen))",
     "this is the smallest pixel of each window. Take the largest."),
    (STEP, "out = np.where(i + j == 0, 0, out) + seen / kernel**2",
     "this is the mean of each window. Take the largest."),
    (STEP, "out = np.where(i + j == 0, 0, out) + seen", "this is the sum of each window. Take the largest pixel."),
    (STEP, "out = np.maximum(out, np.abs(seen))",
     "the sizes are compared without their signs. A negative pixel is smaller than 0."),
    (STEP, "out = np.where(np.abs(seen) > np.where(i + j, np.abs(out), -1), seen, out)",
     "the sizes are compared without their signs. A negative pixel is smaller than 0."),
    (STEP, "out = seen if i + j == 0 else out", "this is the upper left pixel of each window. Take the largest."),
    (STEP, "out = seen", "this is the lower right pixel of each window. Keep the larger of old and new."),
    (STEP, "out = np.maximum(out, seen.max(axis=1, keepdims=True))",
     "the maximum runs over the channels too. Each channel is pooled by itself."),
    (STEP, "out = np.maximum(out, seen.max(axis=0, keepdims=True))",
     "the maximum runs over the images too. Each image is pooled by itself."),
    *STEP_SLIPS,
    *WITHOUT,
    ("-np.inf", "x[0, 0, 0, 0]", "the search begins at a pixel of another window: begin each at its own first pixel."),
    (LOOP, "    for i in range(2):\n        for j in range(2):",
     "the windows are always 2 pixels wide. They have kernel rows and columns."),
    (RESULT, f"out = np.maximum.accumulate(out.ravel()).reshape(out.shape)\n    {RESULT}", ANEW),
    (RESULT, f"out = np.maximum.accumulate(out.reshape(*x.shape[:2], -1), axis=2).reshape(out.shape)\n    {RESULT}",
     ANEW),
    (RESULT, "return out", NO_CACHE),
    (RESULT, "return (x, out, kernel, stride), out", SWAPPED),
    *edges("i in range(kernel)", "j in range(kernel)", "each window"),
) + by_pixel.walked(by_pixel.LEAVING) + walked(STEPS) + walked(
    [(WINDOW, WINDOW, "argmax says where the largest pixel is. The pixel itself is wanted: max.")],
    ".reshape(n, c, -1).argmax(axis=2)",
)  # fmt: skip

register(
    Exercise(pool.max_pool2d_forward, ("out", "cache"), cases, max_pool2d_forward, mistakes=MISTAKES, own=("cache",))
)
