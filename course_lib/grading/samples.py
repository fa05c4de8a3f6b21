"""Six submissions of assignment A1, made from its solution: what a course hands in, in small."""

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

ASSIGNMENT = "a1_softmax_classifier"
REGION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """A student who hands in.

    Attributes
    ----------
    student : str       nbgrader's id
    story : str         what is right and wrong with the submission
    unanswered : tuple  exercises left as they were released; "all" stands for every one
    wrong : dict        exercise -> what stands in place of the solution
    """

    student: str
    story: str
    unanswered: tuple = ()
    wrong: dict = field(default_factory=dict)


SAMPLES = (
    Sample("amara", "everything right"),
    Sample(
        "bjorn",
        "a bracket missing in one_hot: the cell is no Python",
        wrong={
            "one_hot": "targets = np.full((len(labels), num_classes), smoothing / num_classes\n"
            "targets[np.arange(len(labels)), labels] += 1 - smoothing\n"
            "return targets"
        },
    ),
    Sample(
        "leila",
        "linear_backward unpacks a third value from the cache and raises; training needs it",
        wrong={"linear_backward": "x, w, b = cache\nreturn dout @ w, dout.T @ x, dout.sum(axis=0)"},
    ),
    Sample(
        "mateo",
        "stopped after exercise 4; no answer in words",
        unanswered=(
            "cross_entropy_backward",
            "linear_forward",
            "linear_backward",
            "train_linear_classifier",
            "digits_classifier",
            "accuracy_and_confidence",
            "honest_temperature",
            "written_first_loss_and_one_mistake",
        ),
    ),
    Sample("priya", "handed in as it was released", unanswered=("all",)),
    Sample(
        "yuki",
        "a sum in cross_entropy, p_i left out of the Jacobian's diagonal, and too little training",
        wrong={
            "cross_entropy": "shifted = scores - scores.max(axis=1, keepdims=True)\n"
            "log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))\n"
            "targets = one_hot(labels, scores.shape[1], smoothing=label_smoothing)\n"
            "return -(targets * log_probs).sum()",
            "softmax_jacobian": "return -probs[:, :, None] * probs[:, None, :]",
            "digits_classifier": "w, b = train_linear_classifier(\n"
            "    x_train, train_labels, num_classes=10, lr=0.01, epochs=1, batch_size=32,\n"
            "    rng=np.random.default_rng(0),\n"
            ")",
        },
    ),
)


def hand_in(course, submitted):
    """Write every sample to submitted/STUDENT/ASSIGNMENT, from the course's release and solution of A1."""
    release, source = (course.path(step) / ASSIGNMENT / f"{ASSIGNMENT}.ipynb" for step in ("release", "source"))
    for sample in SAMPLES:
        path = Path(submitted) / sample.student / ASSIGNMENT / release.name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(answer(nbformat.read(release, 4), nbformat.read(source, 4), sample), path)


def answer(release, source, sample):
    """Fill in the released notebook as the sample's student did, and return it."""
    for cell, solved in zip(release.cells, source.cells, strict=True):
        notes = cell.metadata.get("nbgrader", {})
        name = notes.get("grade_id")
        if notes.get("solution") and not {name, "all"} & set(sample.unanswered):
            cell.source = REGION.sub(lambda region, name=name: _answer(region, sample.wrong.get(name)), solved.source)
    return release


def _answer(region, wrong):
    """Return what stands in a solution region: the solution, or the student's own lines at its indentation."""
    if wrong is None:
        return "\n".join(region[0].split("\n")[1:-1])
    return textwrap.indent(wrong, region[1])
