"""Assignment A4: average pooling."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a4 import by_pixel
from course_lib.checks.exercises.a4.by_window import ANEW, COUNTS, SIZES, STEPS, WINDOW, walked
from course_lib.checks.exercises.a4.images import NO_CACHE, SWAPPED, draw_images, pools
from course_lib.checks.exercises.a4.windows import LOOP, STEP_SLIPS, WITHOUT, divided, edges
from course_lib.ops import pool


def avg_pool2d_forward(x, *, kernel, stride=None):
    stride = kernel if stride is None else stride
    oh, ow = ((side - kernel) // stride + 1 for side in x.shape[2:])
    total = np.zeros((*x.shape[:2], oh, ow), x.dtype)
    for i in range(kernel):
        for j in range(kernel):
            total += x[:, :, i : i + stride * oh : stride, j : j + stride * ow : stride]
    return total / kernel**2, (x.shape, kernel, stride)


def cases(rng):
    return [Case(title, (draw_images(rng, shape, dtype),), options) for title, shape, options, dtype in pools(rng)]


MEAN, RESULT = "total / kernel**2", "return total / kernel**2, (x.shape, kernel, stride)"
MISTAKES = slips(
    avg_pool2d_forward,
    (MEAN, "total", "this is the sum of each window. Divide by the number of its pixels."),
    *divided(
        "total",
        ("(kernel**2 * len(x) * x.shape[1])",
         "you divide by the pixels of the windows of all images and channels. Each has its own kernel²."),
        ("(x.shape[2] * x.shape[3])", "you divide by the number of pixels of the image. A window has kernel² pixels."),
    ),
    (MEAN, "total * kernel**2", "you multiply by the number of pixels. Divide by it."),
    (MEAN, "kernel**2 / (total + 1e-99)", "the fraction is upside down: the sum over the number of pixels."),
    ("total += x", "total -= x", "the pixels are subtracted. Add them up."),
    ("total += x", "total[:] = x", "only the last pixel of each window is kept: add it, with +=."),
    (RESULT, f"total = np.maximum(total, 0)\n    {RESULT}", "negative results become 0. A mean may well be negative."),
    *STEP_SLIPS,
    *WITHOUT,
    (MEAN, "(total + x[:, :, : stride * oh : stride, : stride * ow : stride]) / kernel**2",
     "the first pixel of each window is added twice: begin at 0, or go on from the second."),
    (LOOP, "    for i in range(2):\n        for j in range(2):",
     "only 2 x 2 pixels are added up. A window has kernel rows and columns."),
    (RESULT, f"total = total.cumsum().reshape(total.shape)\n    {RESULT}", ANEW),
    (RESULT, f"total = total.reshape(*x.shape[:2], -1).cumsum(axis=2).reshape(total.shape)\n    {RESULT}", ANEW),
    (RESULT, f"return {MEAN}", NO_CACHE),
    (RESULT, f"return (x.shape, kernel, stride), {MEAN}", SWAPPED),
    *edges("i in range(kernel)", "j in range(kernel)", "each window"),
)  # fmt: skip
MISTAKES += by_pixel.walked(by_pixel.LEAVING, "sum(seen) / kernel**2")
MISTAKES += walked(STEPS, ".mean(axis=(2, 3))") + walked((*SIZES, *COUNTS), ".sum(axis=(2, 3)) / kernel**2")
MISTAKES += walked([(WINDOW, WINDOW, "this is the largest pixel of each window. Take the mean.")])
MISTAKES += walked(
    [(WINDOW, WINDOW, "this is the upper left pixel of each window. Take the mean of all.")], "[:, :, 0, 0]"
)


register(
    Exercise(pool.avg_pool2d_forward, ("out", "cache"), cases, avg_pool2d_forward, mistakes=MISTAKES, own=("cache",))
)
