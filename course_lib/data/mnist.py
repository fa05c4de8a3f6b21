"""MNIST: 70,000 handwritten digits of 28x28 grey pixels (Y. LeCun, C. Cortes and C. Burges, 1998)."""

import gzip

import numpy as np

from course_lib.data.fetch import Archive, fetch

_MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
ARCHIVES = (
    Archive("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873", _MIRRORS),
    Archive("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432", _MIRRORS),
    Archive("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3", _MIRRORS),
    Archive("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c", _MIRRORS),
)


def load_mnist(*, folder=None):
    """Return MNIST in its usual two parts; the first call downloads 12 MB.

    Parameters
    ----------
    folder : path or None   where the four .gz files lie or shall be kept; see course_lib.data.fetch.fetch

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        images (N, 1, 28, 28), 0 is paper and 255 is ink, uint8; labels (N,), 0 … 9 (60,000 and 10,000 images)

    Raises
    ------
    ValueError, ConnectionError     as fetch does
    """
    x_train, y_train, x_test, y_test = (_read_idx(fetch(archive, folder=folder)) for archive in ARCHIVES)
    return (x_train[:, None], y_train.astype(int)), (x_test[:, None], y_test.astype(int))


def _read_idx(path):
    """Read an array of bytes: two zeros, the type 8, the number of axes, their lengths (4 bytes each), the values."""
    with gzip.open(path) as file:
        data = bytearray(file.read())  # unlike bytes, this makes an array that may be written to
    num_axes = data[3]
    shape = np.frombuffer(data, ">u4", num_axes, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * num_axes).reshape(shape)
