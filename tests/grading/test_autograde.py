"""What becomes of submissions, good and broken, in one run of nbgrader."""

import csv
import json
import stat

import pytest

from course_lib.grading import CourseError, report
from course_lib.grading.autograde import grade
from course_lib.grading.release import register
from tests.grading import tiny


def duplicated():
    nb = tiny.submission()
    nb.cells.insert(2, json.loads(json.dumps(nb.cells[1])) | {"id": "copy"})
    return json.dumps(nb).encode()


def newer_schema():
    nb = tiny.submission()
    nb.cells[1].metadata.nbgrader.schema_version = 99
    return nb


def no_schema():
    nb = tiny.submission()
    nb.cells[1].metadata.nbgrader.schema_version = 1
    return nb


def without_test():
    nb = tiny.submission(triple="def triple(x): return x")
    del nb.cells[1]
    return nb


def edited_test():
    return tiny.submission(double="def double(x): return 0", test_double="pass")


SUBMISSIONS = {  # student: (what they hand in, points or None where a person has to read, words of the note)
    "right": (tiny.submission(), (2, 3, None), None),
    "wrong": (tiny.submission(double="def double(x): return x"), (0, 3, None), None),
    "hidden-wrong": (tiny.submission(double="def double(x): return 6"), (0, 3, None), None),
    "no-test-cell": (without_test(), (0, 0, None), "0 points for deleted cells: test_double"),
    "edited-test": (edited_test(), (0, 3, None), None),
    "dead-kernel": (
        tiny.submission(triple="import os; os._exit(1)"),
        (2, 0, None),
        'the kernel died in the cell "import os; os._exit(1)"',
    ),
    "copied-cell": (duplicated(), (2, 3, None), None),
    "no-schema": (no_schema(), (0, 0, 0), "not graded: nbgrader's notes in the notebook are damaged"),
    "newer": (newer_schema(), (0, 0, 0), "not graded: the notebook was made for a newer nbgrader"),
    "truncated": (b'{"cells": [', (0, 0, 0), "not graded: the file is not a notebook"),
    "empty-file": (b"", (0, 0, 0), "not graded: the file is not a notebook"),
    "latin": ('{"cells": "\xe9"}'.encode("latin-1"), (0, 0, 0), "not graded: the file is not text in UTF-8"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tiny.course(tmp_path_factory.mktemp("course"))
    register(course, "tiny")
    for student, (nb, _, _) in SUBMISSIONS.items():
        tiny.hand_in(course, student, nb)
    tiny.hand_in(course, "other-name", tiny.submission(), name="tiny (1).ipynb")
    (course.path("submitted") / "empty-folder" / "tiny").mkdir(parents=True)
    with course.gradebook() as gradebook:
        gradebook.add_student("absent")
    return course


@pytest.fixture(scope="module")
def problems(course):
    return dict(grade(course, "tiny", submitted=course.path("submitted")))


@pytest.fixture(scope="module")
def grades(course, problems):
    return report.read_grades(course, "tiny", problems)


def row(grades, student):
    [found] = [row for row in grades.rows if row.student == student]
    return found


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_points_and_note(grades, student):
    _, points, words = SUBMISSIONS[student]
    assert row(grades, student).points == points
    assert (words in row(grades, student).note) if words else row(grades, student).note == ""


def test_every_student_has_a_row(grades):
    assert {row.student for row in grades.rows} == {*SUBMISSIONS, "other-name", "empty-folder", "absent"}
    assert row(grades, "other-name").note == "not graded: there is no tiny.ipynb, only tiny (1).ipynb"
    assert row(grades, "empty-folder").note == "not graded: there is no tiny.ipynb, only an empty folder"
    assert row(grades, "absent").note == "nothing handed in"


def test_a_graded_submission_has_a_feedback_page_and_a_failed_one_leaves_nothing(course, problems):
    for student, problem in problems.items():
        graded = not (problem or "").startswith("not graded")
        for step, name in (("autograded", "tiny.ipynb"), ("feedback", "tiny.html")):
            assert (course.path(step) / student / "tiny" / name).exists() == graded, student


def test_the_hidden_test_is_not_in_any_page(course, problems):
    pages = list(course.path("feedback").glob("*/tiny/tiny.html"))
    assert pages
    assert not [page for page in pages if "1234" in page.read_text(encoding="utf-8")]
    assert "large numbers are not doubled" in (course.path("feedback") / "hidden-wrong/tiny/tiny.html").read_text()


def test_submissions_stay_as_they_were(course, problems):
    path = course.path("submitted") / "dead-kernel" / "tiny" / "tiny.ipynb"
    assert "outputs" in path.read_text()
    assert json.loads(path.read_text())["cells"][0]["outputs"] == []
    assert path.stat().st_mode & stat.S_IWUSR


def test_the_table_as_text(grades):
    lines = report.as_table(grades).splitlines()
    assert lines[:3] == ["  1 double (2 points)", "  2 triple (3 points)", "  3 why (1 points, by hand)"]
    assert "right           2    3    ·       5 of 6" in lines
    assert "  · waits for a person to read it" in lines


def test_the_table_as_csv(grades, tmp_path):
    path = report.write_csv(grades, tmp_path / "grades" / "tiny.csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows["wrong"] == {
        "student": "wrong", "double": "0", "triple": "3", "why": "", "total": "3", "maximum": "6", "note": "",
    }  # fmt: skip
    assert rows["latin"]["note"] == "not graded: the file is not text in UTF-8"


def test_a_submission_that_fails_now_does_not_keep_its_earlier_score(course, grades, tmp_path):
    assert row(grades, "right").total == 5
    broken = tmp_path / "right" / "tiny" / "tiny.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("{")
    again = dict(grade(course, "tiny", submitted=tmp_path))
    after = report.read_grades(course, "tiny", again)
    assert row(after, "right").total == 0
    assert row(after, "right").note == "not graded: the file is not a notebook"
    assert row(after, "wrong").total == 3
    assert not (course.path("feedback") / "right" / "tiny").exists()


def test_a_changed_answer_is_pointed_out_to_the_one_who_read_it(tmp_path):
    course = tiny.course(tmp_path)
    register(course, "tiny")
    tiny.hand_in(course, "mei", tiny.submission())

    def grade_again():
        problems = dict(grade(course, "tiny", submitted=course.path("submitted")))
        return report.read_grades(course, "tiny", problems).rows[0]

    grade_again()
    with course.gradebook() as gradebook:
        gradebook.find_grade("written_why", "tiny", "tiny", "mei").manual_score = 1
        gradebook.db.commit()
    assert (grade_again().points[2], grade_again().note) == (1, "")
    changed = tiny.submission()
    changed.cells[-1].source = "For another reason."
    tiny.hand_in(course, "mei", changed)
    assert grade_again().note == "changed since a person read it: written_why"


def test_students_of_an_earlier_run_are_marked(course, grades, tmp_path):
    tiny_folder = tmp_path / "right" / "tiny"
    tiny_folder.mkdir(parents=True)
    tiny.write(tiny.submission(), tiny_folder / "tiny.ipynb")
    after = report.read_grades(course, "tiny", dict(grade(course, "tiny", submitted=tmp_path)))
    assert row(after, "right").note == ""
    assert row(after, "wrong").note == "graded earlier: not among these submissions"


def test_the_seed_reaches_the_kernel_and_nothing_else_changes(tmp_path):
    cells = (
        ("seed", None, "import os\nseed = os.environ.get('COURSE_CHECK_SEED')"),
        ("test_seed", 1, "assert seed == '7', f'the seed is {seed}'"),
        ("written_why", 1, "Because."),
    )
    course = tiny.course(tmp_path, cells)
    register(course, "tiny")
    tiny.hand_in(course, "mei", tiny.notebook(cells))
    for seed, points in ((7, 1), (None, 0)):
        problems = dict(grade(course, "tiny", submitted=course.path("submitted"), seed=seed))
        assert report.read_grades(course, "tiny", problems).rows[0].points[0] == points


def test_nothing_handed_in_is_one_line(course, tmp_path):
    with pytest.raises(CourseError, match="nothing handed in"):
        list(grade(course, "tiny", submitted=tmp_path))
