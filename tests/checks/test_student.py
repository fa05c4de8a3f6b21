import time
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest

from course_lib import optim
from course_lib.checks import CheckFailed, NotWritten, by_hand, check, inputs, student
from course_lib.checks.catalogue import EXERCISES
from course_lib.ops.conv import conv2d_backward, conv2d_forward
from course_lib.ops.losses import softmax
from course_lib.ops.losses import softmax as library_softmax
from tests.checks.engine.contracts import EXERCISES as CONTRACTS
from tests.checks.trying import diagnosis, named, unwrapped


def drawn(function, seed):
    return EXERCISES[function.__name__].cases(np.random.default_rng(seed))


def test_inputs_gives_the_case_that_the_check_names():
    text = unwrapped(diagnosis("softmax", EXERCISES["softmax"].mistakes[0].function))
    assert "Case 6: scores around 1000" in text
    assert "To try it: softmax(**inputs(softmax, 6))" in text
    assert inputs(softmax, 6)["scores"].max() > 999
    np.testing.assert_array_equal(inputs(softmax, 6, seed=4)["scores"], drawn(softmax, 4)[5].args[0])
    np.testing.assert_array_equal(inputs(softmax, 1)["scores"], drawn(softmax, 0)[0].args[0])
    assert inputs(softmax, 15)["temperature"] == drawn(softmax, 0)[-1].options["temperature"]
    assert "To try it" not in diagnosis("softmax", np.exp, seed=7)  # these inputs are the instructor's
    for number in (0, 16):
        with pytest.raises(CheckFailed, match=f"softmax has cases 1 to 15; there is no case {number}"):
            inputs(softmax, number)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (np.array([[0.25, 0.75]]), [[1 / 4, 3 / 4]]),
        (np.float32(0.5), 0.5),
        ((np.array([1, 2]), np.array([[3.0]])), ([1, 2], [[3]])),
        ((np.array([1, 2]),), ([1, 2],)),
        (np.array([1, 2]), [1, 2]),
        (np.array([0.1, 1 / 3], np.float32), [0.1, 1 / 3]),
        (np.array([True, False]), [1, 0]),
        (3, 3),
    ],
)
def test_by_hand_accepts_what_agrees(found, wanted, capsys):
    by_hand(lambda: found, wanted=wanted)
    assert capsys.readouterr().out == "✓ your function agrees with the case by hand.\n"


@pytest.mark.parametrize(
    ("found", "wanted", "words"),
    [
        (np.array([[0.2, 0.8]]), [[0.25, 0.75]], "but your function gives"),
        (None, [[0.25, 0.75]], "is `return` missing?"),
        (np.zeros(2), [[0, 0]], "has shape (2,), expected (1, 2)"),
        (np.zeros(2), ([0, 0], [0]), "expected a tuple of 2"),
        (np.full(2, np.nan), [0, 1], "the result[0] is nan, expected 0"),
        (np.full(2, np.nan, np.float32), [0, 1], "the result[0] is nan, expected 0"),
        (np.array([5, 7]), [1, 2], "the result[1] is 7, expected 2 (2 of 2 elements are wrong; this one most)"),
        (np.array([0.3], np.float32), [0.1], "the result[0] is 0.3, expected 0.1"),
        (np.array([True]), [0], "expected 0"),
        (np.zeros(2), ([0, 0],), "expected a tuple of 1"),
        ((np.zeros(2), np.ones(1)), ([0, 0], [3]), "result 2[0] is 1, expected 3"),
        ([0, 0], [0, 0], "the result is a list, expected an array of shape (2,)"),
        ({}, 3, "the result is a dict, expected one number"),
        ((np.zeros(1), [1]), ([0], ([1],)), "gives [0.] a list result 2 is a list, expected a tuple of 1"),
    ],
)
def test_by_hand_shows_both_where_they_differ(found, wanted, words):
    with pytest.raises(CheckFailed) as caught:
        by_hand(lambda: found, wanted=wanted)
    assert words in unwrapped(str(caught.value))


def refused(call, *args, kind=CheckFailed, **options):
    """Return what check, by_hand or inputs says when it refuses."""
    with pytest.raises(CheckFailed) as caught:
        call(*args, **options)
    assert caught.type is kind
    return str(caught.value)


def test_by_hand_calls_the_function_and_says_what_check_would(capsys):
    def answer(scores, *, power=1):
        print("power", power)
        return helper(scores**power)

    def helper(scores):
        return scores[:, 7] if scores.sum() > 9 else scores

    softmax = named("softmax", answer)
    by_hand(softmax, np.ones((1, 2)), power=2, wanted=[[1, 1]])
    assert capsys.readouterr().out == (
        "✓ softmax agrees with the case by hand.\nYour function printed a line:\n  power 2\n"
    )
    assert refused(by_hand, softmax, np.ones((1, 2)), wanted=[[1, 2]]) == (
        "By hand it is\n  [[1, 2]]\nbut softmax gives\n  [[1. 1.]]\n"
        "probs[0, 1] is 1, expected 2 (1 of 2 elements are wrong; this one most)\n"
        "Your function printed a line:\n  power 1"
    )
    assert unwrapped(refused(by_hand, softmax, np.full((1, 2), 9.0), wanted=[[1, 2]])) == (
        "softmax on the case by hand: it raises IndexError: index 7 is out of bounds for axis 1 with size 2, in "
        "helper, line `return scores[:, 7] if scores.sum() > 9 else scores` Your function printed a line: power 1"
    )
    assert "it changes its input scores" in refused(
        by_hand, named("softmax", lambda scores: scores.fill(0)), np.ones((1, 2)), wanted=[[0, 0]]
    )
    assert "by_hand expects a function and its arguments; it was given a ndarray" in refused(
        by_hand, np.ones(2), wanted=[1, 1]
    )


def test_by_hand_leaves_a_part_open(capsys):
    by_hand(lambda: (np.ones(2), "any cache"), wanted=([1, 1], ...))
    assert "agrees" in capsys.readouterr().out
    text = refused(by_hand, lambda: (np.ones(2), "any cache"), wanted=([1, 2], ...))
    assert text.startswith("By hand it is\n  [1, 2]\n  whatever it is\nbut your function gives\n  [1. 1.]\n")
    assert "result 1[1] is 1, expected 2" in text
    assert "expected a tuple of 2" in refused(by_hand, lambda: np.ones(2), wanted=([1, 1], ...))


def test_by_hand_stops_a_loop_without_end(monkeypatch):
    def softmax(scores):
        while True:
            pass

    monkeypatch.setitem(EXERCISES, "softmax", replace(EXERCISES["softmax"], seconds=0.1))
    assert unwrapped(refused(by_hand, softmax, 3, wanted=[1])).startswith(
        "softmax on the case by hand: stopped after 0.1 seconds, in softmax, line `"
    )


def test_what_is_not_written_is_an_error_of_its_own():
    def softmax(scores, *, temperature=1.0):
        raise NotImplementedError("Exercise 1")

    words = (
        "softmax is not written yet: the line `raise NotImplementedError` is still there. "
        "After writing it, run its cell: the check knows only what was run."
    )
    assert unwrapped(refused(check, softmax, kind=NotWritten)) == words
    assert unwrapped(refused(by_hand, softmax, 3, wanted=[1], kind=NotWritten)) == words


def test_a_name_that_is_missing_in_an_answer_is_told_with_what_to_do():
    space = {}
    exec("def cross_entropy_backward(scores, labels): return one_hot(labels, 3)", space)
    answer = space["cross_entropy_backward"]
    advice = "Run the cell that defines one_hot; after a restart of the kernel, run all cells above this one."
    assert unwrapped(refused(check, answer)).endswith(advice)
    assert unwrapped(refused(by_hand, answer, 1, 2, wanted=3)).endswith(advice)


class Softmax:
    def __call__(self, scores, **options):
        return library_softmax(scores, **options)

    def softmax(self, scores, temperature=1.0):
        return library_softmax(scores, temperature=temperature)


def decorated(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


@pytest.mark.parametrize(
    "answer",
    [
        lambda scores, **o: library_softmax(scores, **o),
        Softmax(),
        Softmax().softmax,
        partial(library_softmax),
        decorated(np.exp),
    ],
    ids=["lambda", "object", "method", "partial", "decorated"],
)
def test_an_answer_is_known_by_the_name_that_holds_it(answer, capsys):
    softmax = answer
    if answer.__class__ is type(decorated) and answer.__name__ == "wrapper":
        with pytest.raises(CheckFailed, match="softmax is wrong on 15 of 15 cases"):
            check(softmax)
    else:
        check(softmax)
        assert capsys.readouterr().out == "✓ softmax is right on all 15 cases.\n"
    assert list(inputs(softmax, 1)) == ["scores"]


def test_an_answer_at_the_top_of_a_module_is_known_by_its_name(capsys):
    exec(
        "softmax = lambda scores, **options: library(scores, **options)\ncheck(softmax)",
        {"library": library_softmax, "check": check},
    )
    assert capsys.readouterr().out.startswith("✓ softmax is right")


@pytest.mark.parametrize("answer", [lambda scores: scores, partial(library_softmax)])
def test_an_answer_that_no_exercises_name_holds_is_told_how_to_get_one(answer):
    assert unwrapped(refused(check, answer)).startswith(
        "This function has no name: write `softmax = …`, say, and check(softmax). The exercises are: accuracy_"
    )


def test_an_answer_under_another_name_is_told_the_right_one():
    text = unwrapped(refused(check, named("my_softmax", library_softmax)))
    assert text.startswith(
        "There is no exercise called my_softmax. Is it meant to be softmax? Then call it so, and run its cell again."
    )
    assert unwrapped(refused(check, named("metric", abs))).startswith(
        "There is no exercise called metric. The exercises"
    )


class Pair(NamedTuple):
    out: np.ndarray
    cache: tuple


def test_a_named_tuple_is_a_tuple(capsys):
    def linear_forward(x, w, b):
        return Pair(x @ w.T + b, (x, w))

    check(linear_forward)
    by_hand(linear_forward, np.ones((1, 1)), np.ones((1, 1)), 2, wanted=([[3]], ([[1]], [[1]])))
    assert capsys.readouterr().out.count("✓") == 2


@pytest.mark.parametrize("name", EXERCISES)
def test_the_librarys_own_function_is_no_answer(name):
    own = EXERCISES[name].reference
    assert refused(check, own) == f"This is the library's own {name}: write yours, and check that."
    copy = type(own)(own.__code__, own.__globals__, name, own.__defaults__, own.__closure__)
    assert "library's own" in refused(check, copy)
    assert inputs(own, 1)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_check_is_quick(name, capsys):
    """Best of three, so that other work on the machine does not matter."""
    answer = named(name, EXERCISES[name].reference)
    took = []
    for _ in range(3):
        started = time.process_time()
        check(answer)
        took.append(time.process_time() - started)
    assert min(took) < (2 if EXERCISES[name].seconds > 5 else 0.05)


def test_seeds_draw_other_inputs(monkeypatch, capsys):
    def inputs_seen(**options):
        seen = []
        check(named("softmax", lambda scores, **more: seen.append(scores.copy()) or softmax(scores, **more)), **options)
        return np.concatenate([scores.ravel() for scores in seen])

    public, other = inputs_seen(), inputs_seen(seed=5)
    assert not np.array_equal(public[:6], other[:6])
    monkeypatch.setenv("COURSE_CHECK_SEED", "5")
    assert np.array_equal(inputs_seen(), other)


@pytest.mark.parametrize("thing", [3, None, "softmax", [softmax]])
def test_check_of_something_else_says_what_it_wants(thing):
    with pytest.raises(CheckFailed, match="check expects a function"):
        check(thing)


def test_check_of_an_unknown_name_lists_the_exercises():
    with pytest.raises(CheckFailed, match=r"no exercise called softmx(.|\n)*softmax, softmax_jacobian"):
        check(named("softmx", softmax))


def test_notebook_shows_the_diagnosis_without_a_traceback():
    assert CheckFailed("two\nlines")._render_traceback_() == ["two", "lines"]


@pytest.fixture
def pairs(monkeypatch):
    """The contracts of convolution stand in the catalogue, as an assignment will put them there."""
    found = {exercise.name: exercise for exercise in CONTRACTS if exercise.name.startswith("conv2d")}
    monkeypatch.setattr(student, "EXERCISES", found)


def test_a_backward_function_is_checked_with_the_forward_function_of_the_same_student(pairs, capsys):
    def forward(x, w, b, **options):
        out, cache = conv2d_forward(x, w, b, **options)
        return out, [cache]

    forward.__name__ = "conv2d_forward"
    check(named("conv2d_backward", lambda dout, cache: conv2d_backward(dout, cache[0])), forward=forward)
    assert "conv2d_backward is right" in capsys.readouterr().out
    text = diagnosis("conv2d_backward", lambda dout, cache: dout, forward=forward)
    assert "To try it: conv2d_backward(**inputs(conv2d_backward, 1, forward=conv2d_forward))" in text
    assert "x = an array of shape (2, 3, 7, 6)" in text
    assert "padding = (1, 2)" in text
    assert "cache = conv2d_forward(x, w, b, stride=stride, padding=padding)[1]" in text
    assert type(inputs(conv2d_backward, 1, forward=forward)["cache"]) is list
    assert type(inputs(conv2d_backward, 1)["cache"]) is tuple


def test_a_forward_function_is_refused_where_no_cache_is_taken():
    with pytest.raises(CheckFailed, match="softmax takes no cache of a forward function: leave forward= out"):
        check(softmax, forward=softmax)


def test_a_rule_is_tried_again_over_all_its_steps():
    """The line of the diagnosis calls what the check called, so that it gives what the check found."""
    text = diagnosis("nesterov", optim.momentum)
    assert "Case 1: one step." in text
    assert "dws = np.array([[2.0, -1.0, 4.0]])\n  lr = 0.1\n  ws[0, 2] is 0.1, expected -0.26" in text
    assert "To try it: take_steps(nesterov, **inputs(nesterov, 1))" in text
    answer = named("nesterov", optim.momentum)
    np.testing.assert_allclose(optim.take_steps(answer, **inputs(answer, 1)), [[0.8, -1.9, 0.1]])
