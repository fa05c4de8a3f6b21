"""Cases for dropout, forward and backward, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Cached, Case
from course_lib.checks.exercises.a5.chance import element, fact, from_rng, usual


def forward_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, p, dtype=float, *, train=True, **options):
        x = off_zero(rng, shape, dtype)
        options = {"train": train, "rng": np.random.default_rng(seed)} | options
        judge = from_rng(partial(_in_training, x, p)) if train else partial(_at_test_time, x, p)
        return Case(title, (x, p), options, judge if p else None)

    return [
        case("at test time", (2, 3), 0.25, train=False),
        case("in training with p = 0", (3, 2), 0.0),
        case("at test time, float32", (4, 3), 0.5, np.float32, train=False),
        case("at test time, whole maps", (2, 3, 1, 2), 0.2, train=False, maps=True),
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

    def case(title, shape, p, dtype=float, *, train=True, own=False, **options):
        x, dout = off_zero(rng, shape, dtype), off_zero(rng, shape, dtype)
        first, again = ({"train": train, "rng": np.random.default_rng(seed)} | options for _ in range(2))
        judge = partial(_sent_back, x / dtype(1 - p) if own else dout, p, options.get("maps", False), own)
        back = Cached((x, p), first, part=0) if own else dout
        return Case(title, (back, Cached((x, p), again)), {}, judge if train and p else None)

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
        case("a loss of half the squares of out, so that dout is out", (40, 25), 0.4, own=True),
        case("whole maps, and dout is out", (25, 40, 3, 2), 0.6, own=True, maps=True),
    ]


def off_zero(rng, shape, dtype):
    """Draw numbers that are never 0, so that a 0 in the result was dropped."""
    return (rng.choice([-1, 1], size=shape) * rng.uniform(0.5, 2, size=shape).round(2)).astype(dtype)


def _at_test_time(x, p, value, options):
    out = value[0]
    if (out == 0).any():
        return fact(
            "out is 0 everywhere, though train is False"
            if (out == 0).all()
            else "elements of out are 0, though train is False"
        )
    for factor, said in ((1 - p, "1 - p"), (1 / (1 - p), "1 / (1 - p)")):
        if np.allclose(out, x * factor, rtol=1e-5):
            return fact(f"out is x times {said}, though train is False")
    return element("out", out, x, 1e-5)


def _in_training(x, p, value, options):
    return _law(value[0], x, p, options.get("maps", False), "out", "x")


def _sent_back(dout, p, maps, own, value, options):
    """Judge dx: of what arrives a share p becomes 0, also if the dropped part of it is 0 already."""
    (dx,) = value
    if own and (dx != 0).any() and not usual((dx == 0).mean(), p, dx[:, :, 0, 0].size if maps else dx.size):
        return fact("dx is 0 at other elements than the forward pass dropped")
    return _law(dx, dout, p, maps, "dx", "dout")


def _law(out, x, p, maps, name, source):
    kept = out != 0
    if kept.all():
        return fact(f"no element of {name} is 0: nothing is dropped")
    if not kept.any():
        return fact(f"every element of {name} is 0: nothing is kept")
    problem = _pattern(kept, maps, name)
    units = kept[:, :, 0, 0].size if maps else kept.size
    if not problem and not usual(1 - kept.mean(), p, units):
        much = "p of them are kept, and 1 - p dropped" if usual(kept.mean(), p, units) else "another share is dropped"
        problem = fact(f"of the elements of {name} a share of p = {p:g} should be dropped: {much}")
    return problem or _scale(out[kept] / x[kept], p, name, source)


def _pattern(kept, maps, name):
    """Look which elements fall together, beyond chance."""
    if kept.ndim == 1:
        return None
    if (kept == kept[:1]).all():
        return fact(f"every sample loses the same elements of {name}")
    if (kept == kept.reshape(len(kept), -1)[:, :1].reshape(-1, *[1] * (kept.ndim - 1))).all():
        return fact(f"each sample of {name} is dropped or kept as a whole")
    if kept.ndim == 4 and (kept == kept[:, :1]).all():
        return fact(f"all maps of an image lose the same pixels of {name}")
    whole = kept.ndim == 4 and (kept == kept[:, :, :1, :1]).all()
    if maps and not whole:
        return fact("some maps are dropped in part, though maps is True")
    return fact("each map is dropped or kept as a whole, though maps is False") if whole and not maps else None


def _scale(ratio, p, name, source):
    one = ratio.mean()
    if not np.allclose(ratio, one, rtol=1e-4):
        return fact(f"what is kept of {name} is not {source} times one factor")
    if np.isclose(one, 1 / (1 - p), rtol=1e-4):
        return None
    named = {"1": 1, "1 - p": 1 - p, "1 / p": 1 / p, "1 / (1 - p)²": 1 / (1 - p) ** 2, "p": p}
    said = next((name for name, factor in named.items() if np.isclose(one, factor, rtol=1e-4)), "another number")
    return fact(f"what is kept of {name} is {source} times {said}, not times 1 / (1 - p)")
