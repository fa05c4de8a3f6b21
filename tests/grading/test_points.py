import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from course_lib.grading.points import GradedCell, earned, graded_cells
from tests.grading import tiny

OUTPUTS = {
    "nothing": [],
    "a print": [new_output("stream", name="stdout", text="fine")],
    "an error": [new_output("error", ename="AssertionError", evalue="", traceback=[])],
    "a print, then an error": [
        new_output("stream", name="stdout", text="fine"),
        new_output("error", ename="AssertionError", evalue="", traceback=[]),
    ],
    "stderr": [new_output("stream", name="stderr", text="RuntimeWarning")],
    "a part": [new_output("execute_result", data={"text/plain": "1.5"})],
    "nought": [new_output("execute_result", data={"text/plain": "0"})],
    "a negative number": [new_output("execute_result", data={"text/plain": "-1"})],
    "a word": [new_output("execute_result", data={"text/plain": "'done'"})],
    "a picture": [new_output("display_data", data={"image/png": "aGk="})],
}


@pytest.mark.parametrize("outputs", OUTPUTS.values(), ids=OUTPUTS)
def test_points_are_nbgraders(outputs):
    notes = {"grade": True, "solution": False, "locked": True, "grade_id": "test_x", "points": 3}
    cell = new_code_cell("", outputs=outputs, metadata={"nbgrader": notes})
    assert (earned(cell, 3.0), 3.0) == determine_grade(cell)


def test_more_than_all_points_is_all_points():
    cell = new_code_cell("", outputs=[new_output("execute_result", data={"text/plain": "99"})])
    assert earned(cell, 3.0) == 3.0


def test_a_result_without_text_gives_all_points():
    cell = new_code_cell("", outputs=[new_output("execute_result", data={"image/png": "aGk="})])
    assert earned(cell, 3.0) == 3.0


@pytest.mark.parametrize(
    "notes, points, by_hand",
    [
        ({"grade": True, "points": 2}, 2, False),
        ({"grade": True, "points": 2, "solution": True}, 2, True),
        ({"task": True, "points": 2}, 2, True),
        ({"grade": True}, 0, False),
    ],
    ids=["check", "code for a person to read", "task", "without points"],
)
def test_what_kind_of_cell_gives_points(notes, points, by_hand):
    cell = new_code_cell("", metadata={"nbgrader": notes | {"grade_id": "test_x"}})
    assert graded_cells(new_notebook(cells=[new_code_cell(""), cell])) == [GradedCell(1, "test_x", points, by_hand)]


def test_what_gives_points_is_a_value():
    cells = graded_cells(tiny.notebook())
    assert {*cells, *graded_cells(tiny.notebook())} == {*cells}


def test_finds_what_gives_points():
    found = [(exercise.name, exercise.points, exercise.by_hand) for exercise in graded_cells(tiny.notebook())]
    assert found == [("double", 2, False), ("triple", 3, False), ("why", 1, True)]
