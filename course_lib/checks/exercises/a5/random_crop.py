"""Assignment A5: cut a window out of each image, anywhere it fits."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, careless
from course_lib.checks.exercises.a5.cutting import crop_cases
from course_lib.checks.exercises.a5.windows import PAST


def random_crop(images, size, *, rng, padding=0):
    around = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), around, around))
    n, _, height, width = padded.shape
    tops = rng.integers(height - size + 1, size=n)
    lefts = rng.integers(width - size + 1, size=n)
    return np.stack([image[:, top : top + size, left : left + size] for image, top, left in zip(padded, tops, lefts)])


WINDOW, PAIRS = "image[:, top : top + size, left : left + size]", "(0, 0), (0, 0), around, around"
AXES = "only rows and columns get a border: the pairs of the first two axes, images and channels, are (0, 0)."
MISTAKES = slips(
    random_crop,
    ("n, _, height, width", "n, _, width, height", PAST),
    (WINDOW, "image", "nothing is cut: take the window out of each image."),
    ("np.stack", "list", "return one array, (N, C, s, s): np.stack makes it of a list."),
    ("tops = rng", "tops = np.random.default_rng(0)", NO_RNG),
    (f"({PAIRS})", "padding", "np.pad(images, p) pads the images and the channels too: one pair an axis."),
    *((PAIRS, f"{pairs}, around, around", AXES)
      for pairs in ("(1, 0), (0, 0)", "(0, 1), (0, 0)", "(0, 0), (1, 0)", "(0, 0), (0, 1)")),
    (f"images, ({PAIRS})", f"({PAIRS}), images", "np.pad takes the array first, and then the pairs."),
    *(("padding=0", f"padding={number}", "without the option there is no border: padding is 0.") for number in (1, -1)),
    *careless("return np.stack"),
)  # fmt: skip
ONE_CROP = "only one crop is returned. Perhaps a loop writes over its result: collect N of them."
AFTER = "the crops are padded after cutting. Lay the border around the images first: it gives the window room."


def pad_after(images, size, *, rng, padding=0):
    return np.pad(augment.random_crop(images, size, rng=rng), ((0, 0), (0, 0), (padding, padding), (padding, padding)))


register(
    Exercise(
        augment.random_crop, ("crops",), crop_cases, random_crop,
        mistakes=(
            *MISTAKES,
            Mistake(lambda images, size, **options: augment.random_crop(images, size, **options)[-1], ONE_CROP),
            Mistake(pad_after, AFTER),
        ),
    )
)  # fmt: skip
