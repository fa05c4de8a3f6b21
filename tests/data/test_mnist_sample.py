import numpy as np
import pytest

from course_lib.data import load_mnist


def test_the_sample_is_5000_images_and_needs_no_network(monkeypatch):
    monkeypatch.setattr("course_lib.data.mnist.fetch", None)  # a download would be an error
    (x, y), (x_test, y_test) = load_mnist()
    assert (x.shape, x_test.shape) == ((4000, 1, 28, 28), (1000, 1, 28, 28))
    assert (x.dtype, y.dtype, x_test.dtype, y_test.dtype) == (np.uint8, int, np.uint8, int)
    assert (x.min(), x.max()) == (0, 255)
    assert np.bincount(y).tolist() == [400] * 10
    assert np.bincount(y_test).tolist() == [100] * 10
    every = np.concatenate([x, x_test]).reshape(5000, -1)
    assert len(np.unique(every, axis=0)) == 5000  # no image is in both parts
    x[0] = 0  # the arrays may be written to


def test_the_seed_decides_the_split():
    (x, _), _ = load_mnist(seed=3)
    np.testing.assert_array_equal(x, load_mnist(seed=3)[0][0])
    assert not np.array_equal(x, load_mnist(seed=4)[0][0])


def test_standard_split_is_still_the_one_that_results_were_measured_on():
    _, (x_test, _) = load_mnist()
    np.testing.assert_array_equal(x_test, load_mnist(seed=0)[1][0])
    assert x_test[::111].sum(axis=(1, 2, 3), dtype=int).tolist() == [
        31095, 20227, 22677, 18612, 28049, 26160, 12657, 23232, 39659, 29328,
    ]  # fmt: skip
    assert x_test.sum(dtype=int) == 26442597


def test_a_folder_without_the_full_set_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"^folder is for the full set: load_mnist\(full=True, folder='.*'\)$"):
        load_mnist(folder=tmp_path)
