"""The command `course`. A command imports what is slow when it runs, so that `course --help` is instant."""

import argparse
import sys
from pathlib import Path

from course_lib.grading.errors import CourseError, NoRepository
from course_lib.grading.visible import visible


def main(arguments=None):
    """Run a command and return its exit code: 0 all is well, 1 something was found wrong, 2 it could not run."""
    _write_utf8()
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except CourseError as error:
        print(visible(f"course {options.command}: {error}."), file=sys.stderr)
    except ModuleNotFoundError as error:
        package = error.name.partition(".")[0]
        if package == "course_lib":
            raise
        print(f"course {options.command}: {package} is missing: pip install {package}.", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\ncourse {options.command}: stopped.", file=sys.stderr)
        return 130
    return 2


def doctor(options):
    """Say what is installed, and how to get what is missing."""
    from course_lib.doctor import examine

    return 0 if examine() else 1


def check(options):
    """Run a notebook and show what its checks say."""
    from course_lib.grading.check import check_notebook
    from course_lib.grading.screen import as_text, progress_line

    with progress_line() as progress:
        result = check_notebook(options.notebook, seconds=options.seconds, progress=progress)
    print(f"{visible(options.notebook)}\n\n{as_text(result)}")
    return 0 if result.complete else 1


def release(options):
    """Write the students' versions, or compare them with what would be written."""
    from course_lib.grading.course import Course
    from course_lib.grading.prove import prove
    from course_lib.grading.release import differences, release
    from course_lib.grading.session import shown

    course = Course.find(Path.cwd())
    names = options.assignments or course.assignments()
    if not options.check:
        for name in names:
            prove(course, name)
            print(f"released {shown(release(course, name))}")
        return 0
    stale = [file for name in names for file in differences(course, name)]
    for file in stale:
        print(f"not as generated from {course.path('source').name}/: {course.path('release').name}/{file}")
    print("Run `course release`." if stale else f"{len(names)} assignment{'s' * (len(names) != 1)} up to date.")
    return 1 if stale else 0


def grade(options):
    """Grade all submissions of an assignment and show a table."""
    from course_lib.grading.course import Course
    from course_lib.grading.session import grade_all

    course = Course.find(Path.cwd())
    return grade_all(course, options.assignment, submitted=options.submitted, seed=options.seed)


def demo(options):
    """Train a classifier, release an assignment, grade six sample submissions."""
    repository = Path(__file__).resolve().parents[1]
    if not (repository / "solutions").is_dir():
        raise NoRepository
    from course_lib.demo import run

    return run(Path.cwd() / "demo_output")


def _parser():
    parser = argparse.ArgumentParser(prog="course", description="Check, release and grade the course's assignments.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    _add(commands, doctor, "say what is installed, what is missing, and how to get it")

    command = _add(commands, check, "run your notebook and show what its checks say")
    command.add_argument("notebook", help="an .ipynb file; it is not changed")
    command.add_argument("--seconds", type=_seconds, default=30, help="time limit of a cell (30)")

    command = _add(commands, release, "write the students' version of assignments from solutions/")
    command.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="all of them, unless named")
    command.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what is out of date")

    command = _add(commands, grade, "autograde all submissions: a table, feedback pages, the gradebook")
    command.add_argument("assignment", metavar="ASSIGNMENT")
    command.add_argument("--submitted", type=Path, metavar="DIR", help="holds STUDENT/ASSIGNMENT/ (submitted)")
    command.add_argument("--seed", type=int, help="the checks draw new cases from it: keep it to yourself")

    _add(commands, demo, "train a classifier, release an assignment, grade six sample submissions")
    return parser


def _add(commands, run, text):
    command = commands.add_parser(run.__name__, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(run=run)
    return command


def _seconds(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of seconds, at least 1: found {text}")
    return int(text)


def _write_utf8():
    """Let a Windows console or a pipe take every letter that the reports use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
