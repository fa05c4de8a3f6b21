"""Assignment A4: average pooling."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a4.images import NO_CACHE, SWAPPED, draw_images, pools
from course_lib.checks.exercises.a4.windows import LOOP, STEP_SLIPS, edges
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
    (MEAN, "total / kernel", "you divide by kernel. A window has kernel rows and as many columns: kernel² pixels."),
    (MEAN, "total / 4", "you divide by 4, as if kernel were always 2. A window has kernel² pixels."),
    (MEAN, "total / kernel * 2", "divided by kernel, then multiplied by 2: kernel² is kernel**2."),
    (MEAN, "total / 2", "you divide by 2. A window has kernel² pixels."),
    (MEAN, "total / stride**2", "you divide by stride². A window has kernel² pixels, however far it moves."),
    (MEAN, "total * kernel**2", "you multiply by the number of pixels. Divide by it."),
    (MEAN, "total / (2 * kernel)", "kernel² is kernel · kernel, not 2 · kernel."),
    (MEAN, "total / (oh * ow)", "you divide by the number of windows. The mean runs over the pixels of each, kernel²."),
    (MEAN, "kernel**2 / (total + 1e-99)", "the fraction is upside down: the sum over the number of pixels."),
    ("total += x", "total -= x", "the pixels are subtracted. Add them up."),
    ("total += x", "total[:] = x", "only the last pixel of each window is kept: add it, with +=."),
    (RESULT, f"total = np.maximum(total, 0)\n    {RESULT}", "negative results become 0. A mean may well be negative."),
    *STEP_SLIPS,
    (LOOP, "    for i in range(2):\n        for j in range(2):",
     "only 2 x 2 pixels are added up. A window has kernel rows and columns."),
    (RESULT, f"return {MEAN}", NO_CACHE),
    (RESULT, f"return (x.shape, kernel, stride), {MEAN}", SWAPPED),
    *edges("i in range(kernel)", "j in range(kernel)", "each window"),
)  # fmt: skip

register(
    Exercise(pool.avg_pool2d_forward, ("out", "cache"), cases, avg_pool2d_forward, mistakes=MISTAKES, own=("cache",))
)
