"""Whether an assignment may be given to students: its solution earns every point, and what they start from none."""

from course_lib.grading.check import check_notebook
from course_lib.grading.errors import GivenAway, SolutionFails
from course_lib.grading.release import generated


def prove(course, assignment):
    """Run the solution, and then the students' version as they get it.

    Parameters
    ----------
    course : Course
    assignment : str

    Raises
    ------
    SolutionFails       if the solution loses points, or one of its other cells fails
    GivenAway           if the students' version earns points before anything is written
    """
    with generated(course, assignment) as folder:
        for path in sorted(folder.glob("*.ipynb")):
            solution = check_notebook(course.path("source") / assignment / path.name)
            lost = [f"{row.exercise.name}: {row.lines[0]}" for row in solution.rows if row.lost]
            if lost or solution.troubles:
                raise SolutionFails(assignment, [*lost, *solution.troubles])
            earned = [row.exercise.name for row in check_notebook(path).rows if row.points]
            if earned:
                raise GivenAway(assignment, earned)
