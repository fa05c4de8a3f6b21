"""The released notebook's own list of its checks, with which `course check` notices a lost or an edited one."""

from course_lib.grading.points import GradedCell, grade_id, graded_cells


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
    exercises : list        those of the assignment; where the notebook has no record, those that are in it
    remarks : dict          grade_id -> list of str, about the cells that are not as they should be
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
    """Replace an edited check by the released one. Returns what there is to say."""
    if exercise.index is None:
        what = "for this answer" if exercise.by_hand else "with this check"
        return [f"the cell {what} is missing: take a fresh copy of the assignment"]
    if exercise.by_hand:
        return _unanswered(nb, exercise, source)
    cell = nb.cells[exercise.index]
    if cell.cell_type == "code" and cell.source.strip() == source.strip():
        return []
    cell.update(cell_type="code", source=source, outputs=[], execution_count=None)
    return ["the cell with this check was changed: the released one ran instead, as it will in grading"]


def _unanswered(nb, exercise, stub):
    cell = nb.cells[exercise.index]
    answer = exercise.by_hand and not cell.metadata["nbgrader"].get("task")  # a task is answered in other cells
    return ["not answered yet"] if answer and cell.source.strip() in ("", stub.strip()) else []


def _copies(indices):
    return [f"its cell is there {len(indices)} times: the last one counts"] if len(indices) > 1 else []
