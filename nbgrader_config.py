"""nbgrader's settings for this course. `nbgrader …`, formgrader and `course …` all read them."""

from course_lib.grading.pipeline import configure

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "convnets"
c.CourseDirectory.source_directory = "solutions"  # the instructor's version, with solutions and hidden tests
c.CourseDirectory.release_directory = "assignments"  # the students' version: `course release` writes it

c.RunNotebook.seconds = 30  # time limit of a cell
c.RunNotebook.notebook_seconds = 300  # and of all cells of a notebook together: those that come later do not run
# c.RunNotebook.seed = 1  # the checks draw new cases for grading; keep yours to yourself, or use `course grade --seed`

configure(c)
