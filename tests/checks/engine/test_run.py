"""What an answer may do to the check: return anything, raise anything, print, warn, change its inputs."""

import copy
import re
import sys
import time
import warnings
from dataclasses import replace

import numpy as np
import pytest

from course_lib.checks import CheckFailed, check
from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.exercise import Cached, Case
from course_lib.checks.engine.run import arguments
from course_lib.ops.linear import linear_forward
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
    """Every exercise gets a sixth of it, the first one all: a hint takes a tenth of a second."""
    turn = list(EXERCISES).index(name)
    for garbage in GARBAGE[turn % 6 :: 6] if turn else GARBAGE:
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
    assert "with size 3, in answer, line `return scores[:, 99]`" in unwrapped(text)


def pick(scores):
    return scores[:, 99]


def test_a_line_of_a_helper_is_told_with_the_helpers_name():
    assert "in pick, line `return scores[:, 99]`" in unwrapped(diagnosis("softmax", lambda scores: pick(scores)))


def test_a_line_within_a_lambda_is_told_with_the_function_around_it():
    def answer(scores):
        return (lambda row: row[99])(scores)

    assert "in answer, line `return (lambda row: row[99])(scores)`" in unwrapped(diagnosis("softmax", answer))
    quoted = unwrapped(diagnosis("softmax", None, answer=lambda_in_no_function()))
    assert "it raises ZeroDivisionError: division by zero Hint: " in quoted


def lambda_in_no_function():
    space = {}
    exec("softmax = lambda scores: 1 / 0", space)
    space["softmax"].__name__ = "softmax"
    return space["softmax"]


def test_of_a_librarys_error_the_students_own_line_is_told():
    def answer(scores):
        return linear_forward(scores, scores[:, 1:], scores)

    assert "in answer, line `return linear_forward(" in unwrapped(diagnosis("softmax", answer))


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


def test_prints_come_after_the_verdict_and_only_the_first_of_them(capsys):
    def chatty(scores, **options):
        for row in scores:
            print(row.shape)
            print("oops", file=sys.stderr)
        return softmax(scores, **options)

    check(named("softmax", chatty))
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "✓ softmax is right on all 15 cases.",
        "Your function printed 73 lines; the first:",
        "  (3,)",
        "  (3,)",
        "  (4,)",
    ]
    assert err == ""
    text = diagnosis("softmax", lambda scores, **options: chatty(scores, **options) * (1 + (len(scores) == 1)))
    assert text.endswith("\n  On this case your function printed a line:\n    (4,)")
    assert capsys.readouterr() == ("", "")


def endless(*args, **options):
    while True:
        pass


def test_an_answer_without_end_is_stopped_and_no_further_case_is_tried(monkeypatch):
    seen = []

    def answer(scores):
        seen.append(len(scores))
        return softmax(scores) if len(seen) == 1 else endless(scores)

    monkeypatch.setitem(EXERCISES, "softmax", replace(EXERCISES["softmax"], seconds=0.25))
    text = unwrapped(diagnosis("softmax", answer))
    assert text.startswith("softmax does not come to an end. Case 2: a single row. scores = np.array([[")
    assert "stopped after 0.25 seconds, in endless, line `" in text
    assert text.endswith("`: it may hold a loop without end")
    assert seen == [2, 1]


def test_an_answer_without_end_is_told_even_if_an_earlier_case_is_wrong(monkeypatch):
    monkeypatch.setitem(EXERCISES, "softmax", replace(EXERCISES["softmax"], seconds=0.1))
    text = diagnosis("softmax", lambda scores: scores if len(scores) == 2 else endless())
    assert text.startswith("softmax does not come to an end. Case 2: a single row.")
    assert "Hint" not in text


def test_a_print_in_a_loop_without_end_is_counted_in_little_memory(monkeypatch):
    def answer(scores):
        while True:
            print("still here")

    monkeypatch.setitem(EXERCISES, "softmax", replace(EXERCISES["softmax"], seconds=0.5))
    text = unwrapped(diagnosis("softmax", answer))
    assert re.search(
        r"without end, and it printed [\d,]{6,} characters: look for a print inside the loop On this case your "
        r"function printed [\d,]{5,} lines; the first: still here still here still here$",
        text,
    )


def test_every_exercise_leaves_an_answer_five_seconds_a_case_or_more():
    assert all(exercise.seconds >= 5 for exercise in EXERCISES.values())


def test_what_is_as_good_as_a_result_is_accepted_and_the_call_shown_is_plain(capsys):
    answer = EXERCISES["cnn_backward"].answer
    check(named("cnn_backward", lambda dscores, cache: (answer(dscores, cache)[0], list(answer(dscores, cache)[1]))))
    assert "is right on all" in capsys.readouterr().out
    wrong = diagnosis("cnn_backward", lambda dscores, cache: (answer(dscores, cache)[0], []))
    assert "To try it: cnn_backward(**inputs(cnn_backward, 1))" in wrong


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
    exercise = EXERCISES[name]
    args = exercise.cases(np.random.default_rng(0))[0].args
    place = next((place for place, arg in enumerate(args) if isinstance(arg, np.ndarray)), None)
    if place is None:
        pytest.skip("it takes no arrays")

    def answer(*args, **options):
        result = exercise.reference(*copy.deepcopy(args), **copy.deepcopy(options))
        args[place].flat[0] += 1
        return result

    assert f"it changes its input {exercise.inputs[place]}" in unwrapped(diagnosis(name, answer))


def test_changed_cache_is_caught():
    def answer(dout, cache):
        result = EXERCISES["linear_backward"].reference(dout, cache)
        cache[0][:] = 0
        return tuple(part.copy() for part in result)

    assert "it changes its input cache" in diagnosis("linear_backward", answer)


def test_a_cached_may_stand_for_the_output_of_the_same_random_call():
    """A loss that is made of a random output: both parts are of one draw, each with a generator of its own."""
    seeds = [{"rng": np.random.default_rng(3)} for _ in range(2)]
    case = Case("both parts", (Cached((5,), seeds[0], part=0), Cached((5,), seeds[1])))
    (out, cache), _ = arguments(case, lambda size, *, rng: 2 * (rng.normal(size=size),))
    np.testing.assert_array_equal(out, cache)
