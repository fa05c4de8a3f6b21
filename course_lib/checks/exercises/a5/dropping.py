"""Cases for dropout, forward and backward."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Cached, Case
from course_lib.checks.exercises.a5.chance import NO_RNG, element, fact, from_rng, usual
from course_lib.checks.exercises.a5.dropped import ANEW, KEEPS_P, ONE, SHARE, law

CALLS = 60  # of a case: what has probability 1/2 does not happen, or fail to, in all of them
DROPS_ALWAYS = "at test time nothing is dropped: return x as it is where train is False, and not where it is True."
FIXED = (
    "how many are dropped is left to chance too: drop an element where a random number of its own is below p. Places "
    "that are drawn from a list are always equally many."
)
MASK = "the mask of the forward pass is True for all here, and dx is dout. Perhaps the mask is turned round."
AT_TEST = {
    "1 - p": "the paper scales down at test time. Here training scales up, by 1 / (1 - p), and at test time x stays as "
    "it is: return x.",
    "1 / (1 - p)": "at test time nothing is scaled: return x as it is.",
}
BACK_AT_TEST = (
    "after a pass at test time dx is dout as it came: forward dropped and scaled nothing there. Put into the cache "
    "what tells the two apart."
)
IN_OUT = "a 0 in out, or in x, does not say that it was dropped: it may have come as 0. Keep the mask in the cache."
SIGNS = "to stop what is negative is what ReLU does. The gradient stops where the mask of the forward pass is 0, only."
CHAIN = "the derivative of x times a factor is the factor. The chain rule multiplies dout by it, and x is not in it."


def forward_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, p, dtype=float, *, train=True, times=1, **options):
        x = off_zero(rng, shape, dtype)
        options = {"train": train, "rng": np.random.default_rng(seed)} | options
        judge = _alone if times > 1 else from_rng(partial(_in_training, x, p)) if p else partial(_nothing_dropped, x)
        return Case(title, (x, p), options, judge if train else partial(_at_test_time, x, p), times)

    return [
        case("at test time", (2, 3), 0.25, train=False),
        case("in training with p = 0", (3, 2), 0.0),
        case("at test time, float32", (4, 3), 0.5, np.float32, train=False),
        case("at test time, whole maps", (2, 3, 1, 2), 0.2, train=False, maps=True),
        case(f"two elements, in each of {CALLS} calls", (1, 2), 0.5, times=CALLS),
        case("in training", (25, 40), 0.3),
        case("a large p", (30, 50), 0.8),
        case("one axis", (1200,), 0.4),
        case("float32", (40, 25), 0.4, np.float32),
        case("images", (10, 4, 5, 6), 0.3),
        case("whole maps", (40, 25, 2, 3), 0.3, maps=True),
        case("whole maps, float32", (25, 40, 3, 2), 0.6, np.float32, maps=True),
    ]


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


def off_zero(rng, shape, dtype):
    """Draw numbers that are never 0, so that a 0 in the result was dropped."""
    return (rng.choice([-1, 1], size=shape) * rng.uniform(0.5, 2, size=shape).round(2)).astype(dtype)


def _at_test_time(x, p, value, options):
    out = value[0]
    if (out == 0).any():
        share = "out is 0 everywhere" if (out == 0).all() else "elements of out are 0"
        return fact(f"{share}, though train is False", DROPS_ALWAYS)
    for said, factor in {"1 - p": 1 - p, "1 / (1 - p)": 1 / (1 - p)}.items():
        if np.allclose(out, x * factor, rtol=1e-5):
            return fact(f"out is x times {said}, though train is False", AT_TEST[said])
    return element("out", out, x, 1e-5)


def _nothing_dropped(x, value, options):
    zeros = (value[0] == 0).mean()
    if zeros == 1:
        return fact("every element of out is 0, though p is 0", KEEPS_P)
    return fact("elements of out are 0, though p is 0", SHARE) if zeros else element("out", value[0], x, 1e-5)


def _alone(values, options):
    """Look whether two elements are dropped independently of each other."""
    kept = np.array([value[0][0] != 0 for value in values])
    if (kept.sum(axis=1) == 1).all():
        same = (kept == kept[0]).all()
        said = "the same one" if same else "never none and never both"
        return fact(f"in every call one of the two elements is dropped, {said}", NO_RNG if same else FIXED)
    if kept.any() and not kept.all() and (kept[:, 0] == kept[:, 1]).all():
        return fact("the two elements are dropped together, or kept together", ONE)
    return None


def _in_training(x, p, value, options):
    return law(value[0], x, p, options.get("maps", False), "out", "x")


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
