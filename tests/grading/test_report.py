"""The table and what it says, from given rows: no gradebook, no kernel."""

import csv

import pytest
from nbformat.validator import NotebookValidationError
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from sqlalchemy.exc import OperationalError

from course_lib.grading import report
from course_lib.grading.errors import Flaw, NoDate, UnreadableNotebook
from course_lib.grading.gradebook import Report, Row
from course_lib.grading.outcome import Outcome, Status
from course_lib.grading.points import GradedCell

EXERCISES = [
    GradedCell(1, "test_double", 2, False),
    GradedCell(3, "test_triple", 3, False),
    GradedCell(4, "written_why", 1, True),
]
WHOLE = Outcome(Status.GRADED)


def row(student, points, *, penalty=0.0, total=None, changed=(), outcome=WHOLE):
    total = sum(one or 0 for one in points) - penalty if total is None else total
    return Row(student, points, penalty, total, changed, outcome)


def as_csv(rows, folder):
    path = report.write_csv(Report(EXERCISES, rows), folder / "grades" / "tiny.csv")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table():
    rows = [row("mei", (2, 1.5, None)), row("tomas", (0, 0, 0), outcome=Outcome(Status.ABSENT))]
    assert (
        report.as_table(Report(EXERCISES, rows))
        == """\
  1 double (2 points)
  2 triple (3 points)
  3 why (1 point, by hand)

student    1    2    3   total
mei        2  1.5    ·     3.5 of 6
tomas      0    0    0       0 of 6
           nothing handed in

  · waits for a person to read it"""
    )


def test_a_late_penalty_has_a_column_and_a_remark():
    rows = [row("li", (2, 3, 1)), row("mei", (2, 3, 1), penalty=1.0)]
    assert (
        report.as_table(Report(EXERCISES, rows)).partition("\n\n")[2]
        == """\
student    1    2    3    late   total
li         2    3    1       0       6 of 6
mei        2    3    1      -1       5 of 6
           1 point off for handing in late"""
    )


def test_the_csv(tmp_path):
    rows = [row("li", (2, 1.5, None), penalty=0.5), row("mei", (2, 3, 1), changed=("why",))]
    header = ["student", "double", "triple", "why", "late penalty", "total", "maximum", "note"]
    assert [list(found.values()) for found in as_csv(rows, tmp_path)] == [
        ["li", "2", "1.5", "", "0.5", "3", "6", "0.5 points off for handing in late"],
        ["mei", "2", "3", "1", "0", "6", "6", "changed since a person read it: why"],
    ]
    assert list(as_csv(rows, tmp_path)[0]) == header


def test_the_csv_is_utf_8_wherever_it_is_written(tmp_path):
    path = report.write_csv(Report(EXERCISES, [row("Zoë", (2, 3, 1))]), tmp_path / "a" / "b" / "tiny.csv")
    report.write_csv(Report(EXERCISES, [row("Zoë", (2, 3, 1))]), path)
    assert path.read_bytes().splitlines(keepends=True)[1] == "Zoë,2,3,1,0,6,6,\r\n".encode()


def test_names_and_notes_harm_no_spreadsheet_and_no_terminal(tmp_path):
    stopped = Outcome(Status.PARTLY, stopped="=2+2\x1b[2J\r\n")
    rows = [row("=1+2", (2, 3, 1), outcome=stopped), row("\x1b]0;\x07", (2, 3, 1))]
    first, second = as_csv(rows, tmp_path)
    assert (first["student"], first["note"]) == ("'=1+2", r"'=2+2\x1b[2J\r\n")
    assert second["student"] == r"\x1b]0;\x07"
    table = report.as_table(Report(EXERCISES, rows))
    assert "".join(table.split("\n")).isprintable()
    assert "=1+2           2" in table


INSTEAD = [  # expected, found, words
    (("a.ipynb",), (), "there is no a.ipynb, only an empty folder"),
    (("a.ipynb",), ("x", "y", "z"), "there is no a.ipynb, only x, y, z"),
    (("a.ipynb",), ("w", "x", "y", "z"), "there is no a.ipynb, only w, x, y and 1 more"),
    (("a.ipynb", "b.ipynb"), ("x",), "there is no a.ipynb or b.ipynb, only x"),
    (("a.ipynb",), ("c.py", "x"), "c.py is a Python file, not the notebook a.ipynb"),
    (("a.ipynb",), ("c.ipynb", "c.py"), "there is no a.ipynb; if c.ipynb is meant, put it there under that name"),
    (
        ("a.ipynb",),
        ("c.ipynb", "d.ipynb"),
        "there is no a.ipynb; if c.ipynb or d.ipynb is meant, put it there under that name",
    ),
]


@pytest.mark.parametrize("expected, found, words", INSTEAD)
def test_what_was_handed_in_instead_of_the_notebook_is_named(expected, found, words):
    outcome = Outcome(Status.NO_NOTEBOOK, expected=expected, found=found)
    assert report.reasons(outcome) == [f"not graded: {words}"]


def test_every_outcome_has_words_unless_all_is_well():
    assert report.reasons(WHOLE) == []
    assert report.reasons(Outcome(Status.EARLIER)) == ["graded earlier: not among these submissions"]
    assert report.reasons(Outcome(Status.ABSENT)) == ["nothing handed in"]


ERRORS = [
    (UnreadableNotebook("tiny.ipynb", Flaw.EMPTY), "tiny.ipynb is empty"),
    (NoDate("timestamp.txt", "soon"), "timestamp.txt gives no date, such as 2026-03-01 12:00:00 UTC, but 'soon'"),
]
STOPPED = [
    (SchemaTooNewError("", 99, 3), "the notebook was made for a newer nbgrader"),
    (SchemaTooOldError("", 1, 3), "nbgrader's notes in the notebook are damaged"),
    (
        NotebookValidationError(ValidationError("no id")),
        "the notebook is damaged: a part of it is not as Jupyter writes it",
    ),
    (ValidationError("a cell has no points"), "nbgrader's notes in the notebook are damaged"),
    (OperationalError("INSERT", {}, Exception()), "the gradebook cannot be read or written"),
    (
        PermissionError(13, "Permission denied", "feedback/mei"),
        "feedback/mei cannot be read or written: Permission denied",
    ),
    (OSError(), "a file cannot be read or written: the system refuses"),
    (KeyError("grade"), "nbgrader stopped at something unexpected in it"),
    (AttributeError("'str' object has no attribute 'get'"), "nbgrader stopped at something unexpected in it"),
]


@pytest.mark.parametrize("error, words", ERRORS, ids=lambda value: type(value).__name__)
def test_why_a_file_cannot_be_read_is_in_words(error, words):
    assert report.reasons(Outcome(Status.UNREADABLE, error=error)) == [f"not graded: {words}"]


@pytest.mark.parametrize("error, words", STOPPED, ids=lambda value: type(value).__name__)
def test_what_stopped_the_grading_is_in_words(error, words):
    assert report.reasons(Outcome(Status.REFUSED, error=error)) == [f"not graded: {words}"]
    assert report.reasons(Outcome(Status.PARTLY, page_error=error)) == [f"no feedback page: {words}"]


def test_all_that_a_graded_submission_lacks_is_said():
    outcome = Outcome(
        Status.PARTLY,
        expected=("b.ipynb",),
        stopped="the kernel died",
        deleted=("double", "why"),
        page_error=KeyError(1),
    )
    assert report.note(row("mei", (0, 0, 0), penalty=2.0, total=0.0, changed=("double", "why"), outcome=outcome)) == (
        "there is no b.ipynb; the kernel died; 0 points for exercises whose cells were deleted: double, why; "
        "no feedback page: nbgrader stopped at something unexpected in it; 2 points off for handing in late; "
        "changed since a person read it: double, why"
    )


def test_errors_are_kept_in_full_where_the_instructor_finds_them(tmp_path):
    path = tmp_path / "errors.txt"
    path.write_text("of an earlier run", encoding="utf-8")
    whole = {"mei": WHOLE, "tomas": Outcome(Status.UNREADABLE, error=ERRORS[0][0])}
    assert report.write_errors(whole, path) is None
    assert not path.exists()
    error = KeyError("grade \x1b[2J")
    error.add_note("a note")
    failed = {"\x07": Outcome(Status.REFUSED, error=error), "li": Outcome(Status.PARTLY, page_error=ValueError("page"))}
    assert report.write_errors(failed | whole, path) == path
    assert path.read_text(encoding="utf-8") == "\\x07\nKeyError: 'grade \\x1b[2J'\na note\n\nli\nValueError: page\n"
