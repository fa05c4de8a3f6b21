"""Assignment A5: mirror each image with probability one half."""

import numpy as np  # noqa: F401 - for the slips

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, careless
from course_lib.checks.exercises.a5.flipping import flip_cases


def random_horizontal_flip(images, *, rng):
    mirrored = rng.random(len(images)) < 0.5
    out = images.copy()
    out[mirrored] = images[mirrored, :, :, ::-1]
    return out


DRAW, MIRROR = "rng.random(len(images)) < 0.5", "images[mirrored, :, :, ::-1]"
MISTAKES = slips(
    random_horizontal_flip,
    (DRAW, "np.random.random(len(images)) < 0.5", NO_RNG),
    ("images.copy()", "images", "this mirrors the caller's images in place. Work on a copy."),
    ("images.copy()", "np.zeros(images.shape)", "images that are not mirrored stay as they are: begin with a copy."),
    ("return out", "return images[mirrored, :, :, ::-1]", "only the mirrored images are returned. Return all N."),
    *careless("return out"),
    (f"{MIRROR}\n", "images\n", "all images are put in the place of those to be mirrored: images[mirrored], and their "
     "last axis reversed."),
    (MIRROR, "images[mirrored, :, :, ::-0]", "a slice cannot take steps of 0. ::-1 goes through an axis backwards."),
    ("return out", "return mirrored", "this says which images are mirrored. Return the images."),
    ("return out", "return [*out]", "return one array, (N, C, H, W): np.stack makes it of a list."),
)  # fmt: skip

register(Exercise(augment.random_horizontal_flip, ("flipped",), flip_cases, random_horizontal_flip, mistakes=MISTAKES))
