"""Assignment A3: back through leaky ReLU."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.elements import ADDED, IN_PLACE, NO_TUPLE, PASSED_ON, SLOPE_ALONE, backward_cases
from course_lib.ops import activations


def leaky_relu_backward(dout, cache):
    x, slope = cache
    return (np.where(x > 0, dout, slope * dout),)


def cases(rng):
    return backward_cases(rng, {"slope": round(rng.uniform(0.2, 0.6), 2)}, {"slope": 0.0}, {"slope": 1.0})


DX = "np.where(x > 0, dout, slope * dout)"
MISTAKES = slips(
    leaky_relu_backward,
    (DX, "np.where(x > 0, x.dtype.type(1), x.dtype.type(slope))", SLOPE_ALONE),
    (DX, "dout", PASSED_ON),
    (DX, "np.where(x > 0, dout, 0 * dout)",
     "this is ReLU's: nothing passes where x was negative. Here slope times dout does."),
    (DX, "slope * dout", "everything shrinks. Where x was positive, dout passes whole."),
    ("x > 0", "x < 0", "the two sides are exchanged: dout passes whole where x was positive."),
    ("x > 0", "dout > 0", "the sign of dout decides here. It must be the sign of x, which forward has seen."),
    ("x > 0", "x > 1", "dout passes whole wherever x was positive, not only above 1."),
    ("slope * dout", "0.1 * dout", "0.1 is written into your function. The slope that forward was given must come "
     "with the cache."),
    ("slope * dout", "0.01 * dout", "0.01 is written into your function. The slope that forward was given must come "
     "with the cache."),
    ("slope * dout", "slope * x", "slope * x is the way forward. On the way back it is dout that is multiplied."),
    (DX, "np.where(x > 0, x, slope * x) * dout", 
     "dout is multiplied by the output. Multiply it by the slope: 1 or slope."),
    ("slope * dout", "-slope * dout", "the sign is turned round where x was negative: the function rises there too."),
    ("slope * dout", "slope", "where x was negative dx is slope alone. The chain rule multiplies it by dout."),
    (DX, "np.where(x > 0, 1, slope * dout)",
     "where x was positive dx is 1, the slope alone. The chain rule multiplies it by dout: dout itself."),
    ("slope * dout", "dout / (slope + 1e-12)", "where x was negative you divide by slope. Multiply by it."),
    (f"({DX},)", DX, NO_TUPLE),
    (DX, "dout + np.where(x > 0, x.dtype.type(1), x.dtype.type(slope))", ADDED),
    (f"return ({DX},)", "dout *= np.where(x > 0, x.dtype.type(1), x.dtype.type(slope))\n    return (dout,)", IN_PLACE),
)  # fmt: skip

register(
    Exercise(
        activations.leaky_relu_backward, ("dx",), cases, leaky_relu_backward, mistakes=MISTAKES,
        forward=activations.leaky_relu_forward,
    )
)  # fmt: skip
