"""Cases for the principal directions of a set of images' colours, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import element, fact

ROOM = {"float64": 1e-7, "float32": 2e-3}  # of the largest number: eigenvalues add up thousands of rounding errors
RISING = "np.linalg.eigh gives the smallest first: leave it so. svd gives the largest first, and eig sorts nothing."
COLUMNS = "the eigenvectors are the columns, eigenvectors[:, i], as eigh gives them. Yours are rows."
ORDER = (
    "eigh gives values and vectors in the same order: leave both so. [::-1] reverses rows, and columns are [:, ::-1]."
)
PIXELS = "divide by the number of pixels of all images, P = N · H · W, which is pixels.shape[1] of (3, P)."
EACH = (
    "the mean colour is one for all images: subtract it, and not that of each image. Every pixel of every image counts."
)
LENGTH = "the eigenvectors have length 1, as eigh gives them: multiply them by nothing here."


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
    covariance, room, n = _covariance(images), ROOM[images.dtype.name], images[:, 0].size
    wanted = np.linalg.eigvalsh(covariance)
    best = min((wanted, wanted * n / (n - 1)), key=lambda either: abs(values - either).max())  # a mean over N or N - 1
    if (problem := element("eigenvalues", values, best, room)) is not None:
        return _of_values(values, wanted, images, room) or problem
    if abs((vectors**2).sum(axis=0) - 1).max() > 10 * room:
        return fact("the columns of eigenvectors do not have length 1", LENGTH)

    def are_vectors(vectors):
        return abs(covariance @ vectors - vectors * wanted).max() <= 10 * room * wanted.max()

    if are_vectors(vectors):
        right = abs(vectors.T @ vectors - np.eye(3)).max() <= 10 * room
        return None if right else fact("the eigenvectors are not at right angles to one another", RISING)
    if are_vectors(vectors.T):
        return fact("the eigenvectors are in the rows, not in the columns", COLUMNS)
    if are_vectors(vectors[:, ::-1]) or are_vectors(vectors[::-1]):
        return fact("the eigenvectors are in another order than the eigenvalues", ORDER)
    return fact("eigenvectors[:, i] is no eigenvector of the covariance")


def _covariance(images):
    return np.cov(images.transpose(1, 0, 2, 3).reshape(3, -1).astype(float), bias=True)


def _of_values(found, wanted, images, room):
    """Say what eigenvalues are that are wrong."""
    count, pixels = len(images), images[0, 0].size
    n = count * pixels
    near = partial(np.allclose, rtol=30 * room, atol=room * abs(found).max())
    if near(found[::-1], wanted) or near(found[::-1], wanted * n / (n - 1)):
        return fact("the eigenvalues come in falling order, and the smallest has to come first", RISING)
    sizes = {
        "P, the number of pixels": n,
        "N, the number of images": count,
        "H · W": pixels,
        "P / 3": n / 3,
        "P²": n**2,
    }
    for said, factor in {**sizes, "1 / 3": 1 / 3}.items():
        if factor != 1 and near(found, wanted * factor):
            return fact(f"the eigenvalues are what they should be, times {said}", PIXELS)
    if near(found**2, wanted) or near(found**2, wanted * n / (n - 1)):
        return fact("the eigenvalues are the square roots of the right ones", "they are variances: leave out the root.")
    for some in (found, found[::-1]):
        if near(some**2, wanted * n):
            return fact(
                "these are the singular values of the pixels",
                "an eigenvalue of the covariance is the square of one, divided by P; and the smallest comes first.",
            )
    within = np.linalg.eigvalsh(sum(map(_covariance, images[:, None])) / count)
    return fact("these are the variances within the images", EACH) if count > 1 and near(found, within) else None
