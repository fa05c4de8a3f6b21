"""nbgrader's converters for one assignment or one submission, whose exceptions come out.

nbgrader's own loop logs the reason and raises "see the above traceback", or stops at the first odd submission. It also
takes the name of a student or a folder for a pattern: a student called * would be everybody.
"""

import io
import os
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import remove


class _One:
    names = ("", ".")  # assignment, student

    def init_notebooks(self):
        folder = self._format_source(*self.names)
        self.notebooks = [os.path.join(folder, path.name) for path in sorted(Path(folder).glob("*.ipynb"))]

    def init_single_notebook_resources(self, notebook_filename):
        assignment, student = self.names
        name = Path(notebook_filename).stem
        notes = {"student": student, "assignment": assignment, "notebook": name, "db_url": self.coursedir.db_url}
        return {"unique_key": name, "output_files_dir": f"{name}_files", "nbgrader": notes}

    def convert_notebooks(self):
        self.init_destination(*self.names)
        self.run_pre_convert_hook()
        self.init_assignment(*self.names)
        for path in Path(self._format_dest(*self.names)).rglob("*.ipynb"):
            remove(str(path))  # nbgrader copies notebooks whole if brackets in a folder's name break its pattern
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(*self.names)
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


class MarkedOrNot(NotebookExporter):
    """nbconvert's exporter of notebooks, which also reads a file that starts with a byte order mark."""

    def from_file(self, file_stream, resources=None, **options):
        """Convert a notebook from an open file."""
        text = io.StringIO(file_stream.read().removeprefix("\ufeff"))
        return super().from_file(text, resources, **options)


def convert(converter, course, assignment, student=".", **places):
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
    run.names = assignment, student
    run.start()
    return run
