"""Assignment A4: back through average pooling."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, slips
from course_lib.checks.exercises.a4.back_by_window import AVG_BACK
from course_lib.checks.exercises.a4.gradients import NO_TUPLE, OVERWRITTEN, pooled
from course_lib.checks.exercises.a4.images import draw_images, pools
from course_lib.checks.exercises.a4.windows import BACK_BY_ONE, LOOP, SHORT, TOUCHING, WINDOW, WITHOUT, divided, edges
from course_lib.ops import pool


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = cache
    oh, ow = dout.shape[2:]
    dx = np.zeros(shape, dout.dtype)
    for i in range(kernel):
        for j in range(kernel):
            dx[:, :, i : i + stride * oh : stride, j : j + stride * ow : stride] += dout / kernel**2
    return (dx,)


def cases(rng):
    return [
        Case(title, (pooled(rng, shape, options, dtype), Cached((draw_images(rng, shape, dtype),), options)))
        for title, shape, options, dtype in pools(rng)
    ]


SHARE, CACHE = "dout / kernel**2", "    shape, kernel, stride = cache\n"
MISTAKES = slips(
    avg_pool2d_backward,
    (SHARE, "dout",
     "every pixel gets the whole gradient. Each of the kernel² pixels had a share of 1/kernel² in the mean."),
    *divided(
        "dout",
        ("dout.size", "you divide by the number of all windows. Each gave 1/kernel² to each of its pixels."),
        ("(shape[2] * shape[3])", "you divide by the number of pixels of the image. A window has kernel² pixels."),
    ),
    (SHARE, "dout * kernel**2", "you multiply by the number of pixels. Each gets its share, dout divided by it."),
    (SHARE, f"{SHARE} / len(dout)", "dx is divided by N once more. The 1/N of a mean is in dout already."),
    (f"+= {SHARE}", f"= {SHARE}", OVERWRITTEN),
    (f"+= {SHARE}", f"-= {SHARE}", "the sign is turned round: add the shares."),
    (WINDOW, "i : i + oh, j : j + ow", BACK_BY_ONE),
    (WINDOW, "i : i + oh : stride, j : j + ow : stride", SHORT),
    (CACHE, f"{CACHE}    stride = kernel\n", TOUCHING),
    ("(dx,)", "(dx / np.maximum(1, pool.avg_pool2d_backward(0 * dout + kernel**2, cache)[0]),)",
     "a pixel adds up what it gets from each of its windows. Divide by kernel² alone, not by their number too."),
    ("    return", "    dx = dout.repeat(kernel, axis=2).repeat(kernel, axis=3) / kernel**2\n    return",
     "dout is spread as if the windows touched and filled the image. Add shares into zeros of the shape of x."),
    ("(dx,)", "dx", NO_TUPLE),
    (LOOP, "    for i in range(1):\n        for j in range(1):",
     "only the first pixel of each window gets its share. All kernel² get one."),
    *WITHOUT,
    (SHARE, "dout // kernel**2", "// rounds down. The share is dout / kernel**2."),
    (LOOP, "    for i in range(2):\n        for j in range(2):",
     "only 2 x 2 pixels get their share. A window has kernel rows and columns."),
    *edges("i in range(kernel)", "j in range(kernel)", "each window"),
) + AVG_BACK  # fmt: skip

register(
    Exercise(
        pool.avg_pool2d_backward, ("dx",), cases, avg_pool2d_backward, mistakes=MISTAKES,
        forward=pool.avg_pool2d_forward,
    )
)  # fmt: skip
