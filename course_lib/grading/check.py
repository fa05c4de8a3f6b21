"""Check a student's notebook from a terminal. Needs no nbgrader."""

from dataclasses import dataclass
from pathlib import Path

from course_lib.grading.errors import NoChecks, NoKernel
from course_lib.grading.execute import SECONDS_PER_CELL, run_notebook
from course_lib.grading.explain import explain, troubles
from course_lib.grading.manifest import restore
from course_lib.grading.points import GradedCell, earned
from course_lib.grading.read import read_notebook


@dataclass(frozen=True)
class Verdict:
    """What one exercise gave.

    Attributes
    ----------
    exercise : points.GradedCell
    points : float      None if a person has to read the answer
    remarks : list      of manifest.Remark: what is odd about its cell
    lines : list        of str: what its check found wrong; empty if nothing
    """

    exercise: GradedCell
    points: float | None
    remarks: list
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
    stopped             why the notebook did not run to its end, as execute.run_notebook says it; None if it did
    troubles : list     of str: other cells that failed
    """

    rows: list
    stopped: str | None
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
    UnreadableNotebook, NoChecks, NoKernel
    """
    nb = read_notebook(path)
    exercises, remarks = restore(nb)
    if not exercises:
        raise NoChecks(path)
    folder, whole = Path(path).resolve().parent, 10 * seconds
    try:
        stopped = run_notebook(nb, folder=folder, seconds=seconds, notebook_seconds=whole, progress=progress)
    except RuntimeError as error:
        raise NoKernel(error) from error
    rows = [_row(nb, exercise, remarks[exercise.grade_id]) for exercise in exercises]
    return Result(rows, stopped, list(troubles(nb, exercises, [row.exercise for row in rows if row.lost])))


def _row(nb, exercise, remarks):
    if exercise.by_hand:
        return Verdict(exercise, None, remarks, [])
    missing = exercise.index is None
    points = 0.0 if missing else earned(nb.cells[exercise.index], exercise.points)
    return Verdict(exercise, points, remarks, explain(nb, exercise) if points < exercise.points else [])
