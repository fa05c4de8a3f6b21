"""One small change that makes a student's function right is found, and said as it is."""

import ast

import numpy as np
import pytest

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.explain import explain
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.structure.edits import edits
from course_lib.checks.engine.structure.moves import moved
from course_lib.checks.engine.structure.repair import repaired

CURED = "your function is right in every case that was tried."
TEXT = """
def f(x, n, *, lr=0.1):
    total = 0
    for i in range(1, n):
        if i == 2 or not x:
            break
        total += x[i, :2].sum(axis=1) @ x.T - lr / n * (x + 1)
    out = np.max(total)
    return (out, total) if n else -out
"""


def softmax(scores, *, temperature=1.0):
    out, total = np.zeros_like(scores), 0
    for n in range(len(scores)):
        for c in range(scores.shape[1]):
            out[n, c] = np.exp((scores[n, c] - scores[n].max()) / temperature)
            total += out[n, c]
        out[n] /= total
    return out


def linear_forward(x, w, b):
    return np.einsum("...d,cd->...c", x, w) - b, (x, w)


def softmax_jacobian(probs):
    count, classes = probs.shape
    jacobian = np.zeros((count, classes, classes), probs.dtype)
    for n in range(count):
        for i in range(classes):
            for j in range(i + 1):
                jacobian[n, i, j] = probs[n, i] * ((i == j) - probs[n, j])
    return jacobian


def kl_divergence(probs, targets):
    total, slopes = 0.0, np.zeros_like(probs)
    for n in range(len(probs)):
        for c in range(probs.shape[1]):
            if targets[n, c] == 0:
                break
            total += targets[n, c] * np.log(targets[n, c] / probs[n, c])
            slopes[n, c] = -targets[n, c] / probs[n, c] / len(probs)
    return total / len(probs), slopes


def plateau_schedule(losses, *, lr, factor=0.1, patience=10, threshold=1e-4):
    best, waited = np.inf, 0
    for loss in losses:
        if loss < best * (1 - threshold):
            waited = 0
        else:
            waited += 1
        best = min(best, loss)
        if waited > patience:
            lr, waited = lr * factor, 0
    return lr


def one_hot(labels, num_classes, *, smoothing=0.0):
    rows = [[smoothing / num_classes] * num_classes] * len(labels)
    for row, label in zip(rows, labels):
        row[label] += 1 - smoothing
    return np.array(rows)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            linear_forward,
            "with `np.einsum('...d,cd->...c', x, w) + b` in place of `np.einsum('...d,cd->...c', x, w) - b` "
            "in the line `return np.einsum(\"...d,cd->...c\", x, w) - b, (x, w)` ",
        ),
        (
            softmax_jacobian,
            "with `range(classes)` in place of `range(i + 1)` in the line `for j in range(i + 1):` ",
        ),
        (kl_divergence, "with `continue` in place of `break` in the line `break` "),
        (
            plateau_schedule,
            "with the line `best = min(best, loss)` inside of `if loss < best * (1 - threshold)`, as the last line "
            "there, ",
        ),
        (
            one_hot,
            "with `[list([smoothing / num_classes] * num_classes) for _ in range(len(labels))]` in place of "
            "`[[smoothing / num_classes] * num_classes] * len(labels)` in the line "
            "`rows = [[smoothing / num_classes] * num_classes] * len(labels)` ",
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_the_change_that_cures_is_said(answer, words):
    assert told(answer) == words + CURED


def told(answer, clock=lambda: True):
    exercise = EXERCISES[answer.__name__]
    trials = attempt(exercise, answer, seed=0)
    assert any(trial.problem for trial in trials)
    found = repaired(exercise, trials, answer, None, clock)
    return found and explain(found)


def test_two_mistakes_need_more_than_one_change():
    assert told(softmax) is None  # total has to be 0 again in each row, and stands beside out


def test_it_ends_when_the_time_is_up():
    assert told(kl_divergence, clock=lambda: False) is None


def test_a_function_without_text_or_with_surroundings_is_let_alone():
    names = {"np": np}
    exec("def one_hot(labels, num_classes, smoothing=0.0):\n    return -np.eye(num_classes)[labels]", names)
    assert told(names["one_hot"]) is None

    def one_hot(labels, num_classes, *, smoothing=0.0):
        return np.eye(num_classes)[labels] * len(names)

    assert told(one_hot) is None


def test_a_text_that_cannot_be_written_again_is_let_alone(recwarn):
    def one_hot(labels, num_classes, *, smoothing=0.0):
        rows = np.full((len(labels), num_classes), smoothing / num_classes)
        for name in ("rows",) * 2:
            f"{'ab'}{chr(10).join([name])}\n"
        return rows + num_classes + "".count("\\d")

    assert told(one_hot) is None
    assert not recwarn.list


def test_a_change_that_makes_it_endless_ends_the_search():
    def one_hot(labels, num_classes, *, smoothing=0.0):
        k, rows = 0, np.full((len(labels), num_classes), smoothing / num_classes)
        while k < len(labels):
            rows[k, labels[k]] -= 1 - smoothing
            k += 1
        return rows

    assert told(one_hot) in (
        None,
        f"with `+=` in place of `-=` in the line `rows[k, labels[k]] -= 1 - smoothing` {CURED}",
    )


def test_every_change_is_another_and_is_taken_back():
    tree = ast.parse(TEXT)
    before, seen = ast.dump(tree), set()
    for _, what, _, _ in moved(tree):
        assert ast.dump(tree) != before
        seen.add(what)
    assert ast.dump(tree) == before
    assert seen == {
        "replaced", "left out", "moved up", "moved in", "moved in last", "moved before", "moved after",
    }  # fmt: skip
    every = [(edit.line, edit.what, edit.old, edit.new) for edit in edits(TEXT)]
    assert len(every) > 300
    assert all(old != new for *_, old, new in every)
    for wanted in (
        (4, "replaced", "range(1, n)", "range(0, n)"), (5, "replaced", "i == 2", "i != 2"),
        (5, "replaced", "i == 2 or not x", "i == 2 and (not x)"), (5, "replaced", "not x", "x"),
        (7, "replaced", "x[i, :2].sum(axis=1)", "x[i, :2].sum(axis=1, keepdims=True)"),
        (7, "replaced", "axis=1", "axis=0"),
        (7, "replaced", "x.T", "x"), (7, "replaced", ":2", ":"), (7, "replaced", "lr / n", "n / lr"),
        (7, "replaced", "lr / n * (x + 1)", "lr / (n * (x + 1))"), (8, "replaced", "np.max(total)", "np.sum(total)"),
        (8, "replaced", "np.max(total)", "np.max(total, axis=0)"), (9, "replaced", "(out, total)", "(total, out)"),
        (9, "replaced", "-out", "out"), (9, "replaced", "n", "x"), (7, "replaced", "x + 1", "(x + 1).copy()"),
    ):  # fmt: skip
        assert wanted in every
    numbers_kept = [(edit.old, edit.new) for edit in edits(TEXT, numbers=False)]
    assert ("i == 2", "i != 2") in numbers_kept
    assert ("2", "3") not in numbers_kept
