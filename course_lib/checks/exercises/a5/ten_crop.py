"""Assignment A5: ten views of an image, to average a prediction over."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a5.chance import careless
from course_lib.checks.exercises.a5.cutting import different


def ten_crop(image, size):
    down, right = image.shape[1] - size, image.shape[2] - size
    places = [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]
    crops = np.stack([image[:, top : top + size, left : left + size] for top, left in places])
    return np.concatenate([crops, crops[..., ::-1]])


def cases(rng):
    def case(title, shape, size, dtype=float):
        return Case(title, (different(rng, shape, dtype), size))

    side = int(rng.integers(3, 5))
    return [
        case("one channel, windows of two pixels a side", (1, 3, 4), 2),
        case("windows of one pixel", (2, 3, 5), 1),
        case("three channels", (3, 6, 8), side),
        case("higher than wide", (3, 9, 6), side),
        case("the whole image", (2, 4, 4), 4),
        case("as high as the window", (2, 5, 8), 5),
        case("odd margins", (3, 7, 10), 4),
        case("odd margins, and larger ones", (2, 12, 9), 5),
        case("float32", (3, 7, 5), 3, np.float32),
    ]


PLACES, CROPS = "[(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]", "crops[..., ::-1]"
WINDOW, CENTRE = "image[:, top : top + size, left : left + size]", "(down // 2, right // 2)"
ORDER = "the order is: top left, top right, bottom left, bottom right, centre."
MIDDLE = "the centre window starts at half the room: (H - s) // 2 and (W - s) // 2."
WINDOWS = (
    "a window is cut at the wrong place, or has another size. In (C, H, W) rows are axis 1 and columns axis 2. The "
    "corners start at the rows 0 and H - s and the columns 0 and W - s, and a window ends before t + s."
)
MIRRORS = "The last five are mirrored left to right: the last axis backwards, [..., ::-1]."
ENDS = "a window of size s that starts in row t ends before row t + s, and so do its columns: t : t + s."
MISTAKES = slips(
    ten_crop,
    (PLACES, "[(0, 0), (down, 0), (0, right), (down, right), (down // 2, right // 2)]", ORDER),
    (PLACES, "[(down // 2, right // 2), (0, 0), (0, right), (down, 0), (down, right)]", ORDER),
    (PLACES, "[(0, 0), (0, right), (down, right), (down, 0), (down // 2, right // 2)]", ORDER),
    *(("(0, 0), (0", f"{first}, (0", WINDOWS) for first in ("(1, 0)", "(-1, 0)", "(0, 1)", "(0, -1)", "(down, right)")),
    *((PLACES, PLACES.replace(right, wrong), WINDOWS) for right, wrong in (
        (", (0, right)", ", (1, right)"), (", (0, right)", ", (-1, right)"), (", (down, 0)", ", (down, 1)"),
        (", (down, 0)", ", (down, -1)"), (", (0, right)", ", (right, 0)"), (", (down, 0)", ", (0, down)"))),
    (f", {CENTRE}", "", "the centre is missing: five windows, and then their mirror images."),
    *((CENTRE, other, MIDDLE) for other in (
        "(right // 2, down // 2)", "((down + 1) // 2, (right + 1) // 2)", "(down // 3, right // 2)",
        "(down, right // 2)", "(down // 2, right // 3)", "(down // 2, right)", "(down // 1, right // 2)",
        "(down // 2, right // 1)", "(2, right // 2)", "(down // 2, 2)", "(2 // down, right // 2)",
        "(down // 2, 2 // right)", "(image.shape[1] // 2, image.shape[2] // 2)", "((down + 1) // 2, right // 2)",
        "(down // 2, (right + 1) // 2)")),
    *((CENTRE, other, "a place is a whole number: // and not /.") for other in (
        "(down / 2, right / 2)", "(down / 2, right // 2)", "(down // 2, right / 2)")),
    *(("image.shape[1] - size, image", f"{other}, image", WINDOWS)
      for other in ("image.shape[1]", "image.shape[1] - size - 1", "image.shape[1] - size + 1", "image.shape[1] + size",
                    "size - image.shape[1]", "image.shape - size")),
    *((", image.shape[2] - size", f", {other}", WINDOWS)
      for other in ("image.shape[2]", "image.shape[2] - size - 1", "image.shape[2] - size + 1", "image.shape[2] + size",
                    "size - image.shape[2]", "image.shape - size")),
    *(("image.shape[1] -", f"{other} -", WINDOWS) for other in ("image.shape[2]", "image.shape[0]")),
    *(("image.shape[2] -", f"{other} -", WINDOWS) for other in ("image.shape[1]", "image.shape[3]", "image.shape[0]")),
    ("image.shape[1] - size, image.shape[2] - size", "image.shape[2] - size, image.shape[1] - size", WINDOWS),
    (WINDOW, "image[:, left : left + size, top : top + size]", WINDOWS),
    (WINDOW, "image[top : top + size, left : left + size]", WINDOWS),
    *((WINDOW, WINDOW.replace("top + size", f"top{end}"), ENDS) for end in (" - size", "", " + size - 1")),
    (WINDOW, WINDOW.replace("top + size", "top + size + 1"), WINDOWS),
    *((WINDOW, WINDOW.replace("left + size", f"left{end}"), ENDS) for end in (" - size", "", " + size - 1")),
    *((WINDOW, WINDOW.replace(f"{name} + size", "size"), WINDOWS) for name in ("top", "left")),
    (WINDOW, "image", "nothing is cut: take the window out of the image."),
    (CROPS, "crops[..., ::-1, :]", "the last five are upside down. " + MIRRORS),
    (CROPS, "crops[::-1]", "the last five are the first five in the other order. " + MIRRORS),
    (CROPS, "crops[:, ::-1]", "the channels of the last five are reversed. " + MIRRORS),
    (CROPS, "crops[..., ::-1, ::-1]", "the last five are turned by 180 degrees. " + MIRRORS),
    (CROPS, "crops", "the last five are not mirrored. " + MIRRORS),
    (CROPS, "crops[..., ::-0]", "a slice cannot take steps of 0. " + MIRRORS),
    (CROPS, "crops[..., ::-2]", "every other column is left out. " + MIRRORS),
    (CROPS, "crops[[1, 0, 3, 2, 4], :, :, ::-1]",
     "these are crops of the mirrored image, left and right corners exchanged. Mirror each crop, in the same order."),
    (f"[crops, {CROPS}]", f"[{CROPS}, crops]", "the five come first, and then their mirror images."),
    ("np.concatenate", "np.stack", "this is (2, 5, …). Lay the mirror images after the five: np.concatenate."),
    (f"np.concatenate([crops, {CROPS}])", "crops", "these are five. Their mirror images come after them: ten."),
    (f"[crops, {CROPS}])", f"[crops, {CROPS}], axis=1)", "ten views lie along axis 0: (10, C, s, s)."),
    (f"return np.concatenate([crops, {CROPS}])",
     f"both = np.zeros((10, *crops.shape[1:]))\n    both[:5], both[5:] = crops, {CROPS}\n    return both",
     "a float32 image must give float32 crops: np.zeros(…, image.dtype)."),
    *careless("return np.concatenate"),
)  # fmt: skip

register(Exercise(augment.ten_crop, ("crops",), cases, ten_crop, mistakes=MISTAKES))
