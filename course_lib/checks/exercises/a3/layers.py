"""Sizes on which maxout and whole nets are tried."""

import numpy as np


def maxout_sizes(rng):
    """Yield a title, (N, D, K, C) and a dtype. All sizes differ, so that a swapped axis shows."""
    n, d, c = (int(size) for size in rng.permutation(np.arange(4, 10))[:3])
    yield "two pieces", (2, 3, 2, 1), np.float64
    yield "three pieces", (2, 4, 3, 5), np.float64
    yield "a single row", (1, 5, 2, 4), np.float64
    yield "a single output", (5, 4, 3, 1), np.float64
    yield "one piece, a plain linear layer", (4, 6, 1, 2), np.float64
    yield "another size", (n, d, 3, c), np.float64
    yield "as many pieces as rows", (3, 4, 3, 2), np.float64
    yield "float32", (4, 2, 3, 5), np.float32


def draw_maxout(rng, sizes, dtype):
    """Draw x, w and b of which no two pieces are ever equal: the biases differ in a digit that the rest has not."""
    n, d, k, c = sizes
    x, w, b = (rng.normal(size=shape).round(1) for shape in ((n, d), (k, c, d), (k, c)))
    b += 0.001 * np.arange(1, k + 1)[:, None]
    if k > 2:  # the last piece wins for the first row and output, so that one cannot do without it
        best = (x[0] @ w[:, 0].T + b[:, 0]).argmax()
        w[[best, -1]], b[[best, -1]] = w[[-1, best]], b[[-1, best]]
    return x.astype(dtype), w.astype(dtype), b.round(3).astype(dtype)


def nets(rng):
    """Yield a title, N, the sizes of the layers, the activation and a dtype."""
    n, d, h, c = (int(size) for size in rng.permutation(np.arange(3, 9))[:4])
    yield "two layers", 2, (3, 4, 2), {}, np.float64
    yield "a single layer, no activation", 3, (4, 2), {}, np.float64
    yield "three layers", 3, (2, 5, 4, 3), {}, np.float64
    yield "a single row", 1, (4, 3, 5, 2), {}, np.float64
    yield "two layers with tanh", 4, (3, 5, 2), {"activation": "tanh"}, np.float64
    yield "four layers with tanh", 3, (2, 5, 4, 6, 3), {"activation": "tanh"}, np.float64
    yield "another size", n, (d, h, c), {}, np.float64
    yield "all layers equally wide", 2, (4, 4, 4, 4), {}, np.float64
    yield "five layers", 4, (3, 6, 5, 4, 6, 2), {"activation": "relu"}, np.float64
    yield "float32", 5, (4, 3, 2), {}, np.float32
    yield "float32 with tanh", 2, (3, 4, 5, 2), {"activation": "tanh"}, np.float32


def draw_net(rng, n, sizes, dtype):
    """Draw x, weights and biases, all layers' outputs about as large as their inputs."""
    x = rng.normal(size=(n, sizes[0])).round(2)
    shapes = zip(sizes[1:], sizes[:-1])
    weights = tuple((rng.normal(size=shape) * (2 / shape[1]) ** 0.5).round(2).astype(dtype) for shape in shapes)
    return x.astype(dtype), weights, tuple(rng.normal(size=size).round(2).astype(dtype) for size in sizes[1:])


def as_tuples(result):
    """Lists of the layers' gradients are as good as tuples."""
    if not issubclass(type(result), tuple):
        return result
    return tuple(tuple(part) if type(part) is list else part for part in tuple.__iter__(result))
