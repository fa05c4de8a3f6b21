"""Cases for the random change of colours, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.alphas import THREE, along, astray, law
from course_lib.checks.exercises.a5.chance import fact, from_rng

GRAIN = (
    "light falls on the whole image: draw three numbers an image, (N, 3). One for each pixel or row makes grain, as in "
    "the friend's pictures."
)
TERMS = f"three terms are added up, one for each eigenvector. A loop that writes over its sum keeps the last. {THREE}"
FLAT = "red, green and blue all change by one number, which is brighter or darker, and no colour."
CUT = "the result is cut to [0, 1]. Here it may leave that range a little, so that no change is lost."
ADD = "the change is added, not multiplied."
MINUS = "a minus sign stands before the images. They stay, and the change is added."
ADDED = "the change is not added to what is returned: return images + the change. A line `a + b` alone keeps nothing."


def colour_cases(rng):
    seed = int(rng.integers(2**32))

    def case(title, shape, dtype=float, **options):
        images = rng.random(shape).round(2).astype(dtype)
        basis = tuple(part.astype(dtype) for part in _basis(rng))
        judge = partial(_shifted, images, basis)
        judge = from_rng(judge) if options.get("sigma", 0.1) else judge
        return Case(title, (images, basis), {"rng": np.random.default_rng(seed)} | options, judge)

    return [
        case("with sigma = 0 nothing changes", (2, 3, 1, 2), sigma=0.0),
        case("with sigma = 0, float32", (3, 3, 2, 4), np.float32, sigma=0.0),
        case("the sigma that the paper took", (1500, 3, 2, 2)),
        case("a larger sigma", (1500, 3, 1, 3), sigma=0.5),
        case("higher than wide", (1400, 3, 4, 3), sigma=2.0),
        case("float32", (1600, 3, 2, 3), np.float32, sigma=1.0),
    ]


def _basis(rng):
    """Three eigenvalues that differ well, and three directions that are not those of red, green and blue."""
    turned, _ = np.linalg.qr(np.array([[2.0, 1, 1], [-1, 2, 1], [1, -1, 3]]) + rng.uniform(-0.2, 0.2, size=(3, 3)))
    return np.array([0.05, 0.2, 0.6]) * rng.uniform(0.9, 1.1, size=3), turned


def _shifted(images, basis, value, options):
    sigma, (values, vectors) = options.get("sigma", 0.1), basis
    shift = value.astype(float) - images
    size = abs(shift).max()
    if abs(value + images - (value + images)[:, :, :1, :1]).max() < 1e-4:
        return fact("the images come back with a minus sign", MINUS)
    if sigma == 0:
        return fact("the images change, though sigma is 0") if size > 1e-6 else None
    if size < 1e-6:
        return fact("the images come back as they were", ADDED)
    if value.min() == 0 and value.max() == 1:
        return fact("the images are cut off at 0 and 1", CUT)
    if abs(shift - shift[:, :, :1, :1]).max() > 1e-4 * size:
        ratio = shift / np.where(images == 0, np.nan, images)
        if np.nanmax(abs(ratio - np.nanmean(ratio, axis=(2, 3), keepdims=True))) < 1e-3 * np.nanmax(abs(ratio)):
            return fact("the change of a pixel grows with the pixel", ADD)
        return fact("the pixels of an image change by different colours", GRAIN)
    shift = shift[:, :, 0, 0]
    if abs(shift - shift[:1]).max() < 1e-4 * size:
        return fact("all images change by the same colour", THREE)
    if abs(shift - shift[:, :1]).max() < 1e-4 * size:
        return fact("red, green and blue change by the same number", FLAT)
    sizes = (shift @ vectors).std(axis=0)
    if sizes.min() < 1e-4 * sizes.max():
        return fact(f"nothing changes along eigenvectors[:, {sizes.argmin()}]", TERMS)
    return law(shift @ vectors / values, values, sigma) if along(shift, vectors) else astray(shift, basis)
