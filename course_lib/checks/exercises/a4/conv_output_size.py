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
    }
    return [Case(title, numbers) for title, numbers in named.items()]


STEPS, RAISES = "(padded - kernel) // stride + 1", 'raise ValueError("the filter does not fit into the padded image")'
PARENTHESES = "a division comes before a subtraction: put size + 2 · padding - kernel in parentheses."
NO_ERROR = (
    'the number is right wherever the filter fits. Where it does not, even with the padding: raise ValueError("…").'
)
MISTAKES = slips(
    conv_output_size,
    ("2 * padding", "padding", "padding counts at both ends: 2 · padding."),
    (" + 2 * padding", "", "the padding is ignored: the image grows by 2 · padding."),
    (" + 2 * padding", " - 2 * padding", "the padding is subtracted: it makes the image larger, by 2 · padding."),
    ("2 * padding", "4 * padding", "the padding is counted twice over: 2 · padding is both ends together."),
    (" // stride", "", "the stride is ignored: divide by it, rounded down."),
    (STEPS, "(padded - kernel) // stride", "one place is missing: the first counts too, before any step. Add 1."),
    (STEPS, "(padded - kernel + 1) // stride",
     "the 1 is added before the division. The first place is no step: add it at the end."),
    (STEPS, "(padded - kernel) // (stride + 1)", "the stride itself grows by 1. Add the 1 at the end."),
    (STEPS, "padded - kernel // stride + 1", PARENTHESES),
    (STEPS, "padded // stride", "the filter's own size is missing: it needs room. Subtract kernel first."),
    (STEPS, "padded // stride + 1", "the filter's own size is missing: it needs room. Subtract kernel first."),
    (STEPS, "-(-(padded - kernel) // stride) + 1", "a step that is not full counts too. Round down: //."),
    (STEPS, "round((padded - kernel) / stride) + 1", "a step is counted if half of it is there. Round down: //."),
    (STEPS, "(padded - kernel) / stride + 1",
     "this is no whole number: / gives a fraction. // divides and rounds down."),
    (STEPS, "(padded - kernel) * stride + 1",
     "you multiply by the stride. A larger stride visits fewer places: divide."),
    (STEPS, "(padded + kernel) // stride + 1", "the filter's size is added. It takes room away: subtract it."),
    (STEPS, "(kernel - padded) // stride + 1", "the subtraction is the wrong way round: image less filter."),
    (STEPS, "(padded - kernel) // stride + 2", "this is one place too many: the first place counts once."),
    (STEPS, "(padded - kernel) % stride + 1", "% gives what is left over. // divides and rounds down."),
    (STEPS, "1", "it is always 1. Count the steps between the first and the last place, and add 1."),
    (STEPS, "stride + 1",
     "this does not depend on the sizes. Count the steps: the room that is left, over the stride."),
    ("size + 2 * padding", "2 * padding", "the image's own size is missing: size + 2 · padding."),
    (RAISES, "pass", NO_ERROR),
    (RAISES, "return 0", NO_ERROR),
    (RAISES, "return None", NO_ERROR),
    ("kernel > padded", "kernel >= padded", "a filter as large as the padded image fits, at one place."),
    ("kernel > padded", "kernel > size", "the filter has to fit into the padded image, not into the image alone."),
    ("kernel > padded", "kernel < padded", "the error comes where the filter fits. Raise it where kernel is larger."),
    ("kernel > padded", "True",
     "the error comes wherever the filter goes. Raise it only where kernel is larger than the padded image."),
    ("ValueError", "TypeError", "the error has to be a ValueError: the numbers are numbers, but do not fit."),
)  # fmt: skip

register(Exercise(conv.conv_output_size, ("size",), cases, conv_output_size, mistakes=MISTAKES))
