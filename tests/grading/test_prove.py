"""`course release` refuses what would not work in students' hands. Two runs of a small notebook take some seconds."""

import pytest

from course_lib.grading.errors import GivenAway, SolutionFails
from course_lib.grading.prove import prove
from tests.grading import tiny

CHECK = "from course_lib.checks import check\ncheck(double)"


def changed(folder, **sources):
    """Make the tiny course with other sources in some cells."""
    cells = [(name, points, sources.get(name, source)) for name, points, source in tiny.CELLS]
    return tiny.course(folder, cells)


def test_a_solution_that_passes_may_be_given_to_students(tmp_path):
    prove(tiny.course(tmp_path), "tiny")


@pytest.mark.parametrize(
    "sources, reason",
    [
        ({"double": tiny.DOUBLE.replace("2 * x", "3 * x")}, r"double: AssertionError: double\(3\) is 9$"),
        ({"test_double": CHECK}, "double: There is no exercise called double"),
        ({"double": f"{tiny.DOUBLE}\n1 / 0"}, r'In the cell "def double\(x\):": ZeroDivisionError: division by zero$'),
    ],
    ids=["a wrong solution", "a check of no exercise", "a cell that fails"],
)
def test_a_solution_that_fails_is_refused(tmp_path, sources, reason):
    with pytest.raises(SolutionFails, match=f"^tiny is not released, since its solution fails: {reason}"):
        prove(changed(tmp_path, **sources), "tiny")


def test_a_check_that_gives_points_for_nothing_is_refused(tmp_path):
    course = changed(tmp_path, test_double="try:\n    double(3)\nexcept NotImplementedError:\n    pass")
    with pytest.raises(GivenAway, match=r"with nothing written: double$"):
        prove(course, "tiny")
