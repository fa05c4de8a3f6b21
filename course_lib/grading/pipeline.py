"""What this course changes in nbgrader's pipelines, so that `nbgrader …` and formgrader do as `course …` does."""

import re

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import (
    ClearSolutions,
    DeduplicateIds,
    Execute,
    GetGrades,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from nbgrader.utils import is_grade, is_solution
from traitlets import Integer

from course_lib.checks.student import SEED_VARIABLE
from course_lib.grading.convert import MarkedOrNot
from course_lib.grading.execute import SECONDS_PER_CELL, SECONDS_PER_NOTEBOOK, run_notebook
from course_lib.grading.manifest import write_manifest
from course_lib.grading.pages.feedback import FeedbackPage, Grades, HideTests
from course_lib.grading.pages.harmless import clean_outputs, clean_texts
from course_lib.grading.place import heading_above
from course_lib.grading.points import grade_id
from course_lib.grading.record import SaveGrades


class NumberedStubs(ClearSolutions):
    """Clear the solutions, and let each stub raise NotImplementedError with its exercise's number and name.

    The number is the one in the heading above, `## Exercise 5: maxout`; without such a heading, solutions are counted.
    """

    def preprocess(self, nb, resources):
        self._nb, self._number = nb, 0
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        if is_solution(cell) and not is_grade(cell):
            self._number += 1
            headed = re.match(r"Exercise \d+", heading_above(self._nb, index) or "")
            lead = headed.group() if headed else f"Exercise {self._number}"
            title = f"{lead}: {cell.metadata.nbgrader.grade_id}"
            stub = f'# Write your code here, in place of the next line.\nraise NotImplementedError("{title}")'
            self.code_stub = {"python": stub}
        return super().preprocess_cell(cell, resources, index)


class WriteManifest(NbGraderPreprocessor):
    """Write the checks into the notebook's metadata, for `course check`; the last step, without hidden tests."""

    def preprocess(self, nb, resources):
        write_manifest(nb)
        return nb, resources


class DropCopies(NbGraderPreprocessor):
    """Let a cell that was copied count once, the last; nbgrader's DeduplicateIds makes the submission fail."""

    def preprocess(self, nb, resources):
        seen = set()
        for cell in reversed(nb.cells):
            name = grade_id(cell)
            if name in seen:
                del cell.metadata["nbgrader"]
            elif name:
                seen.add(name)
        return nb, resources


class RunNotebook(NbGraderPreprocessor):
    """Execute the notebook; keep what ran when the kernel is lost, where nbgrader's Execute loses the submission."""

    seconds = Integer(SECONDS_PER_CELL, help="Time limit of a cell.").tag(config=True)
    notebook_seconds = Integer(SECONDS_PER_NOTEBOOK, help="Time limit of all its cells together.").tag(config=True)
    seed = Integer(None, allow_none=True, help="The checks draw their cases from it.").tag(config=True)

    def preprocess(self, nb, resources):
        environment = {} if self.seed is None else {SEED_VARIABLE: str(self.seed)}
        resources["nbgrader"]["problem"] = run_notebook(
            nb,
            folder=resources["metadata"]["path"],
            seconds=self.seconds,
            notebook_seconds=self.notebook_seconds,
            environment=environment,
        )
        return nb, resources


class CleanTexts(NbGraderPreprocessor):
    """Leave nothing in texts that could run in formgrader, which shows them as the instructor's own page."""

    def preprocess(self, nb, resources):
        clean_texts(nb)
        return nb, resources


class CleanOutputs(NbGraderPreprocessor):
    """The same for outputs: the last step, since points hang on them."""

    def preprocess(self, nb, resources):
        clean_outputs(nb)
        return nb, resources


def configure(c):
    """Set nbgrader's pipelines in a Config: nbgrader's own, with the classes above in their places."""
    generate = _replaced(GenerateAssignment.preprocessors.default(), ClearSolutions, NumberedStubs)
    c.GenerateAssignment.preprocessors = [*generate, WriteManifest]
    sanitize = _replaced(Autograde.sanitize_preprocessors.default(), DeduplicateIds, DropCopies)
    c.Autograde.sanitize_preprocessors = [*sanitize, CleanTexts]
    autograde = _replaced(Autograde.autograde_preprocessors.default(), Execute, RunNotebook)
    autograde = _replaced(autograde, SaveAutoGrades, SaveGrades)
    c.Autograde.autograde_preprocessors = [*autograde, CleanOutputs]
    c.Autograde.exporter_class = MarkedOrNot
    feedback = _replaced(GenerateFeedback.preprocessors.default(), GetGrades, Grades)
    c.GenerateFeedback.preprocessors = [HideTests, *feedback]
    c.GenerateFeedback.exporter_class = FeedbackPage
    c.ClearSolutions.text_stub = "*Write your answer here.*"


def _replaced(steps, old, new):
    return [new if step is old else step for step in steps]
