import time
import warnings

import numpy as np
import pytest

from course_lib.checks import CheckFailed, by_hand, check, inputs
from course_lib.checks.catalogue import EXERCISES
from course_lib.ops.losses import softmax
from tests.checks.trying import diagnosis, named, unwrapped


def test_inputs_gives_the_case_that_the_check_names():
    text = unwrapped(diagnosis("softmax", lambda scores: np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)))
    assert "Case 6: scores around 1000" in text
    assert "To try it: softmax(**inputs(softmax, 6))" in text
    assert inputs(softmax, 6)["scores"].max() > 999
    assert "To try it" not in diagnosis("softmax", np.exp, seed=7)  # these inputs are the instructor's
    with pytest.raises(CheckFailed, match="there is no case 99"):
        inputs(softmax, 99)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (np.array([[0.25, 0.75]]), [[1 / 4, 3 / 4]]),
        (np.float32(0.5), 0.5),
        ((np.array([1, 2]), np.array([[3.0]])), ([1, 2], [[3]])),
    ],
)
def test_by_hand_accepts_what_agrees(found, wanted, capsys):
    by_hand(found, wanted)
    assert capsys.readouterr().out == "✓ It agrees with the case by hand.\n"


@pytest.mark.parametrize(
    ("found", "wanted", "words"),
    [
        (np.array([[0.2, 0.8]]), [[0.25, 0.75]], "but your function gives"),
        (None, [[0.25, 0.75]], "is `return` missing?"),
        (np.zeros(2), [[0, 0]], "has shape (2,), expected (1, 2)"),
        (np.zeros(2), ([0, 0], [0]), "expected a tuple of 2"),
        (np.full(2, np.nan), [0, 1], "is nan, expected 0"),
    ],
)
def test_by_hand_shows_both_where_they_differ(found, wanted, words):
    with pytest.raises(CheckFailed) as caught:
        by_hand(found, wanted)
    assert words in str(caught.value)


def test_seeds_draw_other_inputs(monkeypatch, capsys):
    def inputs_seen(**options):
        seen = []
        check(named("softmax", lambda scores: seen.append(scores.copy()) or softmax(scores)), **options)
        return np.concatenate([scores.ravel() for scores in seen])

    public, other = inputs_seen(), inputs_seen(seed=5)
    assert not np.array_equal(public[:6], other[:6])
    monkeypatch.setenv("COURSE_CHECK_SEED", "5")
    assert np.array_equal(inputs_seen(), other)


class Hostile:
    """An object whose every method does harm: it must be recognised by its type alone."""

    def __getattribute__(self, name):
        raise RuntimeError("touched")

    __array__ = __len__ = __iter__ = __eq__ = __float__ = __repr__ = __bool__ = __getattribute__

    __hash__ = None


def endless():
    while True:
        yield 1.0


LOOP = []
LOOP.append(LOOP)
GARBAGE = [
    None, "text", b"bytes", 3, 2.5, 1j, True, [], LOOP, {}, {1: 2}, set(), object, Hostile(), endless(), lambda: 0, np,
    (), (1, 2), ((((1,),),),), (None,) * 1000, range(10**12), np.array(["a"]), np.array([None, LOOP], dtype=object),
    np.zeros((0, 3)), np.broadcast_to(0.0, (10**6, 10**6)), np.array(5.0), np.float32(1), np.bool_(1), np.nan,
    np.full((2, 3), np.inf), np.zeros((2, 3), complex), np.zeros(3, "datetime64[s]"), np.zeros(2, [("a", int)]),
    np.ma.masked_all((2, 3)), NotImplemented, Ellipsis,
]  # fmt: skip


@pytest.mark.parametrize("name", EXERCISES)
def test_garbage_is_rejected_in_words(name, capfd):
    for garbage in GARBAGE:
        started = time.process_time()
        text = diagnosis(name, lambda *args, garbage=garbage, **options: garbage)
        assert text.startswith(f"{name} is wrong on")
        assert time.process_time() - started < 5, "it hangs"
    assert capfd.readouterr().err == ""


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    "error", [ValueError("no"), SystemExit(1), RecursionError(), MemoryError(), Unprintable(), GeneratorExit()]
)
def test_exceptions_are_survived_and_named(error):
    def answer(*args, **options):
        raise error

    assert f"it raises {type(error).__name__}" in diagnosis("softmax", answer)


def test_exception_is_quoted_with_its_line():
    def answer(scores):
        return scores[:, 99]

    text = diagnosis("softmax", answer)
    assert "it raises IndexError" in unwrapped(text)
    assert "in the line `return scores[:, 99]`" in unwrapped(text)


def test_interrupt_is_not_swallowed():
    def answer(scores):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(named("softmax", answer))


def test_unwritten_answer_is_called_unwritten():
    def softmax(scores):
        raise NotImplementedError("Exercise 1")

    def cross_entropy_backward(scores, labels):
        return softmax(scores)

    for function, words in (
        (softmax, "softmax is not written yet: the line `raise NotImplementedError` is still there."),
        (cross_entropy_backward, "cross_entropy_backward cannot be checked: softmax is not written yet"),
    ):
        with pytest.raises(CheckFailed) as caught:
            check(function)
        assert str(caught.value).startswith(words)


def test_numpy_warnings_are_told_in_words_and_not_printed(capfd):
    def answer(scores):
        np.log(np.zeros(1))
        return softmax(scores)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(named("softmax", answer))
    out, err = capfd.readouterr()
    assert "NumPy warned on the way: divide by zero encountered in log." in out
    assert err == ""
    assert "NumPy warned: " in diagnosis(
        "softmax", lambda scores: np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_changed_input_is_caught(name):
    reference = EXERCISES[name].reference

    def answer(first, *rest, **options):
        result = reference(first.copy(), *rest, **options)
        first.flat[0] += 1
        return result

    assert f"it changes its input {EXERCISES[name].inputs[0]}" in unwrapped(diagnosis(name, answer))


def test_changed_cache_is_caught():
    def answer(dout, cache):
        result = EXERCISES["linear_backward"].reference(dout, cache)
        cache[0][:] = 0
        return tuple(part.copy() for part in result)

    assert "it changes its input cache" in diagnosis("linear_backward", answer)


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
    text = diagnosis("softmax", lambda scores: change(softmax(scores)) if scores.shape == (2, 3) else softmax(scores))
    assert words in text
    assert "wrong on 1 of 9 cases" in text
    assert "scores = np.array([[" in text


@pytest.mark.parametrize("thing", [3, None, "softmax", [softmax]])
def test_check_of_something_else_says_what_it_wants(thing):
    with pytest.raises(CheckFailed, match="check expects a function"):
        check(thing)


def test_check_of_an_unknown_name_lists_the_exercises():
    with pytest.raises(CheckFailed, match=r"no exercise called softmx.*softmax, one_hot"):
        check(named("softmx", softmax))


def test_notebook_shows_the_diagnosis_without_a_traceback():
    assert CheckFailed("two\nlines")._render_traceback_() == ["two", "lines"]
