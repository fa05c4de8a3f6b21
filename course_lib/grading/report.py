"""What became of submissions in words, and the grades of an assignment as a table."""

import csv
import traceback

from nbformat.validator import NotebookValidationError
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from course_lib.grading.outcome import Status
from course_lib.grading.visible import as_cell, visible

MOST = 3  # files are named, of those that a student handed in
KNOWN = {
    SchemaTooNewError: "the notebook was made for a newer nbgrader",
    SchemaTooOldError: "nbgrader's notes in the notebook are damaged",
    NotebookValidationError: "the notebook is damaged: a part of it is not as Jupyter writes it",
    ValidationError: "nbgrader's notes in the notebook are damaged",
    SQLAlchemyError: "the gradebook cannot be read or written",
}


def reasons(outcome):
    """Return sentences on what became of a submission, without a full stop; none if all is well."""
    return {
        Status.GRADED: [],
        Status.PARTLY: _partly(outcome),
        Status.NO_NOTEBOOK: [f"not graded: {_instead(outcome)}"],
        Status.UNREADABLE: [f"not graded: {outcome.error}"],
        Status.REFUSED: [f"not graded: {_cause(outcome.error)}"],
        Status.EARLIER: ["graded earlier: not among these submissions"],
        Status.ABSENT: ["nothing handed in"],
    }[outcome.status] + ([f"no feedback page: {_cause(outcome.page_error)}"] if outcome.page_error else [])


def note(row):
    """Write what is to say of a row in one line."""
    reread = [f"changed since a person read it: {', '.join(row.changed)}"] if row.changed else []
    late = [f"{_counted(row.penalty)} off for handing in late"] if row.penalty else []
    return visible("; ".join(reasons(row.outcome) + late + reread))


def as_table(report):
    """Write the report as a plain text table, with a legend: names of exercises are longer than columns are wide."""
    legend = [
        f"{number:3} {exercise.name} ({_counted(exercise.points)}{', by hand' if exercise.by_hand else ''})"
        for number, exercise in enumerate(report.exercises, 1)
    ]
    width = max(len("student"), *(len(visible(row.student)) for row in report.rows))
    late = any(row.penalty for row in report.rows)
    numbers = "".join(f"{number:5}" for number in range(1, len(report.exercises) + 1))
    lines = [f"{'student':{width}}{numbers}{'    late' * late}   total"]
    for row in report.rows:
        points = "".join(f"{_number(points):>5}" for points in row.points)
        off = f"{_number(-row.penalty or 0):>8}" if late else ""
        lines.append(f"{visible(row.student):{width}}{points}{off}{_number(row.total):>8} of {_number(report.total)}")
        lines += [f"{'':{width}}    {note(row)}"] if note(row) else []
    waiting = any(points is None for row in report.rows for points in row.points)
    return "\n".join([*legend, "", *lines] + (["", "  · waits for a person to read it"] if waiting else []))


def write_csv(report, path):
    """Write the report as a file for spreadsheets, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        names = [as_cell(exercise.name) for exercise in report.exercises]
        writer.writerow(["student", *names, "late penalty", "total", "maximum", "note"])
        for row in report.rows:
            points = ["" if points is None else _number(points) for points in row.points]
            numbers = map(_number, (row.penalty, row.total, report.total))
            writer.writerow([as_cell(row.student), *points, *numbers, as_cell(note(row))])
    return path


def write_errors(outcomes, path):
    """Write what stopped the grading of submissions in full, for whoever mends it; no file if nothing did."""
    path.unlink(missing_ok=True)
    errors = [
        "\n".join(map(visible, [student, *"".join(traceback.format_exception(error)).splitlines(), ""]))
        for student, outcome in outcomes.items()
        for error in (outcome.error, outcome.page_error)
        if error and outcome.status is not Status.UNREADABLE
    ]
    if not errors:
        return None
    path.write_text("\n".join(errors), encoding="utf-8")
    return path


def _partly(outcome):
    """Say what a graded submission lacks."""
    said = [f"there is no {name}" for name in outcome.expected]
    if outcome.stopped:
        said.append(outcome.stopped)
    if outcome.deleted:
        said.append(f"0 points for exercises whose cells were deleted: {', '.join(outcome.deleted)}")
    return said


def _instead(outcome):
    """Say what was handed in where the notebook should be."""
    expected = " or ".join(outcome.expected)
    notebooks, scripts = ([name for name in outcome.found if name.endswith(end)] for end in (".ipynb", ".py"))
    if notebooks:
        return f"there is no {expected}; if {_some(notebooks, ' or ')} is meant, put it there under that name"
    if scripts:
        return f"{_some(scripts)} is a Python file, not the notebook {expected}"
    return f"there is no {expected}, only {_some(outcome.found) or 'an empty folder'}"


def _some(names, joint=", "):
    more = len(names) - MOST
    return joint.join(names[:MOST]) + (f" and {more} more" if more > 0 else "")


def _cause(error):
    if isinstance(error, OSError):
        return f"{error.filename or 'a file'} cannot be read or written: {error.strerror or 'the system refuses'}"
    unexpected = "nbgrader stopped at something unexpected in it"
    return next((words for kind, words in KNOWN.items() if isinstance(error, kind)), unexpected)


def _number(value):
    return "·" if value is None else f"{value:g}"


def _counted(points):
    return f"{_number(points)} point{'s' * (points != 1)}"
