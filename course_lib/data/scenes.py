"""Scenes: small pictures of ten things, drawn from random numbers, as many and as large as asked for.

Position, size, tilt, proportions, colours, light, shadow, background and grain vary, and each thing faces left as often
as right, so one weight a pixel is not enough to tell the things apart. Nothing is stored or downloaded.
"""

import numpy as np

from course_lib.data.shapes import box, ellipse, hsv
from course_lib.data.sketches import SKETCHES

CLASS_NAMES = tuple(sketch.__name__ for sketch in SKETCHES)

_NUMBERS = 112  # random numbers in [0, 1) that decide one image; more than any sketch uses
_PIXELS = 2**15  # of one class drawn at a time, so that the arrays in between stay in the cache


def make_scenes(num_images, *, size=32, seed=0):
    """Draw images of boats, cars, cats, fish, flowers, houses, mugs, mushrooms, trees and umbrellas.

    Image i depends on seed and i alone, so the first thousand of two thousand images are the thousand images;
    at another size the same scenes appear, with other grain. For a training and a test set take two seeds.
    The same call gives the same images as long as NumPy and the machine stay the same.

    Parameters
    ----------
    num_images : int
    size : int          height and width in pixels, at least 8; the course uses 32 to 256
    seed : int

    Returns
    -------
    images : (N, 3, size, size)     RGB, uint8
    labels : (N,)                   0 … 9, in turn, so that every ten images hold each class once; CLASS_NAMES[label]

    Raises
    ------
    ValueError          if num_images is negative or size too small
    """
    if num_images < 0:
        raise ValueError(f"num_images must be at least 0: found {num_images}")
    if size < 8:
        raise ValueError(f"size must be at least 8 pixels: found {size}")
    numbers_rng, grain_rng = np.random.default_rng(seed).spawn(2)
    images = np.empty((num_images, 3, size, size), np.uint8)
    chunk = len(SKETCHES) * max(1, _PIXELS // size**2)
    for start in range(0, num_images, chunk):
        out = images[start : start + chunk]
        numbers = numbers_rng.random((len(out), _NUMBERS), dtype=np.float32)
        grain = grain_rng.standard_normal((len(out), size, size), dtype=np.float32)
        for label, sketch in enumerate(SKETCHES[: len(out)]):
            turn = slice(label, None, len(SKETCHES))
            out[turn] = _draw(sketch, numbers[turn], grain[turn])
    return images, np.arange(num_images) % len(SKETCHES)


def _draw(sketch, numbers, grain):
    """Draw one image for each row of numbers: background, shadow, thing, light, grain; uint8."""
    pick = _picker(numbers)
    ys, xs = _axes(grain.shape[-1])
    light = _light(pick)
    image = _background(xs, ys, pick)
    color, coverage, distance = _thing(sketch, xs, ys, pick)
    image *= 1 - pick(0.2, 0.6)[:, None] * _shadow(distance, light)[:, None]
    image *= 1 - coverage[:, None]
    image += color * _shading(distance, light)[:, None]
    image *= _exposure(xs, ys, light, pick)
    image += (pick(0, 0.06) * grain)[:, None]  # the same in all channels: it changes brightness, not hue
    return np.clip(image * 255 + 0.5, 0, 255).astype(np.uint8)


def _picker(numbers):
    """Return pick(low, high), which turns the next column of numbers, (N, K), into values (N, 1, 1)."""
    columns = iter(numbers.T[:, :, None, None])
    return lambda low, high: low + (high - low) * next(columns)


def _axes(size):
    """Return the pixels' heights (H, 1), from top to bottom, and their places across (W,), both within [-1, 1]."""
    xs = (np.arange(size, dtype=np.float32) + 0.5) * (2 / size) - 1
    return -xs[:, None], xs


def _light(pick):
    """Pick where the light comes from: above, more or less. Two parts of a unit vector."""
    angle = pick(0.15, 0.85) * np.pi
    return np.cos(angle), np.sin(angle)


def _background(xs, ys, pick):
    """Mix two colours by a ramp, a horizon, waves and a cloud; then a few distractors."""
    angle, tilt = pick(0, 2 * np.pi), pick(-0.15, 0.15)
    mix = pick(0, 0.5) * (np.cos(angle) * xs + np.sin(angle) * ys)
    mix = mix + _sometimes(pick) * np.clip((ys - tilt * xs - pick(-0.5, 0.3)) * 20, -0.5, 0.5)
    angle, pitch = pick(0, np.pi), pick(5, 25)
    mix = mix + 0.4 * _sometimes(pick) * np.sin(pitch * (np.cos(angle) * xs + np.sin(angle) * ys))
    mix = np.clip(mix + pick(0, 1) * _cloud(len(xs), pick) + 0.5, 0, 1)[:, None]
    low, high = (hsv(pick(0, 1), pick(0.05, 0.6), pick(0.4, 1)) for _ in range(2))
    image = low + mix * (high - low)
    for shape in (ellipse, box, ellipse, box):
        place = pick(-1, 1), pick(-1, 1), pick(0.05, 0.3), pick(0.05, 0.3)
        alpha = np.clip(0.5 - shape(xs, ys, *place) / pick(0.05, 0.3), 0, 1)[:, None]
        image += pick(0.2, 0.8)[:, None] * alpha * (hsv(pick(0, 1), pick(0.1, 0.7), pick(0.3, 1)) - image)
    return image


def _sometimes(pick):
    """Pick an amplitude in [0, 1] that is 0 for half of the images."""
    return np.maximum(pick(-1, 1), 0)


def _cloud(size, pick, cells=5):
    """Pick a 5x5 grid of values in [-0.5, 0.5] and blend them smoothly over the image."""
    knots = np.concatenate([pick(-0.5, 0.5) for _ in range(cells**2)], axis=2).reshape(-1, cells, cells)
    places = np.linspace(0, cells - 1, size, dtype=np.float32)
    away = np.clip(np.abs(places[:, None] - np.arange(cells, dtype=np.float32)), 0, 1)
    blend = 1 - away**2 * (3 - 2 * away)  # (size, cells): the weight of each knot
    return blend @ knots @ blend.T


def _thing(sketch, xs, ys, pick):
    """Place a sketch and paint its parts over one another.

    Returns
    -------
    color : (N, 3, H, W)    already multiplied by the coverage
    coverage : (N, H, W)    0 outside, 1 inside, in between in the pixels that an edge crosses
    distance : (N, H, W)    to the outline, in half image widths, negative inside
    """
    scale, angle = pick(0.45, 0.85), pick(-0.6, 0.6)
    cx, cy = pick(-1, 1) * (0.95 - scale), pick(-1, 1) * (0.95 - scale)
    mirror = np.copysign(1, pick(-1, 1))
    cos, sin = np.cos(angle) / scale, np.sin(angle) / scale
    x = mirror * (cos * (xs - cx) + sin * (ys - cy))
    y = cos * (ys - cy) - sin * (xs - cx)
    pixel = (2 / len(xs)) / scale
    color, coverage, distance = np.float32(0), np.float32(0), np.float32(9)
    for part, paint in sketch(x, y, pick):
        alpha = np.clip(0.5 - part / pixel, 0, 1)
        color = color + alpha[:, None] * (paint - color)
        coverage = coverage + alpha * (1 - coverage)
        distance = np.minimum(distance, part)
    return color, coverage, distance * scale


def _shadow(distance, light, offset=0.12, softness=0.1):
    """Return how much light the thing takes from each pixel, (N, H, W): its shape, blurred and moved off the light."""
    count, size, _ = distance.shape
    right, up = (np.rint(part * offset * size / 2).astype(int) for part in light)
    rows = np.clip(np.arange(size)[:, None] - up, 0, size - 1)
    columns = np.clip(np.arange(size) + right, 0, size - 1)
    return np.clip(0.5 - distance[np.arange(count)[:, None, None], rows, columns] / softness, 0, 1)


def _shading(distance, light, edge=0.05):
    """Return a factor for each pixel, (N, H, W): edges that face the light are brighter, the others darker."""
    down, right = np.gradient(distance * (distance.shape[-1] / 2), axis=(1, 2))  # a unit vector, outwards
    return 1 + 0.4 * (right * light[0] - down * light[1]) * np.exp2(-np.abs(distance) / edge)


def _exposure(xs, ys, light, pick):
    """Return a factor for each pixel and channel, (N, 3, H, W): how bright it is there, and the tint of the light."""
    falloff = 1 + pick(0, 0.3) * (xs * light[0] + ys * light[1])
    return falloff[:, None] * hsv(pick(0, 1), pick(0, 0.15), pick(0.75, 1.15))
