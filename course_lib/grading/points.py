"""Which cells of a notebook give points, and how many a run has earned. Works without nbgrader, for students."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GradedCell:
    """A cell that gives points.

    Attributes
    ----------
    index : int         of the cell in its notebook; None if it is missing there
    grade_id : str      nbgrader's name of the cell
    points : float      at most
    by_hand : bool      whether a person grades it
    """

    index: int | None
    grade_id: str
    points: float
    by_hand: bool

    @property
    def name(self):
        """The exercise's name: the test of softmax is the cell test_softmax."""
        return exercise_name(self.grade_id)


def exercise_name(grade_id):
    """Return what students call the exercise of the cell that gives its points."""
    return grade_id.removeprefix("test_").removeprefix("written_")


def grade_id(cell):
    """Return nbgrader's name of a cell, or None if it has none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def graded_cells(nb):
    """List the notebook's cells that give points, in order."""
    found = []
    for index, cell in enumerate(nb.cells):
        notes = cell.metadata.get("nbgrader", {})
        if notes.get("grade") or notes.get("task"):
            by_hand = bool(notes.get("solution") or notes.get("task") or cell.cell_type != "code")
            found.append(GradedCell(index, notes["grade_id"], float(notes.get("points", 0)), by_hand))
    return found


def earned(cell, points):
    """Return the points of an executed test cell, by nbgrader's rules.

    An error or anything on stderr gives 0, a number as the cell's value gives that many, anything else all.
    """
    for output in cell.outputs:
        if output.output_type == "error" or output.get("name") == "stderr":
            return 0.0
        if output.output_type == "execute_result":
            try:
                value = float(output.data.get("text/plain", ""))
            except ValueError:
                return points
            return min(value, points) if value >= 0 else points
    return points
