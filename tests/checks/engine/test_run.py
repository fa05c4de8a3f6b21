"""What an answer may do to the check: return anything, raise anything, print, warn, change its inputs."""

import time
import warnings

import numpy as np
import pytest

from course_lib.checks import CheckFailed, check
from course_lib.checks.catalogue import EXERCISES
from course_lib.ops.losses import softmax
from tests.checks.trying import diagnosis, named, unwrapped


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
    def softmax(scores, *, temperature=1.0):
        raise NotImplementedError("Exercise 1")

    def cross_entropy_backward(scores, labels, *, label_smoothing=0.0):
        return softmax(scores)

    for function, words in (
        (softmax, "softmax is not written yet: the line `raise NotImplementedError` is still there."),
        (cross_entropy_backward, "cross_entropy_backward cannot be checked: softmax is not written yet"),
    ):
        with pytest.raises(CheckFailed) as caught:
            check(function)
        assert str(caught.value).startswith(words)


def test_numpy_warnings_are_told_in_words_and_not_printed(capfd):
    def answer(scores, **options):
        np.log(np.zeros(1))
        return softmax(scores, **options)

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
