"""The grades of an assignment as a table: a row a student, a column an exercise."""

import csv
from dataclasses import dataclass

import nbformat
from nbgrader.api import MissingEntry

from course_lib.grading.points import graded_cells

EARLIER = "graded earlier: not among these submissions"


@dataclass(frozen=True)
class Row:
    """One student's points.

    Attributes
    ----------
    student : str
    points : tuple      one number an exercise; None where a person has to read the answer first
    note : str          why the submission was not, or not wholly, graded; "" if it was
    """

    student: str
    points: tuple
    note: str

    @property
    def total(self):
        """The points so far."""
        return sum(points for points in self.points if points is not None)


@dataclass(frozen=True)
class Report:
    """The grades of an assignment.

    Attributes
    ----------
    exercises : list of points.GradedCell
    rows : list of Row      one for each student in the gradebook
    """

    exercises: list
    rows: list

    @property
    def total(self):
        """The points that can be had."""
        return sum(exercise.points for exercise in self.exercises)


def read_grades(course, assignment, problems):
    """Read the gradebook.

    Parameters
    ----------
    course : Course
    assignment : str
    problems : dict     student -> problem or None, as autograde.grade yields them

    Returns
    -------
    report : Report
    """
    cells = []  # (notebook, exercise)
    for path in sorted((course.path("source") / assignment).glob("*.ipynb")):
        cells += [(path.stem, exercise) for exercise in graded_cells(nbformat.read(path, as_version=4))]
    with course.gradebook() as gradebook:
        students = sorted(student.id for student in gradebook.students)
        rows = [_row(gradebook, assignment, student, cells, problems.get(student, EARLIER)) for student in students]
    return Report([exercise for _, exercise in cells], rows)


def as_table(report):
    """Write the report as a plain text table, with a legend: names of exercises are longer than columns are wide."""
    legend = [
        f"{number:3} {exercise.name} ({_number(exercise.points)} points{', by hand' if exercise.by_hand else ''})"
        for number, exercise in enumerate(report.exercises, 1)
    ]
    width = max(len("student"), *(len(row.student) for row in report.rows))
    numbers = "".join(f"{number:5}" for number in range(1, len(report.exercises) + 1))
    lines = [f"{'student':{width}}{numbers}   total"]
    for row in report.rows:
        points = "".join(f"{_number(points):>5}" for points in row.points)
        lines.append(f"{row.student:{width}}{points}{_number(row.total):>8} of {_number(report.total)}")
        lines += [f"{'':{width}}    {row.note}"] if row.note else []
    waiting = any(points is None for row in report.rows for points in row.points)
    return "\n".join([*legend, "", *lines] + (["", "  · waits for a person to read it"] if waiting else []))


def write_csv(report, path):
    """Write the report as a file for spreadsheets, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["student", *(exercise.name for exercise in report.exercises), "total", "maximum", "note"])
        for row in report.rows:
            points = ["" if points is None else _number(points) for points in row.points]
            writer.writerow([row.student, *points, _number(row.total), _number(report.total), row.note])
    return path


def _row(gradebook, assignment, student, cells, problem):
    try:
        gradebook.find_submission(assignment, student)
    except MissingEntry:
        return Row(student, tuple(0.0 for _ in cells), "nothing handed in")
    grades = [gradebook.find_grade(exercise.grade_id, notebook, assignment, student) for notebook, exercise in cells]
    return Row(student, tuple(map(_points, grades)), problem or "")


def _points(grade):
    return None if grade.manual_score is None and grade.needs_manual_grade else float(grade.score)


def _number(value):
    return "·" if value is None else f"{value:g}"
