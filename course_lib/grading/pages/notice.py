"""A page for a student who gets no feedback page: what could not be graded, or written, and why."""

import shutil
from html import escape

from course_lib.grading.pages.feedback import PAGE_STYLE, POLICY


def write_notice(course, assignment, student, lines, *, submitted=None):
    """Write a page that says why, where the feedback page would be.

    Parameters
    ----------
    course : course.Course
    assignment, student : str
    lines : list of str     a paragraph each
    submitted : Path        the folder that holds STUDENT/ASSIGNMENT/; the course's own by default

    Returns
    -------
    path : Path             feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html
    """
    path = course.path("feedback") / student / assignment / f"{assignment}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in ("timestamp.txt", "submission_secret.txt"):  # without them nbgrader's release_feedback stops
        handed_in = (submitted or course.path("submitted")) / student / assignment / name
        if handed_in.is_file():
            shutil.copy(handed_in, path.parent)
    paragraphs = "\n".join(f"<p>{escape(_sentence(line))}</p>" for line in lines)
    path.write_text(
        f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<title>{escape(assignment)}</title>
<style>{PAGE_STYLE}</style>
</head>
<body>
<div id="summary">
<h1>{escape(assignment)}</h1>
<p>{escape(student)}</p>
{paragraphs}
</div>
</body>
</html>
""",
        encoding="utf-8",
        errors="replace",  # half letters, which a file name may hold
    )
    return path


def _sentence(line):
    return f"{line[:1].upper()}{line[1:].rstrip('.')}."
