"""Write points into the gradebook, and keep what a person gave until a person has read the answer again."""

import hashlib

from nbgrader.api import Base, Gradebook
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import determine_grade, is_grade, is_solution, is_task
from sqlalchemy import Column, String

from course_lib.grading.points import earned, grade_id


class GradedAnswer(Base):
    """What nbgrader's tables have no place for: a digest of the answer that was graded last, "" if it is missing."""

    __tablename__ = "course_graded_answer"

    grade_id = Column(String(32), primary_key=True)  # nbgrader.api.Grade.id
    digest = Column(String(64), nullable=False)


class SaveGrades(SaveAutoGrades):
    """Save the points of the checks; let an answer wait for a person only if nobody has read it as it is now.

    nbgrader's own lets every answer wait again that a person has read, whether it changed or not.
    """

    def preprocess(self, nb, resources):
        nb, resources = super().preprocess(nb, resources)  # saves the comments
        cells = {grade_id(cell): cell for cell in nb.cells if is_grade(cell) or is_task(cell)}
        with Gradebook(self.db_url) as gradebook:
            book = gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
            for grade in book.grades:
                _save(gradebook.db, grade, cells.get(grade.name), nb)
            gradebook.db.commit()  # all at once: a grading that is killed leaves no half of it
        return nb, resources

    def _add_score(self, cell, resources):
        """Leave the points to preprocess, which sees deleted cells too."""


def waits(grade):
    """Whether a person has to read the answer first: one that changed since keeps the points that a person gave."""
    return grade.needs_manual_grade and grade.manual_score is None


def total_of(score, penalty):
    """Return a submission's points less the late penalty, never below 0: as `nbgrader export` has it."""
    return max(0.0, float(score) - penalty)


def changed(grade):
    """Whether a person gave the points, and nobody has read the answer as it is now."""
    return grade.manual_score is not None and grade.needs_manual_grade


def _save(db, grade, cell, nb):
    grade.auto_score = 0 if cell is None else _auto_score(cell)
    digest = "" if cell is None else _digest(cell, nb)
    before = db.get(GradedAnswer, grade.id)
    if grade.manual_score is None:
        grade.needs_manual_grade = grade.auto_score is None
    elif before is None or before.digest != digest:
        grade.needs_manual_grade = True
    db.merge(GradedAnswer(grade_id=grade.id, digest=digest))


def _auto_score(cell):
    """Return the points, or None if a person has to give them."""
    if is_task(cell):
        return None
    if cell.cell_type == "code" and not is_solution(cell):
        return earned(cell, float(cell.metadata.nbgrader["points"]))
    return determine_grade(cell)[0]


def _digest(cell, nb):
    """Return a digest of the answer: a written one is the cell itself, a check or a task depends on all others."""
    answer = [cell.source] if is_solution(cell) else [other.source for other in nb.cells]
    return hashlib.sha256("\0".join(answer).encode(errors="replace")).hexdigest()
