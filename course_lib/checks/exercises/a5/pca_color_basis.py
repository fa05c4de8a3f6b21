"""Assignment A5: the directions in which the colours of a training set vary."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import careless
from course_lib.checks.exercises.a5.directions import basis_cases


def pca_color_basis(images):
    pixels = images.transpose(1, 0, 2, 3).reshape(3, -1)
    centred = pixels - pixels.mean(axis=1, keepdims=True)
    covariance = centred @ centred.T / pixels.shape[1]
    eigenvalues, eigenvectors = np.linalg.eigh(covariance)
    return eigenvalues, eigenvectors


PIXELS, COVARIANCE = "images.transpose(1, 0, 2, 3).reshape(3, -1)", "centred @ centred.T / pixels.shape[1]"
MEANS, RESULT = "pixels.mean(axis=1, keepdims=True)", "return eigenvalues, eigenvectors"
MIXED = (
    "a row of your pixels is not one colour: reshape takes the numbers as they lie, image by image. Bring the channels "
    "to the front before it: transpose."
)
CENTRED = "the mean of each channel has to be subtracted, red's from red: a covariance is about the mean."
AXIS = "the mean runs over the wrong axis. Each of the three channels has a mean over all pixels, and it is (3, 1)."
CHANNELS = "this is the covariance of the pixels, not of the channels: (3, P) @ (P, 3) is (3, 3)."
MISTAKES = slips(
    pca_color_basis,
    *((PIXELS, mixed, MIXED) for mixed in (
        "images.reshape(3, -1)", "images.transpose(1, 0, 2, 3).reshape(-1, 3).T", "images.reshape(-1, 3).T",
        "images.transpose(0, 2, 3, 1).reshape(3, -1)")),
    (PIXELS, "images[0].reshape(3, -1)", "only the first image counts. Take the pixels of all."),
    (PIXELS, "images.mean(axis=(2, 3)).T", "each image is averaged to one colour first. Every pixel counts."),
    (PIXELS, "images.mean(axis=0).reshape(3, -1)", "the images are averaged first. Every pixel of each counts."),
    (f"pixels - {MEANS}", "pixels", CENTRED), (f"pixels - {MEANS}", "pixels - pixels.mean()", CENTRED),
    (MEANS, "pixels.mean(axis=0, keepdims=True)", AXIS),
    (MEANS, "pixels.mean(axis=1)", "a mean over axis=1 has shape (3,), laid along the pixels. keepdims=True makes it "
     "(3, 1), one a row."),
    (f"pixels - {MEANS}", f"{MEANS} + pixels", "the mean is added. Subtract it."),
    (f"pixels - {MEANS}", f"pixels / {MEANS}", "the pixels are divided by the mean. Subtract it."),
    (f"pixels - {MEANS}", f"(pixels - {MEANS}) / pixels.std(axis=1, keepdims=True)",
     "each channel is divided by its standard deviation. A covariance is of the colours as they are."),
    (MEANS, "pixels.sum(axis=1, keepdims=True)", "the sum of the channel is subtracted. Subtract its mean."),
    (COVARIANCE, "pixels @ centred.T + centred @ centred.T / pixels.shape[1]",
     "the products are added up over all pixels. Their mean is the covariance: divide by the number of pixels."),
    (COVARIANCE, "centred.T @ centred / pixels.shape[1]", CHANNELS),
    (COVARIANCE, "centred**2 @ (centred**2).T / pixels.shape[1]", "the colours are squared, and then multiplied. The "
     "product of (3, P) with its own transpose has the squares on its diagonal already."),
    (COVARIANCE, "pixels.shape[1] / (centred @ centred.T)", "the fraction is upside down: divide by the pixels."),
    (COVARIANCE, "np.cov(centred)", "a float32 image must give float32. np.cov gives float64: .astype(images.dtype)."),
    (RESULT, "return eigenvectors, eigenvalues", "the two results are the wrong way round: the eigenvalues first."),
    (RESULT, "return eigenvalues", "the eigenvectors are missing: return both."),
    *((").reshape(3, -1)", f").reshape({rows}, -1)", "one row for each channel: there are three.") for rows in (2, 4)),
    *careless(RESULT),
)  # fmt: skip

register(
    Exercise(augment.pca_color_basis, ("eigenvalues", "eigenvectors"), basis_cases, pca_color_basis, mistakes=MISTAKES)
)
