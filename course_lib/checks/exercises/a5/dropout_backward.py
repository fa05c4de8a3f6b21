"""Assignment A5: back through dropout."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.a5.chance import careless
from course_lib.checks.exercises.a5.dropping import backward_cases
from course_lib.ops import dropout


def dropout_backward(dout, cache):
    keep, scale = cache
    return (dout * keep * scale,)


DX, UNPACK = "dout * keep * scale", "    keep, scale = cache\n"
REDRAWN = (
    "what was dropped is drawn anew. The gradient has to be stopped where the forward pass stopped its input: keep the "
    "mask in the cache."
)
NO_SCALE = "the mask is right, but the factor is missing: forward has divided by 1 - p, so its slope is 1 / (1 - p)."
MISTAKES = slips(
    dropout_backward,
    (DX, "dout", "dout is passed on as it came. What was dropped gets no gradient, the rest 1 / (1 - p) times dout."),
    (DX, "dout * scale", "the mask is missing: what was dropped gets no gradient."),
    (DX, "dout * keep", NO_SCALE),
    (DX, "dout * keep / scale", "dout is divided by the factor. Going backward multiplies by it too."),
    (DX, "dout * keep * scale**2", "the factor is in it twice: once is right, going forward and going backward."),
    (DX, "dout * keep / (1 - 1 / scale + (scale == 1))",
     "you divide by p, the share that falls. Divide by 1 - p, the share that stays."),
    (DX, "dout * ~keep * scale", "the mask is turned round: the gradient passes where x was kept."),
    (DX, "keep * scale + 0 * dout", "this is the slope alone. The chain rule multiplies it by dout."),
    (DX, "dout + keep * scale", "dout and the mask are added. The chain rule multiplies them."),
    (DX, "dout - keep * scale", "the mask is subtracted. The chain rule multiplies dout by it."),
    (DX, "-dout * keep * scale", "the sign is turned round."),
    (DX, "dout / keep * scale", "dout is divided by the mask, and by 0 where x was dropped. Multiply by it."),
    (DX, "dout / (keep * scale)", "dout is divided by the mask, and by 0 where x was dropped. Multiply by it."),
    (UNPACK, f"{UNPACK}    keep = np.random.default_rng(0).random(dout.shape) >= 1 - 1 / scale\n", REDRAWN),
    (UNPACK, f"{UNPACK}    keep = np.random.permutation(keep)\n", REDRAWN),
    (DX, "dout * keep.astype(float) * scale", "a float32 dout must give a float32 dx. A mask of float64 makes it "
     "float64: leave it bool, or write .astype(dout.dtype)."),
    *careless(f"return ({DX},)"),
    (DX, "scale", "this is the factor alone. dout, the mask and the factor are multiplied."),
    (f"({DX},)", DX, "return a tuple of one, with a comma at the end: (dx,)."),
    (f"return ({DX},)", "dout *= keep * scale\n    return (dout,)", "`*=` changes the caller's array. Make a new one."),
)  # fmt: skip

register(
    Exercise(
        dropout.dropout_backward, ("dx",), backward_cases, dropout_backward, forward=dropout.dropout_forward,
        mistakes=(
            *MISTAKES,
            Mistake(
                lambda dout, cache: (dout * np.mean(cache[0]) * cache[1],),
                "dout is multiplied by one number. Where an element was dropped its gradient is 0, elsewhere "
                "1 / (1 - p) times dout.",
            ),
        ),
    )
)  # fmt: skip
