"""Submissions of the assignments after A1, graded by nbgrader: every student's exact points, exercise by exercise.

Four students hand in each: `right` the solution, `released` the release, `mistaken` and `broken` what WORKS says.
"""

import shutil
from typing import NamedTuple

import nbformat
import pytest
from bs4 import BeautifulSoup

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.exercise import Slip
from course_lib.grading.autograde import grade
from course_lib.grading.course import Course
from course_lib.grading.gradebook import read_grades
from course_lib.grading.outcome import Outcome, Status
from course_lib.grading.release import register, release
from course_lib.grading.samples import REGION
from tests.grading import tiny


class Work(NamedTuple):
    assignment: str
    points: dict  # exercise: its maximum
    written: str  # the exercise that a person reads
    costly: list  # exercises that only `right` answers, since they train much
    mistaken: list  # functions with the first known mistake of their exercise
    spoiled: list  # what these mistakes make wrong as well
    broken: dict  # exercise: what stands there in place of the solution; None: left as released
    lost: list  # exercises that get nothing of broken's
    says: list  # words of broken's page


WORKS = [
    Work(
        "a2_losses_and_optimizers",
        {
            "multiclass_hinge_loss": 5, "multiclass_hinge_sum_loss": 4, "smooth_l1_loss": 4, "huber_loss": 3,
            "kl_divergence": 5, "fit_line": 3, "nesterov": 4, "alexnet_update": 5, "adam": 5, "plateau_schedule": 5,
            "breaking": 3, "hinge_outliers_and_scale": 4,
        },
        "hinge_outliers_and_scale",
        ["breaking"],
        ["multiclass_hinge_loss", "multiclass_hinge_sum_loss", "smooth_l1_loss", "kl_divergence", "adam"],
        [],
        {
            "smooth_l1_loss": "    return np.abs(pred - target).mean(",
            "huber_loss": "    return pred.mean(), targets",
            "alexnet_update": "    return w + momentum * state - lr * dw, state",
        },
        ["smooth_l1_loss", "huber_loss", "fit_line", "alexnet_update"],
        [
            "SyntaxError", "it raises NameError: name 'targets' is not defined",
            "before the first step the state is None: begin with zeros then.",
        ],
    ),
    Work(
        "a3_backpropagation",
        {
            "tanh_forward": 1, "tanh_backward": 4, "leaky_relu_forward": 2, "leaky_relu_backward": 4, "elu_forward": 3,
            "elu_backward": 4, "maxout_forward": 3, "maxout_backward": 6, "directional_error": 5, "init_mlp": 3,
            "mlp_forward": 4, "mlp_backward": 6, "train_mlp": 5, "ten_layers": 3, "trained_net": 3,
            "flow_and_saturation": 4,
        },
        "flow_and_saturation",
        ["ten_layers", "trained_net"],
        ["tanh_backward", "leaky_relu_backward", "elu_backward", "maxout_backward", "directional_error"],
        ["mlp_backward", "train_mlp"],  # which go back through elu_backward and tanh_backward
        {
            "leaky_relu_forward": "    return np.maximum(x, slope * x, (x, slope)",
            "maxout_backward": "    x, w, b, winner = cache\n    return dout @ w[0], w, b",
            "train_mlp": None,
        },
        ["leaky_relu_forward", "leaky_relu_backward", "maxout_backward", "train_mlp"],
        ["SyntaxError", "not enough values to unpack", "train_mlp is not written yet"],
    ),
    Work(
        "a4_convolution",
        {
            "conv_output_size": 2, "conv2d_forward": 6, "conv2d_backward": 8, "max_pool2d_forward": 3,
            "max_pool2d_backward": 5, "avg_pool2d_forward": 2, "avg_pool2d_backward": 3, "cnn_forward": 4,
            "cnn_backward": 5, "train_cnn": 3, "trained_net": 3, "mnist_net": 3, "shift_and_shuffle": 4,
            "stride_or_pooling": 3, "neighbours": 4,
        },
        "neighbours",
        ["trained_net", "mnist_net", "shift_and_shuffle", "stride_or_pooling"],
        ["conv2d_backward", "max_pool2d_backward", "avg_pool2d_forward", "avg_pool2d_backward"],
        ["cnn_backward", "train_cnn"],  # which go back through conv2d_backward and max_pool2d_backward
        {
            "max_pool2d_backward": "    x, kernel, stride = cache\n    return (dout,)",
            "avg_pool2d_forward": "    return x.mean(axis=(2, 3), (x, kernel)",
            "train_cnn": None,
        },
        ["max_pool2d_backward", "avg_pool2d_forward", "avg_pool2d_backward", "cnn_backward", "train_cnn"],
        ["SyntaxError", "too many values to unpack", "train_cnn is not written yet"],
    ),
    Work(
        "a5_generalization",
        {
            "dropout_forward": 5, "dropout_backward": 3, "random_crop": 5, "random_horizontal_flip": 3,
            "pca_color_basis": 4, "pca_color": 4, "local_response_norm_forward": 4, "ten_crop": 4, "five_remedies": 4,
            "cured": 3, "what_a_remedy_says": 4,
        },
        "what_a_remedy_says",
        ["five_remedies", "cured"],
        ["dropout_forward", "random_crop", "random_horizontal_flip", "pca_color", "ten_crop"],
        ["dropout_backward"],  # whose cache dropout_forward makes
        {
            "random_crop": "    return images[:, :, :size, :size",
            "pca_color_basis": "    return np.linalg.eigh(covariance)",
            "local_response_norm_forward": None,
        },
        ["random_crop", "pca_color_basis", "local_response_norm_forward"],
        [
            "SyntaxError", "NameError: name 'covariance' is not defined",
            "local_response_norm_forward is not written yet",
        ],
    ),
]  # fmt: skip
NO_ALTERNATIVE = "No description has been provided"  # what nbconvert writes then
STUDENTS = ["right", "released", "mistaken", "broken"]


@pytest.fixture(scope="module", params=WORKS, ids=lambda work: work.assignment)
def graded(request, tmp_path_factory):
    """Takes a quarter of a minute an assignment, A4 most of one: it is graded four times, and its nets are trained."""
    work, root = request.param, tmp_path_factory.mktemp("course")
    shutil.copy(tiny.ROOT / "nbgrader_config.py", root)
    shutil.copytree(tiny.ROOT / "solutions" / work.assignment, root / "solutions" / work.assignment)
    course = Course.find(root)
    release(course, work.assignment)
    register(course, work.assignment)
    hand_in(course, work)
    outcomes = dict(grade(course, work.assignment, submitted=course.path("submitted"), seed=20))
    assert set(outcomes.values()) == {Outcome(Status.GRADED)}
    return course, work, read_grades(course, work.assignment, outcomes)


def hand_in(course, work):
    released, solved = (
        nbformat.read(course.path(step) / work.assignment / f"{work.assignment}.ipynb", 4)
        for step in ("release", "source")
    )
    notes = [cell.metadata.get("nbgrader", {}) for cell in solved.cells]
    names = [note.grade_id for note in notes if note.get("solution")]
    left = dict.fromkeys(work.costly)
    instead = {
        "right": {},
        "released": dict.fromkeys(names),
        "mistaken": left | {name: first_slip(name).function.edits for name in work.mistaken},
        "broken": left | work.broken,
    }
    for student in STUDENTS:
        notebook = nbformat.from_dict(released)
        for cell, right in zip(notebook.cells, solved.cells, strict=True):
            cell.source = written(cell, right, instead[student])
        path = course.path("submitted") / student / work.assignment / f"{work.assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def first_slip(name):
    """Return the first known mistake of an exercise that is an edit of its answer."""
    return next(mistake for mistake in EXERCISES[name].mistakes if isinstance(mistake.function, Slip))


def written(cell, right, instead):
    """Return what a student hands in for a cell: the solution, its edited form, other lines, or the release."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    other = instead.get(name, ())
    if other is None or not cell.metadata.get("nbgrader", {}).get("solution"):
        return cell.source
    if isinstance(other, str):
        return REGION.sub(lambda region: other, right.source)
    source = REGION.sub(lambda region: "\n".join(region[0].split("\n")[1:-1]), right.source)
    for found, slip in other:
        assert source.count(found) == 1, f"{name}: the solution is not the exercise's answer, it lacks {found}"
        source = source.replace(found, slip)
    return source


def test_every_student_has_the_expected_points(graded):
    _, work, grades = graded
    lost = {
        "right": [],
        "released": list(work.points),
        "mistaken": work.mistaken + work.spoiled + work.costly,
        "broken": work.lost + work.costly,
    }
    assert {exercise.name: exercise.points for exercise in grades.exercises} == work.points
    for row in grades.rows:
        full = {name: 0 if name in lost[row.student] else most for name, most in work.points.items()}
        if row.student != "released":
            full[work.written] = None  # a person has to read it
        assert dict(zip(work.points, row.points, strict=True)) == full, row.student


def test_the_page_names_every_known_mistake_and_says_what_is_broken(graded):
    course, work, _ = graded
    for name in work.mistaken:
        assert " ".join(first_slip(name).hint.split()) in page(course, work, "mistaken")
    for words in work.says:
        assert words in page(course, work, "broken")


def page(course, work, student):
    return " ".join(BeautifulSoup(html(course, work, student), features="html.parser").get_text().split())


def html(course, work, student):
    return (course.path("feedback") / student / work.assignment / f"{work.assignment}.html").read_text(encoding="utf-8")


def test_every_figure_is_described(graded):
    course, work, _ = graded
    assert NO_ALTERNATIVE not in html(course, work, "right")
