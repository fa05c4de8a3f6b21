"""Check a student's notebook from a terminal. Needs no nbgrader."""

import json
import re
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course_lib.grading import CourseError
from course_lib.grading.execute import SECONDS_PER_CELL, cell_name, run_notebook
from course_lib.grading.points import earned, exercises


@dataclass(frozen=True)
class Result:
    """What a run of a notebook gave.

    Attributes
    ----------
    rows : list         (points.Exercise, points earned or None if graded by hand, diagnosis: lines)
    troubles : list     of str: a kernel that was lost, other cells that failed
    """

    rows: list
    troubles: list

    @property
    def complete(self):
        """Whether every point that a check gives was earned."""
        return all(earned == exercise.points for exercise, earned, _ in self.rows if earned is not None)


def check_notebook(path, *, seconds=SECONDS_PER_CELL):
    """Run a notebook in a clean kernel, in its folder, and read the verdicts of its checks. The file stays as it is.

    Parameters
    ----------
    path : path
    seconds : int       time limit of a cell

    Returns
    -------
    result : Result

    Raises
    ------
    CourseError         if there is no such notebook, it has no checks, or no kernel starts
    """
    nb = read_notebook(path)
    graded = exercises(nb)
    if not graded:
        raise CourseError(f"{path} has no checks: no cell of it gives points. Take a fresh copy of the assignment")
    try:
        problem = run_notebook(nb, folder=Path(path).resolve().parent, seconds=seconds)
    except RuntimeError as error:
        raise CourseError(f"no kernel starts: {error}. Try `course doctor`") from error
    rows = [(exercise, *_verdict(nb.cells[exercise.index], exercise)) for exercise in graded]
    troubles = [f"The notebook stopped: {problem}."] if problem else []
    return Result(rows, troubles + _duplicates(graded) + list(_not_run(nb, graded)))


def read_notebook(path):
    """Read a notebook file; raise CourseError if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id, as older editors write them
            return nbformat.read(path, as_version=4)
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, nbformat.reader.NotJSONError) as error:
        raise CourseError(f"{path} is not a notebook: it holds no JSON") from error
    except Exception as error:  # JSON of another shape: nbformat raises whatever it stumbles over
        raise CourseError(f"{path} is not a notebook, or a damaged one: {type(error).__name__}") from error


def as_text(result):
    """Write the result as a table: exercise, points, and below it what is wrong."""
    width = max(len("together"), *(len(exercise.name) for exercise, _, _ in result.rows))
    lines = []
    for exercise, points, diagnosis in result.rows:
        got = "by hand" if points is None else f"{points:g} of {exercise.points:g}"
        lines += [f"  {exercise.name:{width}}  {got:>8}", *(f"      {line}" for line in diagnosis)]
    total = sum(points for _, points, _ in result.rows if points is not None)
    most = sum(exercise.points for exercise, points, _ in result.rows if points is not None)
    lines += ["", f"  {'together':{width}}  {f'{total:g} of {most:g}':>8}"]
    return "\n".join(lines + ([""] if result.troubles else []) + result.troubles)


def _verdict(cell, exercise):
    if exercise.by_hand:
        return None, []
    points = earned(cell, exercise.points)
    return points, [] if points == exercise.points else _diagnosis(cell)


def _diagnosis(cell):
    for output in cell.outputs:
        if output.output_type == "error":
            return _message(output).splitlines()
        if output.get("name") == "stderr":
            return [f"The cell wrote to stderr, which costs its points: {output.text.strip().splitlines()[0]}"]
    return ["The check gave part of the points."]


def _message(error):
    if error.ename in ("CheckFailed", "NotRun"):  # they speak for themselves
        return error.evalue
    text = re.sub(r"\(\d+\.py, line (\d+)\)", r"(line \1 of the cell)", error.evalue)  # IPython's name of a cell
    return f"{error.ename}: {text}" if text else f"{error.ename}, without a message"


def _duplicates(graded):
    counts = Counter(exercise.grade_id for exercise in graded)
    return [f"{name} is there {n} times: delete the copies." for name, n in counts.items() if n > 1]


def _not_run(nb, graded):
    """Name the other cells that raised: a syntax error, say. Not those that only wait for an answer."""
    checks = {exercise.index for exercise in graded}
    for index, cell in enumerate(nb.cells):
        for output in cell.get("outputs", []) if index not in checks else []:
            if output.output_type == "error" and output.ename not in ("NotImplementedError", "NotRun", "KernelLost"):
                yield f"{cell_name(cell, index).capitalize()} failed: {_message(output).splitlines()[0]}"
