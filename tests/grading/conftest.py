import pytest

from course_lib.grading.release import register
from tests.grading import tiny


@pytest.fixture(scope="module")
def no_kernel():
    """Let grading run no cell: a check then leaves no output, which gives all its points. A tenth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("course_lib.grading.pipeline.run_notebook", lambda nb, **options: None)
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
