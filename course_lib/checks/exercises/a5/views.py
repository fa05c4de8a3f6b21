"""Cases for the ten views of an image, and what the right ones are: told by the place where each is cut."""

from functools import partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import fact
from course_lib.checks.exercises.a5.cutting import different

FIVE = ("top left", "top right", "bottom left", "bottom right", "centre")
NAMES = [*FIVE, *(f"mirrored {name}" for name in FIVE)]
ORDER = f"the order is: {', '.join(FIVE)}; then the mirror images of the five, in the same order."
MIRRORED = "Each window is mirrored left to right: the last axis backwards, [..., ::-1]."
EACH = "left and right corners are exchanged then, and an odd centre is another. Mirror each crop, in the same order."
MIDDLE = "the centre starts at half of the room, rounded down: row (H - s) // 2 and column (W - s) // 2."
CORNERS = "in (C, H, W) rows are axis 1 and columns axis 2. The last window starts in row H - s and column W - s."
WAYS = {
    "upside down": lambda five: five[:, :, ::-1], "turned by 180 degrees": lambda five: five[:, :, ::-1, ::-1],
    "the first five with their channels in the other order": lambda five: five[:, ::-1],
    "the first five, not mirrored": lambda five: five,
    "the first five in the other order, not mirrored": lambda five: five[::-1],
    "the first five, reversed along all axes": np.flip,
    "the first five with rows and columns exchanged": lambda five: five.swapaxes(2, 3),
}  # fmt: skip


def view_cases(rng):
    def case(title, shape, size, dtype=float):
        image = different(rng, shape, dtype)
        return Case(title, (image, size), {}, partial(_views, image, size))

    side = int(rng.integers(3, 5))
    return [
        case("one channel, windows of two pixels a side", (1, 3, 5), 2),
        case("windows of one pixel", (2, 3, 5), 1),
        case("three channels", (3, 6, 8), side),
        case("higher than wide", (3, 9, 6), side),
        case("the whole image", (2, 4, 4), 4),
        case("as high as the window", (2, 5, 8), 5),
        case("odd margins", (3, 7, 10), 4),
        case("odd margins, and larger ones", (2, 12, 9), 5),
        case("float32", (3, 7, 5), 3, np.float32),
    ]


def _five(image, size):
    """Return the places of the five windows, and the windows."""
    down, right = image.shape[1] - size, image.shape[2] - size
    places = [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]
    return places, np.stack([image[:, top : top + size, left : left + size] for top, left in places])


def _views(image, size, value, options):
    """Look for each view in the image: it is told by its place, as no two pixels are equal."""
    places, five = _five(image, size)
    wanted = np.concatenate([five, five[..., ::-1]])
    wrong = [n for n in range(10) if not np.array_equal(value[n], wanted[n])]
    if not wrong:
        return None

    def names(views):
        return [next((name for name, view in zip(NAMES, wanted) if np.array_equal(view, one)), "") for one in views]

    if wrong[0] > 4 and np.array_equal(value[5:], _five(image[..., ::-1], size)[1]):
        return fact("the last five are crops of the mirrored image", EACH)
    if sorted(names(value)) == sorted(names(wanted)):
        return fact(f"your views are: {', '.join(names(value))}", ORDER)
    for said, change in WAYS.items() if wrong[0] > 4 else ():
        if size > 1 and np.array_equal(value[5:], change(five)):
            return fact(f"the last five are {said}", MIRRORED)
    return _astray(image, size, value, wrong[0], [*places, *places])


def _astray(image, size, value, number, places):
    """Say where the first wrong view starts."""
    windows = sliding_window_view(image, (size, size), axis=(1, 2)).transpose(1, 2, 0, 3, 4)  # (rows, columns, C, s, s)
    name = f"crops[{number}], {NAMES[number]},"
    cure = MIDDLE if number % 5 == 4 else CORNERS
    for said, view in {"": value[number], "mirrored, and ": value[number][..., ::-1]}.items():
        fits = np.argwhere((windows == view).all(axis=(2, 3, 4)))
        if len(fits):
            (row, column), (top, left) = fits[0], places[number]
            here, there = f"row {row}, column {column}", f"row {top}, column {left}"
            if here == there:
                return fact(f"{name} is {said or 'not mirrored, and '}at the right place", MIRRORED)
            return fact(f"{name} is {said}cut at {here}, and should be at {there}", cure)
    return fact(f"{name} is no window of the image")
