import hashlib
import pickle
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from course_lib.data import cifar10, imagenette, load_cifar10, load_imagenette, load_mnist, mnist
from tests.data import archives


@pytest.fixture
def serve(server):
    """A function that puts a body on the server and returns the archive to fetch it by."""

    def put(archive, body):
        assert len(bytes.fromhex(archive.md5)) == 16
        assert archive.mirrors
        assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in archive.mirrors)
        server.files[archive.name] = body
        return replace(archive, md5=hashlib.md5(body).hexdigest(), mirrors=(server.url,))

    return put


@pytest.fixture
def little_mnist(serve, rng, monkeypatch):
    arrays = [rng.integers(0, 256, (7, 28, 28)), rng.integers(0, 10, 7)]
    arrays += [rng.integers(0, 256, (3, 28, 28)), rng.integers(0, 10, 3)]
    entries = [serve(entry, archives.idx(array)) for entry, array in zip(mnist.ARCHIVES, arrays)]
    monkeypatch.setattr(mnist, "ARCHIVES", entries)
    return arrays


@pytest.fixture
def little_cifar10(serve, rng, monkeypatch):
    """Batches of different lengths, in an order that is not theirs, among other files: as in the real archive."""
    names = ["data_batch_4", "test_batch", "data_batch_3", "data_batch_2", "data_batch_5", "data_batch_1"]
    batches = {
        name: (rng.integers(0, 256, (n, 3072), np.uint8), rng.integers(0, 10, n)) for n, name in enumerate(names, 2)
    }
    files = {f"cifar-10-batches-py/{name}": archives.cifar_batch(*batch) for name, batch in batches.items()}
    files = {"cifar-10-batches-py/readme.html": b"<html>", "cifar-10-batches-py/batches.meta": b"not read"} | files
    monkeypatch.setattr(cifar10, "ARCHIVE", serve(cifar10.ARCHIVE, archives.tar(files)))
    return batches


@pytest.fixture
def little_imagenette(serve, monkeypatch):
    """Two photographs a class to train with and one to test with: red on the left, green in the middle, blue."""
    photograph = np.zeros((40, 120, 3), np.uint8)
    for band in range(3):
        photograph[:, 40 * band : 40 * (band + 1), band] = 255
    grey = np.full((60, 40), 128, np.uint8)
    files = {"imagenette2-160/noise.csv": b"path,label", "imagenette2-160/train/n01440764/.DS_Store": b"a Mac's"}
    for wnid in reversed(imagenette.WNIDS):
        files |= {
            f"imagenette2-160/train/{wnid}/{wnid}_1.JPEG": archives.jpeg(photograph),
            f"imagenette2-160/train/{wnid}/{wnid}_2.JPEG": archives.jpeg(grey),
            f"imagenette2-160/val/{wnid}/ILSVRC2012_val_1.JPEG": archives.jpeg(grey),
        }
    entries = {side: serve(entry, archives.tar(files)) for side, entry in imagenette.ARCHIVES.items()}
    monkeypatch.setattr(imagenette, "ARCHIVES", entries)


def test_mnist(little_mnist, server, tmp_path):
    x, y, x_test, y_test = little_mnist
    for loaded, images, labels in zip(load_mnist(full=True, folder=tmp_path), (x, x_test), (y, y_test)):
        np.testing.assert_array_equal(loaded[0], images[:, None])
        np.testing.assert_array_equal(loaded[1], labels)
        assert loaded[0].dtype == np.uint8
        assert loaded[1].dtype == int
        loaded[0][0] = 0  # the arrays may be written to
    assert [path.removeprefix("/files/") for path, _ in server.requests] == [
        "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
        "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz",
    ]  # fmt: skip


def test_cifar10(little_cifar10, server, tmp_path):
    (x, y), (x_test, y_test) = load_cifar10(folder=tmp_path)
    assert [path for path, _ in server.requests] == ["/files/cifar-10-python.tar.gz"]
    assert " ".join(cifar10.CLASS_NAMES) == "airplane automobile bird cat deer dog frog horse ship truck"
    expected = [little_cifar10[f"data_batch_{number}"] for number in range(1, 6)]
    np.testing.assert_array_equal(y, np.concatenate([labels for _, labels in expected]))
    np.testing.assert_array_equal(x.reshape(-1, 3072), np.concatenate([data for data, _ in expected]))
    np.testing.assert_array_equal(y_test, little_cifar10["test_batch"][1])
    assert x.shape[1:] == x_test.shape[1:] == (3, 32, 32)
    assert (x.dtype, y.dtype, len(x_test)) == (np.uint8, int, len(y_test))


def test_cifar10_puts_colours_rows_and_columns_in_their_places(serve, monkeypatch, tmp_path):
    data = np.zeros((1, 3072), np.uint8)
    data[0, 1024 + 32 * 5 + 7] = 200  # 1,024 red values, then green; row by row
    batch = archives.cifar_batch(data, [3])
    names = [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"]
    monkeypatch.setattr(
        cifar10, "ARCHIVE", serve(cifar10.ARCHIVE, archives.tar({f"c/{name}": batch for name in names}))
    )
    (x, _), _ = load_cifar10(folder=tmp_path)
    assert np.argwhere(x[0]).tolist() == [[1, 5, 7]]


@pytest.mark.parametrize(
    "evil", [b"cos\nsystem\n(U\x04truetR.", b"cnumpy\nload\n(U\x01xtR.", b"cbuiltins\neval\n(U\x011tR."]
)
def test_cifar10_refuses_a_pickle_that_names_another_function(serve, monkeypatch, tmp_path, evil):
    archive = serve(cifar10.ARCHIVE, archives.tar({"cifar-10-batches-py/data_batch_1": b"\x80\x02" + evil}))
    monkeypatch.setattr(cifar10, "ARCHIVE", archive)
    message = r"^the file asks for (os\.system|numpy\.load|builtins\.eval), which CIFAR-10 does not need: not loaded$"
    with pytest.raises(pickle.UnpicklingError, match=message):
        load_cifar10(folder=tmp_path)


def test_imagenette_labels_follow_the_class_names(little_imagenette, tmp_path):
    (x, y), (x_test, y_test) = load_imagenette(size=16, folder=tmp_path)
    assert x.shape == (20, 3, 16, 16)
    assert x_test.shape == (10, 3, 16, 16)
    assert (x.dtype, y.dtype) == (np.uint8, int)
    assert y.tolist() == [label for label in range(9, -1, -1) for _ in range(2)]
    assert y_test.tolist() == list(range(9, -1, -1))
    assert [f"{wnid} {name}" for wnid, name in imagenette.WNIDS.items()] == [
        "n01440764 tench", "n02102040 English springer", "n02979186 cassette player", "n03000684 chain saw",
        "n03028079 church", "n03394916 French horn", "n03417042 garbage truck", "n03425413 gas pump",
        "n03445777 golf ball", "n03888257 parachute",
    ]  # fmt: skip
    assert tuple(imagenette.WNIDS.values()) == imagenette.CLASS_NAMES


@pytest.mark.parametrize("size", [16, 160, 320])
def test_imagenette_takes_the_centre_and_makes_grey_photographs_rgb(little_imagenette, tmp_path, size):
    (x, _), _ = load_imagenette(size=size, folder=tmp_path)
    centre = x[0][:, :, size // 4 : -size // 4].astype(int)  # of the band in the middle: green
    assert centre[1].min() > 200
    assert centre[[0, 2]].max() < 50
    assert np.abs(x[1].astype(int) - 128).max() <= 2


def test_imagenette_fetches_the_smallest_archive_that_is_large_enough(little_imagenette, server, tmp_path):
    for size in (1, 160, 161):
        load_imagenette(size=size, folder=tmp_path)
    assert load_imagenette(folder=tmp_path)[1][0].shape == (10, 3, 160, 160)
    assert [path for path, _ in server.requests] == ["/files/imagenette2-160.tgz", "/files/imagenette2-320.tgz"]
    for size in (0, 321):
        with pytest.raises(ValueError, match=f"^size must be from 1 to 320 pixels: found {size}"):
            load_imagenette(size=size, folder=tmp_path)


@pytest.mark.parametrize(
    "load, name",
    [
        (partial(load_mnist, full=True), mnist.ARCHIVES[3].name),
        (load_cifar10, cifar10.ARCHIVE.name),
        (load_imagenette, "imagenette2-160.tgz"),
    ],
)
@pytest.mark.parametrize(
    "damage", [lambda body: body[:-5], lambda body: body[:-5] + b"12345"], ids=["cut", "corrupted"]
)
def test_a_damaged_archive_is_not_loaded(
    little_mnist, little_cifar10, little_imagenette, server, tmp_path, load, name, damage
):
    server.files[name] = damage(server.files[name])
    with pytest.raises(
        ConnectionError,
        match=rf"^{name} could not be downloaded:\n.*: what arrived has MD5 checksum \w+, expected \w+; it was deleted",
    ):
        load(folder=tmp_path)


def test_decoding_shows_how_far_it_is(little_imagenette, tmp_path, capfd):
    load_imagenette(size=16, folder=tmp_path)
    lines = capfd.readouterr().out.replace("\n", "\r").split("\r")
    train, test = (line for line in lines if line.startswith("decode: 100%|"))
    assert re.search(r"\| 20/20 \[.*\dimage/s\]$", train)
    assert "| 10/10 [" in test
    assert len(train) == len(test) == 100


@pytest.mark.parametrize("load", [partial(load_mnist, full=True), load_cifar10, load_imagenette])
def test_loading_says_nothing_on_stderr(little_mnist, little_cifar10, little_imagenette, tmp_path, capfd, load):
    load(folder=tmp_path)
    out, err = capfd.readouterr()
    assert err == ""
    assert "100%" in out
