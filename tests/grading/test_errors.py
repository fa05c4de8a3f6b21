"""The line that each kind of error is, and the data that it carries."""

from pathlib import Path

import pytest

from course_lib.grading.errors import (
    AnotherGrading,
    CannotGenerate,
    CourseError,
    Flaw,
    GivenAway,
    NoChecks,
    NoCourse,
    NoDate,
    NoKernel,
    NothingHandedIn,
    SolutionFails,
    UnknownAssignment,
    UnreadableNotebook,
)

HERE = Path("here")
LINES = [
    (NoCourse(HERE, "config.py"), "no config.py in here or above: run this in the course's folder"),
    (UnknownAssignment("b", HERE, ["a", "c"]), "no assignment called b in here; there are: a, c"),
    (UnknownAssignment("b", HERE, []), "no assignment called b in here; there are: none"),
    (CannotGenerate("a", RuntimeError("\n\nno end.\n")), "a cannot be generated: no end"),
    (CannotGenerate("a", RuntimeError("no end.\nat all")), "a cannot be generated: no end"),
    (SolutionFails("a", ["f: is\nwrong."]), "a is not released, since its solution fails: f: is wrong"),
    (SolutionFails("a", ["f", "g", "h"]), "a is not released, since its solution fails: f (and 2 more)"),
    (GivenAway("a", ["f", "g"]), "a is not released, since points are earned with nothing written: f, g"),
    (NothingHandedIn(HERE, "a"), f"nothing handed in: there is no folder {HERE / 'STUDENT' / 'a'}"),
    (
        AnotherGrading(7, "10:42"),
        "another `course grade` is running in this course, since 10:42, as process 7: wait for its end, or stop it",
    ),
    (
        AnotherGrading(None, None),
        "another `course grade` is running in this course, right now: wait for its end, or stop it",
    ),
    (UnreadableNotebook(HERE, Flaw.EMPTY), "here is empty"),
    (UnreadableNotebook(HERE, Flaw.NO_ACCESS, "no such file"), "here cannot be read: no such file"),
    (
        UnreadableNotebook(HERE, Flaw.NO_ACCESS, "no such file", Path("here.ipynb")),
        "here cannot be read: no such file, but there is here.ipynb",
    ),
    (
        UnreadableNotebook(HERE, Flaw.FOLDER, instead=Path("here.ipynb")),
        "here is a folder, not a notebook, but there is here.ipynb",
    ),
    (
        NoChecks(HERE),
        "here has no checks: no cell of it gives points. Take a fresh copy of the assignment",
    ),
    (NoKernel(RuntimeError("it died")), "no kernel starts: it died. Try `course doctor`"),
    (NoDate("t.txt", "x" * 50), f"t.txt gives no date, such as 2026-03-01 12:00:00 UTC, but '{'x' * 40}'"),
]


@pytest.mark.parametrize("error, line", LINES, ids=lambda value: type(value).__name__)
def test_its_text_is_one_line(error, line):
    assert str(error) == line
    assert isinstance(error, CourseError)


@pytest.mark.parametrize("error, _", LINES, ids=lambda value: type(value).__name__)
def test_it_can_be_raised_and_compared_as_exceptions_are(error, _):
    with pytest.raises(type(error)) as caught:
        raise error
    assert {caught.value} == {error}
