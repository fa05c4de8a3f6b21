"""The engine holds the library's own contracts: tuples of one, None, masks, caches, lists, random answers, errors."""

import inspect

import numpy as np
import pytest

from course_lib.checks.engine.diagnose import describe
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.problem import Problem
from tests.checks.engine.contracts import EXERCISES, MODULES, OTHER_ORDERS, WRONG, exercise

BY_NAME = {e.name: e for e in EXERCISES}
RANDOM = {e.name: e for e in EXERCISES if any(case.accept for case in e.cases(np.random.default_rng(0)))}


def kinds(exercise, function, **options):
    return [trial.problem and trial.problem.kind for trial in attempt(exercise, function, seed=3, **options)]


def public(module):
    functions = inspect.getmembers(module, inspect.isfunction)
    return {name for name, function in functions if function.__module__ == module.__name__ and not name.startswith("_")}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_public_function_has_a_contract(module):
    assert public(module) <= {exercise.name for exercise in EXERCISES}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_every_public_function_passes_as_its_own_reference(exercise):
    assert not any(kinds(exercise, exercise.reference))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_no_constant_passes_for_a_public_function(exercise):
    """So that the test above could fail: no exercise accepts just anything."""
    for constant in (None, 0.0, np.zeros((4, 3)), (np.zeros((4, 3)),), (np.zeros((4, 3)), None)):
        assert any(kinds(exercise, lambda *args, constant=constant, **options: constant))


def test_every_random_function_is_known_to_be_random():
    assert set(RANDOM) == set(OTHER_ORDERS) == set(WRONG)


@pytest.mark.parametrize("name", OTHER_ORDERS)
def test_a_random_answer_may_draw_in_another_order(name):
    assert not any(kinds(RANDOM[name], OTHER_ORDERS[name]))


@pytest.mark.parametrize("name", WRONG)
def test_a_random_answer_is_still_judged(name):
    assert "value" in kinds(RANDOM[name], WRONG[name])


def with_cache_of_its_own(forward):
    """Return the forward function, whose cache is a dict that the backward function below understands."""
    return lambda *args, **options: (lambda out, cache: (out, {"all": [cache]}))(*forward(*args, **options))


@pytest.mark.parametrize("exercise", [e for e in EXERCISES if e.forward], ids=lambda e: e.name)
def test_a_cache_of_another_form_is_the_students_own_business(exercise):
    forward = with_cache_of_its_own(exercise.forward)

    def backward(dout, cache):
        return exercise.reference(dout, cache["all"][0])

    assert not any(kinds(exercise, backward, forward=forward))
    assert set(kinds(exercise, backward)) == {"raised"}  # with the library's cache it cannot work
    assert set(kinds(exercise, lambda dout, cache: None, forward=forward)) == {"none"}


def spoil_arrays(cache):
    for part in cache if isinstance(cache, (tuple, list)) else cache.values():
        if isinstance(part, (tuple, list)):
            spoil_arrays(part)
        elif isinstance(part, np.ndarray):
            part.flat[0] = not part.flat[0]


@pytest.mark.parametrize(
    "spoil", [spoil_arrays, lambda cache: cache["all"].append(0), lambda cache: cache.update(more=0)],
    ids=["an array", "a list", "a dict"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["conv2d_backward", "tanh_backward"])
def test_a_changed_cache_is_noticed_whatever_its_form(name, spoil):
    exercise = BY_NAME[name]

    def backward(dout, cache):
        gradients = exercise.reference(dout, cache["all"][0])
        spoil(cache)
        return tuple(gradient.copy() for gradient in gradients)

    assert kinds(exercise, backward, forward=with_cache_of_its_own(exercise.forward)) == ["changed"]


def test_a_changed_list_is_noticed():
    schedule = BY_NAME["plateau_schedule"]
    assert kinds(schedule, lambda losses, **options: (schedule.reference(losses, **options), losses.pop())[0]) == [
        "changed"
    ]

    def raise_the_first(losses, **options):
        losses[0] += 1
        return schedule.reference(losses, **options)

    assert kinds(schedule, raise_the_first) == ["changed"]


def test_a_changed_keyword_array_is_noticed():
    def weigh(x, *, weights):
        return x * weights

    def answer(x, *, weights):
        weights /= weights.sum()
        return x * weights

    weighing = exercise(weigh, "out", lambda rng: ((np.ones(3),), {"weights": np.ones(3)}))
    [trial] = attempt(weighing, answer, seed=0)
    assert trial.problem == Problem("changed", "weights")
    assert kinds(weighing, weigh) == [None]


def test_an_answer_must_raise_where_the_reference_does_and_the_same():
    def root(x):
        if x < 0:
            raise ValueError("negative")
        return x**0.5

    def another_error(x):
        return root(x) if x >= 0 else {}[x]

    def same_text(x):
        if x < 0:
            raise TypeError("negative")
        return root(x)

    roots = exercise(root, "out", lambda rng: ((4.0,), {}), lambda rng: ((-1.0,), {}))
    assert kinds(roots, root) == [None, None]
    silent = attempt(roots, lambda x: abs(x) ** 0.5, seed=0)[1].problem
    assert silent == Problem("silent", expected="ValueError")
    assert describe(silent) == "it raises no error here, expected ValueError"
    assert kinds(roots, another_error) == [None, "raised"]
    assert kinds(roots, same_text) == [None, "raised"]
