"""Make the students' version of an assignment from the instructor's."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from course_lib.grading.convert import GenerateOne, GenerateWithoutGradebook, convert
from course_lib.grading.errors import CannotGenerate


def release(course, assignment):
    """Write the students' version into the release folder, in place of an earlier one, and return its path."""
    with generated(course, assignment) as new:
        old = course.path("release") / assignment
        if old.exists():
            shutil.rmtree(old)
        shutil.copytree(new, old)
        return old


def differences(course, assignment):
    """Return the files of the release folder, as paths in it, that are not as nbgrader generates them now."""
    with generated(course, assignment) as new:
        old = course.path("release") / assignment
        names = sorted({path.relative_to(top) for top in (new, old) for path in top.rglob("*") if path.is_file()})
        return [str(Path(assignment, name)) for name in names if not _same(new / name, old / name)]


def register(course, assignment):
    """Tell the course's gradebook what cells the assignment has; nothing else is written."""
    with tempfile.TemporaryDirectory() as scratch:
        _generate(GenerateOne, course, assignment, scratch)


@contextmanager
def generated(course, assignment):
    """Generate into a folder that is gone afterwards, and yield its path."""
    with tempfile.TemporaryDirectory() as scratch:
        _generate(GenerateWithoutGradebook, course, assignment, scratch)
        yield Path(scratch, assignment)


def _generate(converter, course, assignment, folder):
    course.expect(assignment)
    try:
        convert(converter, course, assignment, release_directory=folder)
    except Exception as error:  # nbgrader raises many kinds
        raise CannotGenerate(assignment, error) from error


def _same(one, other):
    return one.is_file() and other.is_file() and _content(one) == _content(other)


def _content(path):
    """Return the bytes of a file with the line ends of Unix: on Windows git may check out others."""
    return path.read_bytes().replace(b"\r\n", b"\n")
