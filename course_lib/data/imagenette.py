"""Imagenette: 13,394 photographs in ten classes of ImageNet that are easy to tell apart (J. Howard, fast.ai)."""

import sys
import tarfile

import numpy as np

from course_lib.data.fetch import Archive, fetch

WNIDS = {  # WordNet's number of a class, which names its folder -> the class
    "n01440764": "tench",
    "n02102040": "English springer",
    "n02979186": "cassette player",
    "n03000684": "chain saw",
    "n03028079": "church",
    "n03394916": "French horn",
    "n03417042": "garbage truck",
    "n03425413": "gas pump",
    "n03445777": "golf ball",
    "n03888257": "parachute",
}
CLASS_NAMES = tuple(WNIDS.values())
_MIRRORS = ("https://s3.amazonaws.com/fast-ai-imageclas/",)
ARCHIVES = {  # length of the photographs' shorter side, in pixels -> archive
    160: Archive("imagenette2-160.tgz", "e793b78cc4c9e9a4ccc0c1155377a412", _MIRRORS),
    320: Archive("imagenette2-320.tgz", "3df6f0d01a2c9592104656642f5e78a3", _MIRRORS),
}


def load_imagenette(*, size=160, folder=None):
    """Return Imagenette as squares: the shorter side scaled to size, then the centre.

    Parameters
    ----------
    size : int              height and width in pixels, 1 to 320; up to 160 the smaller archive is used
    folder : path or None   where imagenette2-160.tgz or imagenette2-320.tgz lies or shall be kept;
                            see course_lib.data.fetch.fetch

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        images (N, 3, size, size), RGB, uint8; labels (N,), 0 … 9, see CLASS_NAMES (9,469 and 3,925 images;
        at 160 pixels they take 1.0 GB of memory, at 320 pixels 4.1 GB)

    Raises
    ------
    ValueError              if there is no archive for size, and as fetch does
    ConnectionError         as fetch does
    """
    if not 1 <= size <= max(ARCHIVES):
        raise ValueError(f"size must be from 1 to {max(ARCHIVES)} pixels: found {size}")
    archive = ARCHIVES[min(side for side in ARCHIVES if side >= size)]
    with tarfile.open(fetch(archive, folder=folder)) as tar:
        photographs = [member for member in tar if member.name.endswith(".JPEG")]
        train, test = ([m for m in photographs if m.name.split("/")[1] == part] for part in ("train", "val"))
        return _read(tar, train, size), _read(tar, test, size)


def _read(tar, members, size):
    """Decode members such as imagenette2-160/train/n01440764/n01440764_10026.JPEG, in the archive's order."""
    from PIL import Image, ImageOps
    from tqdm import tqdm

    labels = np.array([list(WNIDS).index(member.name.split("/")[2]) for member in members], int)
    images = np.empty((len(members), 3, size, size), np.uint8)
    # the bar comes first, for zip to ask it once more: else it would stop one short of 100%
    for member, image in zip(tqdm(members, desc="decode", unit="image", ncols=100, file=sys.stdout), images):
        with Image.open(tar.extractfile(member)) as photograph:
            image[:] = np.moveaxis(np.asarray(ImageOps.fit(photograph.convert("RGB"), (size, size))), 2, 0)
    return images, labels
