"""Inputs on which an activation is tried, forward and backward, and the hints that all of them share."""

import numpy as np

from course_lib.checks.engine.exercise import Cached, Case

NO_CACHE = "the result is right, but the way back needs a cache: return out, and with it what backward will ask for."
SWAPPED = "the two results are the wrong way round: out first, then the cache."
NO_TUPLE = (
    "return a tuple of one, with a comma at the end: (dx,). A gradient for each array argument, and there is one."
)
SLOPE_ALONE = "this is the slope alone. The chain rule multiplies it by what comes from above: dout times the slope."
PASSED_ON = "dout is passed on as it came: multiply it by the slope."
DIVIDED = "dout is divided by the slope. Going backward multiplies by it too."
ADDED = "dout and the slope are added. The chain rule multiplies them."
IN_PLACE = "`*=` changes the caller's array. Write `dout * …`, which makes a new one."


def arrays(rng):
    """Yield a title and a shape and a size of numbers, and a dtype; the sizes differ."""
    n = int(rng.integers(5, 9))
    yield "two rows of three", (2, 3), 1, np.float64
    yield "a single row", (1, 4), 1, np.float64
    yield "one axis", (n,), 2, np.float64
    yield "more columns than rows", (3, n), 3, np.float64
    yield "images", (2, 3, 4, 5), 2, np.float64
    yield "numbers around 0.01", (4, 3), 0.01, np.float64
    yield "numbers up to a few thousand in size", (5, 2), 1000, np.float64
    yield "float32", (3, 2), 1, np.float32
    yield "large numbers in float32", (2, 5), 200, np.float32


def draw(rng, shape, size=1.0, dtype=np.float64):
    """Draw numbers that read well, of both signs, and never 0, where an activation may have a kink."""
    x = (size * rng.normal(size=shape)).round(2 if size >= 1 else 4)
    x = np.where(x == 0, size, x)
    x.flat[0], x.flat[-1] = abs(x.flat[0]), -abs(x.flat[-1])
    return x.astype(dtype)


def forward_cases(rng, *several):
    """Make a case of every array, and two for each of several options."""
    cases = [Case(title, (draw(rng, *how),)) for title, *how in arrays(rng)]
    for options in several:
        cases.append(Case(f"{_named(options)}", (draw(rng, (2, 4), 2),), options))
        cases.append(Case(f"{_named(options)}, float32", (draw(rng, (4, 2), 2, np.float32),), options))
    return cases


def backward_cases(rng, *several):
    """Make the same cases for the way back."""

    def case(title, options, shape, size, dtype):
        return Case(
            title, (draw(rng, shape, 1, dtype)[..., ::-1].copy(), Cached((draw(rng, shape, size, dtype),), options))
        )

    cases = [case(title, {}, *how) for title, *how in arrays(rng)]
    for options in several:
        cases.append(case(_named(options), options, (2, 4), 2, np.float64))
        cases.append(case(f"{_named(options)}, float32", options, (4, 2), 2, np.float32))
    return cases


def _named(options):
    return ", ".join(f"{name} = {value}" for name, value in options.items())
