"""Right answers to every exercise of A5, written as differently as students would; a backward with its own forward."""

from typing import NamedTuple

import numpy as np


class Result(NamedTuple):
    out: np.ndarray
    cache: object


def dropout_by_factors(x, p, *, train, rng=None, maps=False):
    if not train:
        return Result(x.copy(), np.ones_like(x))
    drawn = rng.uniform(size=x.shape[:2]) if maps else rng.uniform(size=x.shape)
    factors = np.where(drawn < p, 0, 1 / (1 - p)).astype(x.dtype)
    factors = factors.reshape(factors.shape + (1,) * (x.ndim - factors.ndim))
    return Result(x * factors, factors)


def dropout_by_loops(x, p, *, train, rng, maps=False):
    out, keep = x.copy(), np.ones(x.shape)
    if train:
        if maps:
            for n in range(x.shape[0]):
                for c in range(x.shape[1]):
                    keep[n, c] = rng.random() > p
        else:
            for place in np.ndindex(x.shape):
                keep[place] = rng.random() > p
        out = (x * keep / (1 - p)).astype(x.dtype)
    return out, {"keep": keep, "scale": 1 / (1 - p) if train else 1}


def dropout_by_choice(x, p, train, rng=None, maps=False):
    if not train:
        return x, None
    shape = list(x.shape)
    if maps:
        shape[2:] = [1] * (x.ndim - 2)
    mask = rng.choice([False, True], size=shape, p=[p, 1 - p])
    mask = np.broadcast_to(mask, x.shape)
    out = np.zeros_like(x)
    out[mask] = x[mask] / (1 - p)
    return out, (mask, p)


class Dropout:
    def __call__(self, x, p, *, train, rng=None, maps=False):
        if not train or p == 0:
            return 1 * x, [1.0]
        axes = x.T.shape[-2:] if maps else x.T.shape  # (C, N), or all axes in the other order
        kept = 1.0 - rng.binomial(1, p, size=axes).T
        factors = (kept / (1 - p)).astype(x.dtype)
        factors = factors[:, :, None, None] if maps else factors
        return x * factors, [factors]


class Single(NamedTuple):
    dx: np.ndarray


def back_by_factors(dout, cache):
    return Single(cache * dout)


def back_by_loops(dout, cache):
    dx = np.empty_like(dout)
    for place, value in np.ndenumerate(dout):
        dx[place] = value * cache["keep"][place] * cache["scale"]
    return (dx,)


def back_by_mask(dout, cache):
    if cache is None:
        return (dout.copy(),)
    mask, p = cache
    dx = dout.copy()
    dx[~mask] = 0
    dx /= 1 - p
    return (dx,)


def back_in_float64(dout, cache):
    return ((dout.astype(float) * cache[0]).astype(dout.dtype),)


def crop_one_by_one(images, size, *, rng, padding=0):
    count, channels, height, width = images.shape
    crops = np.empty((count, channels, size, size), images.dtype)
    for n, image in enumerate(images):
        padded = np.zeros((channels, height + 2 * padding, width + 2 * padding), images.dtype)
        padded[:, padding : padding + height, padding : padding + width] = image
        top = rng.integers(height + 2 * padding - size + 1)
        left = rng.integers(0, width + 2 * padding - size, endpoint=True)
        crops[n] = padded[:, top : top + size, left : left + size]
    return crops


def crop_by_windows(images, size, *, rng, padding=0):
    around = [(0, 0)] * 2 + [(padding, padding)] * 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(images, around), (size, size), axis=(2, 3))
    lefts, tops = (rng.integers(windows.shape[axis], size=len(images)) for axis in (3, 2))
    return windows[range(len(images)), :, tops, lefts]


def crop_by_place(images, size, *, rng, padding=0):
    images = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = images.shape[2] - size + 1, images.shape[3] - size + 1
    place = (rng.random(len(images)) * rows * columns).astype(int)
    rows_of = place[:, None] // columns + np.arange(size)
    columns_of = place[:, None] % columns + np.arange(size)
    numbers = np.arange(len(images))[:, None, None, None]
    channels = np.arange(images.shape[1])[:, None, None]
    return images[numbers, channels, rows_of[:, None, :, None], columns_of[:, None, None, :]]


class Crop:
    def __call__(self, images, size, *, rng, padding=0):
        generators = rng.spawn(2)
        border = ((0, 0), (0, 0), (padding, padding), (padding, padding))
        padded = np.pad(images, border, mode="constant")
        tops = generators[0].integers(padded.shape[2] - size + 1, size=len(images))
        lefts = generators[1].integers(padded.shape[3] - size + 1, size=len(images))
        return np.array([p[:, t:, left:][:, :size, :size] for p, t, left in zip(padded, tops, lefts)])


def flip_one_by_one(images, *, rng):
    return np.stack([image[..., ::-1] if rng.integers(2) else image for image in images])


def flip_by_where(images, *, rng):
    return np.where(rng.random((len(images), 1, 1, 1)) > 0.5, np.flip(images, axis=-1), images)


def flip_in_a_copy(images, *, rng):
    out = np.array(images)
    for n in range(len(out)):
        if rng.choice([True, False]):
            out[n] = np.fliplr(out[n].transpose(1, 2, 0)).transpose(2, 0, 1)
    return out


class Flip:
    def __call__(self, images, *, rng):
        chosen = np.flatnonzero(rng.spawn(1)[0].normal(size=len(images)) > 0)
        out = images.copy()
        out[chosen] = out[chosen][..., ::-1]
        return out


class Basis(NamedTuple):
    eigenvalues: np.ndarray
    eigenvectors: np.ndarray


def basis_by_cov(images):
    pixels = np.moveaxis(images, 1, -1).reshape(-1, 3)
    values, vectors = np.linalg.eigh(np.cov(pixels, rowvar=False))
    return Basis(values.astype(images.dtype), -vectors.astype(images.dtype))


def basis_by_svd(images):
    pixels = images.astype(float).transpose(0, 2, 3, 1).reshape(-1, 3)
    _, singular, rows = np.linalg.svd(pixels - pixels.mean(axis=0), full_matrices=False)
    values, vectors = singular[::-1] ** 2 / len(pixels), rows[::-1].T
    return values.astype(images.dtype), vectors.astype(images.dtype)


def basis_by_loops(images):
    pixels = [image[:, row, column] for image in images for row, column in np.ndindex(image.shape[1:])]
    mean = sum(pixels) / len(pixels)
    covariance = sum(np.outer(pixel - mean, pixel - mean) for pixel in pixels) / len(pixels)
    values, vectors = np.linalg.eigh(covariance)
    return np.array([*values], images.dtype), np.stack([-vectors[:, i] for i in range(3)], axis=1)


class ColorBasis:
    def __call__(self, images):
        centred = (images - images.mean(axis=(0, 2, 3), keepdims=True)).astype(float)
        covariance = np.einsum("nchw,ndhw->cd", centred, centred) / (centred.size // 3 - 1)
        values, vectors = np.linalg.eigh(-covariance)
        return -values[::-1].astype(images.dtype), vectors[:, ::-1].astype(images.dtype)


def color_by_loops(images, basis, *, sigma=0.1, rng):
    out = images.copy()
    for n in range(len(images)):
        for i in range(3):
            alpha = rng.normal(0, sigma)
            out[n] += (basis[1][:, i] * alpha * basis[0][i])[:, None, None].astype(images.dtype)
    return out


def color_by_einsum(images, basis, *, sigma=0.1, rng):
    values, vectors = basis
    alpha = sigma * rng.standard_normal((3, len(images)))
    return (images + np.einsum("ci,i,in->nc", vectors, values, alpha)[..., None, None]).astype(images.dtype)


def color_by_scaled_columns(images, basis, *, sigma=0.1, rng):
    scaled = basis[1] * basis[0]
    shifts = [scaled @ rng.normal(scale=sigma, size=3) for _ in images]
    return images + np.reshape(shifts, (-1, 3, 1, 1)).astype(images.dtype)


class Color:
    def __call__(self, images, basis, *, sigma=0.1, rng):
        covariance = sigma**2 * np.diag(basis[0].astype(float) ** 2)
        along = rng.spawn(1)[0].multivariate_normal(np.zeros(3), covariance, size=len(images))
        return images + (along @ basis[1].T).reshape(-1, 3, 1, 1).astype(images.dtype)


def norm_by_loops(x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
    out = np.empty_like(x)
    for n, c, row, column in np.ndindex(x.shape):
        near = range(max(c - size // 2, 0), min(c + (size - 1) // 2, x.shape[1] - 1) + 1)
        out[n, c, row, column] = (
            x[n, c, row, column] / (k + alpha * sum(x[n, j, row, column] ** 2 for j in near)) ** beta
        )
    return out, None


def norm_by_padding(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    squares = np.pad(x**2, ((0, 0), (size // 2, (size - 1) // 2), (0, 0), (0, 0)))
    total = sum(squares[:, shift : shift + x.shape[1]] for shift in range(size))
    base = k + alpha * total
    return Result((x * base**-beta).astype(x.dtype), {"base": base})


def norm_by_matrix(x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
    away = np.arange(x.shape[1]) - np.arange(x.shape[1])[:, None]  # j - c
    near = ((away >= -(size // 2)) & (away <= (size - 1) // 2)).astype(x.dtype)
    base = k + alpha * np.einsum("cj,njhw->nchw", near, x * x)
    return x / base**beta, (x, near, base)


class Norm:
    def __call__(self, x, *, size=5, alpha=1e-4, beta=0.75, k=2.0):
        sums = np.cumsum(np.pad(x.astype(float) ** 2, ((0, 0), (1, 0), (0, 0), (0, 0))), axis=1)
        c = np.arange(x.shape[1])
        first, last = np.maximum(c - size // 2, 0), np.minimum(c + (size - 1) // 2 + 1, x.shape[1])
        return (x / (k + alpha * (sums[:, last] - sums[:, first])) ** beta).astype(x.dtype), [self]


def views_by_appending(image, size):
    _, height, width = image.shape
    views = [image[:, :size, :size], image[:, :size, width - size :]]
    views += [image[:, height - size :, :size], image[:, height - size :, width - size :]]
    top, left = (height - size) // 2, (width - size) // 2
    views.append(image[:, top : top + size, left : left + size])
    for view in views[:5]:
        views.append(np.flip(view, axis=2))
    return np.array(views)


def views_into_zeros(image, size):
    out = np.zeros((10, image.shape[0], size, size), image.dtype)
    down, right = image.shape[1] - size, image.shape[2] - size
    for n, (top, left) in enumerate([(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]):
        out[n] = image[:, top : top + size, left : left + size]
        for column in range(size):
            out[n + 5, :, :, column] = out[n, :, :, size - 1 - column]
    return out


def views_of_the_mirrored(image, size):
    def five(image):
        down, right = image.shape[1] - size, image.shape[2] - size
        tops, lefts = [0, 0, down, down, down // 2], [0, right, 0, right, right // 2]
        return [image[:, top : top + size, left : left + size] for top, left in zip(tops, lefts)]

    views = five(image)
    return np.concatenate([views, [view[:, :, list(range(size))[::-1]] for view in views]], axis=0)


class TenCrop:
    def __call__(self, image, size):
        windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(1, 2))
        down, right = windows.shape[1] - 1, windows.shape[2] - 1
        five = windows[:, [0, 0, down, down, down // 2], [0, right, 0, right, right // 2]].transpose(1, 0, 2, 3)
        return np.vstack((five, five[..., ::-1])).copy()


PAIRS = (
    (dropout_by_factors, back_by_factors),
    (dropout_by_loops, back_by_loops),
    (dropout_by_choice, back_by_mask),
    (Dropout(), back_in_float64),
)
FORWARDS = {backward: forward for forward, backward in PAIRS}  # whose caches they take
RIGHT_ANSWERS = {
    "dropout_forward": tuple(forward for forward, _ in PAIRS),
    "dropout_backward": tuple(backward for _, backward in PAIRS),
    "random_crop": (crop_one_by_one, crop_by_windows, crop_by_place, Crop()),
    "random_horizontal_flip": (flip_one_by_one, flip_by_where, flip_in_a_copy, Flip()),
    "pca_color_basis": (basis_by_cov, basis_by_svd, basis_by_loops, ColorBasis()),
    "pca_color": (color_by_loops, color_by_einsum, color_by_scaled_columns, Color()),
    "local_response_norm_forward": (norm_by_loops, norm_by_padding, norm_by_matrix, Norm()),
    "ten_crop": (views_by_appending, views_into_zeros, views_of_the_mirrored, TenCrop()),
}
