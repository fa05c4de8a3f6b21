"""Assignment A5: ten views of an image, to average a prediction over."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import careless
from course_lib.checks.exercises.a5.views import view_cases


def ten_crop(image, size):
    down, right = image.shape[1] - size, image.shape[2] - size
    places = [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]
    crops = np.stack([image[:, top : top + size, left : left + size] for top, left in places])
    return np.concatenate([crops, crops[..., ::-1]])


PLACES, CROPS = "[(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]", "crops[..., ::-1]"
WINDOW = "image[:, top : top + size, left : left + size]"
WHOLE = "a place is a whole number: // and not /."
ROOM = (
    "a window is cut at the wrong place, or has another size. In (C, H, W) rows are axis 1 and columns axis 2. The "
    "corners start at the rows 0 and H - s and the columns 0 and W - s, and a window ends before t + s."
)
MISTAKES = slips(
    ten_crop,
    (", (down // 2, right // 2)", "", "the centre is missing: five windows, and then their mirror images."),
    *(("(down // 2, right // 2)", other, WHOLE) for other in ("(down / 2, right / 2)", "(down // 2, right / 2)")),
    ("image.shape[1] - size, image.shape[2] - size", "image.shape[2] - size, image.shape[1] - size", ROOM),
    *((f"shape[{axis}] - size", f"shape[{axis}]{end}", ROOM) for axis in (1, 2) for end in ("", " - size + 1")),
    (WINDOW, "image[top : top + size, left : left + size]", ROOM),
    (WINDOW, WINDOW.replace("+ size", "+ size - 1"), "a window of size s that starts in row t ends before row t + s, "
     "and so do its columns: t : t + s."),
    (WINDOW, "image", "nothing is cut: take the window out of the image."),
    (CROPS, "crops[..., ::-0]", "a slice cannot take steps of 0. ::-1 goes through an axis backwards."),
    ("np.concatenate", "np.stack", "this is (2, 5, …). Lay the mirror images after the five: np.concatenate."),
    ("np.stack", "np.concatenate", "np.concatenate lays windows on one another along the channels, and so loses the "
     "axis of the ten. np.stack makes it."),
    (f"np.concatenate([crops, {CROPS}])", "crops", "these are five. Their mirror images come after them: ten."),
    (f"[crops, {CROPS}])", f"[crops, {CROPS}], axis=1)", "ten views lie along axis 0: (10, C, s, s)."),
    *careless("return np.concatenate"),
)  # fmt: skip

register(Exercise(augment.ten_crop, ("crops",), view_cases, ten_crop, mistakes=MISTAKES))
