"""Small convolutional nets, and images for them."""

import numpy as np

from course_lib.models import init_cnn
from course_lib.ops._windows import windows
from course_lib.ops.conv import conv2d_forward

CLEAR = 5e-5  # float32 rounds numbers of this size to 1e-6


def nets(rng):
    """Yield a title, N, the images' shape, the numbers of filters, K, options for the net, a filter's side, a dtype."""
    n, c, f, k = (int(size) for size in rng.permutation(np.arange(2, 6))[:4])
    bare = {"padding": 0, "pool": 1}
    yield "one convolution, nothing else", 1, (1, 3, 4), (2,), 3, bare, 2, np.float64
    yield "one convolution, pooled", 2, (1, 4, 6), (3,), 2, {}, 3, np.float64
    yield "two convolutions", 3, (2, 4, 8), (3, 5), 4, {}, 3, np.float64
    yield "three convolutions", 2, (1, 8, 9), (3, 4, 5), 3, {}, 3, np.float64
    yield "no convolution, the linear layer alone", 4, (2, 2, 3), (), 3, {}, 3, np.float64
    yield "stride 2 in place of pooling", 3, (2, 6, 5), (4, 3), 2, {"stride": 2, "pool": 1}, 3, np.float64
    yield "no padding", 2, (3, 8, 6), (4,), 5, {"padding": 0}, 3, np.float64
    yield "padding 2 and windows of 3 pixels", 3, (2, 4, 5), (3,), 4, {"padding": 2, "pool": 3}, 2, np.float64
    yield "another size", n, (c, 6, 7), (f, 3), k, {"stride": 1, "padding": 1, "pool": 2}, 3, np.float64
    yield "float32", 3, (2, 4, 6), (3,), 4, {}, 3, np.float32
    every = {"stride": 2, "padding": 2, "pool": 2}
    yield "float32, two convolutions, all options", 2, (1, 9, 8), (3, 2), 4, every, 3, np.float32


def draw_net(rng, n, shape, channels, num_classes, options, kernel, dtype):
    """Draw x and params, so that no rounding decides what a ReLU cuts or which pixel of a window is the largest."""
    while True:
        params = init_cnn(shape, channels, num_classes, rng=rng, kernel=kernel, **options)
        params = [p if p.ndim > 1 else rng.normal(scale=0.5, size=p.shape) for p in params]
        x, params = rng.normal(size=(n, *shape)).round(2), [p.round(2) for p in params]
        if _is_clear(x, params, **options):
            return x.astype(dtype), tuple(p.astype(dtype) for p in params)


def _is_clear(x, params, *, stride=1, padding=1, pool=2):
    for number in range(0, len(params) - 2, 2):
        z, _ = conv2d_forward(x, *params[number : number + 2], stride=stride, padding=padding)
        x = np.maximum(z, 0)
        *_, second, first = np.sort([x - 1, x] if pool == 1 else _pixels(x, pool), axis=0)
        if (abs(z) < CLEAR).any() or ((first > 0) & (first - second < CLEAR)).any():
            return False
        x = first
    return True


def _pixels(x, pool):
    return [x[window] for window in windows(x.shape, pool, pool)]


def as_tuple(result):
    """A list of params is as good as a tuple."""
    return tuple(result) if type(result) is list else result
