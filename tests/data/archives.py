"""Small archives in the formats of the real ones."""

import gzip
import io
import struct
import tarfile

import numpy as np
from PIL import Image


def idx(array):
    """MNIST's format, compressed: zeros, type 8 (bytes), number of axes, lengths, values."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return gzip.compress(header + array.astype(np.uint8).tobytes())


def tar(files):
    """A .tar.gz of files: name -> bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, body in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return buffer.getvalue()


def jpeg(pixels):
    """A photograph: (H, W, 3), or (H, W) for a grey one."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def cifar_batch(data, labels):
    """A batch as Python 2 and its NumPy pickled it, protocol 2, opcode by opcode."""
    rows, columns = data.shape
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\x00tU\x01btR"  # _reconstruct(ndarray, (0,), "b")
        + b"(K\x01"  # its state: version 1,
        + b"(J" + struct.pack("<i", rows) + b"J" + struct.pack("<i", columns) + b"t"  # shape,
        + b"cnumpy\ndtype\n(U\x02u1K\x00K\x01tR"  # dtype("u1", 0, 1), whose state is
        + b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"  # (3, "|", None, None, None, -1, -1, 0),
        + b"\x89T" + struct.pack("<I", data.size) + data.tobytes() + b"tb"  # not Fortran's order, the bytes
    )  # fmt: skip
    numbers = b"(" + b"".join(b"K" + bytes([label]) for label in labels) + b"e"
    return (
        b"\x80\x02}(" + b"U\x0bbatch_labelU\x15training batch 1 of 5" + b"U\x06labels]" + numbers
        + b"U\x04data" + array + b"U\tfilenames](U\x05a.pngeu."
    )  # fmt: skip
