"""Handwritten digits: 1,797 images of 8x8 pixels, shipped with the library.

The test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998), UCI Machine Learning
Repository, doi 10.24432/C50P49, licence CC BY 4.0. Forms filled in by 13 people were scanned to 32x32 black and
white pixels; each pixel here counts the black ones in a block of 4x4, so it is an integer from 0 to 16.
digits.npz holds the numbers as they came: images (1797, 8, 8) and labels (1797,), both uint8.
"""

from pathlib import Path

import numpy as np

from course_lib.data.splits import stratified


def load_digits(*, seed=0, test_fraction=0.2):
    """Return the digits, split in two so that each class keeps its share.

    Parameters
    ----------
    seed : int              decides the split; 0 is the course's standard split
    test_fraction : float   between 0 and 1

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        images (N, 1, 8, 8) in [0, 1], 0 is paper and 1 is ink, float64; labels (N,), 0 … 9
        (1,438 and 359 images by default)

    Raises
    ------
    ValueError              if test_fraction does not lie between 0 and 1
    """
    if not 0 < test_fraction < 1:
        raise ValueError(f"test_fraction must lie between 0 and 1: found {test_fraction}")
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        images, labels = file["images"][:, None] / 16, file["labels"].astype(int)
    is_test = stratified(labels, test_fraction, rng=np.random.default_rng(seed))
    return (images[~is_test], labels[~is_test]), (images[is_test], labels[is_test])
