from dataclasses import replace

import numpy as np
import pytest

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.exercise import slips
from course_lib.checks.engine.hints import alike, find_hint, find_two
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
        (one_error, another_error, True),  # what a raise says is the student's own business
        (one_error, lambda scores: scores[9, 9, 9], False),
        (in_place, in_place, True),
        (in_place, softmax, False),
        (in_place, lambda scores: in_place(scores) * 2, False),
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


def two_mistakes(scores, *, temperature=1.0):
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))  # no temperature
    return np.log(exps / exps.sum(axis=1, keepdims=True))  # and logarithms


def test_two_mistakes_at_once_are_both_named():
    trials = attempt(SOFTMAX, two_mistakes, seed=0)
    hint = find_two(SOFTMAX, trials)
    assert hint.startswith("two things at once. First: these are the logarithms of the probabilities.")
    assert "Second: every temperature gives the same. Divide the scores by it, inside np.exp." in hint
    assert find_two(SOFTMAX, attempt(SOFTMAX, lambda scores, temperature=1: scores * 3, seed=0)) is None


def test_two_mistakes_have_to_do_the_same_in_every_wrong_case():
    def answer(scores, *, temperature=1.0):
        return two_mistakes(scores) if scores.shape != (1, 4) else scores

    assert find_two(SOFTMAX, attempt(SOFTMAX, answer, seed=0)) is None


def test_looking_for_two_mistakes_ends_in_time():
    assert find_two(replace(SOFTMAX, seconds=0), attempt(SOFTMAX, two_mistakes, seed=0)) is None


def test_a_slip_replaces_what_stands_once():
    (slip, twice, nowhere) = slips(
        two_mistakes, ("np.log(", "-np.log(", "a"), ("axis=1", "axis=0", "b"), ("x", "y", "c")
    )
    np.testing.assert_allclose(slip.function(np.zeros((1, 2))), [[np.log(2)] * 2])
    for mistake, words in ((twice, "'axis=1' stands 2 times in two_mistakes of tests"), (nowhere, "'x' stands ")):
        with pytest.raises(ValueError, match=f"a slip replaces what stands once in the answer: {words}"):
            mistake.function(np.zeros((1, 2)))
