"""Cases for random crops, and what every right answer to them meets. No two pixels of a case are equal."""

from functools import partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import DEVIATIONS, fact, from_rng

MANY = 300  # images: so that every place has to occur, and about as often as the others


def crop_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, size, dtype=float, *, unique=False, **options):
        images = different(rng, shape, dtype)
        judge = None if unique else from_rng(partial(_cut, images, size))
        return Case(title, (images, size), {"rng": np.random.default_rng(seed)} | options, judge)

    n = MANY + int(rng.integers(9))
    return [
        case("the window is the whole image", (3, 1, 2, 2), 2, unique=True),
        case("the whole image, float32", (2, 3, 4, 4), 4, np.float32, unique=True),
        case("a little room", (n, 1, 4, 3), 2),
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


def _cut(images, size, value, options):
    padding = options.get("padding", 0)
    around = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    windows = sliding_window_view(np.pad(images, around), (size, size), axis=(2, 3))  # (N, C, places, places, h, w)
    fits = (windows == value[:, :, None, None]).all(axis=(4, 5))  # (N, C, places, places)
    whole = fits.all(axis=1)
    if not whole.any(axis=(1, 2)).all():
        return _no_window(windows, fits, value)
    _, tops, lefts = np.nonzero(whole)
    rows, columns = whole.shape[1:]
    if len({*zip(tops, lefts)}) == 1:
        return fact("every image is cut at the same place")
    starts = {"row": (tops, rows), "column": (lefts, columns)}
    return _missing(starts) or _uneven(starts) or _together(tops, lefts, rows, columns)


def _no_window(windows, fits, value):
    """Say what the crops are, where they are not windows of their images."""
    for name, other in {"upside down": value[..., ::-1, :], "mirrored": value[..., ::-1]}.items():
        if _are(windows, other):
            return fact(f"the crops are {name}")
    if fits.any(axis=(2, 3)).all():
        return fact("the channels of an image are cut at different places")
    if _are(windows, value.swapaxes(2, 3)):
        return fact("the crops have their rows and columns exchanged")
    if _are(windows[:1], value):
        return fact("the crops are all of the first image")
    part = "most of the crops are windows of their images, and some are not"
    return fact(part if fits.all(axis=1).any(axis=(1, 2)).mean() > 0.2 else "the crops are no windows of their images")


def _are(windows, crops):
    return (windows == crops[:, :, None, None]).all(axis=(1, 4, 5)).any(axis=(1, 2)).all()


def _missing(starts):
    """Say which of the rows and columns where a window fits are never the first of one."""
    texts = []
    for name, (drawn, places) in starts.items():
        never = sorted({*range(places)} - {*drawn.tolist()})
        if never and (drawn == drawn[0]).all():
            texts.append(f"all windows start in the same {name}, and {places} fit")
        elif never:
            texts.append(f"no window starts in {name} {', '.join(map(str, never))}, of 0 … {places - 1}")
    return fact("; ".join(texts)) if texts else None


def _uneven(starts):
    for name, (drawn, places) in starts.items():
        expected = len(drawn) / places
        room = DEVIATIONS * np.sqrt(expected * (1 - 1 / places))
        if (abs(np.bincount(drawn, minlength=places) - expected) > room).any():
            return fact(f"some {name}s are far likelier to be a window's first than others")
    return None


def _together(tops, lefts, rows, columns):
    """Whether the row says something of the column: of independent ones it does not."""
    if rows == 1 or columns == 1:
        return None
    link = abs(np.corrcoef(tops, lefts)[0, 1])
    return fact("the row and the column of a crop are no independent draws") if link > DEVIATIONS / 300**0.5 else None
