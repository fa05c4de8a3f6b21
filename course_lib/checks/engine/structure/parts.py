"""Right in part: where in a result the wrong elements lie."""

import math

import numpy as np

from course_lib.checks.engine.structure.relation import Relation, holds, is_number

CHANCE = 1e-3  # a part is named if the wrong elements would all lie in it by chance more seldom than this
ABOUT = 1.25  # parts that differ by less are the same size: the one that is more usual is named
FILLED = {
    True: 0.9,
    False: 0.5,
}  # and make up at least so much of it; of a part that the inputs do not define, such as the diagonal, more


def in_part(exercise, pairs):
    """All wrong elements lie in one part of the result, which is mostly wrong."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(pair.found.shape != pair.expected.shape or not pair.expected.ndim for pair in wrong):
        return None
    errors = [_errors(pair) for pair in wrong]
    shares, places = {}, _places(wrong[0].expected.ndim)
    for text, mask in _masks(wrong[0]).items():
        if holds(_all_within, errors, mask, wrong, FILLED[text in places]):
            shares[text] = sum(mask(pair).sum() for pair in wrong) / sum(pair.expected.size for pair in wrong)
    if not shares:
        return None
    smallest = min(shares.values())
    best = next(text for text, share in shares.items() if share <= ABOUT * smallest)
    nothing = all(not pair.found[error].any() for pair, error in zip(wrong, errors))
    return Relation("part of zeros" if nothing else "part", what=best)


def _errors(pair):
    with np.errstate(all="ignore"):
        gap = np.abs(pair.found.astype(float) - pair.expected)
        size = np.abs(pair.expected[np.isfinite(pair.expected)]).max(initial=1)
    return ~(gap <= (1e-4 if pair.expected.dtype == np.float32 else 1e-9) * size) & (pair.found != pair.expected)


def _all_within(errors, mask, pairs, filled):
    """Whether a part holds the errors of every wrong case, is filled with them, and not by chance.

    What is 0, and should be, says nothing: half of a thing that is 0 anyway looks right.
    """
    masks = [np.broadcast_to(mask(pair), pair.expected.shape) for pair in pairs]
    size, inside = sum(m.size for m in masks), sum(m.sum() for m in masks)
    count = sum(e.sum() for e in errors)
    telling = sum((m & (e | (pair.expected != 0))).sum() for m, e, pair in zip(masks, errors, pairs))
    if any((e & ~m).any() for e, m in zip(errors, masks)) or count < filled * telling or inside == size:
        return False
    return count * math.log(inside / size) < math.log(CHANCE)


def _masks(first):
    """Return a dict from the name of a part to (pair) -> mask."""
    ndim = first.expected.ndim
    masks = _places(ndim) | _by_labels(first) | _by_inputs(first)
    masks["where the right answer is negative"] = lambda p: p.expected < 0
    masks["where the right answer is positive"] = lambda p: p.expected > 0
    masks["where the right answer is 0"] = lambda p: p.expected == 0
    return masks


def _places(ndim):
    masks = {}
    for axis in range(ndim):
        line = ("row", "column")[axis] if ndim == 2 else "element" if ndim == 1 else f"place of axis {axis}"
        for number, place in (("first", 0), ("last", -1)):
            only = lambda p, a=axis, i=place: _at(p.expected.shape, a, i)  # noqa: E731
            masks |= {f"in the {number} {line}": only, f"in all but the {number} {line}": _but(only)}
    if ndim == 2:
        diagonal = lambda p: np.eye(*p.expected.shape, dtype=bool)  # noqa: E731
        masks |= {"on the diagonal": diagonal, "off the diagonal": _but(diagonal)}
        masks |= {
            "above the diagonal": lambda p: np.triu(np.ones(p.expected.shape, bool), 1),
            "below the diagonal": lambda p: np.tril(np.ones(p.expected.shape, bool), -1),
        }
    if ndim == 3:
        diagonals = lambda p: np.eye(*p.expected.shape[1:], dtype=bool)  # noqa: E731
        masks |= {
            "on the diagonals of the last two axes": diagonals,
            "off the diagonals of the last two axes": _but(diagonals),
        }
    if ndim > 2:
        masks |= {"at the border of the images": _border, "inside, away from the border of the images": _but(_border)}
    return masks


def _but(mask):
    return lambda pair: ~mask(pair)


def _at(shape, axis, place):
    mask = np.zeros(shape, bool)
    mask[(slice(None),) * axis + (place,)] = True
    return mask


def _border(pair):
    mask = np.ones(pair.expected.shape, bool)
    mask[..., 1:-1, 1:-1] = False
    return mask


def _by_labels(first):
    """Name the elements that integers point at, one in each row."""
    masks = {}
    for name, value in first.inputs.items():
        if isinstance(value, np.ndarray) and value.dtype.kind in "iu" and value.ndim == 1 and first.expected.ndim == 2:
            own = lambda p, n=name: np.arange(p.expected.shape[1]) == p.inputs[n][:, None]  # noqa: E731
            masks |= {f"in the columns that {name} names, one a row": own}
            masks |= {f"outside the columns that {name} names, one a row": _but(own)}
    return masks


def _by_inputs(first):
    """Tell elements by the sign of an input of the same shape, and by which of two is larger."""
    masks = {}
    arrays = {n: v for n, v in first.inputs.items() if np.shape(v) == first.expected.shape and np.ndim(v)}
    for name in arrays:
        masks |= {
            f"where {name} is positive": lambda p, n=name: p.inputs[n] > 0,
            f"where {name} is negative": lambda p, n=name: p.inputs[n] < 0,
            f"where {name} is 0": lambda p, n=name: p.inputs[n] == 0,
        }
    for one in arrays:
        for other in arrays.keys() - {one}:
            masks[f"where {one} is larger than {other}"] = lambda p, a=one, b=other: p.inputs[a] > p.inputs[b]
    if len(arrays) == 2:
        one, other = arrays
        gap = lambda p: np.abs(p.inputs[one] - p.inputs[other])  # noqa: E731
        for option in [name for name, value in first.inputs.items() if is_number(value)]:
            far = lambda p, o=option: gap(p) > p.inputs[o]  # noqa: E731
            masks |= {f"where {one} and {other} are more than {option} apart": far}
            masks |= {f"where {one} and {other} are at most {option} apart": _but(far)}
    return masks
