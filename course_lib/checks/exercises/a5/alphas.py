"""Whether the changes of colours are those of normal alphas, times the eigenvalues, along the eigenvectors."""

import numpy as np

from course_lib.checks.exercises.a5.chance import DEVIATIONS, fact

THREE = "Draw three numbers for each image, (N, 3)."
LAMBDA = "Each alpha is multiplied by its eigenvalue: alpha_i lambda_i. Colours move most where they vary most."
COLUMNS = "the eigenvectors are the columns. A row of N numbers times them is (N, 3) @ eigenvectors.T."
ALONG = (
    "alpha_i lambda_i goes along eigenvectors[:, i]. The eigenvalues belong to these directions, not to red, green and "
    "blue: multiply the alphas by them first, and by the eigenvectors then."
)
SIGMA = "alpha has the standard deviation sigma, which is 0.1 where none is given: rng.normal(scale=sigma, …)."
NORMAL = "alpha has to be drawn from a normal distribution of standard deviation sigma: rng.normal(scale=sigma, …)."
MEAN = "the mean of alpha is 0, and sigma its standard deviation: rng.normal(scale=sigma, …). It has both signs."
ALPHAS = f"one alpha belongs to each eigenvector. {THREE}"


def along(shift, vectors):
    """Whether the changes along the three eigenvectors are independent of one another."""
    links = np.corrcoef((shift @ vectors).T)[np.triu_indices(3, 1)]
    return abs(links).max() <= DEVIATIONS / len(shift) ** 0.5


def astray(shift, basis):
    """Say along what the colours change, where it is not the eigenvectors, each by itself."""
    links = np.corrcoef((shift @ basis[1]).T)[np.triu_indices(3, 1)]
    if abs(links).min() > 0.999:
        return fact("the three alphas of an image are the same number", ALPHAS)
    if along(shift, basis[1].T):
        return fact("the colours change along the rows of eigenvectors, not along its columns", COLUMNS)
    if along(shift, np.eye(3)):
        said = "red, green and blue change independently of one another, whatever the eigenvectors"
        return fact(said, ALONG)
    return fact("the changes along the three eigenvectors are not independent")


def law(alpha, values, sigma):
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
