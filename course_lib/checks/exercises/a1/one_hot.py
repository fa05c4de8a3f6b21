"""Assignment A1: one-hot labels, smoothed."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, Mistake, slips
from course_lib.checks.exercises.shared import EVERY_ROW
from course_lib.ops import losses


def one_hot(labels, num_classes, *, smoothing=0.0):
    targets = np.full((len(labels), num_classes), smoothing / num_classes)
    targets[np.arange(len(labels)), labels] += 1 - smoothing
    return targets


def cases(rng):
    def case(title, count, num_classes, dtype=int, **options):
        return Case(title, (rng.integers(num_classes, size=count).astype(dtype), num_classes), options)

    return [
        Case("three labels", (np.array([2, 0, 1]), 3)),
        case("a single label", 1, 4),
        Case("the last classes do not occur", (np.array([0, 1, 1, 0, 1]), int(rng.integers(4, 8)))),
        case("ten classes", 6, 10),
        case("more classes than labels", int(rng.integers(3, 6)), int(rng.integers(11, 15))),
        case("more labels than classes", int(rng.integers(11, 15)), int(rng.integers(3, 6))),
        case("labels of another integer type", 5, 7, np.uint8),
        Case("smoothed by 0.2", (np.array([2, 0]), 4), {"smoothing": 0.2}),
        case("smoothed, more labels than classes", 9, 5, smoothing=round(rng.uniform(0.1, 0.5), 2)),
        case("nothing but smoothing", 2, 4, smoothing=1.0),
    ]


PICK, SHARE = "[np.arange(len(labels)), labels]", "smoothing / num_classes"
MISTAKES = slips(
    one_hot,
    ("num_classes), smoothing", "10), smoothing", "ten classes are written into your function. Use num_classes."),
    ("num_classes), smoothing", "labels.max() + 1), smoothing",
     "the number of classes must be num_classes; the largest label may be smaller, when a class does not occur."),
    ("return targets", "return targets.T", "rows and columns are swapped: one row a label, one column a class."),
    (PICK, "[np.arange(len(labels)), labels - 1]", "the 1 stands one place too early: class 0 is the first column."),
    (PICK, "[:, labels]", EVERY_ROW),
    ("(len(labels), num_classes)", "len(labels), num_classes", "the shape is one argument, a tuple: np.zeros((N, C))."),
    ("+= 1 - smoothing", "= 1 - smoothing", "the label's class gets its share ε/C as well: (1 - ε) + ε/C."),
    ("+= 1 - smoothing", "+= 1", "rows add up to 1 + ε: the label keeps only 1 - ε of its 1."),
    ("+= 1 - smoothing", f"= 1 - {SHARE}", "the label gives ε away, and gets ε/C of it back: 1 - ε + ε/C."),
    ("+= 1 - smoothing", "= 1", "the label keeps only 1 - ε of its 1, and ε/C goes to every class."),
    (SHARE, "smoothing", "every class gets ε. It is shared by all C of them: ε/C each."),
    (SHARE, "smoothing / len(labels)", "ε is divided by N. The classes of a row share it: ε/C each."),
    (SHARE, "0.0", "the share ε that the label gives away is missing: every class gets ε/C of it. (If you add it, look "
     "at the dtype: an array of integers cuts ε/C off to 0.)"),
    (f"{SHARE})\n    targets{PICK} +=", f"smoothing / (num_classes - 1))\n    targets{PICK} =",
     "ε is shared by all C classes, the label's own included: ε/C each, not ε/(C - 1) for the others."),
)  # fmt: skip

register(Exercise(
    losses.one_hot, ("targets",), cases, one_hot,
    mistakes=(
        *MISTAKES,
        Mistake(
            lambda labels, num_classes, smoothing=0: np.eye(num_classes)[labels],
            "smoothing is ignored: the label keeps 1 - ε, and ε/C is added everywhere.",
        ),
        Mistake(
            lambda labels, num_classes, smoothing=0: np.eye(num_classes, dtype=int)[labels],
            "these are integers. np.zeros makes float64 unless you say otherwise.",
        ),
        Mistake(
            lambda labels, num_classes, smoothing=0: labels[:, None] == np.arange(num_classes),
            "these are True and False. Make them float64: .astype(float).",
        ),
        Mistake(
            lambda labels, num_classes, smoothing=0: (np.arange(num_classes) <= labels[:, None]).astype(float),
            "every column up to the label is 1. Exactly one column of a row may be 1.",
        ),
    ),
))  # fmt: skip
