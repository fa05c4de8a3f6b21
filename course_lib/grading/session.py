"""Grade an assignment from a terminal: from the submissions to a table, a line for each step."""

from pathlib import Path

from course_lib.grading import report
from course_lib.grading.autograde import grade
from course_lib.grading.gradebook import read_grades
from course_lib.grading.lock import only_one
from course_lib.grading.release import register
from course_lib.grading.visible import visible


def grade_all(course, assignment, *, submitted=None, seed=None):
    """Grade every submission, print the table, and say where everything is.

    Parameters
    ----------
    course : Course
    assignment : str
    submitted : path    holds STUDENT/ASSIGNMENT/; the course's own folder by default
    seed : int          as in autograde.grade

    Returns
    -------
    code : int          0, or 1 if a submission could not be graded wholly
    """
    course.expect(assignment)
    submitted = Path(submitted or course.path("submitted")).resolve()
    with only_one(course):
        register(course, assignment)
        outcomes = {}
        for student, outcome in grade(course, assignment, submitted=submitted, seed=seed):
            outcomes[student] = outcome
            words = "; ".join(report.reasons(outcome)) or "graded"
            print(f"  {visible(student):16} {visible(words)}", flush=True)
        _show(course, assignment, outcomes, seed)
    return 0 if all(outcome.whole for outcome in outcomes.values()) else 1


def _show(course, assignment, outcomes, seed):
    grades = read_grades(course, assignment, outcomes)
    print(f"\n{report.as_table(grades)}\n")
    table = report.write_csv(grades, course.root / "grades" / f"{assignment}.csv")
    errors = report.write_errors(outcomes, table.with_suffix(".errors.txt"))
    if seed is None and "seed" in course.config.RunNotebook:
        seed = course.config.RunNotebook.seed
    cases = "the public ones, which students know: --seed draws others" if seed is None else f"drawn from seed {seed}"
    print(f"{'cases':17} {cases}")
    places = {
        "feedback pages": course.path("feedback") / "STUDENT" / assignment,
        "graded notebooks": course.path("autograded") / "STUDENT" / assignment,
        "table of grades": table,
        "gradebook": course.directory(assignment).db_url.removeprefix("sqlite:///"),
    } | ({"errors in full": errors} if errors else {})
    for name, place in places.items():
        print(f"{name:17} {visible(str(shown(place)))}")


def shown(path):
    """Write a path as one would type it here: relative, if it lies below the working directory."""
    path, here = Path(path), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
