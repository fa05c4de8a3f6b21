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


SHAPE, DRAW, OUT, CACHE = "(*x.shape[:2], 1, 1)", "rng.random(shape)", "x * keep * scale", "(keep, scale)"
TEST = "    if not train:\n        return x, (np.ones(x.shape, bool), 1.0)\n"
BRACKETS = "the factor is not 1 / (1 - p): look at its brackets and signs. All of 1 - p divides."
KEEPS_P = (
    "p is the probability of dropping, and yours is that of keeping: keep where the random number is at least p, and "
    "divide by 1 - p."
)
UNSCALED = "what is kept must be scaled up, or the next layer gets less in training than at test time: divide by 1 - p."
SWAP = "the two results are the wrong way round: out first, then the cache."
SAMPLES = "a random number falls for each sample of the batch too: the mask has all axes of x."
ALWAYS = "it drops at test time too, which makes every prediction random. Where train is False, return x as it is."
ONLY_MAPS = "whole maps fall only where maps is True: else every element has a random number of its own, x.shape."
MISTAKES = slips(
    dropout_forward,
    ("1 / (1 - p)", "1.0", UNSCALED),
    ("1 / (1 - p)", "1 - p", "the factor is 1 - p, which scales down. It is 1 / (1 - p), brackets included."),
    ("1 / (1 - p)", "1 / p", "you divide by p, the share that falls. Divide by 1 - p, the share that stays."),
    ("1 / (1 - p)", "p", "you multiply by p. Divide by 1 - p, the share that stays."),
    ("1 / (1 - p)", "2.0", "the factor fits one p only, such as a half. Divide by 1 - p."),
    *(("1 / (1 - p)", other, BRACKETS) for other in ("1 + p", "1 / (p - 1)", "1 / (2 - p)")),
    ("1 / (1 - p)", "0.0 * p", "the factor is 0, and so is every element. It is 1 / (1 - p)."),
    ("1 / (1 - p)", "1 / (1 - p) ** 2", "the factor is in it twice: divide by 1 - p once."),
    (">= p", "< p", KEEPS_P),
    (">= p, 1 / (1 - p)", "< p, 1 / p", KEEPS_P),
    (DRAW, "rng.normal(size=shape)",
     "another share than p falls. rng.random(shape) is below p with probability p; a normal number is not."),
    (TEST, "", ALWAYS),
    (TEST, "    train = False\n", ALWAYS),
    ("not train", "train", "train is taken the wrong way round: drop where it is True."),
    ("return x, (", "return x * (1 - p), (",
     "at test time the paper scales down by 1 - p. Here training has scaled up already: return x."),
    ("return x, (", "return x / (1 - p), (", "at test time nothing is scaled: return x as it is."),
    ("return x, (", "return 0 * x, (", "at test time all is dropped. Return x as it is."),
    (f"{SHAPE} if maps else x.shape", "x.shape",
     "maps is ignored. One random number for each image and channel, laid over its rows and columns: (N, C, 1, 1)."),
    ("if maps", "if x.ndim == 4", ONLY_MAPS),
    (f"{SHAPE} if maps else x.shape", f"x.shape if maps else {SHAPE}", ONLY_MAPS),
    (f"{SHAPE} if", "(1, x.shape[1], 1, 1) if", SAMPLES),
    (f"{SHAPE} if", "(len(x), 1, 1, 1) if", "whole images fall. Each channel of an image has a random number of its "
     "own: (N, C, 1, 1)."),
    (f"{SHAPE} if", "(len(x), 1, *x.shape[2:]) if", "all maps lose the same pixels. With maps=True the mask is "
     "(N, C, 1, 1)."),
    ("else x.shape", "else x.shape[1:]", SAMPLES),
    ("else x.shape", "else (len(x), *[1] * (x.ndim - 1))", "whole samples fall. Each element has a random number of "
     "its own: rng.random(x.shape)."),
    (DRAW, "None.random(shape)", "rng is None in your function: take the generator that is passed in."),
    (DRAW, "rng.random()", "one random number decides over all of x. Draw one for each element."),
    (DRAW, "np.random.random(shape)", NO_RNG),
    (DRAW, "np.random.default_rng(0).random(shape)", NO_RNG),
    (OUT, "x * keep.astype(float) * scale", "a float32 x must give a float32 out. A mask of float64 makes it float64: "
     "leave it bool, or write .astype(x.dtype)."),
    (OUT, "scale", "this is the factor alone. Multiply x by it, and by the mask."),
    (OUT, "keep * scale + 0 * x", "this is the mask alone. Multiply x by it."),
    (OUT, "x - keep * scale", "the mask is subtracted. Multiply x by it."),
    (OUT, "x / (keep * scale)", "x is divided by the mask, and x / 0 is infinite. Multiply by it."),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", SWAP),
    (f"{OUT}, {CACHE}", OUT, "in training the cache is missing: backward has to know what was dropped."),
    (f"return {OUT}, {CACHE}", f"{OUT}, {CACHE}", NOT_RETURNED),
    ("x, (np.ones(x.shape, bool), 1.0)", "x", "at test time too, return a cache: out first, then what backward needs."),
    (f"    return {OUT}", "    x *= keep * scale\n    return x", "`*=` changes the caller's array. Make a new one."),
)  # fmt: skip

register(
    Exercise(
        dropout.dropout_forward, ("out", "cache"), forward_cases, dropout_forward, mistakes=MISTAKES, own=("cache",)
    )
)
