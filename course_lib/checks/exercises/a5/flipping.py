"""Cases for the random mirror image, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import fact, from_rng, usual
from course_lib.checks.exercises.a5.cutting import different


def flip_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, dtype=float):
        images = different(rng, shape, dtype)
        return Case(title, (images,), {"rng": np.random.default_rng(seed)}, from_rng(partial(_flipped, images)))

    half = different(rng, (3, 2, 4, 2))
    alike = np.concatenate([half, half[..., ::-1]], axis=3)
    return [
        Case("mirror images of themselves", (alike[:2, :, :2],), {"rng": np.random.default_rng(seed)}),
        Case("a single column, float32", (different(rng, (2, 3, 4, 1), np.float32),),
             {"rng": np.random.default_rng(seed)}),
        case("small images", (900, 1, 2, 3)),
        case("three channels", (700, 3, 4, 5)),
        case("an even width", (800, 2, 3, 6)),
        case("as high as wide", (750, 2, 4, 4)),
        case("float32", (850, 2, 5, 3), np.float32),
    ]  # fmt: skip


def _flipped(images, value, options):
    turned, same = ((value == images[..., ::-1]), (value == images))
    whole, kept = turned.all(axis=(1, 2, 3)), same.all(axis=(1, 2, 3))
    if not (whole | kept).all():
        return _other(images, value, turned | same)
    if whole.all() or kept.all():
        return fact("all images are mirrored, or none: it differs from call to call at best")
    if not usual(whole.mean(), 0.5, len(whole)):
        return fact("far from half of the images are mirrored")
    changes = (whole[1:] != whole[:-1]).mean()
    return None if usual(changes, 0.5, len(whole) - 1) else fact("which images are mirrored follows a pattern")


def _other(images, value, either):
    """Say what the results are, where some are neither the image nor its mirror image."""
    if either.all(axis=(2, 3)).all():
        return fact("in some images a part of the channels is mirrored, and the others are not")
    if either.all(axis=3).all():
        return fact("in some images a part of the rows is mirrored, and the others are not")
    ways = {
        "upside down": images[..., ::-1, :],
        "turned by 180 degrees": images[..., ::-1, ::-1],
        "with their channels in the other order": images[:, ::-1],
    }
    for name, other in ways.items():
        if ((value == other) | (value == images)).all(axis=(1, 2, 3)).all():
            return fact(f"some images are {name}, and the others as they were")
    orders = (images[::-1], images[::-1, :, :, ::-1])
    if any((value == other).all(axis=(1, 2, 3)).any() for other in orders):
        return fact("the images are in another order")
    return fact("some results are neither the image nor its mirror image")
