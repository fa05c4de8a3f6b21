"""What went wrong in a notebook that ran, in words for its author."""

import re

from course_lib.checks.engine.diagnose import endless
from course_lib.grading.execute import KERNEL_LOST, NOT_RUN, TIME_LIMIT
from course_lib.grading.place import cell_name
from course_lib.grading.points import grade_id

LONGEST = 5_000  # characters of an error: a check's own words are fewer


def explain(nb, exercise):
    """Return lines on why a check did not give all its points; the cause first, if the exercise's own cell failed."""
    own = _own_cells(nb, exercise)
    lines = [f"its cell failed: {message(cell)[0]}" for cell in own if _failed(cell)]
    if not lines and any(_is_stub(cell) for cell in own):
        return ["not written yet"]
    if exercise.index is None:
        return lines
    cell = nb.cells[exercise.index]
    if own and _undefined(cell) == exercise.name:
        return lines or [f"the cell of this exercise defines no function called {exercise.name}"]
    return lines + _verdict(cell, exercise)


def troubles(nb, graded, lost):
    """Yield for each other cell that failed what its error says: a line, or several.

    Parameters
    ----------
    nb : NotebookNode       after its run
    graded : list           of points.GradedCell
    lost : list             those of them whose cause explain has told; what follows from it is not told again
    """
    known = {exercise.grade_id for exercise in graded} | {exercise.name for exercise in lost}
    for index, cell in enumerate(nb.cells):
        if _failed(cell) and not {grade_id(cell), _undefined(cell)} & known:
            lines = message(cell)
            gap = " " if len(lines) == 1 else "\n  "
            yield f"In {cell_name(nb, index)}:{gap}" + "\n  ".join(lines)


def message(cell, suspect="it"):
    """Return what a failed cell's error says, as lines; suspect is what to look at if the cell did not end."""
    error = _error(cell)
    if error.ename == TIME_LIMIT:
        return [endless(_brief(error.evalue), suspect, _printed(cell))]
    return words(error)


def words(error):
    """Return what the output of an error says, as lines."""
    name, text = _brief(error.ename), _brief(error.evalue)
    if error.ename in ("CheckFailed", "NotWritten"):  # they speak for themselves
        return text.splitlines() or ["the check failed, without a message"]
    text = re.sub(r"\(\d+\.py, line (\d+)\)", r"(line \1 of the cell)", text)  # IPython's name of a cell
    return f"{name}: {text}".splitlines() if text else [f"{name}, without a message"]


def _brief(text):
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text) - LONGEST:,} characters more)"


def _printed(cell):
    """Return how many characters the cell printed; None if they could not be counted."""
    kept = sum(len(output.get("text", "")) for output in cell.outputs)
    return cell.metadata.get("course", {}).get("printed", kept)


def _verdict(cell, exercise):
    error = _error(cell)
    if error is None:
        return _part(cell)
    if error.ename == "NotWritten" and error.evalue.startswith(f"{exercise.name} is not written yet"):
        return ["not written yet"]  # the rest is advice for a notebook
    short = {NOT_RUN: "not run", KERNEL_LOST: "stopped here"}  # the reason is told once, below
    return [short[error.ename]] if error.ename in short else message(cell, exercise.name)


def _part(cell):
    written = [output.text.strip() for output in cell.outputs if output.get("name") == "stderr"]
    if written:
        first = _brief(written[0].partition("\n")[0])
        return [f"The cell wrote to stderr, which costs its points: {first}"]
    return ["The check gave part of the points."]


def _own_cells(nb, exercise):
    """Return the cells in which the exercise is answered: several, if its cell was split."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and grade_id(cell) == exercise.name]


def _failed(cell):
    error = _error(cell)
    return error is not None and error.ename not in ("NotImplementedError", "NotWritten", NOT_RUN, KERNEL_LOST)


def _is_stub(cell):
    error = _error(cell)
    return error is not None and error.ename == "NotImplementedError"


def _undefined(cell):
    """Return the name that the cell's NameError is about, or None."""
    error = _error(cell)
    found = re.match(r"name '(\w+)' is not defined", error.evalue) if error and error.ename == "NameError" else None
    return found[1] if found else None


def _error(cell):
    return next((output for output in cell.get("outputs", []) if output.output_type == "error"), None)
