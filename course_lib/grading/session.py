"""Grade an assignment from a terminal: from the submissions to a table, a line for each step."""

from pathlib import Path

from course_lib.grading import report
from course_lib.grading.autograde import grade
from course_lib.grading.release import register


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
    register(course, assignment)
    problems = {}
    for student, problem in grade(course, assignment, submitted=submitted, seed=seed):
        problems[student] = problem
        print(f"  {student:16} {problem or 'graded'}", flush=True)
    grades = report.read_grades(course, assignment, problems)
    print(f"\n{report.as_table(grades)}\n")
    table = report.write_csv(grades, course.root / "grades" / f"{assignment}.csv")
    if seed is None and "seed" in course.config.RunNotebook:
        seed = course.config.RunNotebook.seed
    cases = "the public ones, which students know: --seed draws others" if seed is None else f"drawn from seed {seed}"
    print(f"{'cases':17} {cases}")
    places = {
        "feedback pages": course.path("feedback") / "STUDENT" / assignment,
        "graded notebooks": course.path("autograded") / "STUDENT" / assignment,
        "table of grades": table,
        "gradebook": course.directory(assignment).db_url.removeprefix("sqlite:///"),
    }
    for name, place in places.items():
        print(f"{name:17} {shown(place)}")
    return 1 if any(problems.values()) else 0


def shown(path):
    """Write a path as one would type it here: relative, if it lies below the working directory."""
    path, here = Path(path), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
