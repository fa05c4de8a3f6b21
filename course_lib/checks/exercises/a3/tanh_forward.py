"""Assignment A3: the hyperbolic tangent."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.elements import NO_CACHE, SWAPPED, forward_cases
from course_lib.ops import activations


def tanh_forward(x):
    out = np.tanh(x)
    return out, out


TANH = "np.tanh(x)"
MISTAKES = slips(
    tanh_forward,
    (TANH, "1 / (1 + np.exp(-np.clip(x, -80, 80)))", 
     "this is the sigmoid, between 0 and 1. tanh lies between -1 and 1."),
    (TANH, "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))",
     "e^x overflows above 709 (88 in float32), and inf / inf is nan. np.tanh takes numbers of any size."),
    (TANH, "2 / (1 + np.exp(-np.clip(x, -80, 80))) - 1",
     "2σ(x) - 1 is tanh(x / 2), half as steep. The sigmoid has to see 2x."),
    (TANH, "2 / (1 + np.exp(-np.clip(2 * x, -80, 80)))", "this lies between 0 and 2: subtract 1, so that 0 stays 0."),
    (TANH, "np.tan(x)", "np.tan is the tangent of an angle. The hyperbolic one ends in h: np.tanh."),
    (TANH, "np.arctan(x)", "this is the arctangent, which goes on to π/2. The hyperbolic tangent is np.tanh."),
    (TANH, "np.clip(x, -1, 1)", "cut off at -1 and 1 it has corners. tanh bends smoothly."),
    (TANH, "1 - np.tanh(x) ** 2", "this is the slope, for the way back. Forward returns tanh itself."),
    (TANH, "np.tanh(-x)", "the sign is turned round: tanh is negative where x is."),
    (TANH, "np.maximum(np.tanh(x), 0)", "negative inputs become 0. tanh keeps them negative, as far as -1."),
    ("out, out", "out", NO_CACHE),
    ("out, out", "x, out", SWAPPED),
)  # fmt: skip

register(
    Exercise(activations.tanh_forward, ("out", "cache"), forward_cases, tanh_forward, mistakes=MISTAKES, own=("cache",))
)
