"""Every known mistake is rejected with its own hint; differently written right answers pass, whatever the seed."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from course_lib.checks import check
from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.judge import attempt
from course_lib.ops.losses import softmax
from tests.checks.trying import diagnosis, named, unwrapped

FOLDERS = [path.parent.name for path in sorted(Path(__file__).parent.glob("*/answers.py"))]
ASSIGNMENTS = [import_module(f"tests.checks.exercises.{folder}.answers") for folder in FOLDERS]
RIGHT_ANSWERS = {name: answers for module in ASSIGNMENTS for name, answers in module.RIGHT_ANSWERS.items()}
FORWARDS = {  # backward answer: the forward answer that makes its cache
    backward: forward for module in ASSIGNMENTS for backward, forward in getattr(module, "FORWARDS", {}).items()
}
MISTAKES = [
    pytest.param(exercise, mistake, id=f"{name}-{index}")
    for name, exercise in EXERCISES.items()
    for index, mistake in enumerate(exercise.mistakes)
]
ANSWERS = [
    pytest.param(name, answer, id=f"{name}-{index}")
    for name, answers in RIGHT_ANSWERS.items()
    for index, answer in enumerate([EXERCISES[name].answer, *answers])
]


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_known_mistake_is_rejected_with_its_own_hint(exercise, mistake, thorough):
    for seed in range(1 + thorough):
        assert f"Hint: {mistake.hint} " in f"{unwrapped(diagnosis(exercise.name, mistake.function, seed=seed))} "


def test_every_exercise_has_mistakes_and_right_answers():
    assert set(RIGHT_ANSWERS) == set(EXERCISES)
    assert all(len(exercise.mistakes) >= 8 for exercise in EXERCISES.values())
    assert all(len(answers) >= 4 for answers in RIGHT_ANSWERS.values())


@pytest.mark.parametrize(("name", "answer"), ANSWERS)
def test_right_answer_is_accepted_in_one_line(name, answer, capfd):
    for seed in range(3):
        check(named(name, answer), forward=FORWARDS.get(answer), seed=seed)
    out, err = capfd.readouterr()
    assert out.count("\n") == 3
    assert all(line.startswith(f"✓ {name} is right on all") for line in out.splitlines())
    assert err == ""


def trains(exercise):
    """Whether the last case trains on the digits, which is why an answer gets more time than others."""
    return exercise.seconds > 5


@pytest.mark.parametrize("name", EXERCISES)
def test_no_seed_fails_a_right_answer(name, first_seed):
    """Training on the digits takes 0.2 s: one seed in 25."""
    whole, answer = EXERCISES[name], RIGHT_ANSWERS[name][1]
    quick = replace(whole, cases=lambda rng: whole.cases(rng)[:-1]) if trains(whole) else whole
    for seed in range(first_seed, first_seed + 50):
        exercise = quick if seed % 25 else whole
        for trial in attempt(exercise, answer, seed=seed, forward=FORWARDS.get(answer)):
            assert trial.problem is None, f"seed {seed}, {trial.case.title}: {trial.problem}"
            refused = trial.wanted.problem  # a ValueError is what some cases ask for
            assert refused is None or refused.found[0] == "ValueError", f"the reference itself: {refused}"


SECOND_MISTAKES = {
    "sum over everything and no shift": (
        "softmax", lambda scores: np.exp(scores) / np.exp(scores).sum(), "the sum runs over the whole array"
    ),
    "sum over the wrong axis and no shift": (
        "softmax", lambda scores: np.exp(scores) / np.exp(scores).sum(axis=0), "yours makes the columns do so"
    ),
    "no minus and log of softmax": (
        "cross_entropy",
        lambda scores, labels: np.log(softmax(scores))[np.arange(len(labels)), labels].mean(),
        "the minus sign is missing",
    ),
    "one loss a row and log of softmax": (
        "cross_entropy",
        lambda scores, labels: -np.log(softmax(scores))[np.arange(len(labels)), labels],
        "Return their mean, one number",
    ),
    "no 1/N and float64": (
        "cross_entropy_backward",
        lambda scores, labels: softmax(scores) - np.eye(scores.shape[1])[labels],
        "N times too large",
    ),
    "other sign and float64": (
        "cross_entropy_backward",
        lambda scores, labels: (np.eye(scores.shape[1])[labels] - softmax(scores)) / len(labels),
        "the sign is turned round",
    ),
    "uphill and float64": (
        "train_linear_classifier",
        lambda x, labels, lr, **options: EXERCISES["train_linear_classifier"].reference(
            x.astype(float), labels, lr=-lr, **options
        ),
        "it climbs",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "hint"), SECOND_MISTAKES.values(), ids=SECOND_MISTAKES)
def test_second_mistake_does_not_hide_the_hint_for_the_first(name, answer, hint):
    assert hint in unwrapped(diagnosis(name, answer))
