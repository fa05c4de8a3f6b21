"""A page for a student whose submission could not be graded, in place of the feedback."""

import shutil
from html import escape

from course_lib.grading.pages.feedback import PAGE_STYLE, POLICY


def write_notice(course, assignment, student, lines):
    """Write a page that says why, where the feedback page would be.

    Parameters
    ----------
    course : course.Course
    assignment, student : str
    lines : list of str     the reason, then what was found and what to do: a paragraph each

    Returns
    -------
    path : Path             feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html
    """
    path = course.path("feedback") / student / assignment / f"{assignment}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in ("timestamp.txt", "submission_secret.txt"):  # without them nbgrader's release_feedback stops
        handed_in = course.path("submitted") / student / assignment / name
        if handed_in.is_file():
            shutil.copy(handed_in, path.parent)
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
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
<p><strong>Not graded</strong></p>
{paragraphs}
</div>
</body>
</html>
""",
        encoding="utf-8",
        errors="replace",  # half letters, which a file name may hold
    )
    return path
