import io

import pytest

from course_lib.grading.check import Result, Verdict
from course_lib.grading.manifest import Oddity, Remark
from course_lib.grading.points import GradedCell
from course_lib.grading.screen import WIDTH, as_text, progress_line, wrapped


def row(name, points, most, *lines, remarks=()):
    return Verdict(GradedCell(0, name, most, points is None), points, list(remarks), list(lines))


def test_the_table():
    rows = [
        row("test_softmax", 5, 5),
        row("test_one_hot", 0, 3, "one_hot is wrong.", "  Hint: count."),
        row("test_loss", 0, 3, "not run"),
        row("written_why", None, 3, remarks=[Remark(Oddity.UNANSWERED)]),
    ]
    assert (
        as_text(Result(rows, "so it is", ["In the cell:\n  one\n  two"]))
        == """\
  softmax     5 of 5
  one_hot     0 of 3
      one_hot is wrong.
        Hint: count.
  loss        0 of 3  not run
  why        by hand  not answered yet

  together   5 of 11, and 3 more from a person who reads the written answer

The notebook stopped: so it is.

In the cell:
  one
  two"""
    )


@pytest.mark.parametrize(
    "rows, total",
    [
        ([row("test_a", 1.5, 2)], "  together  1.5 of 2"),
        (
            [row("test_a", 2, 2), row("written_b", None, 1), row("written_c", None, 2)],
            "  together    2 of 2, and 3 more from a person who reads the written answers",
        ),
    ],
)
def test_the_total(rows, total):
    assert as_text(Result(rows, None, [])).splitlines()[-1] == total


@pytest.mark.parametrize(
    "name, remark, words",
    [
        ("test_a", Remark(Oddity.MISSING), "the cell with this check is missing: take a fresh copy of the assignment"),
        (
            "written_a",
            Remark(Oddity.MISSING),
            "the cell for this answer is missing: take a fresh copy of the assignment",
        ),
        (
            "test_a",
            Remark(Oddity.CHANGED),
            "the cell with this check was changed: the released one ran instead, as it will in grading",
        ),
        ("test_a", Remark(Oddity.COPIED, 3), "its cell is there 3 times: the last one counts"),
    ],
)
def test_what_is_odd_about_a_cell_stands_before_what_its_check_says(name, remark, words):
    points = None if name.startswith("written") else 0
    lines = as_text(Result([row(name, points, 2, "and more", remarks=[remark])], None, [])).splitlines()
    assert [line.strip() for line in lines[1:3]] == [words, "and more"]


def test_nothing_that_a_student_wrote_steers_the_terminal():
    rows = [row("test_a", 0, 2, "a\x1b[2J", "\tb\x08", "c\u202e")]
    text = as_text(Result(rows, "in \x07", ["one\x9b\n  two\x1b]0;title\x07"]))
    assert "".join(text.split("\n")).isprintable()
    for shown in (r"a\x1b[2J", r"    b\x08", r"c\u202e", r"in \x07", r"one\x9b", r"  two\x1b]0;title\x07"):
        assert shown in text


@pytest.mark.parametrize("length, beside", [(48, True), (49, False)])
def test_a_short_remark_stands_beside_the_points(length, beside):
    text = as_text(Result([row("test_a", 0, 2, "x" * length)], None, []))
    assert (f"0 of 2  {'x' * length}\n" in text) is beside
    assert (f"\n      {'x' * length}\n" in text) is not beside


def test_a_long_word_stays_whole():
    word = "a-word-" * 20
    assert wrapped(f"      see {word}").splitlines() == ["      see", f"      {word}"]


def test_a_line_that_was_broken_stays_so():
    text = as_text(Result([row("test_a", 0, 2, "a few words " * 20)], None, []))
    assert len(text.splitlines()) == 6


def test_long_lines_are_broken_at_their_indentation():
    lines = wrapped("        Hint: " + "a few words " * 20).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("        ") and line[8] != " " and len(line) <= WIDTH for line in lines)
    assert " ".join(line.strip() for line in lines) == "Hint: " + ("a few words " * 20).strip()


@pytest.mark.parametrize(
    "line", ["      x = np.array([" + "0.25, " * 30 + "])", "  [[ 1.   " + "-0.5  " * 30, "  short"]
)
def test_arrays_and_short_lines_stay_whole(line):
    assert wrapped(line) == line


def test_what_the_checks_have_wrapped_is_not_wrapped_again():
    from course_lib.checks.engine import diagnose

    assert WIDTH - diagnose.WIDTH == 6


class Terminal(io.StringIO):
    seen = ""

    def isatty(self):
        return True

    def flush(self):
        self.seen = self.getvalue()


def test_progress_is_one_line_that_is_gone_at_the_end(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    with progress_line() as progress:
        progress(9, 45)
        assert "cell 9 of 45" in screen.seen
        progress(10, 45)
    before, shown, clear, end = screen.getvalue().split("\r")[1:]
    assert (before.strip(), shown.strip()) == ("cell 9 of 45", "cell 10 of 45")
    assert clear == " " * len(shown)
    assert (end, "\n" in screen.getvalue()) == ("", False)
    assert screen.seen == screen.getvalue()


def test_no_progress_where_nobody_watches(capsys):
    with progress_line() as progress:
        assert progress is None
    assert capsys.readouterr() == ("", "")
