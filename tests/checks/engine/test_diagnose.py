"""The words of a diagnosis."""

import ast
from pathlib import Path

import numpy as np
import pytest

import course_lib.checks
from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.diagnose import WORDS, describe, show_inputs, wrap
from course_lib.checks.engine.literal import SMALL
from course_lib.checks.engine.problem import Problem
from course_lib.checks.engine.run import arguments
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


SENTENCES = [
    (
        Problem("unwritten", "softmax"),
        "softmax is not written yet: the line `raise NotImplementedError` is still there",
    ),
    (Problem("raised", found=("ValueError", "no")), "it raises ValueError: no"),
    (Problem("raised", found=("ValueError", "")), "it raises ValueError"),
    (Problem("raised", "f", ("IndexError", "9"), line="x[9]"), "it raises IndexError: 9, in f, line `x[9]`"),
    (Problem("silent", expected="ValueError"), "it raises no error here, expected ValueError"),
    (
        Problem("changed", "x"),
        "it changes its input x: work on a copy (`a = x` is only a second name, and so is a slice of it), or make "
        "a new array (`x = x - …`; `-=` and `x[…] = …` change the old one)",
    ),
    (
        Problem("none", expected=("dx", "dw")),
        "it returns None (is `return` missing?), expected a tuple of 2: (dx, dw)",
    ),
    (
        Problem("none", "dx", expected="an array of shape (2,)"),
        "dx is None (is `return` missing?), expected an array of shape (2,)",
    ),
    (Problem("parts", found="a list", expected=("dx", "dw")), "it returns a list, expected a tuple of 2: (dx, dw)"),
    (Problem("type", "out", "a list", "one number"), "out is a list, expected one number"),
    (Problem("shape", "dx", (2,), (3,)), "dx has shape (2,), expected (3,)"),
    (Problem("dtype", "dx", "float64", "float32"), "dx has dtype float64, expected float32"),
    (Problem("finite", "dx[0]", float("nan"), 1.0, 1, 1), "dx[0] is nan, expected 1"),
    (Problem("finite", "dx[0]", float("inf")), "dx[0] is inf"),
    (Problem("value", "loss", 2.0, 1.0, 1, 1), "loss is 2, expected 1"),
    (
        Problem("value", "dx[1]", 2.0, 1.5, 3, 4),
        "dx[1] is 2, expected 1.5 (3 of 4 elements are wrong; this one most)",
    ),
    (
        Problem("accuracy", "", 0.9123, 0.94),
        "it recognises 91.2% of the held-out digits; at least 94% is wanted",
    ),
    (Problem("order"), "it takes the samples in the order given"),
    (Problem("same order"), "it takes the samples in the same order in every epoch"),
    (Problem("visits"), "in one epoch it does not use every sample exactly once"),
    (Problem("whole"), "each of its steps uses all samples, whatever batch_size is"),
    (Problem("sizes", expected="4, 4 and 2"), "its batches do not have the sizes 4, 4 and 2"),
    (Problem("rng", "rng"), "it does not use rng"),
    (Problem("fact", "every image is cut at the same place"), "every image is cut at the same place"),
    (
        Problem("endless", "f", 9_999, 0.5, line="while True:"),
        "stopped after 0.5 seconds, in f, line `while True:`: it may hold a loop without end",
    ),
    (
        Problem("endless", "", 123_456, 5),
        "stopped after 5 seconds: it may hold a loop without end, and it printed 123,456 characters: look for a print "
        "inside the loop",
    ),
    (
        Problem("endless", "", None, 5),
        "stopped after 5 seconds: it may hold a loop without end, and it printed more than can be read: look for a "
        "print inside the loop",
    ),
]


@pytest.mark.parametrize("problem, sentence", SENTENCES)
def test_each_kind_of_problem_has_its_sentence(problem, sentence):
    assert describe(problem) == sentence


def test_no_kind_is_without_a_sentence_here():
    assert {problem.kind for problem, _ in SENTENCES} == set(WORDS)


def test_a_diagnosis_is_a_headline_and_indented_lines_that_fit():
    text = diagnosis("cross_entropy_backward", EXERCISES["cross_entropy_backward"].mistakes[0].function)
    assert (
        text
        == """\
cross_entropy_backward is wrong on 15 of 16 cases. Case 1: two rows of three scores.
  scores = np.array([[-0.1, 0.6, 0.1], [-0.5, 0.4, 1.3]])
  labels = np.array([2, 2])
  dscores[0, 2] is -0.711604, expected -0.355802 (6 of 6 elements are wrong; this one most)
  Hint: N times too large: the loss is a mean over the batch, so divide by N = len(labels).
  To try it: cross_entropy_backward(**inputs(cross_entropy_backward, 1))"""
    )


def test_a_diagnosis_tells_warnings_and_leaves_out_what_students_cannot_draw():
    def answer(scores, **options):
        return np.log(np.zeros_like(scores)) + np.sqrt(-np.ones_like(scores))

    text = diagnosis("softmax", answer, seed=3)
    assert "\n  NumPy warned: divide by zero encountered in log; invalid value encountered in sqrt.\n" in text
    assert "To try it" not in text
    assert max(map(len, text.splitlines())) <= 96


def test_long_words_and_hyphens_are_not_broken_and_what_runs_on_is_indented():
    text = diagnosis("softmax", lambda scores, **options: 1 / len("a" * len("b" * 0)))
    assert "\n  it raises ZeroDivisionError: division by zero" in text
    rows = wrap(f"a-{'b' * 60}-{'c' * 60} d", "  ").splitlines()
    assert rows == [f"  a-{'b' * 60}-{'c' * 60}", "    d"]


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
        args, options = arguments(case, exercise.forward)
        named = dict(zip(exercise.inputs, args)) | options
        lines = show_inputs(exercise, case)
        if any("an array of shape" in line for line in lines):
            continue
        space = {"np": np, getattr(exercise.forward, "__name__", ""): exercise.forward}
        exec("\n".join(lines), space)
        for key in named.keys() - {"rng"}:
            if callable(named[key]):
                space[key], named[key] = space[key](named["x"]), named[key](named["x"])
            assert equal(space[key], named[key]), key
        shown += 1
    assert shown or "cnn" in name  # even a small net of convolutions has more numbers than fit
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
