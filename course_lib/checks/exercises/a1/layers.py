"""Sizes on which a fully connected layer is tried, forward and backward."""

import numpy as np


def sizes(rng):
    """Yield a title, (leading shape, D, C) and how to draw. Sizes differ, so that a swapped axis shows."""
    yield "small numbers", ((2,), 3, 4), _whole
    yield "a single row", ((1,), 4, 3), _normal
    yield "a single output", ((4,), 3, 1), _normal
    n, d, c = (int(size) for size in rng.permutation(np.arange(4, 12))[:3])
    yield "another size", ((n,), d, c), _normal
    yield "as many inputs as outputs", ((3,), 5, 5), _normal
    yield "float32", ((4,), 2, 3), _single
    yield "one sample without a batch, (D,)", ((), 3, 2), _normal
    yield "rows in a grid, (2, 3, D)", ((2, 3), 4, 5), _normal
    yield "three leading axes, float32", ((2, 1, 3), 4, 2), _single


def _whole(rng, *shapes):
    return tuple(rng.integers(-3, 4, size=shape).astype(float) for shape in shapes)


def _normal(rng, *shapes):
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


def _single(rng, *shapes):
    return tuple(rng.normal(size=shape).astype(np.float32).round(2) for shape in shapes)
