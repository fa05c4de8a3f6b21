"""Points and comments that a person gave, when `course grade` runs again. No kernel runs here."""

import pytest

from course_lib.grading.convert import AutogradeOne, convert
from course_lib.grading.report import note
from tests.grading import tiny

pytestmark = pytest.mark.usefixtures("no_kernel")
CHANGED = "changed since a person read it: why"


@pytest.fixture(scope="module")
def read(registered, tmp_path_factory):
    """A course in which mei's answer was graded, and then read and saved as formgrader saves it."""
    course = tiny.copy_of(registered, tmp_path_factory.mktemp("read"))
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.graded(course)
    tiny.save_points(course, "mei", 0.5)
    tiny.save_comment(course, "mei", "Say why.")
    return course


@pytest.fixture
def unread(registered, tmp_path):
    return tiny.copy_of(registered, tmp_path)


@pytest.fixture
def course(read, tmp_path):
    return tiny.copy_of(read, tmp_path)


def again(course, **answers):
    """Hand in these answers, if any, grade, and return the row."""
    if answers:
        tiny.hand_in(course, "mei", tiny.submission(**answers))
    return tiny.graded(course)[1]["mei"]


def waits(course):
    """Return whether formgrader shows mei's notebook as waiting for a person."""
    with course.gradebook() as gradebook:
        return gradebook.find_submission_notebook("tiny", "tiny", "mei").needs_manual_grade


def test_an_answer_waits_until_a_person_has_read_it(unread):
    tiny.hand_in(unread, "mei", tiny.submission())
    for _ in range(2):
        assert (again(unread).points, waits(unread)) == ((2, 3, None), True)
        assert "a person has to read this answer" in tiny.page(unread, "mei")


def test_an_unchanged_answer_keeps_its_points_and_its_comment_and_waits_for_nobody(course):
    for _ in range(2):
        row = again(course)
        assert (row.points, row.total, note(row), waits(course)) == ((2, 3, 0.5), 5.5, "", False)
        assert "Say why." in tiny.page(course, "mei")


def test_a_changed_answer_keeps_points_and_comment_and_waits_until_a_person_saves(course):
    row = again(course, written_why="For another reason.")
    for _ in range(2):
        assert (row.points, note(row), waits(course)) == ((2, 3, 0.5), CHANGED, True)
        assert "Say why." in tiny.page(course, "mei")
        row = again(course)
    tiny.save_points(course, "mei", 0.5)
    row = again(course)
    assert (row.points, note(row), waits(course)) == ((2, 3, 0.5), "", False)


def test_a_change_elsewhere_lets_nothing_wait_again(course):
    assert note(again(course, double="def double(x): return x + x")) == ""
    assert not waits(course)


def test_a_change_is_noticed_over_a_broken_file_in_between(course):
    tiny.hand_in(course, "mei", b"{")
    assert again(course).points == (0, 0, 0.5)
    assert note(again(course, written_why="For another reason.")) == CHANGED


def test_the_same_answer_after_a_broken_file_is_still_read(course):
    tiny.hand_in(course, "mei", b"{")
    again(course)
    row = again(course, written_why="Because it is so.")
    assert (row.points, note(row), waits(course)) == ((2, 3, 0.5), "", False)


def test_a_deleted_answer_keeps_its_points_and_waits(course):
    nb = tiny.submission()
    del nb.cells[-1]
    tiny.hand_in(course, "mei", nb)
    for _ in range(2):
        row = again(course)
        assert (row.points, waits(course)) == ((2, 3, 0.5), True)
        assert note(row) == f"0 points for exercises whose cells were deleted: why; {CHANGED}"


def test_points_that_a_person_gave_to_a_check_stay_until_a_cell_changes(course):
    tiny.save_points(course, "mei", 1, exercise="test_double")
    row = again(course)
    assert (row.points, note(row), waits(course)) == ((1, 3, 0.5), "", False)
    row = again(course, double="def double(x): return x + x")
    assert (row.points, note(row), waits(course)) == ((1, 3, 0.5), "changed since a person read it: double", True)


def test_points_for_what_was_never_graded_wait_to_be_confirmed(unread):
    tiny.hand_in(unread, "mei", b"{")
    again(unread)
    tiny.save_points(unread, "mei", 1)
    assert note(again(unread, written_why="Because.")) == CHANGED


def test_nbgraders_own_autograde_keeps_what_was_read_too(course):
    convert(AutogradeOne, course, "tiny", "mei")
    assert not waits(course)


def test_a_task_waits_for_a_person(unread):
    nb = tiny.notebook()
    nb.cells[4].metadata.nbgrader.update(task=True, grade=False, solution=False, locked=True)
    tiny.write(nb, unread.path("source") / "tiny" / "tiny.ipynb")
    tiny.hand_in(unread, "mei", nb)
    assert (again(unread).points, waits(unread)) == ((2, 3, None), True)
    tiny.save_points(unread, "mei", 1)
    row = again(unread)
    assert (row.points, note(row), waits(unread)) == ((2, 3, 1), "", False)


@pytest.mark.parametrize("moment", ["AutogradeOne.convert_single_notebook", "FeedbackOne.convert_single_notebook"])
@pytest.mark.parametrize("answer, words", [("Because it is so.", ""), ("For another reason.", CHANGED)])
def test_an_interrupted_grading_loses_nothing(course, monkeypatch, moment, answer, words):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    tiny.hand_in(course, "mei", tiny.submission(written_why=answer))
    with monkeypatch.context() as patch:
        patch.setattr(f"course_lib.grading.convert.{moment}", interrupt)
        with pytest.raises(KeyboardInterrupt):
            tiny.graded(course)
    row = again(course)
    assert (row.points, note(row)) == ((2, 3, 0.5), words)
    assert "Say why." in tiny.page(course, "mei")
