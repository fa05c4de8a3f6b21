import numpy as np
import pytest

from course_lib.data import load_digits


def test_digits_are_the_1797_of_uci():
    (x, y), (x_test, y_test) = load_digits()
    assert (x.shape, x_test.shape) == ((1438, 1, 8, 8), (359, 1, 8, 8))
    assert (x.min(), x.max()) == (0, 1)
    np.testing.assert_array_equal(x * 16, np.round(x * 16))
    counts = np.bincount(np.concatenate([y, y_test]))
    assert list(counts) == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # as scikit-learn documents


def test_split_is_stratified_complete_and_decided_by_the_seed():
    (x, y), (x_test, y_test) = load_digits(seed=3)
    again, other = load_digits(seed=3), load_digits(seed=4)
    np.testing.assert_array_equal(x, again[0][0])
    assert not np.array_equal(y, other[0][1])
    share = np.bincount(y_test) / np.bincount(np.concatenate([y, y_test]))
    assert np.abs(share - 0.2).max() < 0.01
    every = np.concatenate([x, x_test]).reshape(1797, -1)
    everyone = np.concatenate([other[0][0], other[1][0]]).reshape(1797, -1)
    np.testing.assert_array_equal(every[np.lexsort(every.T)], everyone[np.lexsort(everyone.T)])


def test_standard_split_is_still_the_one_that_results_were_measured_on():
    _, (x_test, y_test) = load_digits()
    assert y_test[:20].tolist() == [2, 5, 6, 0, 2, 3, 4, 9, 4, 6, 7, 6, 5, 3, 2, 3, 3, 5, 7, 6]
    assert (x_test[:10] * 16).sum(axis=(1, 2, 3)).tolist() == [344, 342, 306, 322, 256, 321, 348, 265, 259, 378]
    assert (x_test * 16).sum() == 112465


@pytest.mark.parametrize("fraction", [0, 1, -0.5, 2])
def test_impossible_fraction_is_refused(fraction):
    with pytest.raises(ValueError, match=r"^test_fraction must lie between 0 and 1"):
        load_digits(test_fraction=fraction)
