"""What every right answer to random crops meets: windows of their images, anywhere they fit, each by itself."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_lib.checks.exercises.a5.chance import DEVIATIONS, fact

AXES = "The axes are (N, C, H, W), height first: H - s + 1 rows and W - s + 1 columns, each from 0 on, start a window."
K = "rng.integers(K) gives 0 … K - 1."
SAME = "every image is cut at a place of its own: draw a row and a column for each, N of each."
PART = f"windows start in a part of their places only. {AXES} {K}"
PAST = f"the window reaches past the image, where a slice is cut off, or it ends too soon: t : t + s. {AXES} {K}"
BORDERED = "with padding the places are those in the bordered image: H + 2 * padding - s + 1 rows, and so the columns."
IGNORED = "the border is not used: first lay `padding` pixels of 0 around each image, and cut then."
BORDER = "the border belongs on all four sides, rows and columns: np.pad with ((0, 0), (0, 0), (p, p), (p, p)), of 0."
EVEN = f"each place is as likely as every other: {K} Rounding a random number makes the first and the last rarer."
CHANNELS = "an image is cut as a whole: one row and one column for each image, and the slice takes all channels."
TURNED = "Cut only: rows first and then columns, both in the order in which they come."
DIAGONAL = "row and column are drawn together, so that windows lie on a diagonal. Draw a column of its own."
FIRST = "in a loop, take image n: images[n], and not images[0]."
LOOP = "the places of the result are not all filled. Perhaps a `return` stands inside the loop."


def cut(images, size, value, options):
    """Judge crops: windows of their images, of which all places occur, equally often and independently."""
    padding = options.get("padding", 0)
    around = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    windows = sliding_window_view(np.pad(images, around), (size, size), axis=(2, 3))  # (N, C, places, places, h, w)
    fits = (windows == value[:, :, None, None]).all(axis=(4, 5))  # (N, C, places, places)
    whole = fits.all(axis=1)
    if not whole.any(axis=(1, 2)).all():
        return _no_window(windows, fits, value, padding)
    _, tops, lefts = np.nonzero(whole)
    rows, columns = whole.shape[1:]
    if rows * columns > 1 and len({*zip(tops, lefts)}) == 1:
        return fact("every image is cut at the same place", SAME)
    starts = {"row": (tops, rows), "column": (lefts, columns)}
    return _missing(starts, padding) or _uneven(starts) or _together(tops, lefts, rows, columns)


def _no_window(windows, fits, value, padding):
    """Say what the crops are, where they are not windows of their images."""
    for name, other in {"upside down": value[..., ::-1, :], "mirrored": value[..., ::-1]}.items():
        if _are(windows, other):
            return fact(f"the crops are {name}", TURNED)
    if fits.any(axis=(2, 3)).all():
        return fact("the channels of an image are cut at different places", CHANNELS)
    if _are(windows, value.swapaxes(2, 3)):
        return fact("the crops have their rows and columns exchanged", TURNED)
    if _are(windows[:1], value):
        return fact("the crops are all of the first image", FIRST)
    wrong = value[~fits.all(axis=1).any(axis=(1, 2))]
    if not padding and (wrong == 0).all(axis=(1, 2, 3)).any():
        return fact("some crops are 0 everywhere", LOOP)
    if not padding and ((wrong == wrong[..., :1]).all() or (wrong == wrong[..., :1, :]).all(axis=(1, 2, 3)).any()):
        return fact("some crops hold one row, or one column, again and again", PAST)
    if padding:
        return fact("the crops are no windows of the images with a border of 0", BORDER)
    part = "most of the crops are windows of their images, and some are not"
    return fact(part if fits.all(axis=1).any(axis=(1, 2)).mean() > 0.2 else "the crops are no windows of their images")


def _are(windows, crops):
    return (windows == crops[:, :, None, None]).all(axis=(1, 4, 5)).any(axis=(1, 2)).all()


def _missing(starts, padding):
    """Say which of the rows and columns where a window fits are never the first of one."""
    texts, one = [], False
    for name, (drawn, places) in starts.items():
        never = sorted({*range(places)} - {*drawn.tolist()})
        if never and (drawn == drawn[0]).all():
            one = one or places > 2
            texts.append(f"all windows start in the same {name}, and {places} fit")
        elif never:
            texts.append(f"no window starts in {name} {', '.join(map(str, never))}, of 0 … {places - 1}")
    if not texts:
        return None
    cure = _of_the_border(starts.values(), padding) if padding else SAME if one else ""
    return fact("; ".join(texts), cure or PART)


def _of_the_border(starts, padding):
    """Tell places that fit into the image itself, where it lies without its border, or where it would lie with none."""
    for shift, cure in {0: BORDERED, padding: IGNORED}.items():
        if all({*drawn.tolist()} == {*range(shift, places - 2 * padding + shift)} for drawn, places in starts):
            return cure
    return None


def _uneven(starts):
    for name, (drawn, places) in starts.items():
        expected = len(drawn) / places
        room = DEVIATIONS * np.sqrt(expected * (1 - 1 / places))
        if (abs(np.bincount(drawn, minlength=places) - expected) > room).any():
            return fact(f"some {name}s are far likelier to be a window's first than others", EVEN)
    return None


def _together(tops, lefts, rows, columns):
    """Whether the row says something of the column: of independent ones it does not."""
    if rows == 1 or columns == 1:
        return None
    link = abs(np.corrcoef(tops, lefts)[0, 1])
    said = "the row and the column of a crop are no independent draws"
    return fact(said, DIAGONAL) if link > DEVIATIONS / 300**0.5 else None
