"""What the text of an answer says of its loops; and where it is silent, since the loop may be meant so."""

import numpy as np
import pytest

from course_lib.checks.engine.structure.source import made_anew, returns_at_once, stored
from tests.checks.trying import diagnosis


def returning_inside(x):
    total = 0
    for row in x:
        total += row.sum()
        return total


def returning_if(x):
    for row in x:
        if row.sum() > 0:
            return row


def returning_after_continue(x):
    for row in x:
        if row.sum() < 0:
            continue
        return row


def overwriting(x):
    for row in x:
        total = row.sum()
    return total / len(x)


def overwriting_two(x):
    for row in x:
        low, high = row.min(), row.max()
    return low, high


def starting_again(x):
    for row in x:
        rows = []
        rows.append(row.sum())
    return rows


def adding(x):
    total = 0
    for row in x:
        share = row.sum()
        total += share
    return total


def going_on(x):
    for row in x:
        x = x - row
    return x


def showing_the_last(x):
    for row in x:
        total = row.sum()
    print(total)
    return x


def with_one_that_never_changes(x):
    for _ in x:
        half = 0.5
    return half


def using_it_later_anew(x):
    for row in x:
        total = row.sum()
    total = x.sum()
    return total


def test_return_in_the_first_round_is_named():
    found = returns_at_once(returning_inside)
    assert (found.what, found.argument) == ("return total", "for row in x")


@pytest.mark.parametrize("answer", [returning_if, returning_after_continue, adding, np.sum, None])
def test_return_that_may_come_later_is_not(answer):
    assert returns_at_once(answer) is None


@pytest.mark.parametrize(
    ("answer", "where", "what"),
    [
        (overwriting, "total", "total = row.sum()"),
        (overwriting_two, "low", "low, high = row.min(), row.max()"),
        (starting_again, "rows", "rows = []"),
    ],
)
def test_name_that_holds_the_last_round_is_named(answer, where, what):
    found = made_anew(answer)
    assert (found.where, found.what, found.argument) == (where, what, "for row in x")


@pytest.mark.parametrize(
    "answer",
    [adding, going_on, showing_the_last, with_one_that_never_changes, using_it_later_anew, returning_if, np.sum, None],
)
def test_loop_that_may_be_meant_so_is_not(answer):
    assert made_anew(answer) is None


def test_part_of_an_argument_counts_as_it_came():
    def answer(dout, cache):
        _x, w = cache
        w = w.T
        dx = dout @ w
        return dx

    assert stored(answer) == {"w", "dx"}


def softmax(scores, *, temperature=1.0):
    for row in scores:
        exps = np.exp((row - row.max()) / temperature)
        return exps / exps.sum()


def test_check_says_it_before_all_else():
    said = " ".join(diagnosis("softmax", None, answer=softmax).split())
    assert "the loop `for row in scores` never comes to its second round: `return exps / exps.sum()` stands" in said


def linear_forward(x, w, b):
    return (w @ x.T).T + b, (x, w)


def test_t_of_more_than_two_axes_is_named():
    said = " ".join(diagnosis("linear_forward", None, answer=linear_forward).split())
    assert "x has shape (2, 3, 4) here, and x.T turns round all of its axes, not the last two alone." in said


def cross_entropy_backward(scores, labels, *, label_smoothing=0.0):
    targets = np.eye(labels.max() + 1)[labels]
    return (softmax_of(scores) - targets.astype(scores.dtype)) / len(labels)


def softmax_of(scores):
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def test_classes_counted_from_the_labels_are_named():
    said = " ".join(diagnosis("cross_entropy_backward", None, answer=cross_entropy_backward).split())
    assert "2 is labels.max() + 1. Not every class need occur in labels." in said
