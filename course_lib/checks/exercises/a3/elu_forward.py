"""Assignment A3: ELU, which bends the negative numbers towards -alpha."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.elements import NO_CACHE, SWAPPED, forward_cases
from course_lib.ops import activations


def elu_forward(x, *, alpha=1.0):
    bent = alpha * (np.exp(np.minimum(x, 0)) - 1)
    return np.where(x > 0, x, bent), (x, alpha)


def cases(rng):
    return forward_cases(rng, {"alpha": round(rng.uniform(0.2, 0.8), 2)}, {"alpha": 2.0})


BENT, OUT = "alpha * (np.exp(np.minimum(x, 0)) - 1)", "np.where(x > 0, x, bent)"
CACHE = "(x, alpha)"
MISTAKES = slips(
    elu_forward,
    (BENT, "alpha * np.exp(np.minimum(x, 0))", "- 1 is missing: without it the curve jumps from alpha to 0 at x = 0."),
    (BENT, "alpha * np.exp(np.minimum(x, 0)) - 1",
     "alpha multiplies e^x alone here. It multiplies the whole bracket: alpha * (e^x - 1)."),
    ("alpha * (", "(", "alpha is ignored: negative numbers bend towards -alpha."),
    (BENT, "np.exp(alpha * np.minimum(x, 0)) - 1", "alpha stands in the exponent. It multiplies e^x - 1 from outside."),
    (BENT, "alpha * (1 - np.exp(np.minimum(x, 0)))", "the sign is turned round: e^x - 1 is negative for negative x."),
    ("x > 0", "x < 0", "the two sides are exchanged: positive numbers stay, and negative ones bend."),
    (OUT, "np.maximum(x, bent)",
     "you take the larger of both sides: with alpha above 1 that may be x below 0 too. The sign of x decides."),
    (OUT, "np.where(x > 0, np.minimum(x, 50), bent)",
     "positive numbers stop at 50. Cut off what goes into the power, and return the positive numbers whole."),
    (OUT, "bent", "positive numbers must stay as they are. Only the negative ones bend."),
    (OUT, "x", "negative numbers pass unchanged. They become alpha * (e^x - 1)."),
    (OUT, "np.maximum(x, 0)", "this is ReLU: negative numbers become 0. Here they become alpha * (e^x - 1)."),
    (BENT, "alpha * x", "this is leaky ReLU, a straight line. ELU bends: alpha * (e^x - 1)."),
    (OUT, "(x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1)",
     "e^x overflows above 709 (88 in float32), and 0 times infinity is nan. Choose with np.where, and take the power "
     "of the negative numbers only."),
    (BENT, "np.float64(alpha) * (np.exp(np.minimum(x, 0).astype(float)) - 1)",
     "a float32 x must give a float32 out. Somewhere float64 comes in."),
    (f"{OUT}, {CACHE}", OUT, NO_CACHE),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", SWAPPED),
)  # fmt: skip

register(Exercise(activations.elu_forward, ("out", "cache"), cases, elu_forward, mistakes=MISTAKES, own=("cache",)))
