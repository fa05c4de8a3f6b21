import pytest

from course_lib.grading.release import register
from tests.grading import tiny


@pytest.fixture(scope="module")
def no_kernel():
    with tiny.without_kernel():
        yield


@pytest.fixture(scope="session")
def registered(tmp_path_factory):
    """A course whose gradebook knows the tiny assignment: nbgrader takes seconds to make a gradebook."""
    course = tiny.course(tmp_path_factory.mktemp("registered"))
    register(course, "tiny")
    return course


@pytest.fixture
def course(registered, tmp_path):
    """A copy of that course, to grade in."""
    return tiny.copy_of(registered, tmp_path)
