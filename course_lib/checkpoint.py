"""Nested dicts, lists and arrays in one .npz file without pickles, such as all that a training run has come to."""

import json
import os
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.lib.npyio import NpzFile


def save_checkpoint(path, tree):
    """Write nested dicts, lists and tuples of arrays, numbers, strings and None to a file, whole or not at all.

    Parameters
    ----------
    path : str or Path      the file, in .npz form whatever its name; one that is there is replaced in one step
    tree                    dicts have str keys; arrays keep dtype and shape, tuples stay tuples

    Raises
    ------
    TypeError               if the tree holds anything else
    """
    path, arrays = Path(path), []
    outline = _outline(tree, arrays)
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        np.savez(file, outline=json.dumps(outline), **{str(index): array for index, array in enumerate(arrays)})
    os.replace(unfinished, path)


def load_checkpoint(path):
    """Return what save_checkpoint wrote; ValueError if the file is not such a one."""
    try:
        with Path(path).open("rb") as opened, NpzFile(opened, allow_pickle=False) as file:
            return _tree(json.loads(str(file["outline"])), file)
    except (EOFError, KeyError, OSError, RuntimeError, ValueError, BadZipFile) as error:
        raise ValueError(f"{path} is not a checkpoint that can be read: {error}") from error


def _outline(tree, arrays):
    """Replace each array by its number, and mark tuples, so that JSON can hold the rest."""
    if isinstance(tree, (np.ndarray, np.generic)) and not tree.dtype.hasobject:
        arrays.append(tree)
        return {"array": len(arrays) - 1}
    if isinstance(tree, dict) and all(isinstance(key, str) for key in tree):
        return {"dict": {key: _outline(value, arrays) for key, value in tree.items()}}
    if type(tree) in (list, tuple):
        return {type(tree).__name__: [_outline(value, arrays) for value in tree]}
    if tree is None or isinstance(tree, (bool, int, float, str)):
        return tree
    raise TypeError(f"a checkpoint cannot hold a {type(tree).__name__}: {tree!r:.60}")


def _tree(outline, file):
    if not isinstance(outline, dict):
        return outline
    [(kind, content)] = outline.items()
    if kind == "array":
        return file[str(content)]
    if kind == "dict":
        return {key: _tree(value, file) for key, value in content.items()}
    return {"list": list, "tuple": tuple}[kind](_tree(value, file) for value in content)
