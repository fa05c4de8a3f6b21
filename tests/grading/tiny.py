"""A course with one small assignment, which runs in a second: two exercises, one with a hidden test, one written."""

import shutil
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_lib.grading.autograde import grade
from course_lib.grading.course import Course
from course_lib.grading.gradebook import read_grades
from course_lib.grading.release import register

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


def copy_of(course, folder):
    """Copy a course with all that it has into an empty folder."""
    shutil.copytree(course.root, folder, dirs_exist_ok=True)
    return Course.find(folder)


def submission(**answers):
    """Return the source notebook with other sources in the cells of these grade_ids: what a student hands in."""
    nb = notebook()
    for cell in nb.cells:
        name = cell.metadata.nbgrader.grade_id
        cell.source = answers.get(name, cell.source)
    nb.cells[1].source = nb.cells[1].source.replace(f"\n{HIDDEN}", "")
    return nb


def without_kernel():
    """Let grading run no cell: a check then leaves no output, which gives all its points. A tenth of the time."""
    return patch("course_lib.grading.pipeline.run_notebook", lambda nb, **options: None)


def hand_in(course, student, nb, name=f"{ASSIGNMENT}.ipynb"):
    """Put a submission where the course collects them: a notebook, or the file's bytes."""
    path = course.path("submitted") / student / ASSIGNMENT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(nb) if isinstance(nb, bytes) else write(nb, path)


def graded(course, *, submitted=None, seed=None):
    """Grade as `course grade` does, without its words; return the outcomes, and the rows: student -> Row."""
    register(course, ASSIGNMENT)
    outcomes = dict(grade(course, ASSIGNMENT, submitted=submitted or course.path("submitted"), seed=seed))
    return outcomes, {row.student: row for row in read_grades(course, ASSIGNMENT, outcomes).rows}


def save_points(course, student, points, exercise="written_why"):
    """Save points as formgrader's GradeHandler.put does."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(exercise, ASSIGNMENT, ASSIGNMENT, student)
        grade.manual_score = points
        grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None
        gradebook.db.commit()


def save_comment(course, student, text, exercise="written_why"):
    """Save a comment as formgrader's CommentHandler.put does."""
    with course.gradebook() as gradebook:
        gradebook.find_comment(exercise, ASSIGNMENT, ASSIGNMENT, student).manual_comment = text
        gradebook.db.commit()


def page(course, student):
    """Return the feedback page's HTML."""
    return (course.path("feedback") / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


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
