"""Check a student's notebook from a terminal. Needs no nbgrader."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course_lib.grading import CourseError
from course_lib.grading.execute import SECONDS_PER_CELL, SECONDS_PER_NOTEBOOK, run_notebook
from course_lib.grading.explain import explain, troubles
from course_lib.grading.manifest import restore
from course_lib.grading.points import GradedCell, earned


@dataclass(frozen=True)
class Verdict:
    """What one exercise gave.

    Attributes
    ----------
    exercise : points.GradedCell
    points : float      None if a person has to read the answer
    lines : list        of str: what is wrong; empty if nothing is
    """

    exercise: GradedCell
    points: float | None
    lines: list

    @property
    def lost(self):
        """Whether the check gave less than all its points."""
        return self.points is not None and self.points < self.exercise.points


@dataclass(frozen=True)
class Result:
    """What a run of a notebook gave.

    Attributes
    ----------
    rows : list         of Verdict
    troubles : list     of str: a kernel that was lost, other cells that failed
    """

    rows: list
    troubles: list

    @property
    def complete(self):
        """Whether every point that a check gives was earned."""
        return not any(row.lost for row in self.rows)


def check_notebook(path, *, seconds=SECONDS_PER_CELL, progress=None):
    """Run a notebook in a clean kernel, in its folder, and read the verdicts of its checks. The file stays as it is.

    Parameters
    ----------
    path : path
    seconds : int           time limit of a cell; the whole notebook has ten times as long
    progress : callable     as in execute.run_notebook

    Returns
    -------
    result : Result

    Raises
    ------
    CourseError             if there is no such notebook, it has no checks, or no kernel starts
    """
    nb = read_notebook(path)
    exercises, remarks = restore(nb)
    if not exercises:
        raise CourseError(f"{path} has no checks: no cell of it gives points. Take a fresh copy of the assignment")
    folder, whole = Path(path).resolve().parent, seconds * SECONDS_PER_NOTEBOOK // SECONDS_PER_CELL
    try:
        problem = run_notebook(nb, folder=folder, seconds=seconds, notebook_seconds=whole, progress=progress)
    except RuntimeError as error:
        raise CourseError(f"no kernel starts: {error}. Try `course doctor`") from error
    rows = [_row(nb, exercise, remarks[exercise.grade_id]) for exercise in exercises]
    stopped = [f"The notebook stopped: {problem}."] if problem else []
    return Result(rows, stopped + list(troubles(nb, exercises, [row.exercise for row in rows if row.lost])))


def _row(nb, exercise, remarks):
    if exercise.by_hand:
        return Verdict(exercise, None, remarks)
    missing = exercise.index is None
    points = 0.0 if missing else earned(nb.cells[exercise.index], exercise.points)
    return Verdict(exercise, points, remarks + (explain(nb, exercise) if points < exercise.points else []))


def read_notebook(path):
    """Read a notebook file; raise CourseError if it is none."""
    text = _read_text(Path(path))
    if not text.strip():
        raise CourseError(f"{path} is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id, as older editors write them
            nb = nbformat.reads(text, as_version=4)
        _ = [(cell.cell_type, cell.source, cell.metadata) for cell in nb.cells]
    except Exception as error:  # nbformat raises whatever it stumbles over
        raise _damaged(path) from error
    return nb


def _read_text(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(path) from error
    except OSError as error:
        whole = Path(f"{path}.ipynb")
        what = "is a folder, not a notebook" if path.is_dir() else f"cannot be read: {error.strerror}"
        raise CourseError(f"{path} {what}" + (f", but there is {whole}" if whole.is_file() else "")) from error


def _damaged(path):
    return CourseError(f"{path} is damaged or no notebook: it may have been saved only in part")
