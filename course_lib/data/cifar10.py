"""CIFAR-10: 60,000 colour photographs of 32x32 pixels in ten classes (A. Krizhevsky, 2009)."""

import pickle
import tarfile
from pathlib import PurePosixPath

import numpy as np

from course_lib.data.fetch import Archive, fetch

CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
ARCHIVE = Archive(
    "cifar-10-python.tar.gz", "c58f30108f718f92721af3b95e74349a", ("https://www.cs.toronto.edu/~kriz/",)
)  # fmt: skip


def load_cifar10(*, folder=None):
    """Return CIFAR-10 in its usual two parts; the first call downloads 170 MB.

    Parameters
    ----------
    folder : path or None   where cifar-10-python.tar.gz lies or shall be kept; see course_lib.data.fetch.fetch

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        images (N, 3, 32, 32), RGB, uint8; labels (N,), 0 … 9, see CLASS_NAMES (50,000 and 10,000 images)

    Raises
    ------
    ValueError, ConnectionError     as fetch does
    """
    with tarfile.open(fetch(ARCHIVE, folder=folder), "r|gz") as tar:
        batches = {
            PurePosixPath(member.name).name: _ArrayUnpickler(tar.extractfile(member), encoding="latin1").load()
            for member in tar
            if "_batch" in member.name
        }
    return _join([batches[f"data_batch_{number}"] for number in range(1, 6)]), _join([batches["test_batch"]])


def _join(batches):
    images = np.concatenate([batch["data"] for batch in batches]).reshape(-1, 3, 32, 32)
    return images, np.concatenate([batch["labels"] for batch in batches])


class _ArrayUnpickler(pickle.Unpickler):
    """Reads pickles of plain values and arrays; a pickle may name any function to call, so all others are refused."""

    def find_class(self, module, name):
        if module not in ("numpy", "numpy.core.multiarray") or name not in _FUNCTIONS:
            raise pickle.UnpicklingError(f"the file asks for {module}.{name}, which CIFAR-10 does not need: not loaded")
        return _FUNCTIONS[name]


_FUNCTIONS = {
    "_reconstruct": np.empty(0).__reduce__()[0],
    "ndarray": np.ndarray,
    # these files say 0 and 1, at which NumPy 2.4.0 to 2.4.4 warn
    "dtype": lambda code, align, copy: np.dtype(code, align=bool(align), copy=bool(copy)),
}
