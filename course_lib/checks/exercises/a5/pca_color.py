"""Assignment A5, to be mended: change the colours of each image the way light does."""

import numpy as np  # noqa: F401 - for the slips

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, NOT_RETURNED
from course_lib.checks.exercises.a5.colours import colour_cases


def pca_color(images, basis, *, sigma=0.1, rng):
    eigenvalues, eigenvectors = basis
    alpha = rng.normal(scale=sigma, size=(len(images), 3))
    shift = (alpha * eigenvalues) @ eigenvectors.T
    return images + shift[:, :, None, None].astype(images.dtype)


DRAW, SHIFT = "rng.normal(scale=sigma, size=(len(images), 3))", "(alpha * eigenvalues) @ eigenvectors.T"
ADDED, RETURN = (
    "shift[:, :, None, None].astype(images.dtype)",
    "return images + shift[:, :, None, None].astype(images.dtype)",
)
BATCH = "the axes do not meet: the change is (N, 3), and (N, 3, 1, 1) is laid over (N, 3, H, W): [:, :, None, None]."
THREE = "numbers are drawn once for the whole batch. Draw three for each image: (N, 3)."
MEAN = "sigma is the mean here. It is the standard deviation: scale=sigma."
ALONE = "this is the change alone. Add it to the images."
IGNORED = "sigma is ignored. alpha has the standard deviation sigma: rng.normal(scale=sigma, …)."
MISTAKES = slips(
    pca_color,
    (DRAW, "rng.normal(scale=sigma, size=3)", THREE),
    ("alpha * eigenvalues", "eigenvalues + 0 * alpha", "alpha is not used: each eigenvalue is multiplied by it."),
    ("alpha * eigenvalues", "alpha + eigenvalues", "the alphas are multiplied by the eigenvalues, element by element."),
    (SHIFT, "eigenvectors.T @ (alpha * eigenvalues)", "(3, 3) @ (N, 3) does not fit: the N rows stand first."),
    (SHIFT, "(alpha * eigenvalues) * eigenvectors.T", "a product of matrices is wanted here: @."),
    ("scale=sigma", "scale=0.1", "sigma is ignored: 0.1 is only what it is by default."),
    ("scale=sigma, ", "", IGNORED),
    ("scale=sigma", "loc=sigma", MEAN),
    ("rng.normal", "np.random.normal", NO_RNG),
    ("images + shift", "images * shift", "the change is added, not multiplied."),
    ("images + shift", "shift", ALONE),
    (f"images + {ADDED}", ADDED, ALONE),
    (ADDED, "shift", BATCH), (ADDED, "shift[:, None, None, :]", BATCH), (ADDED, "shift[None, None]", BATCH),
    (ADDED, "shift[:, :, None, None].astype(float)", "float32 images must stay float32: .astype(images.dtype)."),
    (RETURN, RETURN.removeprefix("return "), NOT_RETURNED),
)  # fmt: skip

register(Exercise(augment.pca_color, ("images",), colour_cases, pca_color, mistakes=MISTAKES))
