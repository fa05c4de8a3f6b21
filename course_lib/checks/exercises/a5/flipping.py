"""Cases for the random mirror image, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import fact, from_rng, usual
from course_lib.checks.exercises.a5.cutting import different

CALLS = 40  # of two images: what has probability 1/2 does not happen, or fail to, in all of them
COIN = "Each image decides by itself: draw a number for each, rng.random(N), and mirror where it is below 0.5."
HALF = "the probability is one half: rng.random(N) < 0.5, of numbers that lie evenly between 0 and 1."
ALWAYS_HALF = f"drawing half of the batch is no chance for an image: a batch of one would never be mirrored. {COIN}"
NEVER = (
    "perhaps what is drawn is always the same: rng.integers(0, 1) is 0 in every call, as the end does not count. Or "
    "the mirrored image is not put into the result."
)
PLACE = f"which images are mirrored depends on their place in the batch. Perhaps a loop ends too soon. If not: {COIN}"
PART = "an image is mirrored as a whole, all its channels and rows: draw N numbers, one for each image."
LAST = "Reverse the columns alone, the last axis: [..., ::-1]."


def flip_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, images, judge=None, **options):
        judge = from_rng(partial(judge or _flipped, images)) if judge is not _same else partial(_same, images)
        return Case(title, (images,), {"rng": np.random.default_rng(seed)}, judge, **options)

    half = different(rng, (2, 1, 2, 2))
    return [
        case("mirror images of themselves", np.concatenate([half, half[..., ::-1]], axis=3), _same),
        case("a single column, float32", different(rng, (2, 3, 4, 1), np.float32), _same),
        case(f"two images, in each of {CALLS} calls", different(rng, (2, 2, 1, 3)), _of_two, times=CALLS),
        case("small images", different(rng, (900, 1, 2, 3))),
        case("three channels", different(rng, (700, 3, 4, 5))),
        case("an even width", different(rng, (800, 2, 3, 6))),
        case("as high as wide", different(rng, (750, 2, 4, 4))),
        case("float32", different(rng, (850, 2, 5, 3), np.float32)),
    ]


def _same(images, value, options):
    return None if (value == images).all() else _other(images, value)


def _of_two(images, values, options):
    """Look whether two images are mirrored independently of each other, and each of them sometimes."""
    whole = np.array([(value == images[..., ::-1]).all(axis=(1, 2, 3)) for value in values])
    kept = np.array([(value == images).all(axis=(1, 2, 3)) for value in values])
    if not (whole | kept).all():
        return _other(images, values[(whole | kept).all(axis=1).argmin()])
    if not whole.any():
        return fact("no image is mirrored, in none of the calls", NEVER)
    if whole.all():
        return fact("all images are mirrored, in every call", HALF)
    if (whole[:, 0] == whole[:, 1]).all():
        return fact("both images are mirrored or none is: one draw decides for the whole batch", COIN)
    if (whole == whole[0]).all() or whole.all(axis=0).any() or not whole.any(axis=0).all():
        return fact("an image at the same place of the batch is always mirrored, or never", PLACE)
    one = (whole.sum(axis=1) == 1).all()
    return (
        fact("in every call one of the two images is mirrored, never none and never both", ALWAYS_HALF) if one else None
    )


def _flipped(images, value, options):
    whole, kept = (value == images[..., ::-1]).all(axis=(1, 2, 3)), (value == images).all(axis=(1, 2, 3))
    if not (whole | kept).all():
        return _other(images, value)
    if whole.all() or kept.all():
        return fact("all images are mirrored, or none", COIN)
    if not usual(whole.mean(), 0.5, len(whole)):
        return fact("far from half of the images are mirrored", HALF)
    changes = (whole[1:] != whole[:-1]).mean()
    return None if usual(changes, 0.5, len(whole) - 1) else fact("which images are mirrored follows a pattern", PLACE)


def _other(images, value):
    """Say what the results are, where some are neither the image nor its mirror image."""
    turned, same = value == images[..., ::-1], value == images
    for name, axes in {"channels": (2, 3), "rows": (3,), "pixels": ()}.items():
        if (turned.all(axis=axes) | same.all(axis=axes)).all():
            return fact(f"in some images a part of the {name} is mirrored, and the others are not", PART)
    ways = {
        "upside down": images[..., ::-1, :],
        "turned by 180 degrees": images[..., ::-1, ::-1],
        "with their channels in the other order": images[:, ::-1],
        "turned by 180 degrees, with their channels in the other order": images[:, ::-1, ::-1, ::-1],
    }
    for name, other in ways.items():
        if ((value == other) | same).all(axis=(1, 2, 3)).all():
            return fact(f"some images are {name}, and the others as they were", LAST)
    orders = (images[::-1], images[::-1, :, :, ::-1])
    if any((value == other).all(axis=(1, 2, 3)).any() for other in orders):
        return fact("the images are in another order", f"Each image stays at its place in the batch. {LAST}")
    if not value[~same.all(axis=(1, 2, 3))].any():
        return fact("some images become 0", "images that are not mirrored stay as they are: begin with a copy.")
    return fact("some results are neither the image nor its mirror image")
