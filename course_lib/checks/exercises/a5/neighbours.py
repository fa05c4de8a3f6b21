"""Cases for local response normalization; in the first, one can read off which channels damp which."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import element, fact

CHANNELS, SIZE = 7, 4  # of the first case: an even size, whose two halves differ
ALL = range(CHANNELS)
RIGHT = [range(max(0, c - SIZE // 2), min(c + (SIZE - 1) // 2 + 1, CHANNELS)) for c in ALL]
HALF = (
    "the neighbourhood of channel c goes from c - size // 2 to c + (size - 1) // 2, both of which count, as far as "
    "there are channels. A slice a:b ends before b, and starts at 0 at least: max(0, …)."
)
NEGATIVE = "a slice that starts below 0 counts from the end: begin at channel 0 at least, with max(0, …)."
LOOP = "a loop goes over all channels, which are axis 1: range(x.shape[1])."
WRONG = {  # the channels that are taken, for each channel: the cure
    "of an even size, the larger half lies below c. Yours lies above it.": [
        range(max(0, c - (SIZE - 1) // 2), min(c + SIZE // 2 + 1, CHANNELS)) for c in ALL],
    "the channel's own square is left out. It counts as well.": [{*RIGHT[c]} - {c} for c in ALL],
    "the last channel is left out: a slice ends before its end, which is x.shape[1] at most.": [
        {*RIGHT[c]} - {CHANNELS - 1} for c in ALL],
    "channel 0 is left out. Begin at 0.": [{*RIGHT[c]} - {0} for c in ALL],
    "all channels are added up. Only those near c count, size of them.": [ALL] * CHANNELS,
    "the neighbours of a value are the same pixel in other channels, axis 1, and not other pixels.": [[c] for c in ALL],
    NEGATIVE: [RIGHT[c] if c >= SIZE // 2 else [] for c in ALL],
}  # fmt: skip


def norm_cases(rng):
    def case(title, shape, scale=1.0, dtype=float, **options):
        return Case(title, ((scale * rng.normal(size=shape)).round(2).astype(dtype),), options)

    alpha, beta, k = (round(rng.uniform(*ends), 2) for ends in ((0.3, 0.6), (0.4, 0.7), (0.8, 1.5)))
    pixel = (rng.choice([-1, 1], size=CHANNELS) * rng.uniform(0.5, 2, size=CHANNELS).round(2)).reshape(1, -1, 1, 1)
    ones = {"size": SIZE, "alpha": 1.0, "beta": 1.0, "k": 1.0}
    return [
        Case("one pixel, seven channels", (pixel,), ones, partial(_damped, pixel)),
        case("two images, neighbourhoods of three", (2, 5, 1, 2), size=3, alpha=1.0),
        case("the numbers of the paper", (2, 8, 3, 4), 60),
        case("each channel by itself", (2, 4, 3, 2), size=1, alpha=0.5),
        case("all options", (3, 7, 2, 4), 2, size=5, alpha=alpha, beta=beta, k=k),
        case("an even size", (2, 6, 4, 3), size=4, alpha=1.0),
        case("size 2", (1, 5, 2, 3), size=2, alpha=2.0, beta=0.5),
        case("fewer channels than size", (3, 2, 4, 5), size=7, alpha=1.0),
        case("one channel", (4, 1, 2, 3), alpha=3.0),
        case("the size of the paper", (2, 7, 2, 3), alpha=2.0),
        case("higher than wide", (3, 9, 5, 2), size=3, alpha=0.2, beta=2.0),
        case("float32", (2, 6, 3, 5), 40, np.float32),
        case("float32, all options", (3, 5, 4, 2), 1, np.float32, size=4, alpha=alpha, beta=beta, k=k),
    ]


def _damped(x, value, options):
    """Compare, and read off the sums of squares, x / out - 1, which channels are in them."""
    squares, out = x.ravel() ** 2, value[0].ravel()
    wanted = x.ravel() / (1 + np.array([squares[[*near]].sum() for near in RIGHT]))
    problem = _of_pixel(x, out, wanted)
    if not problem or not out.any():
        return problem
    if not out.all():
        return fact(f"out is 0 in {_named(np.flatnonzero(out == 0))}", LOOP)
    found = [_channels(total, c, squares) for c, total in enumerate(x.ravel() / out - 1)]
    if None in found or not any(found):
        return problem
    c = next(c for c in ALL if found[c] != [*RIGHT[c]])
    known = (cure for cure, wrong in WRONG.items() if [*map(set, found)] == [*map(set, wrong)])
    unused = any(not some for some in found) and all(some in ([], [*near]) for some, near in zip(found, RIGHT))
    said = f"channel {c} is damped by {_named(found[c])}, and should be by {_named(RIGHT[c])}, as size is {SIZE}"
    return fact(said, next(known, LOOP if unused else HALF))


def _of_pixel(x, out, wanted):
    """Return the Problem of the worst element, as of an array."""
    return element("out", out.reshape(x.shape), wanted.reshape(x.shape), 1e-9)


def _channels(total, c, squares):
    """Return the channels in a row whose squares add up to this, with or without c itself; None if there are none."""
    for first in range(CHANNELS):
        for last in range(first, CHANNELS + 1):
            for leave in (None, c):
                some = [j for j in range(first, last) if j != leave]
                if abs(squares[some].sum() - total) < 1e-9 * (1 + total):
                    return some
    return None


def _named(channels):
    if not len(channels):
        return "no channel at all"
    return f"channel{'s' * (len(channels) > 1)} {', '.join(map(str, channels))}"
