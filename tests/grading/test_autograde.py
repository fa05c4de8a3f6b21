"""What becomes of submissions, good and broken, in one run of nbgrader."""

import json
import stat
from dataclasses import replace

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbgrader.nbgraderformat import SchemaTooNewError

from course_lib.grading.autograde import grade
from course_lib.grading.errors import Flaw, NothingHandedIn
from course_lib.grading.outcome import Status
from course_lib.grading.report import note, reasons
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


NOTES = "not graded: nbgrader's notes in the notebook are damaged"
PART = "not graded: tiny.ipynb is damaged or no notebook: it may have been saved only in part"
SUBMISSIONS = {  # student: (what they hand in, points or None where a person has to read, the note)
    "right": (tiny.submission(), (2, 3, None), ""),
    "wrong": (tiny.submission(double="def double(x): return x"), (0, 3, None), ""),
    "hidden-wrong": (tiny.submission(double="def double(x): return 6"), (0, 3, None), ""),
    "no-test-cell": (without_test(), (0, 0, None), "0 points for exercises whose cells were deleted: double"),
    "edited-test": (edited_test(), (0, 3, None), ""),
    "dead-kernel": (
        tiny.submission(triple="import os; os._exit(1)"),
        (2, 0, None),
        'the kernel died in the cell "import os; os._exit(1)": a crash, an exit, or too little memory',
    ),
    "copied-cell": (duplicated(), (2, 3, None), ""),
    "bom": (b"\xef\xbb\xbf" + nbformat.writes(tiny.submission()).encode(), (2, 3, None), ""),
    "no-schema": (no_schema(), (0, 0, 0), NOTES),
    "newer": (newer_schema(), (0, 0, 0), "not graded: the notebook was made for a newer nbgrader"),
    "truncated": (b'{"cells": [', (0, 0, 0), PART),
    "no-cells": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', (0, 0, 0), PART),
    "empty-file": (b"", (0, 0, 0), "not graded: tiny.ipynb is empty"),
    "latin": (
        '{"cells": "\xe9"}'.encode("latin-1"),
        (0, 0, 0),
        "not graded: tiny.ipynb is not text in UTF-8, as a notebook is",
    ),
}
OTHERS = {  # student: (names of the files that they hand in, the note)
    "renamed": (["tiny (1).ipynb"], "there is no tiny.ipynb; if tiny (1).ipynb is meant, put it there under that name"),
    "nested": (
        ["tiny/tiny.ipynb", ".ipynb_checkpoints/tiny-checkpoint.ipynb", "__MACOSX/tiny.ipynb"],
        "there is no tiny.ipynb; if tiny/tiny.ipynb is meant, put it there under that name",
    ),
    "script": (["tiny.py"], "tiny.py is a Python file, not the notebook tiny.ipynb"),
    "zipped": (["tiny.zip", "b.txt", "c.txt", "d.txt"], "there is no tiny.ipynb, only b.txt, c.txt, d.txt and 1 more"),
    "empty-folder": ([], "there is no tiny.ipynb, only an empty folder"),
}


@pytest.fixture(scope="module")
def course(registered, tmp_path_factory):
    course = tiny.copy_of(registered, tmp_path_factory.mktemp("course"))
    for student, (nb, _, _) in SUBMISSIONS.items():
        tiny.hand_in(course, student, nb)
    for student, (names, _) in OTHERS.items():
        (course.path("submitted") / student / "tiny").mkdir(parents=True)
        for name in names:
            tiny.hand_in(course, student, tiny.submission(), name=name)
    with course.gradebook() as gradebook:
        gradebook.add_student("absent")
    return course


@pytest.fixture(scope="module")
def graded(course):
    """Return the outcomes and the rows of all of them."""
    return tiny.graded(course)


@pytest.fixture(scope="module")
def rows(graded):
    return graded[1]


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_points_and_note(rows, student):
    _, points, words = SUBMISSIONS[student]
    assert rows[student].points == points
    assert note(rows[student]) == words


@pytest.mark.parametrize("student", OTHERS)
def test_what_was_handed_in_instead_is_named(rows, student):
    assert note(rows[student]) == f"not graded: {OTHERS[student][1]}"


def test_every_student_has_a_row(rows):
    assert set(rows) == {*SUBMISSIONS, *OTHERS, "absent"}


def test_an_absent_student_gets_no_points(rows):
    assert (rows["absent"].points, rows["absent"].total) == ((0, 0, 0), 0)
    assert note(rows["absent"]) == "nothing handed in"


def test_the_outcome_is_data(graded):
    outcomes, _ = graded
    status = {student: outcome.status for student, outcome in outcomes.items()}
    assert status == {
        **dict.fromkeys(SUBMISSIONS, Status.GRADED),
        **dict.fromkeys(("no-test-cell", "dead-kernel"), Status.PARTLY),
        **dict.fromkeys(("truncated", "no-cells", "empty-file", "latin"), Status.UNREADABLE),
        **dict.fromkeys(("no-schema", "newer"), Status.REFUSED),
        **dict.fromkeys(OTHERS, Status.NO_NOTEBOOK),
    }
    assert outcomes["empty-file"].error.flaw is Flaw.EMPTY
    assert isinstance(outcomes["newer"].error, SchemaTooNewError)
    assert outcomes["no-test-cell"].deleted == ("double",)
    assert [student for student in status if outcomes[student].whole] == [
        student for student in status if status[student] is Status.GRADED
    ]


def test_every_submission_has_a_page_and_only_a_graded_one_a_graded_notebook(course, graded):
    for student, outcome in graded[0].items():
        done = outcome.status in (Status.GRADED, Status.PARTLY)
        assert (course.path("autograded") / student / "tiny" / "tiny.ipynb").exists() == done, student
        text = BeautifulSoup(tiny.page(course, student), features="html.parser").get_text()
        assert done or reasons(outcome)[0][1:] in text, student  # the first letter is a capital there


def test_the_hidden_test_is_not_in_any_page(course, graded):
    assert "1234" not in "".join(tiny.page(course, student) for student in graded[0])
    assert "large numbers are not doubled" in tiny.page(course, "hidden-wrong")


def test_submissions_stay_as_they_were(course, graded):
    path = course.path("submitted") / "dead-kernel" / "tiny" / "tiny.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    assert nb["cells"][0]["outputs"] == []
    assert path.stat().st_mode & stat.S_IWUSR


def test_a_submission_that_fails_now_does_not_keep_its_earlier_score(course, rows, tmp_path):
    assert rows["right"].total == 5
    broken = tmp_path / "right" / "tiny" / "tiny.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("{", encoding="utf-8")
    _, after = tiny.graded(course, submitted=tmp_path)
    assert (after["right"].total, note(after["right"])) == (0, PART)
    assert (after["wrong"].total, note(after["wrong"])) == (3, "graded earlier: not among these submissions")
    assert "5.0" not in tiny.page(course, "right")


def test_the_seed_reaches_the_kernel_and_nothing_else_changes(tmp_path):
    cells = (
        ("seed", None, "import os\nseed = os.environ.get('COURSE_CHECK_SEED')"),
        ("test_seed", 1, "assert seed == '7', f'the seed is {seed}'"),
        ("written_why", 1, "Because."),
    )
    course = tiny.course(tmp_path, cells)
    tiny.hand_in(course, "mei", tiny.notebook(cells))
    for seed, points in ((7, 1), (None, 0)):
        assert tiny.graded(course, seed=seed)[1]["mei"].points[0] == points


def test_nothing_handed_in_is_one_line(course, tmp_path):
    with pytest.raises(NothingHandedIn, match=r"nothing handed in: there is no folder .*STUDENT"):
        list(grade(course, "tiny", submitted=tmp_path))


def test_submissions_may_lie_elsewhere_and_hold_folders_and_hidden_files(registered, no_kernel, tmp_path):
    course = tiny.copy_of(registered, tmp_path / "course")
    elsewhere = replace(course, root=tmp_path / "elsewhere")
    tiny.hand_in(elsewhere, "mei", tiny.submission())
    for name in ("work/tiny.ipynb", ".ipynb_checkpoints/tiny.ipynb", "__MACOSX/tiny.ipynb"):
        tiny.hand_in(elsewhere, "nested", tiny.submission(), name=name)
    outcomes = dict(grade(course, "tiny", submitted=elsewhere.path("submitted")))
    assert outcomes["mei"].status == Status.GRADED
    assert outcomes["nested"].found == ("work/tiny.ipynb",)
