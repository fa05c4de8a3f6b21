"""Files too large to ship: downloaded once, checked, and kept in a folder."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Archive:
    """A file that a data set needs.

    Attributes
    ----------
    name : str          of the file
    md5 : str           the checksum of its bytes, in hexadecimal
    mirrors : tuple     addresses of folders that hold it, tried in this order; each ends in a slash
    """

    name: str
    md5: str
    mirrors: tuple[str, ...]


def fetch(archive, *, folder=None):
    """Return where an archive lies on this machine; download it first if it is not there.

    A download that breaks off leaves a .part file, and the next attempt goes on from its end if the server can do
    that. A file that is already in the folder is never changed; with the right checksum, it needs no network.

    Parameters
    ----------
    archive : Archive
    folder : path or None   where the file lies or shall be kept; None means the environment variable COURSE_DATA,
                            and without that the user's cache folder

    The environment variable COURSE_MIRROR may name one more address to try before archive.mirrors: a server near you.

    Returns
    -------
    path : Path         of a file whose checksum is right

    Raises
    ------
    ValueError          if a file of this name is there with another checksum
    ConnectionError     if no mirror delivers the file; the message says how to put it there by hand
    """
    import pooch  # here, because it takes longer to import than most programs need data

    folder = Path(folder or os.environ.get("COURSE_DATA") or pooch.os_cache("convnet-course")).expanduser()
    path = folder / archive.name
    if path.exists():
        if (found := pooch.file_hash(str(path), alg="md5")) != archive.md5:
            raise ValueError(f"{path} has MD5 checksum {found}, expected {archive.md5}; delete it to download it again")
        return path
    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    for mirror in [*filter(None, [os.environ.get("COURSE_MIRROR")]), *archive.mirrors]:
        url = f"{mirror.rstrip('/')}/{archive.name}"
        try:
            return _download(url, path, archive.md5)
        except (OSError, ValueError) as error:
            failures.append(f"  {url}: {_reason(error)}")
    raise ConnectionError(_advice(archive, path, failures))


def _download(url, path, md5):
    """Download to a file next to path, and give it its name once its checksum is right."""
    import pooch

    part = path.with_name(path.name + ".part")
    _append(url, part)
    if (found := pooch.file_hash(str(part), alg="md5")) != md5:
        part.unlink()
        raise ValueError(f"what arrived has MD5 checksum {found}, expected {md5}; it was deleted")
    return part.replace(path)


def _append(url, part):
    """Add to a part of a file the bytes that it lacks, again and again for as long as that brings it forward."""
    part.touch()
    while True:
        size = part.stat().st_size
        try:
            return _request_rest(url, part)
        except OSError:
            if part.stat().st_size <= size:
                raise


def _request_rest(url, part):
    from pooch import HTTPDownloader
    from tqdm import tqdm

    style = {"unit": "B", "unit_scale": True, "ncols": 100, "file": sys.stdout}
    with part.open("ab") as file, tqdm(desc=part.stem, total=1, **style) as bar:  # pooch sets the total

        def start_over(response, **_):
            if response.status_code in (200, 416):  # the server sends the whole file, or has nothing after this part
                file.truncate(0)

        headers = {"Range": f"bytes={file.tell()}-", "Accept-Encoding": "identity"}
        download = HTTPDownloader(progressbar=bar, chunk_size=2**16, headers=headers, hooks={"response": start_over})
        download(url, file, None)


def _reason(error):
    """Say in a few words what went wrong; an HTTP status says more than the name of its exception."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answered {response.status_code} {response.reason}"
    told = isinstance(error, ValueError) or error.errno  # without a number it comes from the network, with a long story
    return str(error) if told else type(error).__name__


def _advice(archive, path, failures):
    return "\n".join(
        [
            f"{archive.name} could not be downloaded:",
            *failures,
            f"Run this again: it goes on where it stopped. Or get the file some other way and put it here: {path}",
            f"Its MD5 checksum must be {archive.md5}. Another folder: folder=..., or the variable COURSE_DATA.",
        ]
    )
