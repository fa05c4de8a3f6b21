"""Assignment A5: a strong response damps its neighbours, the channels on either side."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import NOT_RETURNED
from course_lib.checks.exercises.a5.neighbours import norm_cases
from course_lib.ops import lrn


def local_response_norm_forward(x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
    energy = np.zeros_like(x)
    for c in range(x.shape[1]):
        first, last = max(0, c - size // 2), c + (size - 1) // 2
        energy[:, c] = (x[:, first : last + 1] ** 2).sum(axis=1)
    base = k + alpha * energy
    return x / base**beta, (x, base)


FIRST, LAST = "max(0, c - size // 2)", "c + (size - 1) // 2"
ENERGY, BASE = "(x[:, first : last + 1] ** 2).sum(axis=1)", "k + alpha * energy"
OUT, CACHE = "x / base**beta", "(x, base)"
CHANNELS = "the sum runs over another axis than the channels. These are axis 1 of (N, C, H, W)."
POWER = "out = x / (k + alpha · sum)^beta: the power is of the whole bracket, and divides."
SUM = "k and alpha times the sum are added: k + alpha * sum."
INT = "a place is a whole number: // and not /."
MISTAKES = slips(
    local_response_norm_forward,
    (ENERGY, "x[:, first : last + 1].sum(axis=1) ** 2", "this is the square of a sum. Take the sum of the squares."),
    (ENERGY, "x[:, first : last + 1].sum(axis=1)", "the squares are missing: an energy is a sum of squares."),
    (ENERGY, "abs(x[:, first : last + 1]).sum(axis=1)", "these are absolute values. The formula has squares: ** 2."),
    (ENERGY, "(x[:, first : last + 1] * 2).sum(axis=1)", "* 2 doubles. ** 2 squares."),
    (ENERGY, ENERGY.replace("sum", "mean"), "this is the mean of the squares. The paper's formula has their sum."),
    (BASE, "k + alpha / size * energy", "alpha is divided by size, as torch does it. Here it multiplies the sum."),
    *((BASE, f"k + alpha {operator} energy", "alpha multiplies the sum.") for operator in "/+-"),
    *((BASE, other, SUM) for other in (
        "k - alpha * energy", "k * alpha * energy", "k / (alpha * energy)", "(k + alpha) * energy", "energy", "k")),
    (BASE, "alpha * energy", "k is missing: without it a pixel without any energy would be divided by 0."),
    (BASE, "k + energy", "alpha is missing: it says how much the neighbours damp."),
    (f"{FIRST}, {LAST}", "max(0, c - size / 2), c + (size - 1) // 2", INT),
    (f"{FIRST}, {LAST}", "max(0, c - size // 2), c + (size - 1) / 2", INT),
    *(("sum(axis=1)", other, CHANNELS) for other in ("sum(axis=2)", "sum(axis=0)", "sum(axis=-1)", "sum()")),
    ("range(x.shape[1])", "range(x.shape)", "the loop goes over all channels: x.shape[1]."),
    *((OUT, other, POWER) for other in (
        "x / base * beta", "x * base**beta", "base**beta / x", "x / beta**base", "(x / base) ** beta", "x - base**beta",
        "base**beta", "x / (k + alpha * energy**beta)", "x / (k + (alpha * energy) ** beta)",
        "x / (k**beta + alpha * energy**beta)", "x / beta")),
    (OUT, "x / base", "beta is missing: the power of the whole bracket, which then divides x."),
    (OUT, "x / (k + beta * energy) ** alpha", "alpha and beta are exchanged."),
    (f"{OUT}, {CACHE}", OUT, "the cache is missing: out, and then what a backward function would need."),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", "the two results are the wrong way round: out first, then the cache."),
    (f"return {OUT}", OUT, NOT_RETURNED),
)  # fmt: skip

register(
    Exercise(
        lrn.local_response_norm_forward, ("out", "cache"), norm_cases, local_response_norm_forward, mistakes=MISTAKES,
        own=("cache",),
    )
)  # fmt: skip
