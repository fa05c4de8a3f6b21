"""Assignment A5: the directions in which the colours of a training set vary."""

import numpy as np

from course_lib import augment
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a5.chance import careless
from course_lib.checks.exercises.a5.colours import basis_cases


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
SHARE = "the products are added up over all pixels. Their mean is the covariance: divide by the number of pixels."
AXIS = "the mean runs over the wrong axis. Each of the three channels has a mean over all pixels, and it is (3, 1)."
EIG = "np.linalg.eig is for any matrix: it neither sorts nor makes right angles. A covariance is symmetric: eigh."
MISTAKES = slips(
    pca_color_basis,
    (PIXELS, "images.reshape(3, -1)", MIXED),
    (PIXELS, "images.transpose(1, 0, 2, 3).reshape(-1, 3).T", MIXED),
    (PIXELS, "images.reshape(-1, 3).T", MIXED),
    (PIXELS, "images[0].reshape(3, -1)", "only the first image counts. Take the pixels of all."),
    (PIXELS, "images.mean(axis=(2, 3)).T", "each image is averaged to one colour first. Every pixel counts."),
    (PIXELS, "images.mean(axis=0).reshape(3, -1)", "the images are averaged first. Every pixel of each counts."),
    (f"pixels - {MEANS}", "pixels", CENTRED), (f"pixels - {MEANS}", "pixels - pixels.mean()", CENTRED),
    (MEANS, "pixels.mean(axis=0, keepdims=True)", AXIS), (MEANS, "pixels.mean(axis=0)", AXIS),
    (MEANS, "pixels.mean(axis=1)", "a mean over axis=1 has shape (3,), laid along the pixels. keepdims=True makes it "
     "(3, 1), one a row."),
    (f"pixels - {MEANS}", f"{MEANS} + pixels", "the mean is added. Subtract it."),
    (f"pixels - {MEANS}", f"pixels / {MEANS}", "the pixels are divided by the mean. Subtract it."),
    (f"pixels - {MEANS}", f"(pixels - {MEANS}) / pixels.std(axis=1, keepdims=True)",
     "each channel is divided by its standard deviation. A covariance is of the colours as they are."),
    (COVARIANCE, "centred @ centred.T", SHARE),
    (COVARIANCE, "centred @ centred.T / len(images)", "you divide by the number of images. Divide by that of pixels."),
    (COVARIANCE, "centred @ centred.T / 3", "you divide by 3, the number of channels. Divide by the number of pixels."),
    (COVARIANCE, "centred @ centred.T * pixels.shape[1]", "you multiply by the number of pixels. Divide by it."),
    (COVARIANCE, "pixels @ centred.T + centred @ centred.T / pixels.shape[1]", SHARE),
    (COVARIANCE, "centred.T @ centred / pixels.shape[1]",
     "this is the covariance of the pixels, not of the channels: (3, P) @ (P, 3) is (3, 3)."),
    (COVARIANCE, "centred @ centred / pixels.shape[1]", "(3, P) @ (3, P) does not fit: transpose the second."),
    (COVARIANCE, "centred * centred / pixels.shape[1]", "these are squares. The covariance is a product of matrices."),
    (COVARIANCE, "np.cov(centred)", "a float32 image must give float32. np.cov gives float64: .astype(images.dtype)."),
    (RESULT, "return eigenvalues[::-1], eigenvectors[:, ::-1]", "eigh gives the smallest first. Leave it so."),
    (RESULT, "return eigenvalues[::-1], eigenvectors", "eigh gives the smallest first. Leave it so."),
    (RESULT, "return eigenvalues, eigenvectors[:, ::-1]", "the eigenvectors are in another order than their values."),
    (RESULT, "return eigenvalues, eigenvectors.T", "the eigenvectors are the columns: eigenvectors[:, i]. Yours are "
     "rows."),
    (RESULT, "return eigenvalues, eigenvectors * eigenvalues", "the eigenvectors have length 1: multiply them later."),
    (RESULT, "return np.sqrt(abs(eigenvalues)), eigenvectors", "the eigenvalues are variances. Leave out the root."),
    (RESULT, "return eigenvectors, eigenvalues", "the two results are the wrong way round: the eigenvalues first."),
    (RESULT, "return eigenvalues", "the eigenvectors are missing: return both."),
    ("(1, 0, 2, 3)", "(1, 1, 2, 3)", "an axis stands twice in the transposition. Each of 0 to 3 stands once."),
    *((").reshape(3, -1)", f").reshape({rows}, -1)", "one row for each channel: there are three.") for rows in (2, 4)),
    (MEANS, "pixels.sum(axis=1, keepdims=True)", "the sum of the channel is subtracted. Subtract its mean."),
    (COVARIANCE, "pixels.shape[1] / (centred @ centred.T)", "the fraction is upside down: divide by the pixels."),
    (COVARIANCE, "centred.T @ centred / pixels.shape[0]", 
     "this is the covariance of the pixels, not of the channels: (3, P) @ (P, 3) is (3, 3)."),
    ("np.linalg.eigh", "np.linalg.eig", EIG),
    (f"np.linalg.eigh(covariance)\n    {RESULT}",
     "values, vectors = np.linalg.eig(covariance)\n    order = np.argsort(values)\n"
     "    return values[order], vectors[:, order]",
     EIG),
    *careless(RESULT),
)  # fmt: skip

register(
    Exercise(augment.pca_color_basis, ("eigenvalues", "eigenvectors"), basis_cases, pca_color_basis, mistakes=MISTAKES)
)
