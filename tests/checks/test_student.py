import numpy as np
import pytest

from course_lib.checks import CheckFailed, by_hand, check, inputs, student
from course_lib.checks.catalogue import EXERCISES
from course_lib.ops.conv import conv2d_backward, conv2d_forward
from course_lib.ops.losses import softmax
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
    by_hand(found, wanted)
    assert capsys.readouterr().out == "✓ It agrees with the case by hand.\n"


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
    ],
)
def test_by_hand_shows_both_where_they_differ(found, wanted, words):
    with pytest.raises(CheckFailed) as caught:
        by_hand(found, wanted)
    assert words in str(caught.value)


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
    with pytest.raises(CheckFailed, match=r"no exercise called softmx.*softmax, softmax_jacobian"):
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
