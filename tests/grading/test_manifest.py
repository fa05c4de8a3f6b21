"""What `course check` notices before anything runs."""

import copy

import pytest
from nbformat.v4 import new_markdown_cell

from course_lib.grading.manifest import Oddity, Remark, restore, write_manifest
from tests.grading import tiny

STUB = "*Write your answer here.*"


@pytest.fixture
def released():
    """A notebook with its record: every answer is right, and the written one is still the stub."""
    nb = tiny.submission(written_why=STUB)
    write_manifest(nb)
    return nb


def answered(nb):
    nb.cells[4].source = "Because."
    return nb


def copied(cell):
    cell = copy.deepcopy(cell)
    cell.id = "copy"
    return cell


def remarks(nb):
    return {name: lines for name, lines in restore(nb)[1].items() if lines}


def test_an_untouched_notebook_stays_as_it_is_and_gives_no_remark(released):
    before = copy.deepcopy(answered(released))
    exercises, found = restore(released)
    assert released == before
    assert [(e.grade_id, e.points, e.by_hand, e.index) for e in exercises] == [
        ("test_double", 2, False, 1), ("test_triple", 3, False, 3), ("written_why", 1, True, 4),
    ]  # fmt: skip
    assert not any(found.values())


@pytest.mark.parametrize("answer", [STUB, f"{STUB}\n", "", " \n"])
def test_an_answer_not_written_is_named(released, answer):
    released.cells[4].source = answer
    assert remarks(released) == {"written_why": [Remark(Oddity.UNANSWERED)]}


def test_blanks_at_the_end_make_no_difference(released):
    for check, blanks in zip(released.metadata.course.checks, ("\n", " \n", "\n"), strict=True):
        check["source"] += blanks
    assert remarks(released) == {"written_why": [Remark(Oddity.UNANSWERED)]}
    answered(released).cells[1].source += "\n\n"
    assert remarks(released) == {}


def test_a_remark_is_a_value():
    assert {Remark(Oddity.CHANGED), Remark(Oddity.CHANGED, 1)} == {Remark(Oddity.CHANGED)}


def test_a_task_is_answered_in_other_cells(released):
    released.cells[4].metadata.nbgrader["task"] = True
    assert remarks(released) == {}


def test_a_deleted_check_stays_an_exercise(released):
    del answered(released).cells[1]
    exercises, found = restore(released)
    assert [(e.grade_id, e.points, e.index) for e in exercises][:2] == [("test_double", 2, None), ("test_triple", 3, 2)]
    assert found["test_double"] == [Remark(Oddity.MISSING)]


def test_a_deleted_answer_is_named(released):
    del released.cells[4]
    assert remarks(released) == {"written_why": [Remark(Oddity.MISSING)]}


def as_markdown(cell):
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


@pytest.mark.parametrize(
    "edit",
    [lambda cell: cell.update(source="#" + cell.source), lambda cell: cell.update(source=""), as_markdown],
    ids=["commented out", "emptied", "turned into text"],
)
def test_an_edited_check_is_put_back(released, edit):
    before = copy.deepcopy(answered(released))
    edit(released.cells[1])
    assert remarks(released) == {"test_double": [Remark(Oddity.CHANGED)]}
    assert released == before


def test_a_copied_check_counts_once_and_the_last_one_is_put_back(released):
    first = copied(answered(released).cells[1])
    released.cells.insert(1, first)
    released.cells[2].source = "pass"
    exercises, found = restore(released)
    assert [(e.grade_id, e.index) for e in exercises] == [("test_double", 2), ("test_triple", 4), ("written_why", 5)]
    assert found["test_double"] == [Remark(Oddity.CHANGED), Remark(Oddity.COPIED, 2)]
    assert released.cells[2].source == first.source


def test_without_a_record_the_cells_speak_for_themselves(released):
    del released.metadata["course"]
    released.cells[1].source = "pass"
    del released.cells[3]
    released.cells.insert(2, copied(released.cells[1]))
    released.cells.append(new_markdown_cell("The end."))
    exercises, found = restore(released)
    assert [(e.grade_id, e.points, e.index) for e in exercises] == [("test_double", 2, 2), ("written_why", 1, 4)]
    assert found == {"test_double": [Remark(Oddity.COPIED, 2)], "written_why": []}
    assert released.cells[1].source == "pass"
    released.cells[4].source = ""
    assert remarks(released)["written_why"] == [Remark(Oddity.UNANSWERED)]
