"""Odd names, dates, folders and failures, which must cost nobody else's points. No kernel runs here."""

import datetime
import json

import pytest
from nbformat.v4 import new_output
from nbgrader.plugins import BasePlugin, CsvExportPlugin

from course_lib.grading.convert import FeedbackOne, convert
from course_lib.grading.errors import NoDate
from course_lib.grading.gradebook import read_grades
from course_lib.grading.outcome import Status
from course_lib.grading.release import differences, release
from course_lib.grading.report import note
from tests.grading import tiny

pytestmark = pytest.mark.usefixtures("no_kernel")
AUTOGRADE = "course_lib.grading.autograde"
NAMES = ["*", "=1+2", "[mei]", "a+b (c)", "{0}", "\x1b[31mred", "mei ", "?", "mei"]


def test_a_students_name_is_no_pattern(course):
    for name in NAMES:
        answers = {"written_why": name.strip()} if name != "?" else {}
        tiny.hand_in(course, name, tiny.submission(**answers))
    outcomes, rows = tiny.graded(course)
    assert [*outcomes] == [*rows] == sorted(NAMES)
    assert all(outcome.whole for outcome in outcomes.values())
    for name in NAMES:
        [notebook] = course.path("autograded").joinpath(name).rglob("*.ipynb")
        source = json.loads(notebook.read_text(encoding="utf-8"))["cells"][-1]["source"]
        assert ("Because it is so." if name == "?" else name.strip()) in "".join(source)
        pages = course.path("feedback").joinpath(name).rglob("*")
        assert [path.name for path in pages if path.is_file()] == ["tiny.html"], "no notebook with hidden tests"


def test_a_name_that_no_database_takes_stops_nobody_else(course):
    broken = "\udcff"  # a byte in a folder's name that is not UTF-8
    try:
        tiny.hand_in(course, broken, tiny.submission())
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    tiny.hand_in(course, "mei", tiny.submission())
    outcomes, rows = tiny.graded(course)
    assert outcomes[broken].status is Status.REFUSED
    assert (rows[broken].total, rows["mei"].total) == (0, 5)


def test_a_course_in_a_folder_with_brackets_gives_nothing_away(tmp_path):
    folder = tmp_path / "course [2026]"
    folder.mkdir()
    course = tiny.course(folder)
    draft = course.path("source") / "tiny" / ".ipynb_checkpoints" / "tiny-checkpoint.ipynb"
    tiny.write(tiny.notebook(), draft)
    tiny.hand_in(course, "mei", tiny.submission())
    assert [path.name for path in release(course, "tiny").rglob("*") if path.is_file()] == ["tiny.ipynb"]
    assert differences(course, "tiny") == []
    assert tiny.graded(course)[1]["mei"].total == 5
    assert [path.name for path in course.path("feedback").rglob("*") if path.is_file()] == ["tiny.html"]


def test_what_a_student_hands_in_besides_the_notebook_is_there_when_it_runs(course):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.hand_in(course, "mei", b"1,2", name="data.csv")
    tiny.graded(course)
    assert (course.path("autograded") / "mei" / "tiny" / "data.csv").read_bytes() == b"1,2"


def late(course, student, points):
    """Hand in a day late, in a course that takes off these points for it."""

    class Penalty(BasePlugin):
        def late_submission_penalty(self, student_id, score, total_seconds_late):
            return points

    course.config.AssignLatePenalties.plugin_class = Penalty
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate=datetime.datetime(2026, 3, 1))
    tiny.hand_in(course, student, tiny.submission())
    tiny.hand_in(course, student, b"2026-03-02 00:00:00 UTC", name="timestamp.txt")


def exported(course, student):
    """Return the score in the file that `nbgrader export` writes."""
    path = course.root / "export.csv"
    with course.gradebook() as gradebook:
        CsvExportPlugin(to=str(path)).export(gradebook)
    header, *lines = (line.split(",") for line in path.read_text(encoding="utf-8").splitlines())
    [line] = [dict(zip(header, line, strict=True)) for line in lines if line[3] == student]
    return float(line["score"])


@pytest.mark.parametrize("points, penalty, total", [(3, 3, 2.5), (99, 5.5, 0), (-1, 0, 5.5)])
def test_table_export_and_page_agree_on_a_late_submission(course, points, penalty, total):
    late(course, "mei", points)
    tiny.graded(course)
    tiny.save_points(course, "mei", 0.5)
    row = tiny.graded(course)[1]["mei"]
    assert (row.penalty, row.total, exported(course, "mei")) == (penalty, total, total)
    assert f"<strong>{total:g} of 6 points</strong>" in " ".join(tiny.page(course, "mei").split())


def test_a_person_who_takes_points_back_makes_no_total_negative(course):
    late(course, "mei", 5)
    tiny.graded(course)
    tiny.save_points(course, "mei", 0, exercise="test_triple")
    [row] = read_grades(course, "tiny", {}).rows
    assert (row.penalty, row.total, exported(course, "mei")) == (5, 0, 0)
    convert(FeedbackOne, course, "tiny", "mei")
    assert "<strong>0 of 6 points</strong>" in " ".join(tiny.page(course, "mei").split())


def test_a_submission_on_time_pays_nothing(course):
    late(course, "mei", 3)
    tiny.hand_in(course, "mei", b"2026-02-28 00:00:00 UTC", name="timestamp.txt")
    row = tiny.graded(course)[1]["mei"]
    assert (row.penalty, row.total) == (0, 5)


def test_extra_credit_counts_in_the_table_too(course):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.graded(course)
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_double", "tiny", "tiny", "mei").extra_credit = 2
        gradebook.db.commit()
    row = tiny.graded(course)[1]["mei"]
    assert (row.points, row.total, exported(course, "mei")) == ((4, 3, None), 7, 7)


@pytest.mark.parametrize("stamp", [b"soon", b"2026-13-45", b"2026-03-02 12:00 NOWHERE now", b"\xff\xfe2", b"9" * 400])
def test_a_date_that_is_none_is_named(course, stamp):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.hand_in(course, "mei", stamp, name="timestamp.txt")
    outcomes, rows = tiny.graded(course)
    assert (outcomes["mei"].status, rows["mei"].total) == (Status.UNREADABLE, 0)
    assert isinstance(outcomes["mei"].error, NoDate)
    assert note(rows["mei"]).startswith(
        "not graded: timestamp.txt gives no date, such as 2026-03-01 12:00:00 UTC, but "
    )


@pytest.mark.parametrize("stamp", [b"", b"\n", b"2026-03-02 12:00:00 UTC", b"2026-03-02 12:00:00 +0100\n"])
def test_a_date_or_none_at_all_is_taken(course, stamp):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.hand_in(course, "mei", stamp, name="timestamp.txt")
    assert tiny.graded(course)[0]["mei"].whole


def test_a_value_above_the_points_gives_the_points(course, monkeypatch):
    def run(nb, **options):
        nb.cells[3].outputs = [new_output("execute_result", data={"text/plain": "99"})]

    monkeypatch.setattr("course_lib.grading.pipeline.run_notebook", run)
    tiny.hand_in(course, "mei", tiny.submission())
    assert tiny.graded(course)[1]["mei"].points == (2, 3, None)


def test_a_blank_answer_waits_for_nobody(course):
    stub = json.loads((release(course, "tiny") / "tiny.ipynb").read_text(encoding="utf-8"))["cells"][-1]["source"]
    tiny.hand_in(course, "mei", tiny.submission(written_why="".join(stub)))
    assert tiny.graded(course)[1]["mei"].points == (2, 3, 0)


def fail(*arguments, **options):
    raise KeyError("an unheard-of key")


UNEXPECTED = "nbgrader stopped at something unexpected in it"


def test_a_failed_feedback_page_is_reported_and_a_notice_stands_for_it(course, monkeypatch):
    tiny.hand_in(course, "mei", tiny.submission())
    monkeypatch.setattr(FeedbackOne, "write_single_notebook", fail)
    outcomes, rows = tiny.graded(course)
    assert (outcomes["mei"].status, outcomes["mei"].whole) == (Status.PARTLY, False)
    assert isinstance(outcomes["mei"].page_error, KeyError)
    assert (rows["mei"].total, note(rows["mei"])) == (5, f"no feedback page: {UNEXPECTED}")
    assert UNEXPECTED in tiny.page(course, "mei")


def test_a_page_of_an_earlier_run_does_not_stay_if_none_can_be_written(course, monkeypatch):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.graded(course)
    tiny.hand_in(course, "mei", b"")
    monkeypatch.setattr(f"{AUTOGRADE}.write_notice", fail)
    outcomes, rows = tiny.graded(course)
    assert outcomes["mei"].status is Status.UNREADABLE
    assert note(rows["mei"]) == f"not graded: tiny.ipynb is empty; no feedback page: {UNEXPECTED}"
    assert not list(course.path("feedback").rglob("*.html"))


@pytest.mark.parametrize("step", ["nbgrader.preprocessors.AssignLatePenalties.preprocess", f"{AUTOGRADE}._deleted"])
def test_a_failure_after_the_points_were_saved_leaves_none(course, monkeypatch, step):
    tiny.hand_in(course, "ada", b"")
    tiny.hand_in(course, "mei", tiny.submission())
    monkeypatch.setattr(step, fail)
    outcomes, rows = tiny.graded(course)
    assert [outcome.status for outcome in outcomes.values()] == [Status.UNREADABLE, Status.REFUSED]
    assert (rows["mei"].total, note(rows["mei"])) == (0, f"not graded: {UNEXPECTED}")
    assert not list(course.path("autograded").rglob("*.ipynb"))


def test_an_assignment_of_two_notebooks_is_graded_without_one_of_them(tmp_path):
    course = tiny.course(tmp_path)
    nb = tiny.notebook((("test_half", 2, "assert True"),))
    tiny.write(nb, course.path("source") / "tiny" / "more.ipynb")
    tiny.hand_in(course, "mei", tiny.submission())
    outcomes, rows = tiny.graded(course)
    assert (outcomes["mei"].status, outcomes["mei"].expected) == (Status.PARTLY, ("more.ipynb",))
    assert (rows["mei"].points, rows["mei"].total) == ((0, 2, 3, None), 5)
    assert note(rows["mei"]) == "there is no more.ipynb"
