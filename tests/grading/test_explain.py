"""What a failed run says, from notebooks whose outputs are given: no kernel runs here."""

from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from course_lib.grading.explain import explain, message, troubles
from course_lib.grading.points import graded_cells
from tests.grading import tiny


def error(ename, evalue=""):
    return new_output("error", ename=ename, evalue=evalue, traceback=[])


SYNTAX = error("SyntaxError", "'(' was never closed (1234.py, line 2)")
UNDEFINED = error("NameError", "name 'double' is not defined")


def ran(*, own=(), check=()):
    """Return a notebook and its exercise double, with these outputs in its own cell and in its check."""
    nb = tiny.submission()
    nb.cells[0].outputs, nb.cells[1].outputs = list(own), list(check)
    return nb, graded_cells(nb)[0]


@pytest.mark.parametrize(
    "own, check, lines",
    [
        ([SYNTAX], [UNDEFINED], ["its cell failed: SyntaxError: '(' was never closed (line 2 of the cell)"]),
        ([], [UNDEFINED], ["the cell of this exercise defines no function called double"]),
        ([error("NotImplementedError", "Exercise 1: double")], [UNDEFINED], ["not written yet"]),
        ([error("NotImplementedError")], [error("TypeError", "'NoneType'")], ["not written yet"]),
        ([SYNTAX], [error("TypeError", "no")], [
            "its cell failed: SyntaxError: '(' was never closed (line 2 of the cell)", "TypeError: no",
        ]),
        ([], [error("NameError", "name 'triple' is not defined")], ["NameError: name 'triple' is not defined"]),
        ([], [error("CheckFailed", "double is wrong.\n  Hint: multiply.")], ["double is wrong.", "  Hint: multiply."]),
        ([], [error("AssertionError")], ["AssertionError, without a message"]),
        ([error("ValueError", "one\ntwo")], [UNDEFINED], ["its cell failed: ValueError: one"]),
        ([], [error("ValueError", "x" * 5_000)], [f"ValueError: {'x' * 5_000}"]),
        ([], [error("NotWritten", "double is not written yet: the line is there.\n  Run it.")], ["not written yet"]),
        ([], [error("NotWritten", "double cannot be checked:\n  half is not written yet.")], [
            "double cannot be checked:", "  half is not written yet.",
        ]),
        ([], [error("CheckFailed")], ["the check failed, without a message"]),
        ([], [error("ValueError", "x" * 5_003)], [f"ValueError: {'x' * 5_000} … (3 characters more)"]),
        ([], [error("NotRun", "a long reason")], ["not run"]),
        ([], [error("KernelLost", "a long reason")], ["stopped here"]),
        ([], [error("TimeLimit", "stopped after 2 seconds")], [
            "stopped after 2 seconds: double may hold a loop without end",
        ]),
        ([], [new_output("stream", name="stderr", text="a warning\nmore")], [
            "The cell wrote to stderr, which costs its points: a warning",
        ]),
        ([], [new_output("stream", name="stderr", text="\n" + "w" * 5_005 + "\nmore")], [
            f"The cell wrote to stderr, which costs its points: {'w' * 5_000} … (5 characters more)",
        ]),
        ([], [new_output("stream", name="stderr", text="first"), new_output("stream", name="stderr", text="second")], [
            "The cell wrote to stderr, which costs its points: first",
        ]),
        ([], [new_output("execute_result", data={"text/plain": "1"})], ["The check gave part of the points."]),
    ],
)  # fmt: skip
def test_why_a_check_lost_points(own, check, lines):
    assert explain(*ran(own=own, check=check)) == lines


def test_a_split_cell_is_searched_in_all_its_parts():
    nb, _ = ran(own=[SYNTAX], check=[UNDEFINED])
    nb.cells.insert(1, new_code_cell("rest", metadata=nb.cells[0].metadata))
    assert explain(nb, graded_cells(nb)[0]) == [
        "its cell failed: SyntaxError: '(' was never closed (line 2 of the cell)"
    ]


def test_a_name_without_a_cell_of_its_own_is_a_plain_name_error():
    nb, _ = ran(check=[UNDEFINED])
    del nb.cells[0]
    assert explain(nb, graded_cells(nb)[0]) == ["NameError: name 'double' is not defined"]


def test_much_output_before_the_time_limit_points_to_a_print():
    printed = [new_output("stream", name="stdout", text="hello\n" * 1000) for _ in range(2)]
    cell = new_code_cell("", outputs=[*printed, error("TimeLimit", "stopped after 30 seconds")])
    assert message(cell) == [
        "stopped after 30 seconds: it may hold a loop without end, "
        "and it printed 12,000 characters: look for a print inside the loop"
    ]
    cell.metadata["course"] = {"printed": 2_345_678}
    assert message(cell, "double")[0].endswith("and it printed 2,345,678 characters: look for a print inside the loop")
    cell.metadata["course"] = {"printed": None}
    assert message(cell)[0].endswith("and it printed more than can be read: look for a print inside the loop")
    cell.metadata["course"] = {"printed": 10_001}
    assert message(cell)[0].endswith("10,001 characters: look for a print inside the loop")
    cell.metadata["course"] = {"printed": 10_000}
    assert message(cell) == ["stopped after 30 seconds: it may hold a loop without end"]
    del cell.metadata["course"]
    cell.outputs[:2] = [new_output("stream", name="stdout", text="epoch 1\n")]
    assert message(cell) == ["stopped after 30 seconds: it may hold a loop without end"]


def test_of_a_check_that_is_missing_only_its_own_cell_can_say_something():
    nb, exercise = ran(check=[UNDEFINED])
    assert explain(nb, replace(exercise, index=None)) == []
    nb, exercise = ran(own=[SYNTAX])
    [line] = explain(nb, replace(exercise, index=None))
    assert line.startswith("its cell failed: SyntaxError")


def others(nb, lost=()):
    return list(troubles(nb, graded_cells(nb), [exercise for exercise in graded_cells(nb) if exercise.name in lost]))


def test_what_a_row_has_told_is_not_told_again():
    nb, _ = ran(own=[SYNTAX], check=[UNDEFINED])
    nb.cells.insert(1, new_code_cell("double(1)", outputs=[UNDEFINED]))
    assert others(nb, lost=["double"]) == []


def test_other_cells_that_failed_are_named_with_all_they_say():
    nb, _ = ran(own=[error("ValueError", "bad\nvery")])
    nb.cells[2].outputs = [error("ZeroDivisionError", "division by zero")]
    nb.cells.insert(0, new_markdown_cell("# Doubles"))
    assert others(nb) == [
        'In the cell "def double(x):" under "Doubles":\n  ValueError: bad\n  very',
        'In the cell "def triple(x):" under "Doubles": ZeroDivisionError: division by zero',
    ]


@pytest.mark.parametrize("name", ["NotImplementedError", "NotWritten", "NotRun", "KernelLost"])
def test_cells_that_wait_or_did_not_run_are_no_trouble(name):
    assert others(ran(own=[error(name, "why")])[0]) == []


def test_copies_of_a_check_are_no_trouble():
    nb, _ = ran(check=[error("AssertionError")])
    nb.cells.insert(1, new_code_cell("", outputs=[error("AssertionError")], metadata=nb.cells[1].metadata))
    assert others(nb) == []
