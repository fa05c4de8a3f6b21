"""Assignment A3, to be mended: back through ELU."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.elements import ADDED, IN_PLACE, NO_TUPLE, PASSED_ON, SLOPE_ALONE, backward_cases
from course_lib.ops import activations


def elu_backward(dout, cache):
    x, alpha = cache
    slope = np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
    return (dout * slope.astype(dout.dtype),)


def cases(rng):
    return backward_cases(rng, {"alpha": round(rng.uniform(0.2, 0.8), 2)}, {"alpha": 2.0})


POWER, DX = "np.exp(np.minimum(x, 0))", "dout * slope.astype(dout.dtype)"
OUT = "alpha * (np.exp(np.minimum(x, 0)) - 1)"
MISTAKES = slips(
    elu_backward,
    (POWER, f"np.exp({OUT})",
     "this is e^out, as in the friend's function. The slope is alpha * e^x: far on the left it must go to 0. What has "
     "to be in the cache for that?"),
    (POWER, "(np.exp(np.minimum(x, 0)) - 1)",
     "alpha * (e^x - 1) is the output. Its derivative has no - 1: alpha * e^x."),
    ("alpha * np", "np", "alpha is missing: the slope on the left is alpha * e^x."),
    (f"alpha * {POWER}", "0.0 * x", "this is ReLU's slope, 0 on the left. ELU has alpha * e^x there."),
    (f"alpha * {POWER}", "alpha + 0.0 * x", "this is leaky ReLU's slope, the same all along the left. Here it is "
     "alpha * e^x."),
    ("np.where(x > 0, 1, ", "np.where(x > 0, 0, ", "dout passes whole where x was positive: the slope is 1 there."),
    ("np.where(x > 0, 1, ", "np.where(x > 0, x, ", "the slope where x was positive is 1, not x."),
    ("x > 0", "x < 0", "the two sides are exchanged: the slope is 1 where x was positive."),
    ("x > 0", "dout > 0", "the sign of dout decides here. It must be the sign of x, which forward has seen."),
    ("alpha * np.exp(np.minimum(x, 0))", "np.exp(alpha * np.minimum(x, 0))",
     "alpha stands in the exponent. It multiplies e^x from outside."),
    (f"np.where(x > 0, 1, alpha * {POWER})", "(x > 0) + (x <= 0) * alpha * np.exp(x)",
     "e^x overflows above 709 (88 in float32), and 0 times infinity is nan. Take the power of the negative numbers "
     "only."),
    (f"alpha * {POWER}", f"({OUT} + 1)",
     "this is out + 1, which is e^x only for alpha = 1. The slope is alpha * e^x, and that is out + alpha."),
    (DX, "slope.astype(dout.dtype)", SLOPE_ALONE),
    (DX, "np.where(x > 0, dout, slope.astype(dout.dtype))",
     "where x was negative dx is the slope alone. The chain rule multiplies it by dout."),
    (DX, "dout", PASSED_ON),
    (f"({DX},)", DX, NO_TUPLE),
    (DX, "dout + slope.astype(dout.dtype)", ADDED),
    (f"return ({DX},)", "dout *= slope.astype(dout.dtype)\n    return (dout,)", IN_PLACE),
)  # fmt: skip

register(
    Exercise(activations.elu_backward, ("dx",), cases, elu_backward, mistakes=MISTAKES, forward=activations.elu_forward)
)
