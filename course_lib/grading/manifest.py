"""The released notebook's own list of its checks, with which `course check` notices a lost or an edited one."""

from dataclasses import dataclass
from enum import Enum, auto

from course_lib.grading.points import GradedCell, grade_id, graded_cells


class Oddity(Enum):
    """How a cell that gives points differs from what was released."""

    MISSING = auto()
    CHANGED = auto()  # a check: the released one runs in its place
    UNANSWERED = auto()
    COPIED = auto()  # the last copy counts


@dataclass(frozen=True)
class Remark:
    """What is odd about an exercise's cell; count says how often the cell is there."""

    oddity: Oddity
    count: int = 1


def write_manifest(nb):
    """Write what gives points into the notebook's own metadata; its cells are those that students get."""
    nb.metadata["course"] = {
        "checks": [  # a list: nbformat sorts the keys of a dict
            {"grade_id": e.grade_id, "points": e.points, "by_hand": e.by_hand, "source": nb.cells[e.index].source}
            for e in graded_cells(nb)
        ]
    }


def restore(nb):
    """Put edited checks back as they were released.

    Parameters
    ----------
    nb : NotebookNode       a student's; its edited checks are replaced

    Returns
    -------
    exercises : list        those of the assignment; where the notebook has no manifest, those that are in it
    remarks : dict          grade_id -> list of Remark, on the cells that are not as they should be
    """
    places = {}
    for index, cell in enumerate(nb.cells):
        places.setdefault(grade_id(cell), []).append(index)
    checks = nb.metadata.get("course", {}).get("checks")
    if checks is None:
        found = list({exercise.grade_id: exercise for exercise in graded_cells(nb)}.values())  # of copies the last
        return found, {e.grade_id: [*_copies(places[e.grade_id]), *_unanswered(nb, e, "")] for e in found}
    found, remarks = [], {}
    for check in checks:
        indices = places.get(check["grade_id"], [])
        exercise = GradedCell(indices[-1] if indices else None, check["grade_id"], check["points"], check["by_hand"])
        found.append(exercise)
        remarks[exercise.grade_id] = _mend(nb, exercise, check["source"]) + _copies(indices)
    return found, remarks


def _mend(nb, exercise, source):
    """Replace an edited check by the released one. Returns the remarks on it."""
    if exercise.index is None:
        return [Remark(Oddity.MISSING)]
    if exercise.by_hand:
        return _unanswered(nb, exercise, source)
    cell = nb.cells[exercise.index]
    if cell.cell_type == "code" and cell.source.strip() == source.strip():
        return []
    cell.update(cell_type="code", source=source, outputs=[], execution_count=None)
    return [Remark(Oddity.CHANGED)]


def _unanswered(nb, exercise, stub):
    cell = nb.cells[exercise.index]
    answer = exercise.by_hand and not cell.metadata["nbgrader"].get("task")  # a task is answered in other cells
    return [Remark(Oddity.UNANSWERED)] if answer and cell.source.strip() in ("", stub.strip()) else []


def _copies(indices):
    return [Remark(Oddity.COPIED, len(indices))] if len(indices) > 1 else []
