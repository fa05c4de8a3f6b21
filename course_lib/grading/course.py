"""Where a course lies: the folder with nbgrader_config.py."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from course_lib.grading.errors import NoCourse, UnknownAssignment

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """A course folder and its nbgrader settings.

    Attributes
    ----------
    root : Path         the folder that holds nbgrader_config.py
    config : Config     what that file says
    """

    root: Path
    config: Config = field(repr=False)

    @classmethod
    def find(cls, start):
        """Return the course that a folder belongs to: its own or the nearest one above."""
        _put_scripts_on_path()
        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls(folder, PyFileConfigLoader(CONFIG, path=str(folder)).load_config())
        raise NoCourse(start, CONFIG)

    def directory(self, assignment, student="*", **places):
        """Return nbgrader's CourseDirectory for an assignment; places override its settings, such as db_url."""
        return CourseDirectory(
            config=self.config, root=str(self.root), assignment_id=assignment, student_id=student, **places
        )

    def path(self, step):
        """Return the folder of a step: "source", "release", "submitted", "autograded" or "feedback"."""
        return self.root / getattr(self.directory(""), f"{step}_directory")

    def gradebook(self):
        """Open the gradebook, making it if there is none: a context manager."""
        directory = self.directory("")
        return Gradebook(directory.db_url, directory.course_id)

    def assignments(self):
        """Return the names of the assignments in the source folder, in order."""
        source = self.path("source")
        folders = {notebook.parent.name for notebook in source.glob("*/*.ipynb")}
        return sorted(name for name in folders if not name.startswith("."))  # JupyterLab's .ipynb_checkpoints

    def expect(self, assignment):
        """Raise UnknownAssignment unless there is such an assignment."""
        if assignment not in self.assignments():
            raise UnknownAssignment(assignment, self.path("source"), self.assignments())


def _put_scripts_on_path():
    """Let nbgrader find the `alembic` command, with which it makes a gradebook, in an environment not activated."""
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + os.environ.get("PATH", "")
