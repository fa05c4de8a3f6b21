"""Assignment A5: cut a window out of each image, anywhere it fits."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, careless
from course_lib.checks.exercises.a5.cutting import crop_cases


def random_crop(images, size, *, rng, padding=0):
    around = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), around, around))
    n, _, height, width = padded.shape
    tops = rng.integers(height - size + 1, size=n)
    lefts = rng.integers(width - size + 1, size=n)
    return np.stack([image[:, top : top + size, left : left + size] for image, top, left in zip(padded, tops, lefts)])


TOP, LEFT = "height - size + 1, size=n", "width - size + 1, size=n"
DRAWS = f"tops = rng.integers({TOP})\n    lefts = rng.integers({LEFT})"
WINDOW, PAIRS = "image[:, top : top + size, left : left + size]", "(0, 0), (0, 0), around, around"
SAME = "every image is cut at the same place. Draw a row and a column for each image: N of each."
PLACES = "A window of size s fits at H - s + 1 rows and W - s + 1 columns, and rng.integers(K) gives 0 … K - 1."
PART = f"windows start in a part of their places only. {PLACES}"
PAST = f"the numbers drawn are no places of windows. {PLACES}"
UNEQUAL = (
    "a window has another size than others: it reaches past the image, or ends too soon. In (C, H, W) rows are axis 1 "
    "and columns axis 2; a window of size s fits at H - s + 1 rows and W - s + 1 columns, and ends before t + s."
)
BORDER = "the border belongs on all four sides, rows and columns: np.pad with ((0, 0), (0, 0), (p, p), (p, p))."
BLACK = "the border must be 0, which is what np.pad adds where it is told nothing else."
AXES = "only rows and columns get a border: the pairs of the first two axes, images and channels, are (0, 0)."
ENDS = "a window of size s that starts in row t ends before row t + s, and so do its columns: t : t + s."
ONE = "all windows start in one row, or one column. Draw one for each image, size=N, of all places where it fits."
LATE = ("height + 1", "height", "height - size + 2", "height + size + 1")
NEVER = ("size - height + 1", "height - size - 1")
MISTAKES = slips(
    random_crop,
    *((one, one.replace("=n", "=1).repeat(n"), ONE) for one in (TOP, LEFT)),
    *((one, one.removesuffix(", size=n"), ONE) for one in (TOP, LEFT)),
    (DRAWS, DRAWS.replace("rng", "[rng").replace(", size=n)", ")] * n"), SAME),
    (DRAWS, f"tops, lefts = [(height - size) // 2] * n, [(width - size) // 2] * n + [rng.integers({TOP})] * 0", SAME),
    (TOP, "height - size, size=n", PART), (LEFT, "width - size, size=n", PART),
    (DRAWS, DRAWS.replace(" + 1", ""), PART), (TOP, "size + 1, size=n", UNEQUAL),
    *((TOP, f"min(1, height - size), {TOP}", PART), (LEFT, f"min(1, width - size), {LEFT}", PART)),
    (TOP, "1, size=n", ONE),
    (LEFT, "1, size=n", ONE),
    (f"rng.integers({LEFT})", "np.minimum(tops, width - size)",
     "row and column are drawn together, so that windows lie on a diagonal. Draw a column of its own."),
    *((TOP, f"{other}, size=n", UNEQUAL) for other in LATE),
    *((TOP, f"{other}, size=n", PAST) for other in NEVER),
    *((LEFT, f"{other}, size=n".replace("height", "width"), UNEQUAL) for other in LATE),
    *((LEFT, f"{other}, size=n".replace("height", "width"), PAST) for other in NEVER),
    *((WINDOW, WINDOW.replace("top + size", other), ENDS) for other in ("top - size", "top", "top + size - 1")),
    *((WINDOW, WINDOW.replace("left + size", other), ENDS) for other in ("left - size", "left")),
    *((WINDOW, WINDOW.replace(f"{name} + size", "size"), UNEQUAL) for name in ("top", "left")),
    (WINDOW, "image[:, left : left + size, top : top + size]", UNEQUAL),
    (WINDOW, "image", "nothing is cut: take the window out of each image."),
    ("np.stack", "list", "return one array, (N, C, s, s): np.stack makes it of a list."),
    (DRAWS, DRAWS.replace("rng.integers", "np.random.randint"), NO_RNG),
    (DRAWS, DRAWS.replace("rng.", "np.random.default_rng(0)."), NO_RNG),
    (PAIRS, "(0, 0), (0, 0), (0, 0), (0, 0)", "padding is ignored: first lay a border of 0 around each image."),
    *((PAIRS, f"(0, 0), (0, 0), {other}", BORDER)
      for other in ("around, (0, 0)", "(0, 0), around", "(0, 2 * padding), (0, 2 * padding)")),
    (f"({PAIRS})", "padding", "np.pad(images, p) pads the images and the channels too: one pair an axis."),
    *((f"({PAIRS})", f"({PAIRS}){end}", BLACK) for end in (", 'edge'", ", constant_values=1")),
    *((PAIRS, f"{pairs}, around, around", AXES)
      for pairs in ("(1, 0), (0, 0)", "(0, 1), (0, 0)", "(0, 0), (1, 0)", "(0, 0), (0, 1)", "(0, 0), (0, -1)")),
    (f"images, ({PAIRS})", f"({PAIRS}), images", "np.pad takes the array first, and then the pairs."),
    *(("padding=0", f"padding={number}", "without the option there is no border: padding is 0.") for number in (1, -1)),
    *careless("return np.stack"),
)  # fmt: skip

register(
    Exercise(
        augment.random_crop, ("crops",), crop_cases, random_crop,
        mistakes=(
            *MISTAKES,
            Mistake(
                lambda images, size, **options: np.flip(augment.random_crop(images, size, **options), axis=3),
                "the windows are mirrored. Cut only.",
            ),
        ),
    )
)  # fmt: skip
