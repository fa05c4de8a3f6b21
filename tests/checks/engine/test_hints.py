import numpy as np
import pytest

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.hints import alike, find_hint
from course_lib.checks.engine.judge import attempt
from course_lib.ops.losses import softmax

SOFTMAX = EXERCISES["softmax"]


def one_error(scores):
    raise ValueError("one")


def another_error(scores):
    raise ValueError("another")


def in_place(scores):
    scores -= 1
    return softmax(scores)


@pytest.mark.parametrize(
    "answer, other, agree",
    [
        (softmax, lambda scores: softmax(scores) + 1e-12, True),
        (softmax, lambda scores: softmax(scores) + 1e-3, False),
        (softmax, one_error, False),
        (one_error, softmax, False),
        (one_error, one_error, True),
        (one_error, another_error, False),
        (in_place, in_place, True),
        (in_place, softmax, False),
    ],
)
def test_two_functions_are_alike_if_they_do_the_same(answer, other, agree):
    trial = attempt(SOFTMAX, answer, seed=0)[0]
    assert alike(SOFTMAX, other, trial) is agree


def test_a_mistake_that_is_right_where_the_answer_first_fails_gives_no_hint():
    def answer(scores):
        return softmax(scores) * (2 if np.max(scores) > 900 else 1)

    assert find_hint(SOFTMAX, attempt(SOFTMAX, answer, seed=0)) is None


def test_a_mistake_that_fits_only_where_two_coincide_gives_no_hint():
    """N - 1 in place of N is a sum where N is 2, as in the first case, and nowhere else."""
    loss = EXERCISES["cross_entropy"]

    def answer(scores, labels):
        return loss.reference(scores, labels) * len(labels) / max(len(labels) - 1, 1)

    trials = attempt(loss, answer, seed=0)
    assert any(alike(loss, mistake.function, trials[0]) for mistake in loss.mistakes)
    assert find_hint(loss, trials) is None
