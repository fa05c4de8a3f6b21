"""Assignment A5: a strong response damps its neighbours, the channels on either side."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, Mistake, slips
from course_lib.checks.exercises.a5.chance import NOT_RETURNED
from course_lib.ops import lrn


def local_response_norm_forward(x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
    energy = np.zeros_like(x)
    for c in range(x.shape[1]):
        first, last = max(0, c - size // 2), c + (size - 1) // 2
        energy[:, c] = (x[:, first : last + 1] ** 2).sum(axis=1)
    base = k + alpha * energy
    return x / base**beta, (x, base)


def cases(rng):
    def case(title, shape, scale=1.0, dtype=float, **options):
        return Case(title, ((scale * rng.normal(size=shape)).round(2).astype(dtype),), options)

    alpha, beta, k = (round(rng.uniform(*ends), 2) for ends in ((0.3, 0.6), (0.4, 0.7), (0.8, 1.5)))
    return [
        case("one pixel, three channels", (1, 3, 1, 1), size=3, alpha=1.0, beta=1.0, k=1.0),
        case("two images, neighbourhoods of three", (2, 5, 1, 2), size=3, alpha=1.0),
        case("the numbers of the paper", (2, 8, 3, 4), 60),
        case("each channel by itself", (2, 4, 3, 2), size=1, alpha=0.5),
        case("all options", (3, 7, 2, 4), 2, size=5, alpha=alpha, beta=beta, k=k),
        case("an even size", (2, 6, 4, 3), size=4, alpha=1.0),
        case("size 2", (1, 5, 2, 3), size=2, alpha=2.0, beta=0.5),
        case("fewer channels than size", (3, 2, 4, 5), size=7, alpha=1.0),
        case("one channel", (4, 1, 2, 3), alpha=3.0),
        case("the size of the paper", (2, 7, 2, 3), alpha=2.0),
        case("higher than wide", (3, 9, 5, 2), size=3, alpha=0.2, beta=2.0),
        case("float32", (2, 6, 3, 5), 40, np.float32),
        case("float32, all options", (3, 5, 4, 2), 1, np.float32, size=4, alpha=alpha, beta=beta, k=k),
    ]


FIRST, LAST = "max(0, c - size // 2)", "c + (size - 1) // 2"
ENERGY, BASE = "(x[:, first : last + 1] ** 2).sum(axis=1)", "k + alpha * energy"
OUT, CACHE = "x / base**beta", "(x, base)"
HALF = (
    "the neighbourhood of channel c goes from c - size // 2 to c + (size - 1) // 2, both of which count: a slice "
    "ends before its end."
)
NEGATIVE = "a slice that starts below 0 counts from the end: begin at channel 0 at least, with max(0, …)."
CHANNELS = "the sum runs over another axis than the channels. These are axis 1 of (N, C, H, W)."
POWER = "out = x / (k + alpha · sum)^beta: the power is of all the sum, and divides."
MISTAKES = slips(
    local_response_norm_forward,
    (ENERGY, "x[:, c] ** 2", "only the channel itself is squared. Its neighbours count too: that is the idea."),
    (ENERGY, f"{ENERGY} - x[:, c] ** 2", "the channel's own square is left out. It counts as well."),
    (ENERGY, "x[:, first : last + 1].sum(axis=1) ** 2", "this is the square of a sum. Take the sum of the squares."),
    (ENERGY, "x[:, first : last + 1].sum(axis=1)", "the squares are missing: an energy is a sum of squares."),
    (ENERGY, "(x[:, first : last + 1] * 2).sum(axis=1)", "* 2 doubles. ** 2 squares."),
    (ENERGY, ENERGY.replace("sum", "mean"), "this is the mean of the squares. The paper's formula has their sum."),
    ("x[:, first : last + 1]", "x", "all channels are added up. Only those near c count, size of them."),
    (BASE, "k + alpha / size * energy", "alpha is divided by size, as torch does it. Here it multiplies the sum."),
    *((BASE, f"k + alpha {operator} energy", "alpha multiplies the sum.") for operator in "/+-"),
    *((BASE, other, "k and alpha times the sum are added.")
      for other in ("k - alpha * energy", "k * alpha * energy", "k / (alpha * energy)")),
    (BASE, "alpha * energy", "k is missing: without it a pixel without any energy would be divided by 0."),
    (BASE, "k + energy", "alpha is missing: it says how much the neighbours damp."),
    (BASE, "energy", "k and alpha are missing: k + alpha * the sum of squares."),
    (BASE, "k", "the neighbours are not used: k + alpha * the sum of squares."),
    *((FIRST, f"max(0, {other})", HALF) for other in (
        "c - size", "c - size / 2", "c + size // 2", "c - size // 3", "c - size // 1", "c - (size - 1) // 2", "c",
        "size // 2", "size // 2 - c")),
    *((LAST, other, HALF) for other in (
        "c + size // 2", "c + size", "c - (size - 1) // 2", "c + (size - 1) // 3", "c + (size - 1) // 1",
        "c + (size + 1) // 2", "c + (size - 2) // 2", "c + (size - 0) // 2", "(size - 1) // 2", "c",
        "c + (size - 1) / 2", "c + (1 - size) // 2")),
    (f"{FIRST}, {LAST}", "max(0, c - (size - 1) // 2), c + size // 2",
     "the two halves are exchanged: of an even size, the larger one lies below c."),
    (FIRST, "c - size // 2", NEGATIVE), (FIRST, "min(0, c - size // 2)", NEGATIVE),
    (FIRST, "max(1, c - size // 2)", "channel 0 is left out. Begin at 0."),
    *(("last + 1]", f"{other}]", HALF) for other in ("last", "last - 1", "last + 2", "last + 0")),
    *(("sum(axis=1)", other, CHANNELS) for other in ("sum(axis=2)", "sum(axis=0)", "sum(axis=-1)", "sum()")),
    *(("range(x.shape[1])", f"range({other})", "the loop goes over all channels: x.shape[1].")
      for other in ("x.shape[1] - 1", "1, x.shape[1]", "len(x)", "x.shape[2]", "size", "x.shape")),
    *((OUT, other, POWER) for other in (
        "x / base * beta", "x * base**beta", "base**beta / x", "x / beta**base", "(x / base) ** beta", "x - base**beta",
        "base**beta", "beta")),
    (OUT, "x / base", "beta is missing: the power of the whole bracket, which then divides x."),
    (OUT, "x", "this is x as it came. Divide it by base**beta."),
    (OUT, "x / (k + alpha * energy**beta)", POWER),
    *((f"{name}={default}", f"{name}={other}", f"without the option, {name} is {default}, as in the paper.")
      for name, default, wrong in (("size", 5, (3, 4, 6)), ("alpha", "1e-4", (1, 5e-4)), ("beta", 0.75, (0.5, 1.75)),
                                   ("k", 2.0, (1, 3))) for other in wrong),
    (BASE, "k + 1e-4 * energy", "alpha is ignored: 1e-4 is only what it is by default."),
    (OUT, "x / base**0.75", "beta is ignored: 0.75 is only what it is by default."),
    (BASE, "2.0 + alpha * energy", "k is ignored: 2 is only what it is by default."),
    ("max(0, c - size // 2), c + (size - 1) // 2", "max(0, c - 2), c + 2", "size is ignored: 5 is only the default."),
    ("np.zeros_like(x)", "np.zeros(x.shape)", "a float32 x must give a float32 out: np.zeros_like(x), for its dtype."),
    (f"{OUT}, {CACHE}", OUT, "the cache is missing: out, and then what a backward function would need."),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", "the two results are the wrong way round: out first, then the cache."),
    (f"return {OUT}", OUT, NOT_RETURNED),
)  # fmt: skip

register(
    Exercise(
        lrn.local_response_norm_forward, ("out", "cache"), cases, local_response_norm_forward, own=("cache",),
        mistakes=(
            *MISTAKES,
            Mistake(
                lambda x, size=5, alpha=1e-4, beta=0.75, k=2.0: (
                    lrn.local_response_norm_forward(x.swapaxes(1, 3), size=size, alpha=alpha, beta=beta, k=k)[
                        0
                    ].swapaxes(1, 3),
                    x,
                ),
                "the neighbours are pixels of a row. They are the same pixel in the channels on either side.",
            ),
        ),
    )
)  # fmt: skip
