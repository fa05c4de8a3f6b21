"""Assignment A5: mirror each image with probability one half."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, careless
from course_lib.checks.exercises.a5.flipping import flip_cases


def random_horizontal_flip(images, *, rng):
    mirrored = rng.random(len(images)) < 0.5
    out = images.copy()
    out[mirrored] = images[mirrored, :, :, ::-1]
    return out


DRAW, MIRROR = "rng.random(len(images)) < 0.5", "images[mirrored, :, :, ::-1]"
ALL = (
    "all images come out alike, mirrored or not. Draw a number for each, rng.random(N), and mirror where it is "
    "below 0.5."
)
HALF = "the probability is one half: rng.random(N) < 0.5, of numbers that lie evenly between 0 and 1."
PATTERN = (
    "which images are mirrored follows a pattern, such as every other one, or one half of the batch. Let chance decide "
    "for each by itself: rng.random(N) < 0.5."
)
ORDER = "some images are put into another order. Reverse the columns alone, the last axis."
CHANNELS = "a random number falls for each channel. An image is mirrored as a whole: N numbers."
MISTAKES = slips(
    random_horizontal_flip,
    (DRAW, "np.full(len(images), rng.random() < 0.5)", ALL),
    (DRAW, "np.full(len(images), True) | (rng.random() < 0.5)", ALL),
    (f"out[mirrored] = {MIRROR}", "pass", ALL),
    (DRAW, "rng.random(len(images)) < 0.25", HALF), (DRAW, "rng.random(len(images)) < 0.9", HALF),
    (DRAW, "rng.normal(size=len(images)) < 0.5", HALF),
    (DRAW, "(np.arange(len(images)) + rng.integers(2)) % 2 == 0",
     PATTERN),
    (DRAW, "(np.arange(len(images)) < len(images) // 2) ^ (rng.random() < 0.5)",
     PATTERN),
    (DRAW, "rng.random(images.shape[:2]) < 0.5", CHANNELS),
    (f"mirrored = {DRAW}\n    out = images.copy()\n    out[mirrored] = {MIRROR}\n    return out",
     "return np.where(rng.random((*images.shape[:2], 1, 1)) < 0.5, images, images[..., ::-1])", CHANNELS),
    (f"mirrored = {DRAW}\n    out = images.copy()\n    out[mirrored] = {MIRROR}\n    return out",
     "return np.where(rng.random((*images.shape[:3], 1)) < 0.5, images, images[..., ::-1])",
     "a random number falls for each row. An image is mirrored as a whole: N numbers."),
    (MIRROR, "images[mirrored, :, ::-1]", "upside down: the rows are reversed. Reverse the columns, the last axis."),
    (MIRROR, "images[mirrored, :, ::-1, ::-1]", "rows and columns are reversed, which turns an image by 180 degrees. "
     "Reverse the columns alone."),
    (MIRROR, "images[mirrored, ::-1]", "the channels are reversed. Reverse the columns, the last axis."),
    (MIRROR, "images[mirrored][::-1]", ORDER),
    (MIRROR, "images[mirrored][::-1, :, :, ::-1]",
     ORDER),
    (DRAW, "np.random.random(len(images)) < 0.5", NO_RNG),
    (DRAW, "np.random.default_rng(0).random(len(images)) < 0.5", NO_RNG),
    ("images.copy()", "images", "this mirrors the caller's images in place. Work on a copy."),
    ("images.copy()", "np.zeros(images.shape, images.dtype)", "images that are not mirrored become 0. Keep them."),
    ("images.copy()", "np.zeros(images.shape)", "images that are not mirrored become 0. Keep them."),
    ("return out", "return images[mirrored, :, :, ::-1]", "only the mirrored images are returned. Return all N."),
    *careless("return out"),
    (f"{MIRROR}\n", "images\n", "all images are put in the place of those to be mirrored: images[mirrored], and their "
     "last axis reversed."),
    (MIRROR, "images[mirrored, :, :, ::-0]", "a slice cannot take steps of 0. ::-1 goes through an axis backwards."),
    ("return out", "return mirrored", "this says which images are mirrored. Return the images."),
)  # fmt: skip

register(
    Exercise(
        augment.random_horizontal_flip, ("flipped",), flip_cases, random_horizontal_flip,
        mistakes=(
            *MISTAKES,
            Mistake(lambda images, rng: np.flip(images, axis=3), ALL),
        ),
    )
)  # fmt: skip
