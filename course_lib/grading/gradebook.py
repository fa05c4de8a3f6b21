"""Read the grades of an assignment from nbgrader's gradebook: a row a student, a column an exercise."""

from dataclasses import dataclass

import nbformat

from course_lib.grading.outcome import Outcome, Status
from course_lib.grading.points import exercise_name, graded_cells
from course_lib.grading.record import changed, total_of, waits


@dataclass(frozen=True)
class Row:
    """One student's points.

    Attributes
    ----------
    student : str
    points : tuple      one number an exercise; None where a person has to read the answer first
    penalty : float     for handing in late
    total : float       the points so far, less the penalty: nbgrader's own score
    changed : tuple     of str: exercises that a person gave points for and that nobody has read as they are now
    outcome : Outcome
    """

    student: str
    points: tuple
    penalty: float
    total: float
    changed: tuple
    outcome: Outcome


@dataclass(frozen=True)
class Report:
    """The grades of an assignment.

    Attributes
    ----------
    exercises : list of points.GradedCell
    rows : list of Row      one for each student who is in the gradebook or handed in
    """

    exercises: list
    rows: list

    @property
    def total(self):
        """The points that can be had."""
        return sum(exercise.points for exercise in self.exercises)


def read_grades(course, assignment, outcomes):
    """Read the gradebook.

    Parameters
    ----------
    course : Course
    assignment : str
    outcomes : dict     student -> outcome.Outcome, as autograde.grade yields them

    Returns
    -------
    report : Report
    """
    cells = []  # (notebook, exercise)
    for path in sorted((course.path("source") / assignment).glob("*.ipynb")):
        cells += [(path.stem, exercise) for exercise in graded_cells(nbformat.read(path, as_version=4))]
    with course.gradebook() as gradebook:
        students = sorted({student.id for student in gradebook.students} | set(outcomes))
        submissions = {found.student.id: found for found in gradebook.assignment_submissions(assignment)}
        rows = [_row(student, submissions.get(student), cells, outcomes.get(student)) for student in students]
    return Report([exercise for _, exercise in cells], rows)


def _row(student, submission, cells, outcome):
    if submission is None:
        return Row(student, tuple(0.0 for _ in cells), 0.0, 0.0, (), outcome or Outcome(Status.ABSENT))
    books = {book.name: {grade.name: grade for grade in book.grades} for book in submission.notebooks}
    grades = [books[notebook][exercise.grade_id] for notebook, exercise in cells]
    penalty = float(submission.late_submission_penalty)
    total = total_of(submission.score, penalty)
    reread = tuple(exercise_name(grade.name) for grade in grades if changed(grade))
    return Row(student, tuple(map(_points, grades)), penalty, total, reread, outcome or Outcome(Status.EARLIER))


def _points(grade):
    return None if waits(grade) else float(grade.score)
