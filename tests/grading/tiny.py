"""A course with one small assignment, which runs in a second: two exercises, one with a hidden test, one written."""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_lib.grading.course import Course

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "tiny"
DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TRIPLE = "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION"
HIDDEN = "### BEGIN HIDDEN TESTS\nassert double(1234) == 2468, 'large numbers are not doubled'\n### END HIDDEN TESTS"
CELLS = (  # grade_id, points or None, source
    ("double", None, DOUBLE),
    ("test_double", 2, f"assert double(3) == 6, f'double(3) is {{double(3)}}'\n{HIDDEN}"),
    ("triple", None, TRIPLE),
    ("test_triple", 3, "assert triple(3) == 9, f'triple(3) is {triple(3)}'"),
    ("written_why", 1, "Because it is so."),
)


def notebook(cells=CELLS):
    """Build a notebook from (grade_id, points, source); a grade_id that starts with "written" is markdown."""
    return new_notebook(
        cells=[_cell(index, *cell) for index, cell in enumerate(cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def course(folder, cells=CELLS):
    """Make a course that has the assignment in its source folder."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    write(notebook(cells), folder / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return Course.find(folder)


def submission(**answers):
    """Return the source notebook with other sources in the cells of these grade_ids: what a student hands in."""
    nb = notebook()
    for cell in nb.cells:
        name = cell.metadata.nbgrader.grade_id
        cell.source = answers.get(name, cell.source)
    nb.cells[1].source = nb.cells[1].source.replace(f"\n{HIDDEN}", "")
    return nb


def hand_in(course, student, nb, name=f"{ASSIGNMENT}.ipynb"):
    """Put a submission where the course collects them: a notebook, or the file's bytes."""
    path = course.path("submitted") / student / ASSIGNMENT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(nb) if isinstance(nb, bytes) else write(nb, path)


def write(nb, path):
    """Write a notebook, and its folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, path)


def _cell(index, grade_id, points, source):
    solution = points is None or grade_id.startswith("written")
    notes = {"grade_id": grade_id, "grade": points is not None, "solution": solution, "locked": not solution}
    notes |= {"schema_version": 3, "task": False} | ({} if points is None else {"points": points})
    make = new_markdown_cell if grade_id.startswith("written") else new_code_cell
    return make(source, id=f"cell-{index}", metadata={"nbgrader": notes})
