"""Assignment A4: how many places a filter visits."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.ops import conv


def conv_output_size(size, kernel, stride, padding):
    padded = size + 2 * padding
    if kernel > padded:
        raise ValueError("the filter does not fit into the padded image")
    return (padded - kernel) // stride + 1


def cases(rng):
    size, kernel, stride, padding = (int(rng.integers(*ends)) for ends in ((20, 40), (5, 9), (2, 5), (2, 6)))
    named = {
        "a filter of 3 pixels": (5, 3, 1, 0),
        "stride 2": (9, 3, 2, 0),
        "stride 2 that leaves a pixel out": (8, 3, 2, 0),
        "padding 1": (7, 4, 1, 1),
        "padding 3, stride 4": (10, 5, 4, 3),
        "a filter as large as the image": (6, 6, 1, 0),
        "a filter as large as the padded image, stride 2": (4, 8, 2, 2),
        "a filter of one pixel": (7, 1, 3, 0),
        "AlexNet's first layer": (224, 11, 4, 2),
        "other numbers": (size, kernel, stride, padding),
        "a stride larger than the image": (5, 2, 9, 1),
        "a filter that does not fit": (3, 4, 1, 0),
        "a filter that does not fit, with stride and padding": (2, 9, 3, 2),
        "a filter far too large": (6, 20, 2, 1),
        "a filter one pixel too large, stride 2": (3, 4, 2, 0),
    }
    return [Case(title, numbers) for title, numbers in named.items()]


STEPS, RAISES = "(padded - kernel) // stride + 1", 'raise ValueError("the filter does not fit into the padded image")'
PARENTHESES = "the division comes too early: size + 2 · padding - kernel comes first, in parentheses."
TO_ZERO = "int() cuts towards 0, // and floor go down: int(-0.5) is 0. So a filter that does not fit gets a place."
FIT = "the filter has to fit into the padded image, size + 2 · padding, not into the image alone."
STRIDE = "a stride that leaves pixels out, or is larger than the image, is no error: the formula counts with it."
NO_ERROR = 'the number is right where the filter fits. Where it does not, even with padding: raise ValueError("…").'
ROOM = "the filter's own size is missing: it needs room. Subtract kernel first."
MISTAKES = slips(
    conv_output_size,
    ("2 * padding", "padding", "padding counts at both ends: 2 · padding."),
    (" + 2 * padding", "", "the padding is ignored: the image grows by 2 · padding."),
    (" + 2 * padding", " - 2 * padding", "the padding is subtracted: it makes the image larger, by 2 · padding."),
    (" // stride", "", "the stride is ignored: divide by it, rounded down."),
    (STEPS, "(padded - kernel) // stride", "one place is missing: the first counts too, before any step. Add 1."),
    (STEPS, "(padded - kernel + 1) // stride", "the 1 is added before the division. Add it at the end."),
    (STEPS, "(padded - kernel) // (stride + 1)", "the stride itself grows by 1. Add the 1 at the end."),
    *((STEPS, wrong, PARENTHESES) for wrong in (
        "padded - kernel // stride + 1", "padded // stride - kernel + 1", "(size - kernel) // stride + 2 * padding + 1",
        "size - kernel + 2 * padding // stride + 1")),
    (STEPS, "padded // stride", ROOM),
    (STEPS, "padded // stride + 1", ROOM),
    (STEPS, "-(-(padded - kernel) // stride) + 1", "a step that is not full counts too. Round down: //."),
    (STEPS, "round((padded - kernel) / stride) + 1", "a step is counted if half of it is there. Round down: //."),
    (STEPS, "(padded - kernel) / stride + 1", "/ gives a fraction, and a float even if it is whole. // rounds down."),
    (STEPS, "(padded - kernel) / stride // 1 + 1", "np.floor and / give floats. // gives a whole number."),
    (STEPS, "(padded - kernel) * stride + 1", "you multiply by the stride. Divide: a larger one visits fewer places."),
    (STEPS, "(padded + kernel) // stride + 1", "the filter's size is added. It takes room away: subtract it."),
    (STEPS, "(kernel - padded) // stride + 1", "the subtraction is the wrong way round: image less filter."),
    (STEPS, "(padded - kernel) % stride + 1", "% gives what is left over. // divides and rounds down."),
    ("size + 2 * padding", "2 * padding", "the image's own size is missing: size + 2 · padding."),
    (RAISES, "pass", NO_ERROR),
    (RAISES, "return 0", NO_ERROR),
    (RAISES, "return None", NO_ERROR),
    (f"kernel > padded:\n        {RAISES}\n    return {STEPS}",
     f"(padded - kernel) / stride <= -1:\n        {RAISES}\n    return int((padded - kernel) / stride) + 1", TO_ZERO),
    ("kernel > padded", "kernel >= padded", "a filter as large as the padded image fits, at one place."),
    ("kernel > padded", "kernel > size", FIT),
    *(("kernel > padded", f"kernel > padded or {more}", STRIDE)
      for more in ("(padded - kernel) % stride", "stride > size", "stride > kernel")),
    ("kernel > padded", "kernel < padded", "the error comes where the filter fits. Raise it where kernel is larger."),
    ("kernel > padded", "True", "the error comes in every case. Raise it only where the filter does not fit."),
)  # fmt: skip

register(Exercise(conv.conv_output_size, ("size",), cases, conv_output_size, mistakes=MISTAKES))
