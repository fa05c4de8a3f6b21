"""Assignment A3: leaky ReLU, which lets a little of the negative numbers through."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.elements import NO_CACHE, SWAPPED, forward_cases
from course_lib.ops import activations


def leaky_relu_forward(x, *, slope=0.1):
    return np.where(x > 0, x, slope * x), (x, slope)


def cases(rng):
    return forward_cases(rng, {"slope": round(rng.uniform(0.2, 0.6), 2)}, {"slope": 0.0}, {"slope": 1.0})


OUT, CACHE = "np.where(x > 0, x, slope * x)", "(x, slope)"
MISTAKES = slips(
    leaky_relu_forward,
    (OUT, "np.maximum(x, 0)", "this is ReLU: negative numbers become 0. Here they become slope times themselves."),
    (OUT, "np.maximum(x, 0.1 * x)", "0.1 is written into your function. Use slope."),
    (OUT, "np.maximum(x, 0.01 * x)", "0.01 is written into your function. Use slope, which is 0.1 unless one says so."),
    (OUT, "np.minimum(x, slope * x)", 
     "negative numbers stay and positive ones shrink: it should be the other way round."),
    (OUT, "slope * x", "all numbers shrink. Only the negative ones do; the positive ones stay."),
    (OUT, "np.maximum(x, 0) + slope * x",
     "slope * x is added everywhere. Only the negative numbers take it; the positive ones stay."),
    (OUT, "x", "negative numbers pass unchanged. Multiply them by slope."),
    ("slope * x)", "slope)", "negative numbers all become slope. They become slope times themselves."),
    ("slope * x)", "-slope * x)", "negative numbers turn positive. slope times x keeps their sign."),
    ("slope * x)", "x + slope)", "slope is added. Negative numbers are multiplied by it."),
    ("slope * x)", "x - slope)", "slope is subtracted. Negative numbers are multiplied by it."),
    ("slope * x)", "x / (slope + 1e-12))", "negative numbers are divided by slope. They are multiplied by it."),
    ("slope * x)", "slope * (np.exp(np.minimum(x, 0)) - 1))", 
     "this is ELU, a curve. Leaky ReLU is straight: slope * x."),
    (f"{OUT}, {CACHE}", OUT, NO_CACHE),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", SWAPPED),
    (f"return {OUT}", "x[x < 0] *= slope\n    return x", "`x[x < 0] *= …` changes the caller's array. Make a new one."),
)  # fmt: skip

register(
    Exercise(
        activations.leaky_relu_forward, ("out", "cache"), cases, leaky_relu_forward, mistakes=MISTAKES, own=("cache",)
    )
)
