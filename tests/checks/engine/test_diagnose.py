"""The words of a diagnosis."""

import ast
from pathlib import Path

import numpy as np
import pytest

import course_lib.checks
from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.diagnose import WORDS, describe, show_inputs
from course_lib.checks.engine.literal import SMALL
from course_lib.checks.engine.problem import Problem
from course_lib.ops.losses import softmax
from tests.checks.engine.test_literal import equal
from tests.checks.trying import diagnosis


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda probs: probs[:, :1], "has shape (2, 1), expected (2, 3)"),
        (lambda probs: probs.astype(np.float16), "has dtype float16, expected float64"),
        (lambda probs: probs * [[1, 1, np.nan]], "probs[0, 2] is nan, expected"),
        (lambda probs: probs + np.eye(*probs.shape) / 10, "elements are wrong; this one most"),
        (lambda probs: probs.tolist(), "probs is a list, expected an array of shape (2, 3)"),
        (lambda probs: None, "probs is None (is `return` missing?), expected an array of shape (2, 3)"),
        (lambda probs: probs + 1e-7, "6 of 6 elements are wrong"),
    ],
)
def test_diagnosis_walks_shape_dtype_finite_value(change, words):
    def answer(scores, **options):
        probs = softmax(scores, **options)
        return change(probs) if scores.shape == (2, 3) else probs

    text = diagnosis("softmax", answer)
    assert words in text
    assert "wrong on 3 of 15 cases" in text
    assert "scores = np.array([[" in text


@pytest.mark.parametrize(
    "found, expected, words",
    [
        (0.25, 0.5, "x is 0.25, expected 0.5"),
        (0.1234567, 0.1234568, "x is 0.1234567, expected 0.1234568"),
        (1.00000001, 1.0, "x is 1.00000001, expected 1"),
        (1e9 + 1, 1e9, "x is 1000000001, expected 1000000000"),
        (float(np.nextafter(1, 2)), 1.0, "x is 1.0000000000000002, expected 1"),
        (np.float32(0.1), 0.2, "x is 0.1, expected 0.2"),
    ],
)
def test_numbers_have_as_many_digits_as_tell_them_apart(found, expected, words):
    assert describe(Problem("value", "x", found, expected, 1, 1)) == words


def kinds_in_use():
    """Return the first argument of every call of Problem in the library's checks."""
    for path in Path(course_lib.checks.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "_other_type"):
                yield from [first.value for first in node.args[:1] if isinstance(first, ast.Constant)]


def test_every_kind_of_problem_has_words_and_no_words_are_left_over():
    assert set(kinds_in_use()) | {"value", "finite"} == set(WORDS)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_shown_case_can_be_pasted(name):
    exercise, shown = EXERCISES[name], 0
    for case in exercise.cases(np.random.default_rng(0)):
        named = dict(zip(exercise.inputs, case.args)) | case.options
        lines = show_inputs(exercise, case)
        if any("an array of shape" in line for line in lines):
            continue
        space = {"np": np}
        exec("\n".join(lines), space)
        for key in named.keys() - {"rng"}:
            assert equal(space[key], named[key]), key
        shown += 1
    assert shown
    assert SMALL == 24  # elements: what fits on a few lines


def answers(source):
    space = {"np": np, "softmax": softmax}
    exec(source, space)
    return space


CALLS_SOFTMAX = """
def cross_entropy_backward(scores, labels):
    return softmax(scores) - np.eye(scores.shape[1])[labels]
"""


@pytest.mark.parametrize(
    "source, blamed",
    [
        (CALLS_SOFTMAX, False),  # the library's softmax: right
        ("def softmax(scores): return np.exp(scores)\n" + CALLS_SOFTMAX, True),
        ("softmax = 3\n" + CALLS_SOFTMAX, False),  # raises, but there is no function to blame
    ],
    ids=["right", "wrong", "no function"],
)
def test_a_function_that_the_answer_calls_is_blamed_only_if_it_is_wrong(source, blamed):
    text = diagnosis("cross_entropy_backward", None, answer=answers(source)["cross_entropy_backward"])
    assert ("It calls softmax, which is wrong too. Mend that first." in text) is blamed
    assert "It calls cross_entropy_backward" not in text
