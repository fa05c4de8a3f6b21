"""Grade submissions with nbgrader, one at a time, so that a broken one never stops the others."""

import warnings
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import nbformat
from nbgrader.utils import parse_utc, rmtree
from sqlalchemy.exc import SAWarning

from course_lib.grading.convert import AutogradeOne, FeedbackOne, convert
from course_lib.grading.errors import NoDate, NothingHandedIn, UnreadableNotebook
from course_lib.grading.outcome import Outcome, Status
from course_lib.grading.pages.notice import write_notice
from course_lib.grading.points import exercise_name, graded_cells
from course_lib.grading.read import read_notebook
from course_lib.grading.report import reasons


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
    student, outcome        str and outcome.Outcome

    Raises
    ------
    NothingHandedIn
    """
    submitted = Path(submitted).resolve()
    students = sorted(folder.name for folder in submitted.glob("*") if (folder / assignment).is_dir())
    if not students:
        raise NothingHandedIn(submitted, assignment)
    if seed is not None:
        course = replace(course, config=deepcopy(course.config))
        course.config.RunNotebook.seed = seed
    for student in students:
        outcome = _grade_one(course, assignment, student, submitted)
        if outcome.status not in (Status.GRADED, Status.PARTLY) or outcome.page_error:
            outcome = _with_notice(course, assignment, student, submitted, outcome)
        yield student, outcome


def _grade_one(course, assignment, student, submitted):
    try:
        notebooks = _reset(course, assignment, student)
        folder = submitted / student / assignment
        missing = tuple(name for name in notebooks if not (folder / name).is_file())
        if len(missing) == len(notebooks):
            return Outcome(Status.NO_NOTEBOOK, expected=missing, found=_files(folder))
        _inspect(folder, set(notebooks) - set(missing))
        graded = _quietly(AutogradeOne, course, assignment, student, submitted_directory=str(submitted))
        deleted = _deleted(course, assignment, student)
    except (UnreadableNotebook, NoDate) as error:
        return Outcome(Status.UNREADABLE, error=error)
    except Exception as error:  # whatever it is, the next student must not suffer
        with suppress(Exception):  # the gradebook itself may be what fails
            _reset(course, assignment, student)
        return Outcome(Status.REFUSED, error=error)
    status = Status.PARTLY if missing or graded.problem or deleted else Status.GRADED
    outcome = Outcome(status, expected=missing, stopped=graded.problem, deleted=deleted)
    try:
        _quietly(FeedbackOne, course, assignment, student)
    except Exception as error:
        return replace(outcome, status=Status.PARTLY, page_error=error)
    return outcome


def _quietly(converter, course, assignment, student, **places):
    """Convert without the warnings that a student's odd notebook raises: they name no student."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return convert(converter, course, assignment, student, **places)


def _with_notice(course, assignment, student, submitted, outcome):
    """Write a page that says why there is none with points."""
    try:
        _remove(course, "feedback", student, assignment)
        write_notice(course, assignment, student, reasons(outcome), submitted=submitted)
    except Exception as error:
        return replace(outcome, page_error=error)
    return outcome


def _files(folder):
    """List what was handed in, as paths in the folder, without what JupyterLab and systems hide."""
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple(path.as_posix() for path in paths if not any(part.startswith((".", "__")) for part in path.parts))


def _inspect(folder, notebooks):
    """Raise UnreadableNotebook or NoDate where nbgrader would raise whatever it stumbles over."""
    for name in sorted(notebooks):
        try:
            read_notebook(folder / name)
        except UnreadableNotebook as error:
            raise replace(error, path=Path(name)) from error  # the student's name stands beside it
    stamp = folder / "timestamp.txt"
    text = stamp.read_text(encoding="utf-8", errors="replace").strip() if stamp.is_file() else ""
    try:
        _ = parse_utc(text or None)
    except Exception as error:  # dateutil raises many kinds
        raise NoDate(stamp.name, text) from error


def _deleted(course, assignment, student):
    """Return the names of the exercises whose cells are missing in the notebooks that were graded."""
    there = {}
    for path in (course.path("autograded") / student / assignment).glob("*.ipynb"):
        nb = nbformat.read(path, as_version=4)
        there[path.stem] = {exercise.grade_id for exercise in graded_cells(nb)}
    with course.gradebook() as gradebook:
        books = gradebook.find_submission(assignment, student).notebooks
        all_of = {book.name: {grade.name for grade in book.grades} for book in books}
    return tuple(sorted(exercise_name(gone) for name in there for gone in all_of[name] - there[name]))


def _reset(course, assignment, student):
    """Forget an earlier grading, so that a submission that fails now cannot keep its score or its pages.

    What a person gave stays. Returns the file names of the assignment's notebooks.
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
                grade.auto_score = 0
                grade.needs_manual_grade &= grade.manual_score is not None
        gradebook.db.commit()
        return [f"{notebook.name}.ipynb" for notebook in submission.notebooks]


def _remove(course, step, student, assignment):
    folder = course.path(step) / student / assignment
    if folder.exists():
        rmtree(folder)  # nbgrader's, which removes its read-only files on Windows too
