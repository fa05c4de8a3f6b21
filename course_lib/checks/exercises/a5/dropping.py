"""Cases for dropout, forward, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import NO_RNG, element, fact, from_rng
from course_lib.checks.exercises.a5.dropped import ALONE, KEEPS_P, ONE, SHARE, law

CALLS = 60  # of a case: what has probability 1/2 does not happen, or fail to, in all of them
DROPS_ALWAYS = "at test time nothing is dropped: return x as it is where train is False, and not where it is True."
FIXED = (
    "how many are dropped is left to chance too: drop an element where a random number of its own is below p. Places "
    "that are drawn from a list are always equally many."
)
AT_TEST = {
    "1 - p": "the paper scales down at test time. Here training scales up, by 1 / (1 - p), and at test time x stays as "
    "it is: return x.",
    "1 / (1 - p)": "at test time nothing is scaled: return x as it is.",
}


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
    if zeros:
        return fact("elements of out are 0, though p is 0", SHARE)
    problem = element("out", value[0], x, 1e-5)
    factor = problem and np.isfinite(value[0]).all() and np.ptp(value[0] / x) < 1e-4
    return fact("out is x times a factor, though p is 0", ALONE) if factor else problem


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
