"""A page for a submission that could not be graded."""

import html
import shutil


def write_notice(course, assignment, student, reason_lines):
    """Write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html, which says why there are no points, and return its path."""
    folder = course.path("feedback") / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("timestamp.txt", "submission_secret.txt"):  # without them nbgrader's release_feedback stops
        handed_in = course.path("submitted") / student / assignment / name
        if handed_in.is_file():
            shutil.copy(handed_in, folder)
    path = folder / f"{assignment}.html"
    reasons = "".join(f"<p>{html.escape(line)}</p>" for line in reason_lines)
    path.write_text(f'<!doctype html><meta charset="utf-8"><h1>{html.escape(assignment)}</h1>{reasons}', "utf-8")
    return path
