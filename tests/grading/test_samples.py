"""The six sample submissions of A1, graded by nbgrader: every student's exact points, exercise by exercise."""

import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup

from course_lib.grading import samples
from course_lib.grading.autograde import grade
from course_lib.grading.course import Course
from course_lib.grading.gradebook import read_grades
from course_lib.grading.outcome import Outcome, Status
from course_lib.grading.release import register, release
from tests.grading import tiny

A1 = samples.ASSIGNMENT
EXERCISES = [
    ("softmax", 5),
    ("one_hot", 4),
    ("cross_entropy", 5),
    ("softmax_jacobian", 5),
    ("cross_entropy_backward", 5),
    ("linear_forward", 3),
    ("linear_backward", 5),
    ("train_linear_classifier", 5),
    ("digits_classifier", 3),
    ("accuracy_and_confidence", 4),
    ("honest_temperature", 3),
    ("first_loss_and_one_mistake", 3),
]
POINTS = {  # None: a person has to read the answer
    "amara": (5, 4, 5, 5, 5, 3, 5, 5, 3, 4, 3, None),
    "bjorn": (5, 0, 0, 5, 0, 3, 5, 0, 0, 4, 0, None),
    "leila": (5, 4, 5, 5, 5, 3, 0, 0, 0, 4, 0, None),
    "mateo": (5, 4, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0),
    "priya": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "yuki": (5, 4, 0, 0, 5, 3, 5, 5, 0, 4, 3, None),
}
DIAGNOSES = {
    "amara": ["softmax is right on all", "Not graded yet: a person has to read this answer."],
    "bjorn": ["SyntaxError", "NameError: name 'one_hot' is not defined"],
    "leila": ["it raises ValueError: not enough values to unpack", "x, w, b = cache"],
    "mateo": ["cross_entropy_backward is not written yet"],
    "priya": ["softmax is not written yet"],
    "yuki": ["you add up the losses of the batch", "p_i is missing on the diagonal", "is below 94 %"],
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    shutil.copy(tiny.ROOT / "nbgrader_config.py", root)
    shutil.copytree(tiny.ROOT / "solutions" / A1, root / "solutions" / A1)
    course = Course.find(root)
    release(course, A1)
    register(course, A1)
    samples.hand_in(course, course.path("submitted"))
    return course


@pytest.fixture(scope="module")
def grades(course):
    outcomes = dict(grade(course, A1, submitted=course.path("submitted"), seed=20))
    assert set(outcomes.values()) == {Outcome(Status.GRADED)}
    return read_grades(course, A1, outcomes)


def test_every_sample_has_its_expected_points(grades):
    assert [(exercise.name, exercise.points) for exercise in grades.exercises] == EXERCISES
    assert {row.student: row.points for row in grades.rows} == POINTS


@pytest.mark.parametrize("student", POINTS)
def test_the_feedback_says_the_diagnosis_and_not_the_hidden_test(course, grades, student):
    html = (course.path("feedback") / student / A1 / f"{A1}.html").read_text(encoding="utf-8")
    text = BeautifulSoup(html, features="html.parser").get_text()
    for words in DIAGNOSES[student]:
        assert words in text
    assert "HIDDEN TESTS" not in html
    for line in hidden_lines(course):
        assert line not in text


def test_every_figure_is_described(course, grades):
    html = (course.path("feedback") / "amara" / A1 / f"{A1}.html").read_text(encoding="utf-8")
    assert "No description has been provided" not in html


def hidden_lines(course):
    nb = nbformat.read(course.path("source") / A1 / f"{A1}.ipynb", as_version=4)
    blocks = [cell.source.partition("### BEGIN HIDDEN TESTS\n")[2].partition("### END")[0] for cell in nb.cells]
    lines = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]
    assert lines
    return lines


def test_a_sample_is_the_release_with_answers_in_its_solution_cells(course):
    released = nbformat.read(course.path("release") / A1 / f"{A1}.ipynb", as_version=4)
    for sample in samples.SAMPLES:
        nb = nbformat.read(course.path("submitted") / sample.student / A1 / f"{A1}.ipynb", as_version=4)
        changed = [
            theirs.metadata.nbgrader.grade_id
            for ours, theirs in zip(released.cells, nb.cells, strict=True)
            if ours.source != theirs.source
        ]
        assert len(changed) == {"priya": 0, "mateo": 4}.get(sample.student, len(EXERCISES))
        assert all("SOLUTION" not in cell.source and "HIDDEN" not in cell.source for cell in nb.cells)
