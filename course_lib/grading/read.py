"""Read a notebook file that a student made, whatever it holds."""

import warnings
from pathlib import Path

import nbformat

from course_lib.grading.errors import Flaw, UnreadableNotebook


def read_notebook(path):
    """Read a notebook file; raise UnreadableNotebook if it is none."""
    path = Path(path)
    text = _read_text(path)
    if not text.strip():
        raise UnreadableNotebook(path, Flaw.EMPTY)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id, as older editors write them
            nb = nbformat.reads(text, as_version=4)
        for cell in nb.cells:
            _ = cell.cell_type, cell.source.encode(), cell.metadata.get("nbgrader", {}).get("grade_id")
            _ = [output.output_type for output in cell.get("outputs", [])]
    except Exception as error:  # nbformat raises whatever it stumbles over
        flaw = Flaw.PYTHON if path.suffix == ".py" else Flaw.DAMAGED
        raise UnreadableNotebook(path, flaw) from error
    return nb


def _read_text(path):
    try:
        return path.read_text(encoding="utf-8-sig")  # with or without the mark that Windows editors put first
    except UnicodeDecodeError as error:
        raise UnreadableNotebook(path, Flaw.NOT_TEXT) from error
    except OSError as error:
        whole = Path(f"{path}.ipynb")
        instead = whole if whole.is_file() else None
        if path.is_dir():
            raise UnreadableNotebook(path, Flaw.FOLDER, instead=instead) from error
        raise UnreadableNotebook(path, Flaw.NO_ACCESS, error.strerror, instead) from error
