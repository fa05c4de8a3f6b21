"""Cases for random crops. No two pixels of a case are equal."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import from_rng
from course_lib.checks.exercises.a5.windows import cut

MANY = 300  # images: so that every place has to occur, and about as often as the others


def crop_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, size, dtype=float, *, unique=False, **options):
        images = different(rng, shape, dtype)
        judge = partial(cut, images, size)
        options = {"rng": np.random.default_rng(seed)} | options
        return Case(title, (images, size), options, judge if unique else from_rng(judge))

    n = MANY + int(rng.integers(9))
    return [
        case("the window is the whole image", (3, 1, 2, 2), 2, unique=True),
        case("the whole image, float32", (2, 3, 4, 4), 4, np.float32, unique=True),
        case("a little room", (n, 1, 5, 4), 2),
        case("three channels", (n, 3, 5, 6), 4),
        case("room below only", (n, 2, 7, 5), 5),
        case("room on the right only", (n, 2, 3, 5), 3),
        case("windows of one pixel", (n, 2, 3, 4), 1),
        case("float32", (n, 2, 4, 5), 3, np.float32),
        case("a border of one pixel", (n, 2, 4, 5), 4, padding=1),
        case("a border of two pixels, float32", (n, 1, 5, 4), 6, np.float32, padding=2),
    ]


def different(rng, shape, dtype=float):
    """Draw images without two equal pixels, and none is 0: hundredths where these are enough."""
    count = np.prod(shape)
    return (rng.permutation(count).reshape(shape) + 1).astype(dtype) / dtype(max(count, 100))
