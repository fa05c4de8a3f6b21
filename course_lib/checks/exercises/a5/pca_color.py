"""Assignment A5, to be mended: change the colours of each image the way light does."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.a5.chance import NO_RNG, careless
from course_lib.checks.exercises.a5.colours import colour_cases


def pca_color(images, basis, *, sigma=0.1, rng):
    eigenvalues, eigenvectors = basis
    alpha = rng.normal(scale=sigma, size=(len(images), 3))
    shift = (alpha * eigenvalues) @ eigenvectors.T
    return images + shift[:, :, None, None].astype(images.dtype)


DRAW, SHIFT, ADDED = (
    "rng.normal(scale=sigma, size=(len(images), 3))",
    "(alpha * eigenvalues) @ eigenvectors.T",
    "shift[:, :, None, None].astype(images.dtype)",
)
GRAIN = (
    "every pixel gets an alpha of its own, which makes grain, as in the friend's pictures. Light falls on the whole "
    "image: draw three numbers an image, (N, 3)."
)
LAMBDA = "Each alpha is multiplied by its eigenvalue: alpha_i lambda_i. Colours move most where they vary most."
FALLS = (
    f"colours move least where they vary most: alpha is divided, or the eigenvalues are in the other order. {LAMBDA}"
)
COLUMNS = "the eigenvectors are the columns. A row of N numbers times them is (N, 3) @ eigenvectors.T."
SIGMA = "alpha has the standard deviation sigma: rng.normal(scale=sigma, …)."
FLAT = "red, green and blue all change by one number, which is brighter or darker, and no colour."
RETURN = "return images + shift[:, :, None, None].astype(images.dtype)"
BATCH = "the axes do not meet: the change is (N, 3), and (N, 3, 1, 1) is laid over (N, 3, H, W): [:, :, None, None]."
FACTORS = "the alphas are multiplied by the eigenvalues, element by element, and the result is laid along eigenvectors."
THREE = "numbers are drawn once for the whole batch. Draw three for each image: (N, 3)."
MEAN = "sigma is the mean here. It is the standard deviation: scale=sigma."
NOT_NORMAL = "alpha has to be drawn from a normal distribution of standard deviation sigma: rng.normal(scale=sigma, …)."
ALONE = "this is the change alone. Add it to the images."
MISTAKES = slips(
    pca_color,
    (f"    alpha = {DRAW}\n    shift = {SHIFT}\n    {RETURN}",
     "    n, _, height, width = images.shape\n"
     "    alpha = rng.normal(scale=sigma, size=(n, height, width, 3))\n"
     "    shift = (alpha * eigenvalues) @ eigenvectors.T\n"
     "    return images + shift.transpose(0, 3, 1, 2).astype(images.dtype)", GRAIN),
    (DRAW, "rng.normal(scale=sigma, size=3) + np.zeros((len(images), 1))",
     "all images change by the same colour. Draw three numbers for each: (N, 3)."),
    (DRAW, "rng.normal(scale=sigma, size=3)", 
     THREE),
    (DRAW, "rng.normal(scale=sigma, size=(len(images), 1))",
     "an image has one alpha. It has three, one for each eigenvector: (N, 3)."),
    (DRAW, "rng.normal(scale=sigma)", THREE),
    ("alpha * eigenvalues", "alpha", LAMBDA),
    ("alpha * eigenvalues", "eigenvalues + 0 * alpha", "alpha is not used: each eigenvalue is multiplied by it."),
    ("alpha * eigenvalues", "alpha * np.sqrt(eigenvalues)", "the roots of the eigenvalues are not in the formula. "
     + LAMBDA),
    ("alpha * eigenvalues", "alpha * eigenvalues**2", "the eigenvalues are squared. " + LAMBDA),
    ("alpha * eigenvalues", "alpha / eigenvalues", FALLS),
    ("alpha * eigenvalues", "alpha + eigenvalues", FACTORS),
    ("alpha * eigenvalues", "alpha * eigenvalues[::-1]", FALLS),
    ("eigenvectors.T", "eigenvectors", COLUMNS),
    ("eigenvectors.T", "abs(eigenvectors).T", "an eigenvector's signs belong to it: no abs."),
    (SHIFT, "alpha * eigenvalues", "the eigenvectors are not used: alpha_i lambda_i goes along eigenvectors[:, i]."),
    (SHIFT, "eigenvectors.T @ (alpha * eigenvalues)", "(3, 3) @ (N, 3) does not fit: the N rows stand first."),
    (SHIFT, "(alpha * eigenvalues) * eigenvectors.T", "a product of matrices is wanted here: @."),
    (SHIFT, f"({SHIFT}).sum(axis=1, keepdims=True) + np.zeros(3)", FLAT),
    ("scale=sigma", "scale=0.1", "sigma is ignored: 0.1 is only what it is by default."),
    ("scale=sigma, ", "", "sigma is ignored. " + SIGMA),
    ("scale=sigma", "scale=sigma**2", "sigma is squared. " + SIGMA),
    ("scale=sigma", "scale=np.sqrt(sigma)", "sigma stands under a root. " + SIGMA),
    ("scale=sigma", "loc=sigma", MEAN),
    ("rng.normal(scale=sigma", "rng.normal(sigma", MEAN),
    ("sigma=0.1", "sigma=1.0", "sigma is 0.1 where none is given."),
    (DRAW, "rng.uniform(-(3**0.5) * sigma, 3**0.5 * sigma, size=(len(images), 3))",
     NOT_NORMAL),
    (DRAW, "sigma * (rng.random(size=(len(images), 3)) - 0.5)", NOT_NORMAL),
    (DRAW, f"abs({DRAW})", "alpha is never negative. Normal numbers have both signs."),
    ("rng.normal", "np.random.normal", NO_RNG), ("rng.normal", "np.random.default_rng(0).normal", NO_RNG),
    ("images + shift", "images * shift", "the change is added, not multiplied."),
    ("images + shift", "shift", ALONE),
    (f"images + {ADDED}", "images", "the change is not added to the images."),
    (f"images + {ADDED}", ADDED, ALONE),
    (ADDED, "shift", BATCH), (ADDED, "shift[:, None, None, :]", BATCH), (ADDED, "shift[None, None]", BATCH),
    (f"{ADDED}", "shift[:, :, None, None].astype(float)", "float32 images must stay float32: .astype(images.dtype)."),
    (f"    {RETURN}", "    images += shift[:, :, None, None]\n    return images", "`+=` changes the caller's images."),
    (f"images + {ADDED}", f"np.clip(images + {ADDED}, 0, 1)",
     "the result is cut to [0, 1]. Here it may leave that range a little, so that no change is lost."),
    *careless(RETURN),
)  # fmt: skip

register(
    Exercise(
        augment.pca_color, ("images",), colour_cases, pca_color,
        mistakes=(
            *MISTAKES,
            Mistake(
                lambda images, basis, sigma=0.1, *, rng: np.add(
                    images, rng.normal(scale=sigma, size=images.shape).astype(images.dtype)
                ),
                GRAIN,
            ),
        ),
    )
)  # fmt: skip
