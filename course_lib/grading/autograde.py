"""Grade submissions with nbgrader, one at a time, so that a broken one never stops the others."""

import os
import warnings
from copy import deepcopy
from dataclasses import replace

import nbformat
from nbformat.reader import NotJSONError
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from nbgrader.utils import rmtree
from sqlalchemy.exc import SAWarning

from course_lib.grading import CourseError
from course_lib.grading.convert import AutogradeOne, FeedbackOne, convert
from course_lib.grading.points import graded_cells

REASONS = {
    NotJSONError: "the file is not a notebook",
    UnicodeDecodeError: "the file is not text in UTF-8",
    SchemaTooOldError: "nbgrader's notes in the notebook are damaged",
    SchemaTooNewError: "the notebook was made for a newer nbgrader",
    ValidationError: "nbgrader's notes in the notebook are damaged",
}


def grade(course, assignment, *, submitted, seed=None):
    """Autograde every submission and write its feedback pages.

    Parameters
    ----------
    course : Course
    assignment : str        known to the gradebook: see release.register
    submitted : Path        the folder that holds STUDENT/ASSIGNMENT/
    seed : int              the checks draw their cases from it; None leaves what nbgrader_config.py says

    Yields
    ------
    student, problem        problem is None, or why the submission was not, or not wholly, graded

    Raises
    ------
    CourseError             if nothing was handed in
    """
    students = sorted(folder.parent.name for folder in submitted.glob(f"*/{assignment}") if folder.is_dir())
    if not students:
        raise CourseError(f"nothing handed in: there is no folder {submitted / 'STUDENT' / assignment}")
    if seed is not None:
        course = replace(course, config=deepcopy(course.config))
        course.config.RunNotebook.seed = seed
    for student in students:
        yield student, _grade_one(course, assignment, student, submitted)


def _grade_one(course, assignment, student, submitted):
    before = _graded_cells(course, assignment, student)
    notebooks = _reset(course, assignment, student)
    found = sorted(path.name for path in (submitted / student / assignment).glob("*.ipynb"))
    if not set(found) & set(notebooks):
        return f"not graded: there is no {' or '.join(notebooks)}, only {', '.join(found) or 'an empty folder'}"
    try:
        place = os.path.relpath(submitted, course.root)
        graded = _quietly(AutogradeOne, course, assignment, student, submitted_directory=place)
    except Exception as error:  # whatever it is, the next student must not suffer
        _remove(course, "autograded", student, assignment)
        return f"not graded: {_reason(error)}"
    try:
        _quietly(FeedbackOne, course, assignment, student)
    except Exception as error:
        return f"no feedback page: {_reason(error)}"
    notes = [graded.problem] if graded.problem else []
    return "; ".join([*notes, *_remarks(course, assignment, student, before)]) or None


def _quietly(converter, course, assignment, student, **places):
    """Convert without the warnings that a student's odd notebook raises: they name no student."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return convert(converter, course, assignment, student, **places)


def _graded_cells(course, assignment, student):
    """Return the cells that give points in the submission that was graded last: (notebook, grade_id) -> source."""
    cells = {}
    for path in (course.path("autograded") / student / assignment).glob("*.ipynb"):
        nb = nbformat.read(path, as_version=4)
        cells |= {(path.stem, exercise.grade_id): nb.cells[exercise.index].source for exercise in graded_cells(nb)}
    return cells


def _remarks(course, assignment, student, before):
    """Yield what is to say of a graded submission: cells deleted, answers changed since a person gave them points."""
    now = _graded_cells(course, assignment, student)
    with course.gradebook() as gradebook:
        books = gradebook.find_submission(assignment, student).notebooks
        by_hand = {(book.name, grade.name): grade.manual_score is not None for book in books for grade in book.grades}
    deleted = sorted(name for _, name in by_hand.keys() - now.keys())
    if deleted:
        yield f"0 points for deleted cells: {', '.join(deleted)}"
    changed = sorted(cell[1] for cell in before.keys() & now.keys() if by_hand.get(cell) and before[cell] != now[cell])
    if changed:
        yield f"changed since a person read it: {', '.join(changed)}"


def _reset(course, assignment, student):
    """Forget an earlier grading, so that a submission that fails now cannot keep its score or its pages.

    Returns the file names of the assignment's notebooks.
    """
    _remove(course, "autograded", student, assignment)
    _remove(course, "feedback", student, assignment)
    with warnings.catch_warnings(), course.gradebook() as gradebook:
        warnings.simplefilter("ignore", SAWarning)  # nbgrader builds a submission before it adds it
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(assignment, student)
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0, False
        gradebook.db.commit()
        return [f"{notebook.name}.ipynb" for notebook in submission.notebooks]


def _remove(course, step, student, assignment):
    folder = course.path(step) / student / assignment
    if folder.exists():
        rmtree(folder)  # nbgrader's, which removes its read-only files on Windows too


def _reason(error):
    known = next((reason for kind, reason in REASONS.items() if isinstance(error, kind)), None)
    text = str(error).strip().splitlines()
    return known or f"{type(error).__name__}: {text[0] if text else 'no message'}"
