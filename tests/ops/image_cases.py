"""The ops on images, (N, C, H, W), and what each is compared with, as in tests/ops/cases.py."""

from functools import partial

import numpy as np
import torch.nn.functional as F

from course_lib.ops import conv, lrn, pool
from tests.ops.cases import Op

CONVOLUTIONS = {  # images without N, filters, stride, padding
    "plain": ((3, 5, 5), (4, 3, 3, 3), 1, 0),
    "padded": ((3, 5, 5), (4, 3, 3, 3), 1, 1),
    "stride does not divide": ((3, 8, 8), (4, 3, 3, 3), 2, 0),
    "stride leaves pixels unseen": ((2, 7, 8), (3, 2, 2, 2), 3, 0),
    "nothing square": ((3, 6, 9), (4, 3, 2, 5), (1, 2), (2, 1)),
    "more padding than needed": ((2, 3, 4), (2, 2, 2, 3), 2, 4),
    "one channel, one filter": ((1, 4, 4), (1, 1, 4, 4), 1, 0),
    "1x1": ((3, 4, 5), (4, 3, 1, 1), 2, 1),
    "AlexNet's first, small": ((3, 27, 27), (5, 3, 11, 11), 4, 2),
}
POOLS = {  # images without N, kernel, stride
    "touching": ((3, 6, 6), 2, None),
    "overlapping": ((3, 7, 7), 3, 2),
    "stride does not divide": ((3, 8, 6), 3, 2),
    "gaps": ((2, 8, 8), 2, 3),
    "nothing square": ((2, 6, 9), (2, 3), (3, 1)),
    "global": ((3, 4, 5), (4, 5), None),
    "1x1": ((3, 4, 5), 1, None),
}
NORMS = {  # images without N, options; with the paper's alpha of 1e-4 a wrong cross term would go unnoticed
    "five channels": ((7, 3, 4), {"size": 5, "alpha": 0.5, "beta": 0.75, "k": 2.0}),
    "an even number": ((6, 2, 2), {"size": 4, "alpha": 1.0, "beta": 0.5, "k": 1.0}),
    "only itself": ((7, 3, 4), {"size": 1, "alpha": 1.0, "beta": 1.0, "k": 0.5}),
    "more channels than there are": ((7, 3, 4), {"size": 20, "alpha": 1.0, "beta": 0.75, "k": 2.0}),
    "one channel": ((1, 3, 3), {"size": 5, "alpha": 1.0, "beta": 0.75, "k": 2.0}),
}


def distinct(rng, shape):
    return 0.1 * rng.permutation(np.prod(shape)).reshape(shape)  # no ties, and no nudge of 1e-5 makes one


def conv2d_by_loops(x, w, b, *, stride, padding):
    (down, across), (above, left) = np.broadcast_to(stride, 2), np.broadcast_to(padding, 2)
    x = np.pad(x, [(0, 0), (0, 0), (above, above), (left, left)])
    height, width = (x.shape[2] - w.shape[2]) // down + 1, (x.shape[3] - w.shape[3]) // across + 1
    out = np.empty((len(x), len(w), height, width))
    for n, f, row, column in np.ndindex(out.shape):
        seen = x[n, :, row * down : row * down + w.shape[2], column * across : column * across + w.shape[3]]
        out[n, f, row, column] = (seen * w[f]).sum() + b[f]
    return out


def pool_by_loops(x, *, kernel, stride, reduce):
    (height, width), (down, across) = np.broadcast_to(kernel, 2), np.broadcast_to(stride or kernel, 2)
    out = np.empty((*x.shape[:2], (x.shape[2] - height) // down + 1, (x.shape[3] - width) // across + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = reduce(x[n, c, i * down : i * down + height, j * across : j * across + width])
    return out


def local_response_norm_by_loops(x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
    out = np.empty_like(x)
    for n, c, row, column in np.ndindex(x.shape):
        first, last = max(0, c - size // 2), min(x.shape[1] - 1, c + (size - 1) // 2)
        energy = sum(x[n, j, row, column] ** 2 for j in range(first, last + 1))
        out[n, c, row, column] = x[n, c, row, column] / (k + alpha * energy) ** beta
    return out


def convolution(name, forward, backward):
    """Make an op of each case."""

    def draw(rng, n, images, filters):
        return (rng.normal(size=(n, *images)), rng.normal(size=filters), rng.normal(size=filters[0])), ()

    for title, (images, filters, stride, padding) in CONVOLUTIONS.items():
        options = {"stride": stride, "padding": padding}
        slow, torchs = partial(conv2d_by_loops, **options), partial(F.conv2d, **options)
        drawn = partial(draw, images=images, filters=filters)
        yield Op(f"{name}, {title}", partial(forward, **options), backward, slow, torchs, drawn)


def pooling(name, forward, backward, in_torch, reduce):
    for title, (images, kernel, stride) in POOLS.items():
        yield Op(
            f"{name}, {title}", partial(forward, kernel=kernel, stride=stride), backward,
            partial(pool_by_loops, kernel=kernel, stride=stride, reduce=reduce),
            partial(in_torch, kernel_size=kernel, stride=stride),
            lambda rng, n, images=images: ((distinct(rng, (n, *images)),), ()),
        )  # fmt: skip


def normalisation():
    for title, (images, options) in NORMS.items():
        as_torch = options | {"alpha": options["alpha"] * options["size"]}  # torch divides it by size
        yield Op(
            f"local_response_norm, {title}", partial(lrn.local_response_norm_forward, **options),
            lrn.local_response_norm_backward, partial(local_response_norm_by_loops, **options),
            partial(F.local_response_norm, **as_torch),
            lambda rng, n, images=images: ((rng.normal(size=(n, *images)),), ()),
        )  # fmt: skip


IMAGE_OPS = [
    *convolution("conv2d", conv.conv2d_forward, conv.conv2d_backward),
    *convolution("conv2d_im2col", conv.conv2d_im2col_forward, conv.conv2d_im2col_backward),
    *pooling("max_pool2d", pool.max_pool2d_forward, pool.max_pool2d_backward, F.max_pool2d, np.max),
    *pooling("avg_pool2d", pool.avg_pool2d_forward, pool.avg_pool2d_backward, F.avg_pool2d, np.mean),
    *normalisation(),
]
