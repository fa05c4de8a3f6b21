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
    with pytest.raises(TypeError, match="a checkpoint cannot hold a set"):
        save_checkpoint(tmp_path / "run.npz", {"epoch": {2}})
    assert load_checkpoint(tmp_path / "run.npz") == {"epoch": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["run.npz"]


@pytest.mark.parametrize("content", [b"", b"text", b"PK broken"])
def test_another_file_is_refused_by_name(tmp_path, content):
    (tmp_path / "run.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint"):
        load_checkpoint(tmp_path / "run.npz")
