"""What stands on top of a feedback page: the points of each exercise, and where to look."""

from dataclasses import dataclass
from html import escape

from nbgrader.api import Gradebook

from course_lib.grading.points import GradedCell, exercise_name, graded_cells
from course_lib.grading.record import total_of, waits

RIGHT, WRONG, WAITS = "✓", "✗", "…"
MEANING = {RIGHT: "all points", WRONG: "points lost", WAITS: "a person has to read this answer"}


@dataclass(frozen=True)
class Line:
    """One exercise.

    Attributes
    ----------
    exercise : points.GradedCell    its index is None if its cell is not in the notebook
    points : float                  so far
    waits : bool                    whether a person has to read the answer
    comment : str or None           grade_id of the cell on which a person wrote a comment
    """

    exercise: GradedCell
    points: float
    waits: bool
    comment: str | None

    @property
    def sign(self):
        """✓, ✗ or …"""
        if self.waits:
            return WAITS
        return RIGHT if self.points >= self.exercise.points else WRONG


def read_lines(nb, place, db_url):
    """Read what the gradebook says of a graded notebook; deleted exercises come last.

    Parameters
    ----------
    nb : NotebookNode       its cells have their comments, as nbgrader's GetGrades puts them there
    place : tuple           names of the notebook, the assignment and the student
    db_url : str            of the gradebook

    Returns
    -------
    lines : list of Line
    """
    notes = [cell.metadata.nbgrader for cell in nb.cells if "nbgrader" in cell.metadata]
    comments = {exercise_name(note["grade_id"]): note["grade_id"] for note in notes if note.get("by_person")}
    with Gradebook(db_url) as gradebook:
        grades = {grade.name: grade for grade in gradebook.find_submission_notebook(*place).grades}
        exercises = graded_cells(nb)
        lost = sorted(grades.keys() - {exercise.grade_id for exercise in exercises})
        exercises += [GradedCell(None, name, grades[name].max_score, False) for name in lost]
        found = [(exercise, grades[exercise.grade_id]) for exercise in exercises if exercise.grade_id in grades]
        return [Line(e, grade.score, waits(grade), comments.get(e.name)) for e, grade in found]


def as_html(lines, *, assignment, student, penalty=0.0):
    """Write the summary as HTML.

    Parameters
    ----------
    lines : list of Line
    assignment, student : str
    penalty : float         points lost because the submission was late
    """
    total = total_of(sum(line.points for line in lines), penalty)
    most = sum(line.exercise.points for line in lines)
    open_points = sum(line.exercise.points for line in lines if line.waits)
    more = f", and up to {open_points:g} more when a person has read what waits" if open_points else ""
    late = f'<p class="late">{penalty:g} points less because it was late.</p>' if penalty else ""
    rows = "\n".join(map(_row, lines))
    return f"""<div id="summary">
<h1>{escape(assignment)}</h1>
<p>{escape(student)}</p>
<p><strong>{total:g} of {most:g} points</strong>{more}</p>
{late}<table>
{rows}
</table>
</div>"""


def _row(line):
    name, grade_id = escape(line.exercise.name), escape(line.exercise.grade_id)
    missing = line.exercise.index is None
    note = "its cell is not in the notebook" if missing else MEANING[WAITS] if line.waits else ""
    if line.comment:
        note = f'{note + "; " if note else ""}<a href="#comment-{escape(line.comment)}">comment</a>'
    link = name if missing else f'<a href="#{grade_id}">{name}</a>'
    points = f"{'–' if line.waits else format(line.points, 'g')} of {line.exercise.points:g}"
    return (
        f'<tr><td title="{MEANING[line.sign]}">{line.sign}</td><td>{link}</td>'
        f'<td class="points">{points}</td><td>{note}</td></tr>'
    )
