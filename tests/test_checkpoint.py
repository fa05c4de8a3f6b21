import os
from collections import namedtuple

import numpy as np
import pytest

from course_lib.checkpoint import load_checkpoint, save_checkpoint


def test_a_checkpoint_keeps_structure_and_every_bit(tmp_path):
    tree = {
        "states": [None, (np.arange(3, dtype=np.float32), np.pi, 7), np.array(2.5)],
        "random": np.random.default_rng(0).bit_generator.state,
        "history": {"loss": [0.1, 1e-300], "note": "σ"},
        "flag": True,
    }
    save_checkpoint(tmp_path / "run.npz", tree)
    loaded = load_checkpoint(tmp_path / "run.npz")
    np.testing.assert_array_equal(loaded["states"][1][0], np.arange(3))
    assert loaded["states"][1][0].dtype == np.float32
    assert loaded["states"][0] is None
    assert loaded["states"][1][1:] == (np.pi, 7)
    assert loaded["states"][2] == 2.5
    assert {key: loaded[key] for key in ("random", "history", "flag")} == {
        key: tree[key] for key in ("random", "history", "flag")
    }


def test_an_interrupted_write_leaves_the_old_checkpoint(tmp_path):
    save_checkpoint(tmp_path / "run.npz", {"epoch": 1})
    with pytest.raises(TypeError, match=r"^a checkpoint cannot hold a set"):
        save_checkpoint(tmp_path / "run.npz", {"epoch": {2}})
    assert load_checkpoint(tmp_path / "run.npz") == {"epoch": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["run.npz"]


def test_a_checkpoint_has_the_name_that_it_was_given(tmp_path):
    save_checkpoint(str(tmp_path / "run"), {"epoch": 1})
    assert os.listdir(tmp_path) == ["run"]
    assert load_checkpoint(str(tmp_path / "run")) == {"epoch": 1}


def test_a_disk_that_fills_up_while_writing_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    save_checkpoint(tmp_path / "run.npz", {"epoch": 1})

    def disk_full(file, **arrays):
        file.write(b"PK half")
        raise OSError("no space left on device")

    monkeypatch.setattr("numpy.savez", disk_full)
    with pytest.raises(OSError, match="no space"):
        save_checkpoint(tmp_path / "run.npz", {"epoch": 2})
    assert load_checkpoint(tmp_path / "run.npz") == {"epoch": 1}
    assert sorted(os.listdir(tmp_path)) == ["run.npz", "run.npz.part"]


@pytest.mark.parametrize(
    "tree",
    [{"a": 0, 1: "an int as a key"}, np.array([None]), namedtuple("Point", "x")(1), 1j, b"bytes"],
    ids=["int key", "array of objects", "named tuple", "complex", "bytes"],
)
def test_what_would_come_back_as_something_else_is_not_saved(tmp_path, tree):
    with pytest.raises(TypeError, match=rf"^a checkpoint cannot hold a {type(tree).__name__}: "):
        save_checkpoint(tmp_path / "run.npz", {"inside": [tree]})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"text", b"PK broken", b"\x93NUMPY\x01\x00"])
def test_another_file_is_refused_by_name(tmp_path, content):
    (tmp_path / "run.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint that can be read: File is not a zip file"):
        load_checkpoint(tmp_path / "run.npz")


@pytest.mark.parametrize("outline", ['{"array": 7}', '{"set": []}', "{}", "no JSON"])
def test_an_archive_of_other_arrays_is_refused_by_name(tmp_path, outline):
    np.savez(tmp_path / "run.npz", outline=outline)
    with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint that can be read"):
        load_checkpoint(tmp_path / "run.npz")
    with pytest.raises(ValueError, match=r"away\.npz is not a checkpoint that can be read"):
        load_checkpoint(tmp_path / "away.npz")


class Trap:
    """Unpickling it makes a folder."""

    def __init__(self, folder):
        self.folder = str(folder)

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def test_loading_a_checkpoint_runs_no_pickle(tmp_path):
    np.savez(tmp_path / "run.npz", outline='{"array": 0}', **{"0": np.array([Trap(tmp_path / "trap")])})
    with pytest.raises(
        ValueError, match=r"run\.npz is not a checkpoint that can be read: Object arrays cannot be loaded"
    ):
        load_checkpoint(tmp_path / "run.npz")
    assert not (tmp_path / "trap").exists()
