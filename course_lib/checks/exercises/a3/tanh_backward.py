"""Assignment A3: back through the hyperbolic tangent."""

import numpy as np  # noqa: F401  a mistake takes it

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.elements import (
    ADDED,
    DIVIDED,
    IN_PLACE,
    NO_TUPLE,
    PASSED_ON,
    SLOPE_ALONE,
    backward_cases,
)
from course_lib.ops import activations


def tanh_backward(dout, cache):
    return (dout * (1 - cache**2),)


DX, SLOPE = "dout * (1 - cache**2)", "(1 - cache**2)"
MISTAKES = slips(
    tanh_backward,
    (DX, f"{SLOPE}", SLOPE_ALONE),
    (DX, "dout", PASSED_ON),
    (SLOPE, "cache * (1 - cache)", "out · (1 - out) is the sigmoid's slope. That of tanh is 1 - out²."),
    (SLOPE, "(1 - cache)", "the square is missing: the slope is 1 - out²."),
    (SLOPE, "(1 - cache * 2)", "out * 2 is twice out. Its square is out**2."),
    (SLOPE, "cache**2", "1 - is missing: the slope is 1 - out², largest where out is 0."),
    (SLOPE, "(cache**2 - 1)", "the sign is turned round: tanh rises everywhere, so its slope 1 - out² is positive."),
    (SLOPE, "(1 + cache**2)", "the slope is 1 - out², with a minus: at most 1, and near 0 where tanh is flat."),
    (SLOPE, "(1 - np.tanh(cache) ** 2)",
     "tanh is taken twice. The slope is 1 - out², where out is tanh(x), once."),
    (SLOPE, "(1 - np.arctanh(cache.clip(-0.99999, 0.99999)) ** 2)",
     "this is 1 - x². The slope is 1 - out², with out = tanh(x)."),
    (f"({DX},)", DX, NO_TUPLE),
    (DX, "dout + 1 - cache**2", ADDED),
    (f"({DX},)", "(dout * (1 - cache**2)).sum(axis=0),",
     "this adds up over the rows. Each element of x has a gradient of its own."),
    (f"return ({DX},)", "dout *= 1 - cache**2\n    return (dout,)", IN_PLACE),
    (DX, "dout / (1.0000001 - cache**2)", DIVIDED),
)  # fmt: skip

register(
    Exercise(
        activations.tanh_backward, ("dx",), backward_cases, tanh_backward, mistakes=MISTAKES,
        forward=activations.tanh_forward,
    )
)  # fmt: skip
