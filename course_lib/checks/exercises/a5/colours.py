"""Cases for the colours of a set of images: their principal directions, and the random change along them."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import DEVIATIONS, element, fact, from_rng

ROOM = {"float64": 1e-7, "float32": 2e-3}  # of the largest number: eigenvalues add up thousands of rounding errors


def basis_cases(rng):
    def case(title, shape, dtype=float):
        lights = rng.random((shape[0], 1, 1, 1)) * rng.uniform(0.4, 1, size=3)[:, None, None]
        images = 0.5 * lights + rng.uniform(0.05, 0.4, size=(3, 1, 1)) * rng.random((shape[0], 3, *shape[1:]))
        images = images.round(2).astype(dtype)
        return Case(title, (images,), {}, partial(_spans, images))

    grey = np.repeat(rng.random((4, 1, 3, 5)).round(2), 3, axis=1)
    return [
        case("two images of four pixels", (2, 2, 2)),
        case("a single image", (1, 4, 5)),
        case("many images", (12, 4, 5)),
        case("higher than wide", (7, 6, 3)),
        case("float32", (6, 5, 4), np.float32),
        Case("grey images, whose colours lie on a line", (grey,), {}, partial(_spans, grey)),
    ]


def _spans(images, value, options):
    """Whether these are eigenvalues, in order, and eigenvectors, of either sign and of unit length, in the columns."""
    values, vectors = (np.asarray(part, float) for part in value)
    pixels = images.transpose(1, 0, 2, 3).reshape(3, -1).astype(float)
    wanted = np.linalg.eigvalsh(np.cov(pixels, bias=True))
    room, n = ROOM[images.dtype.name], pixels.shape[1]
    best = min((wanted, wanted * n / (n - 1)), key=lambda either: abs(values - either).max())  # a mean over N or N - 1
    if (problem := element("eigenvalues", values, best, room)) is not None:
        return _of_values(values, wanted, n, room) or problem
    if abs((vectors**2).sum(axis=0) - 1).max() > 10 * room:
        return fact("the columns of eigenvectors do not have length 1")
    covariance = np.cov(pixels, bias=True)
    if abs(covariance @ vectors - vectors * wanted).max() <= 10 * room * wanted.max():
        return (
            None
            if abs(vectors.T @ vectors - np.eye(3)).max() <= 10 * room
            else fact("the eigenvectors are not at right angles to one another")
        )
    if abs(covariance @ vectors.T - vectors.T * wanted).max() <= 10 * room * wanted.max():
        return fact("the eigenvectors are in the rows, not in the columns")
    backwards = vectors[:, ::-1]
    if abs(covariance @ backwards - backwards * wanted).max() <= 10 * room * wanted.max():
        return fact("the eigenvectors are in another order than the eigenvalues")
    return fact("eigenvectors[:, i] is no eigenvector of the covariance")


def _of_values(found, wanted, n, room):
    near = partial(np.allclose, rtol=30 * room, atol=room * abs(found).max())
    if near(found[::-1], wanted) or near(found[::-1], wanted * n / (n - 1)):
        return fact("the eigenvalues come in falling order: the smallest is the first")
    if near(found, wanted * n):
        return fact("the eigenvalues are too large by the number of pixels")
    if near(found**2, wanted) or near(found**2, wanted * n / (n - 1)):
        return fact("the eigenvalues are the square roots of the right ones")
    return None


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
        return fact("the images come back with a minus sign")
    if sigma == 0:
        return fact("the images change, though sigma is 0") if size > 1e-6 else None
    if size < 1e-6:
        return fact("the images come back as they were")
    if value.min() == 0 and value.max() == 1:
        return fact("the images are cut off at 0 and 1")
    if abs(shift - shift[:, :, :1, :1]).max() > 1e-4 * size:
        return fact("the pixels of an image change by different colours")
    shift = shift[:, :, 0, 0]
    if abs(shift - shift[:1]).max() < 1e-4 * size:
        return fact("all images change by the same colour")
    if abs(shift - shift[:, :1]).max() < 1e-4 * size:
        return fact("red, green and blue change by the same number")
    return _law(shift @ vectors / values, values, sigma) if _along(shift, vectors) else _astray(shift, basis)


def _along(shift, vectors):
    """Whether the changes along the three eigenvectors are independent of one another."""
    links = np.corrcoef((shift @ vectors).T)[np.triu_indices(3, 1)]
    return abs(links).max() <= DEVIATIONS / len(shift) ** 0.5


def _astray(shift, basis):
    along = np.corrcoef((shift @ basis[1]).T)[np.triu_indices(3, 1)]
    if abs(along).min() > 0.999:
        return fact("the three alphas of an image are the same number")
    if _along(shift, basis[1].T):
        return fact("the colours change along the rows of eigenvectors, not along its columns")
    if _along(shift, np.eye(3)):
        return fact("red, green and blue change independently of one another, whatever the eigenvectors")
    return fact("the changes along the three eigenvectors are not independent")


def _law(alpha, values, sigma):
    """Judge the alphas: mean 0, standard deviation sigma, normal."""
    n, std = len(alpha), alpha.std(axis=0)
    if (abs(alpha.mean(axis=0)) > DEVIATIONS * std / n**0.5).all():
        return fact("the mean of alpha is not 0")
    room = DEVIATIONS / (2 * n) ** 0.5
    if abs(std / std.mean() - 1).max() > 2 * room:
        return _by_eigenvalue(std * values, values)
    if abs(std / sigma - 1).max() > room:
        known = {"0.1, whatever sigma is": 0.1, "1, whatever sigma is": 1, "sigma²": sigma**2, "√sigma": sigma**0.5}
        said = next((name for name, wrong in known.items() if abs(std.mean() / wrong - 1) < room), "not sigma")
        return fact(f"the standard deviation of alpha is {said}")
    beyond = (abs(alpha) > 2 * sigma).mean()  # 4.55 % of normal numbers
    return None if abs(beyond - 0.0455) <= DEVIATIONS * (0.0455 / alpha.size) ** 0.5 else fact("alpha is not normal")


def _by_eigenvalue(sizes, values):
    """Say with which power of the eigenvalues the changes grow."""
    powers = {0: "are equally large along all eigenvectors", 0.5: "grow with the roots of the eigenvalues",
              2: "grow with the squares of the eigenvalues", -1: "fall with the eigenvalues"}  # fmt: skip
    for power, said in powers.items():
        factors = sizes / values**power
        if abs(factors / factors.mean() - 1).max() < 0.3:
            return fact(f"the changes {said}")
    return fact("the changes are not as large as alpha times the eigenvalue, along each eigenvector")
