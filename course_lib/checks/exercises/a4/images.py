"""Images, filters and windows on which convolution and pooling are tried, and the hints that they share."""

import numpy as np

NO_CACHE = "the result is right, but the way back needs a cache: return out, and with it what backward will ask for."
SWAPPED = "the two results are the wrong way round: out first, then the cache."


def convolutions(rng):
    """Yield a title, (N, C, H, W), (F, KH, KW), options and a dtype. Sides differ, so that a swapped one shows."""
    n, c, f, h, w = (int(size) for size in rng.permutation(np.arange(2, 7))[:5])
    both = {"stride": 2, "padding": 1}
    yield "one image, one channel, one filter", (1, 1, 3, 4), (1, 2, 2), {}, np.float64
    yield "three filters", (1, 1, 4, 3), (3, 2, 2), {}, np.float64
    yield "three channels", (1, 3, 3, 4), (2, 2, 2), {}, np.float64
    yield "several images", (4, 2, 5, 3), (3, 2, 2), {}, np.float64
    yield "filters that are not square", (2, 3, 6, 5), (4, 1, 3), {}, np.float64
    yield "stride 2", (1, 2, 7, 5), (3, 3, 3), {"stride": 2}, np.float64
    yield "stride 2 that leaves a row and a column out", (2, 1, 5, 7), (3, 2, 4), {"stride": 2}, np.float64
    yield "padding 1", (1, 2, 3, 4), (3, 2, 3), {"padding": 1}, np.float64
    yield "padding 2, stride 3", (2, 3, 7, 5), (4, 3, 2), {"stride": 3, "padding": 2}, np.float64
    yield "filters of one pixel, stride 2", (3, 2, 4, 5), (4, 1, 1), {"stride": 2}, np.float64
    yield "filters as large as the image", (3, 2, 4, 3), (5, 4, 3), {}, np.float64
    yield "filters that fit only with padding", (2, 3, 2, 3), (4, 4, 5), both | {"stride": 1}, np.float64
    yield "another size", (n, c, h + 3, w + 2), (f, 3, 2), both, np.float64
    yield "float32", (2, 3, 4, 5), (4, 3, 2), {}, np.float32
    yield "float32, stride 2, padding 1", (3, 2, 5, 6), (4, 2, 3), both, np.float32


def draw_convolution(rng, images, filters, options, dtype):
    """Draw x, w and b; two digits read well."""
    (f, kh, kw), c = filters, images[1]
    shapes = images, (f, c, kh, kw), (f,)
    return tuple(rng.normal(size=shape).round(1).astype(dtype) for shape in shapes)


def pools(rng):
    """Yield a title, (N, C, H, W), options and a dtype."""
    n, c, h, w = (int(size) for size in rng.permutation(np.arange(2, 7))[:4])
    yield "one image, windows of 2 pixels that touch", (1, 1, 2, 4), {"kernel": 2}, np.float64
    yield "two channels", (1, 2, 4, 2), {"kernel": 2}, np.float64
    yield "several images", (3, 2, 4, 6), {"kernel": 2}, np.float64
    yield "windows that leave a row and a column out", (2, 3, 5, 7), {"kernel": 2}, np.float64
    yield "windows of 3 pixels that overlap by one", (1, 2, 5, 7), {"kernel": 3, "stride": 2}, np.float64
    yield "windows that move by one pixel", (2, 1, 4, 3), {"kernel": 2, "stride": 1}, np.float64
    yield "overlap, and a row and a column left out", (2, 3, 6, 8), {"kernel": 3, "stride": 2}, np.float64
    yield "windows with gaps between them", (2, 1, 5, 8), {"kernel": 2, "stride": 3}, np.float64
    yield "windows of one pixel", (2, 3, 4, 5), {"kernel": 1}, np.float64
    yield "another size", (n, c, h + 4, w + 3), {"kernel": 4, "stride": 3}, np.float64
    yield "float32", (2, 3, 4, 6), {"kernel": 2}, np.float32
    yield "float32, overlapping", (3, 2, 7, 5), {"kernel": 3, "stride": 1}, np.float32


def tied_pools():
    """Yield as pools does, and the largest pixel of images with ties."""
    yield "equal pixels", (1, 2, 4, 6), {"kernel": 2}, np.float64, 1
    yield "equal pixels in windows that overlap", (2, 1, 5, 7), {"kernel": 3, "stride": 2}, np.float64, 1
    yield "equal pixels, float32", (2, 3, 4, 5), {"kernel": 2, "stride": 1}, np.float32, 1
    yield "a white page", (2, 1, 4, 6), {"kernel": 2}, np.float64, 0


def draw_images(rng, shape, dtype, ties=None):
    """Draw images of both signs of which no two pixels are equal; with ties, whole numbers from -ties to ties."""
    if ties is not None:
        return rng.integers(-ties, ties + 1, size=shape).astype(dtype)
    pixels = rng.permutation(int(np.prod(shape))) - rng.integers(1, 3) * np.prod(shape) // 3
    return (pixels.reshape(shape) / 10).astype(dtype)
