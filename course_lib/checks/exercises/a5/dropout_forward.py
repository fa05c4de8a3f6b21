"""Assignment A5: dropout, of single elements and of whole feature maps."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, NOT_RETURNED
from course_lib.checks.exercises.a5.dropping import forward_cases
from course_lib.ops import dropout


def dropout_forward(x, p, *, train, rng=None, maps=False):
    if not train:
        return x, (np.ones(x.shape, bool), 1.0)
    shape = (*x.shape[:2], 1, 1) if maps else x.shape
    keep, scale = rng.random(shape) >= p, 1 / (1 - p)
    return x * keep * scale, (keep, scale)


DRAW, OUT, CACHE = "rng.random(shape)", "x * keep * scale", "(keep, scale)"
MISTAKES = slips(
    dropout_forward,
    (">= p, 1 / (1 - p)", "< p, np.float64(1) / p",
     "you divide by p, the share that is dropped, and p may be 0. Divide by 1 - p, the share that stays."),
    ("if maps", "if True", "maps is taken for True: only then is the mask (N, C, 1, 1). Else it is x.shape."),
    (OUT, "scale", "this is the factor alone. Multiply x by it, and by the mask."),
    (DRAW, "None.random(shape)", "rng is None in your function: take the generator that is passed in."),
    (DRAW, "np.random.random(shape)", NO_RNG),
    (DRAW, "np.random.default_rng(0).random(shape)", NO_RNG),
    (OUT, "x * keep.astype(float) * scale", "a float32 x must give a float32 out. A mask of float64 makes it float64, "
     "and so does a bool mask divided by a number: multiply x by the bool mask first, or write .astype(x.dtype)."),
    (OUT, "x / (keep * scale)", "x is divided by the mask, and x / 0 is infinite. Multiply by it."),
    (OUT, "keep * scale + 0 * x", "this is the mask alone. Multiply x by it."),
    (OUT, "x - keep * scale", "the mask is subtracted. Multiply x by it."),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", "the two results are the wrong way round: out first, then the cache."),
    (f"{OUT}, {CACHE}", OUT, "in training the cache is missing: backward has to know what was dropped."),
    (f"return {OUT}, {CACHE}", f"{OUT}, {CACHE}", NOT_RETURNED),
    ("x, (np.ones(x.shape, bool), 1.0)", "x", "at test time too, return a cache: out first, then what backward needs."),
)  # fmt: skip

register(
    Exercise(
        dropout.dropout_forward, ("out", "cache"), forward_cases, dropout_forward, mistakes=MISTAKES, own=("cache",)
    )
)
