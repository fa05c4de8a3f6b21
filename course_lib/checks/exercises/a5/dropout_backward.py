"""Assignment A5: back through dropout."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import careless
from course_lib.checks.exercises.a5.sent_back import backward_cases
from course_lib.ops import dropout


def dropout_backward(dout, cache):
    keep, scale = cache
    return (dout * keep * scale,)


DX = "dout * keep * scale"
MISTAKES = slips(
    dropout_backward,
    (DX, "keep * scale + 0 * dout", "this is the slope alone. The chain rule multiplies it by dout."),
    (DX, "dout + keep * scale", "dout and the mask are added. The chain rule multiplies them."),
    (DX, "dout - keep * scale", "the mask is subtracted. The chain rule multiplies dout by it."),
    (DX, "dout / (keep * scale)", "dout is divided by the mask, and by 0 where x was dropped. Multiply by it."),
    (DX, "dout * keep.astype(float) * scale", "a float32 dout must give a float32 dx. A mask of float64 makes it "
     "float64, and so does a bool mask divided by a number: multiply dout by the bool mask first, or write "
     ".astype(dout.dtype)."),
    *careless(f"return ({DX},)"),
    (DX, "dout[keep] * scale", "a mask in brackets picks the kept ones out, in one row. Multiply by it: then dx "
     "keeps its shape."),
    (DX, "scale", "this is the factor alone. dout, the mask and the factor are multiplied."),
    (f"({DX},)", DX, "return a tuple of one, with a comma at the end: (dx,)."),
)  # fmt: skip

register(
    Exercise(
        dropout.dropout_backward, ("dx",), backward_cases, dropout_backward, forward=dropout.dropout_forward,
        mistakes=MISTAKES,
    )
)  # fmt: skip
