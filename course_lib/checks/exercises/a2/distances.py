"""What the regression losses of A2 share: cases, and the hints for mistakes that are made in both."""

import numpy as np

from course_lib.checks.engine.exercise import Case


def cases(rng, option):
    """Predictions and targets of many shapes; the option, such as beta, is where parabola and lines meet."""

    def case(title, shape, width=None, dtype=float):
        difference = (rng.uniform(-3, 3, size=shape) * (width or 1.0)).round(2) + 0.003  # never just at the width
        target = rng.normal(size=shape).round(2)
        args = ((target + difference).round(3).astype(dtype), target.astype(dtype))
        return Case(title, args, {} if width is None else {option: width})

    near, far = np.array([0.25, -0.5, 0.75]), np.array([4.0, -2.0, 9.0, -3.0])
    perfect = np.array([0.5, -3.0, 0.25, 2.0, 8.0])
    n, d = (int(size) for size in rng.permutation(np.arange(4, 10))[:2])
    return [
        Case("near the targets", (near, np.zeros(3))),
        Case("far from the targets", (far, np.zeros(4))),
        case("some near, some far", (7,)),
        case("rows of several numbers", (n, d)),
        Case("a perfect prediction", (perfect, perfect.copy())),
        case("a wide parabola", (3, 4), 2.5),
        case("a narrow parabola", (4, 3), 0.25),
        Case("one outlier among many", (np.append(rng.normal(size=5).round(2), 1000.0), np.zeros(6)), {option: 2.0}),
        case("three axes", (2, 3, 4), 0.5),
        case("float32", (5, 2), 0.5, np.float32),
    ]


SUM = "this is the sum. The loss is the mean over all elements: divide by their number, pred.size."
BOTH = "loss and gradient are those of the sum. Divide both by the number of elements, pred.size."
ROWS = "you divide by the number of rows. The mean runs over all elements: divide by pred.size."
GRADIENT_MEAN = "the gradient is too large by the number of elements: 1/size of the mean belongs to it."
SIGN = "the sign of the gradient is turned round: where the prediction is too high, the loss rises with it."
NOT_ABSOLUTE = "a difference far below zero is far, too: compare its absolute value."
SIZED = "the gradient far away has a sign: plus above the target, minus below it."
NOT_REDUCED = "these are the losses of the elements. Return their mean, one number."
SWAPPED = "the two results are the wrong way round: loss, dpred."
ALONE = "the gradient is missing: return loss, dpred."
