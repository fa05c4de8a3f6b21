"""The whole course in a minute: train a classifier, release an assignment, grade what six students hand in."""

import shutil
import textwrap
import time
from functools import partial
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
from nbgrader.utils import rmtree

from course_lib import nn, optim, plotting
from course_lib.data import load_digits
from course_lib.grading import samples
from course_lib.grading.course import CONFIG, Course
from course_lib.grading.points import grade_id
from course_lib.grading.release import release
from course_lib.grading.session import grade_all, shown
from course_lib.ops.losses import cross_entropy_loss
from course_lib.train import evaluate, fit

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("plots", "course")


def run(folder):
    """Run the demo.

    Parameters
    ----------
    folder : Path       all is written there; what an earlier demo wrote is replaced

    Returns
    -------
    code : int          0
    """
    start = time.perf_counter()
    for part in PARTS:
        if (folder / part).exists():
            rmtree(folder / part)  # graded notebooks are read-only
        (folder / part).mkdir(parents=True)
    _train(folder / "plots")
    _teach(folder / "course")
    print(f"\nAll of it lies in {shown(folder)}. It took {time.perf_counter() - start:.0f} seconds.")
    return 0


def _train(folder):
    print("1  One fully connected layer learns to read digits (lecture 04)\n")
    (x_train, y_train), (x_test, y_test) = load_digits()
    x_train, x_test = x_train.reshape(len(x_train), -1), x_test.reshape(len(x_test), -1)
    rng = np.random.default_rng(0)
    net = nn.Sequential(nn.Linear(64, 10, rng=rng))
    update = partial(optim.sgd, lr=0.5)
    data = {"validation": (x_test, y_test), "epochs": 30, "batch_size": 32}
    history = fit(net, x_train, y_train, loss=cross_entropy_loss, update=update, rng=rng, **data)
    _, accuracy = evaluate(net, x_test, y_test, loss=cross_entropy_loss)
    print(f"\n{accuracy:.1%} of {len(x_test)} digits that it has not seen are read correctly.")
    _draw(folder, net, history, x_test, y_test)


def _draw(folder, net, history, x, labels):
    plt.switch_backend("agg")  # pictures go to files: no window is needed
    plotting.set_style()
    losses = {"training": history["loss"], "held-out digits": history["val_loss"]}
    plotting.show_curves(losses, xlabel="epoch", ylabel="cross entropy (nats)", title="Learning to read digits")
    plt.savefig(folder / "learning_curve.png", bbox_inches="tight")
    weights = net.layers[0].params["w"].reshape(10, 8, 8)
    plotting.show_images(
        weights, titles=range(10), columns=5, cmap="RdBu_r", limits=(-2, 2), title="Ink for (red) and against"
    )
    plt.savefig(folder / "templates.png", bbox_inches="tight")
    plotting.show_confusion(labels, net.forward(x).argmax(axis=1), title="Held-out digits")
    plt.savefig(folder / "confusion.png", bbox_inches="tight")
    plt.close("all")
    for path in sorted(folder.glob("*.png")):
        print(f"{path.stem.replace('_', ' '):17} {shown(path)}")


def _teach(root):
    print("\n2  An assignment is released, and six students hand it in\n")
    shutil.copy(ROOT / CONFIG, root)
    shutil.copytree(ROOT / "solutions" / samples.ASSIGNMENT, root / "solutions" / samples.ASSIGNMENT)
    course = Course.find(root)
    print(f"{'released':17} {shown(release(course, samples.ASSIGNMENT))}\n")
    samples.hand_in(course, course.path("submitted"))
    for sample in samples.SAMPLES:
        print(f"  {sample.student:8} {sample.story}")
    print("\n3  nbgrader runs and grades them\n")
    grade_all(course, samples.ASSIGNMENT)
    print("\nWhat yuki reads in the feedback on exercise 3:\n")
    print(textwrap.indent(_diagnosis(course, "yuki", "test_cross_entropy"), "  "))


def _diagnosis(course, student, test):
    """Return what the check said, from the graded notebook."""
    path = course.path("autograded") / student / samples.ASSIGNMENT / f"{samples.ASSIGNMENT}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    cell = next(cell for cell in cells if grade_id(cell) == test)
    return next(output.evalue for output in cell.outputs if output.output_type == "error")
