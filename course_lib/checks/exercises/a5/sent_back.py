"""Cases for dropout, backward, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Cached, Case
from course_lib.checks.exercises.a5.chance import element, fact, usual
from course_lib.checks.exercises.a5.dropped import ANEW, law
from course_lib.checks.exercises.a5.dropping import off_zero

BACK_AT_TEST = (
    "after a pass at test time dx is dout as it came: forward dropped and scaled nothing there. Put into the cache "
    "what tells the two apart."
)
IN_OUT = "a 0 in out, or in x, does not say that it was dropped: it may have come as 0. Keep the mask in the cache."
SIGNS = "to stop what is negative is what ReLU does. The gradient stops where the mask of the forward pass is 0, only."
CHAIN = "the derivative of x times a factor is the factor. The chain rule multiplies dout by it, and x is not in it."

MASK = "the mask of the forward pass is True for all here, and dx is dout. Perhaps the mask is turned round."


def backward_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, p, dtype=float, *, train=True, own=False, zeros=False, **options):
        x, dout = off_zero(rng, shape, dtype), off_zero(rng, shape, dtype)
        x *= (rng.random(shape) < 0.5) if zeros else 1
        first, again = ({"train": train, "rng": np.random.default_rng(seed)} | options for _ in range(2))
        judge = partial(_sent_back, x, x / dtype(1 - p) if own else dout, p, options.get("maps"), own)
        judge = judge if train and p else partial(_as_it_came, x, dout, BACK_AT_TEST if p else MASK)
        back = Cached((x, p), first, part=0) if own else dout
        return Case(title, (back, Cached((x, p), again)), {}, judge)

    return [
        case("after a pass at test time", (2, 3), 0.25, train=False),
        case("after training with p = 0", (3, 2), 0.0),
        case("after a pass at test time, float32", (4, 3), 0.5, np.float32, train=False),
        case("after training", (25, 40), 0.3),
        case("after a large p", (30, 50), 0.8),
        case("one axis", (1200,), 0.4),
        case("float32", (40, 25), 0.4, np.float32),
        case("images", (10, 4, 5, 6), 0.3),
        case("whole maps", (40, 25, 2, 3), 0.3, maps=True),
        case("half of x is 0, as behind a ReLU", (25, 40), 0.4, zeros=True),
        case("a loss of half the squares of out, so that dout is out", (40, 25), 0.4, own=True),
        case("whole maps, and dout is out", (25, 40, 3, 2), 0.6, own=True, maps=True),
    ]


def _sent_back(x, dout, p, maps, own, value, options):
    """Judge dx: of what arrives a share p becomes 0, also if the dropped part of it is 0 already."""
    (dx,) = value
    if own and (dx != 0).any() and not usual((dx == 0).mean(), p, dx[:, :, 0, 0].size if maps else dx.size):
        return fact("dx is 0 at other elements than the forward pass dropped", ANEW)
    if (x == 0).any() and (dx[x == 0] == 0).all() and dx.any():
        return fact("dx is 0 wherever x is 0", IN_OUT)
    return (None if own else _chained(x, dout, dx)) or law(dx, dout, p, maps, "dx", "dout")


def _as_it_came(x, dout, cure, value, options):
    """Where nothing was dropped, in a pass at test time or with p = 0, dx is dout."""
    (dx,) = value
    if not dx.any():
        return fact("dx is 0 everywhere, though nothing was dropped", cure)
    if (dx == 0).any() and (dx[x < 0] == 0).all() and (dx[x > 0] != 0).all():
        return fact("dx is 0 where x is negative", SIGNS)
    problem = element("dx", dx, dout, 1e-5)
    if problem and np.ptp(dx / dout) < 1e-4:
        return fact("dx is dout times a factor, though nothing was dropped", cure if dx[0, 0] * dout[0, 0] > 0 else "")
    return problem and (_chained(x, dout, dx) or problem)


def _chained(x, dout, dx):
    """Look whether x stands in dx."""
    for said, wrong in {"x": x, "dout times x": dout * x}.items():
        known = (dx != 0) & (wrong != 0)
        ratio = dx[known] / wrong[known]
        if known.any() and np.ptp(ratio) < 1e-4 * abs(ratio).max():
            return fact(f"dx is {said} times a factor, where it is not 0", CHAIN)
    return None
