"""nbgrader's converters for one assignment or one submission, whose exceptions come out.

nbgrader's own loop logs the reason and raises "see the above traceback", or stops at the first odd submission.
"""

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import SaveCells


class _One:
    def convert_notebooks(self):
        [notebooks] = self.assignments.values()
        self.notebooks = sorted(notebooks)
        names = self.coursedir.assignment_id, self.coursedir.student_id
        self.init_destination(*names)
        self.run_pre_convert_hook()
        self.init_assignment(*names)
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(*names)
        self.run_post_convert_hook()


class GenerateOne(_One, GenerateAssignment):
    """Generate the students' version of one assignment."""


class GenerateWithoutGradebook(GenerateOne):
    """Generate the students' version and tell no gradebook."""

    def __init__(self, **options):
        super().__init__(no_database=True, **options)
        self.preprocessors = [step for step in self.preprocessors if step is not SaveCells]


class AutogradeOne(_One, Autograde):
    """Autograde one submission; problem says why its notebooks did not run to their ends, or is None."""

    problem = None

    def write_single_notebook(self, output, resources):
        super().write_single_notebook(output, resources)
        self.problem = self.problem or resources["nbgrader"].get("problem")


class FeedbackOne(_One, GenerateFeedback):
    """Write the feedback pages of one submission."""


def convert(converter, course, assignment, student="*", **places):
    """Run one of the converters above, in place of what it wrote before, and return it.

    Parameters
    ----------
    converter : type
    course : Course
    assignment, student : str
    places                  CourseDirectory's settings that differ from the course's, such as db_url
    """
    directory = course.directory(assignment, student, **places)
    run = converter(coursedir=directory, config=course.config, force=True)
    run.start()
    return run
