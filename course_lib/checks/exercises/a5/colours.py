"""Cases for the random change of colours, and what every right answer to them meets."""

from functools import partial

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.exercises.a5.chance import DEVIATIONS, fact, from_rng

LAMBDA = "Each alpha is multiplied by its eigenvalue: alpha_i lambda_i. Colours move most where they vary most."
GRAIN = (
    "light falls on the whole image: draw three numbers an image, (N, 3). One for each pixel or row makes grain, as in "
    "the friend's pictures."
)
THREE = "Draw three numbers for each image, (N, 3)."
ALPHAS = f"one alpha belongs to each eigenvector. {THREE}"
TERMS = f"three terms are added up, one for each eigenvector. A loop that writes over its sum keeps the last. {THREE}"
COLUMNS = "the eigenvectors are the columns. A row of N numbers times them is (N, 3) @ eigenvectors.T."
ALONG = (
    "alpha_i lambda_i goes along eigenvectors[:, i]. The eigenvalues belong to these directions, not to red, green and "
    "blue: multiply the alphas by them first, and by the eigenvectors then."
)
FLAT = "red, green and blue all change by one number, which is brighter or darker, and no colour."
SIGMA = "alpha has the standard deviation sigma, which is 0.1 where none is given: rng.normal(scale=sigma, …)."
NORMAL = "alpha has to be drawn from a normal distribution of standard deviation sigma: rng.normal(scale=sigma, …)."
CUT = "the result is cut to [0, 1]. Here it may leave that range a little, so that no change is lost."
ADD = "the change is added, not multiplied."
MINUS = "a minus sign stands before the images. They stay, and the change is added."
ADDED = "the change is not added to what is returned: return images + the change. A line `a + b` alone keeps nothing."
MEAN = "the mean of alpha is 0, and sigma its standard deviation: rng.normal(scale=sigma, …). It has both signs."


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
    return _law(shift @ vectors / values, values, sigma) if _along(shift, vectors) else _astray(shift, basis)


def _along(shift, vectors):
    """Whether the changes along the three eigenvectors are independent of one another."""
    links = np.corrcoef((shift @ vectors).T)[np.triu_indices(3, 1)]
    return abs(links).max() <= DEVIATIONS / len(shift) ** 0.5


def _astray(shift, basis):
    along = np.corrcoef((shift @ basis[1]).T)[np.triu_indices(3, 1)]
    if abs(along).min() > 0.999:
        return fact("the three alphas of an image are the same number", ALPHAS)
    if _along(shift, basis[1].T):
        return fact("the colours change along the rows of eigenvectors, not along its columns", COLUMNS)
    if _along(shift, np.eye(3)):
        said = "red, green and blue change independently of one another, whatever the eigenvectors"
        return fact(said, ALONG)
    return fact("the changes along the three eigenvectors are not independent")


def _law(alpha, values, sigma):
    """Judge the alphas: mean 0, standard deviation sigma, normal."""
    n, std = len(alpha), alpha.std(axis=0)
    if (abs(alpha.mean(axis=0)) > DEVIATIONS * std / n**0.5).all():
        return fact("the mean of alpha is not 0", MEAN)
    room = DEVIATIONS / (2 * n) ** 0.5
    if abs(std / std.mean() - 1).max() > 2 * room:
        return _by_eigenvalue(std * values, values)
    if abs(std / sigma - 1).max() > room:
        known = {"0.1, whatever sigma is": 0.1, "1, whatever sigma is": 1, "sigma²": sigma**2, "√sigma": sigma**0.5}
        said = next((name for name, wrong in known.items() if abs(std.mean() / wrong - 1) < room), None)
        return fact(f"the standard deviation of alpha is {said or 'not sigma'}", SIGMA if said else NORMAL)
    beyond = (abs(alpha) > 2 * sigma).mean()  # 4.55 % of normal numbers
    return (
        None
        if abs(beyond - 0.0455) <= DEVIATIONS * (0.0455 / alpha.size) ** 0.5
        else fact("alpha is not normal", NORMAL)
    )


def _by_eigenvalue(sizes, values):
    """Say with which power of the eigenvalues the changes grow."""
    powers = {0: "are equally large along all eigenvectors", 0.5: "grow with the roots of the eigenvalues",
              2: "grow with the squares of the eigenvalues", -1: "fall with the eigenvalues"}  # fmt: skip
    for power, said in powers.items():
        factors = sizes / values**power
        if abs(factors / factors.mean() - 1).max() < 0.3:
            return fact(f"the changes {said}", LAMBDA)
    return fact("the changes are not as large as alpha times the eigenvalue, along each eigenvector", LAMBDA)
