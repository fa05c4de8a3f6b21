import numpy as np
import pytest

from course_lib.checks.engine.compare import difference, same
from course_lib.checks.engine.diagnose import describe
from course_lib.checks.engine.frozen import Garbage, freeze, snapshot, unchanged
from course_lib.checks.engine.problem import Problem

NAN, INF = float("nan"), float("inf")


def compare(found, expected, names=("out",), **options):
    return difference(freeze(found), freeze(expected), names, **options)


@pytest.mark.parametrize("dtype, rounding", [(np.float64, 1e-9), (np.float32, 1e-4)])
@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_the_tolerance_is_of_the_largest_element_and_of_1_at_least(dtype, rounding, scale):
    expected = np.array([0.0, scale], dtype)
    assert compare(expected + dtype(0.5 * rounding * scale), expected) is None
    assert compare(expected + dtype(1.5 * rounding * scale), expected).kind == "value"
    small = np.array([0.0, 1e-3], dtype)
    assert compare(small + dtype(0.5 * rounding), small) is None
    assert compare(small + dtype(1.5 * rounding), small).kind == "value"


def test_whole_numbers_have_to_agree_exactly():
    assert compare(np.array([10**9 + 1]), np.array([10**9])).kind == "value"
    assert compare(np.array([10**9]), np.array([10**9])) is None


ARRAY = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    "found, expected, problem",
    [
        (ARRAY + np.array([[0, 0], [1, 0.5]]), ARRAY, Problem("value", "out[1, 0]", 4.0, 3.0, 2, 4)),
        (ARRAY * [[1, INF], [1, 1]], ARRAY, Problem("finite", "out[0, 1]", INF, 2.0, 1, 4)),
        (ARRAY[:, :1], ARRAY, Problem("shape", "out", (2, 1), (2, 2))),
        (np.float32(ARRAY), ARRAY, Problem("dtype", "out", "float32", "float64")),
        (ARRAY > 2, ARRAY, Problem("dtype", "out", "bool", "float64")),
        (None, ARRAY, Problem("none", "out", None, "an array of shape (2, 2)")),
        ([1.0], ARRAY, Problem("type", "out", "a list", "an array of shape (2, 2)")),
        ((ARRAY,), ARRAY, Problem("type", "out", "a tuple of 1", "an array of shape (2, 2)")),
        (ARRAY, 3.0, Problem("type", "out", "an array of shape (2, 2)", "one number")),
        (True, 1.0, Problem("type", "out", "True", "one number")),
        (3.0, 3, Problem("type", "out", "the float 3.0", "a whole number")),
        (1, True, Problem("type", "out", "the integer 1", "True")),
        (2.0, 1.0, Problem("value", "out", 2.0, 1.0, 1, 1)),
        (0.0, None, Problem("type", "out", "the float 0.0", "None")),
        (~(ARRAY > 2), ARRAY > 2, Problem("value", "out[0, 0]", True, False, 4, 4)),
        (np.array([1.0, 2.0]), np.array([1.0, INF]), Problem("value", "out[1]", 2.0, INF, 1, 2)),
    ],
)
def test_a_problem_is_the_first_thing_that_is_wrong(found, expected, problem):
    assert compare(found, expected) == problem


def test_nan_is_named_before_a_value_that_is_further_off():
    problem = compare(ARRAY * [[9, NAN], [1, 1]], ARRAY)
    assert (problem.kind, problem.where, problem.expected, problem.wrong) == ("finite", "out[0, 1]", 2.0, 2)
    assert np.isnan(problem.found)


@pytest.mark.parametrize(
    "found, expected",
    [
        (np.float32(2), 2.0),  # one number of another float type is as right
        (2, 2.0),
        (np.int32(3), 3),
        (np.uint8(3), 3),
        (None, None),
        (False, np.bool_(False)),
        (np.array([NAN, INF, 1]), np.array([NAN, INF, 1])),
        (ARRAY > 2, ARRAY > 2),
        (np.zeros((0, 2)), np.zeros((0, 2))),
    ],
)
def test_what_agrees_is_no_problem(found, expected):
    assert compare(found, expected) is None


def test_a_tuple_of_one_is_a_tuple():
    assert compare((ARRAY,), (ARRAY,), ("dx",)) is None
    assert compare(ARRAY, (ARRAY,), ("dx",)) == Problem("parts", "", "an array of shape (2, 2)", ("dx",))
    assert compare((ARRAY + 1,), (ARRAY,), ("dx",)).where == "dx[0, 0]"


def test_parts_of_parts_are_named():
    found, expected = (ARRAY, (ARRAY, None, ARRAY + 1)), (ARRAY, (ARRAY, None, ARRAY))
    names = ("out", "cache")
    assert compare(found, expected, names).where == "cache[2][0, 0]"
    assert compare((ARRAY, (ARRAY,)), expected, names) == Problem(
        "parts", "cache", "a tuple of 1", ("cache[0]", "cache[1]", "cache[2]")
    )


def test_one_name_may_stand_for_a_tuple_of_any_length():
    value, expected = (np.zeros(2), np.ones(3)), (np.zeros(2), np.zeros(3))
    assert difference(value, expected, ("params",)).where == "params[1][0]"
    assert difference(value[:1], expected, ("params",)).kind == "parts"
    assert difference(expected, expected, ("params",)) is None


def test_what_is_the_students_own_need_only_be_there():
    expected, names = (ARRAY, (ARRAY, 3)), ("out", "cache")
    assert compare((ARRAY, "mine"), expected, names, own=("cache",)) is None
    assert compare((ARRAY,), expected, names, own=("cache",)).kind == "parts"
    assert compare((ARRAY + 1, "mine"), expected, names, own=("cache",)).kind == "value"


def test_dtypes_are_left_alone_where_only_values_count():
    assert compare(np.array([1, 2]), np.array([1.0, 2.0]), dtypes=False) is None
    assert compare(np.array([5, 7]), np.array([1.0, 2.0]), dtypes=False).kind == "value"
    assert compare(np.float32([NAN, 2]), np.array([1.0, 2.0]), dtypes=False).kind == "finite"
    assert compare(np.float32([0.1]), np.array([0.1]), dtypes=False) is None
    assert compare(True, 1.0, dtypes=False) is None
    assert compare((ARRAY, (np.float32(ARRAY),)), (ARRAY, (ARRAY,)), ("out", "cache"), dtypes=False) is None


def test_values_are_left_alone_where_an_answer_is_not_unique_but_nan_is_not():
    assert compare(ARRAY + 1, ARRAY, values=False) is None
    assert compare(ARRAY[:1], ARRAY, values=False).kind == "shape"
    assert compare(ARRAY * [[1, INF], [INF, 1]], ARRAY, values=False) == Problem("finite", "out[0, 1]", INF, None, 1, 4)
    assert compare((ARRAY, (ARRAY + 1,)), (ARRAY, (ARRAY,)), ("out", "cache"), values=False) is None


def test_found_and_expected_are_plain_numbers_so_that_any_can_be_written():
    for found, expected in ((ARRAY > 2, ARRAY < 2), (ARRAY, ARRAY + 1), (np.float32(ARRAY), np.float32(ARRAY + 1))):
        problem = compare(found, expected)
        assert (type(problem.found), type(problem.expected)) == (type(found[0, 0].item()),) * 2
        assert describe(problem).startswith("out[")


@pytest.mark.parametrize(
    "one, other, agree",
    [
        (ARRAY, ARRAY + 1e-12, True),
        (ARRAY, ARRAY + 1e-3, False),
        (ARRAY, np.float32(ARRAY), False),
        (ARRAY, ARRAY[:1], False),
        (np.array([NAN, 1]), np.array([NAN, 1]), True),
        (np.array([NAN, 1]), np.array([1, NAN]), False),
        (np.array([INF]), np.array([-INF]), False),
        ((ARRAY, None), (ARRAY, None), True),
        ((ARRAY, None), (ARRAY,), False),
        ((ARRAY, None), (ARRAY, ARRAY), False),
        (2.0, np.float32(2.0), True),
        ([1], [2], True),  # both lists: only that is kept
        ([1], {1}, False),
        (None, None, True),
    ],
)
def test_two_answers_are_the_same_if_one_could_be_the_other(one, other, agree):
    assert same(freeze(one), freeze(other)) is agree
    assert same(freeze(other), freeze(one)) is agree


class Pair(tuple):
    def __iter__(self):
        raise RuntimeError("touched")


def test_a_tuple_of_another_class_is_a_tuple_and_its_methods_do_not_run():
    assert same(freeze(Pair((ARRAY, 1))), freeze((ARRAY, 1)))


@pytest.mark.parametrize(
    "value, description",
    [
        ([1], "a list"),
        ("text", "a str"),
        (1j, "a complex"),
        (object(), "an object"),
        (2**70, "an array of shape () and dtype object"),
        (np.array(["a"]), "an array of shape (1,) and dtype <U1"),
        (np.broadcast_to(0.0, (1_000_001,)), "an array of shape (1000001,) and dtype float64"),
        ((1,) * 9, "a tuple"),
    ],
)
def test_what_cannot_be_compared_is_described(value, description):
    assert freeze(value) == Garbage(description)


def test_a_frozen_array_does_not_change_with_the_first():
    array = np.zeros(1_000_000)
    frozen = freeze(array)
    array[:] = 1
    assert frozen.max() == 0
    assert freeze(((((1.0,),),),)) == (((Garbage("a tuple"),),),)
    assert len(freeze((1.0,) * 8)) == 8


class Counter:
    def __init__(self):
        self.calls = 0

    def __repr__(self):
        self.calls += 1
        return f"{self.calls}"


def test_an_input_is_unchanged_if_its_arrays_numbers_and_lists_are():
    given = {"x": np.array([NAN, 1.0]), "sizes": [1, (2.5, NAN)], "name": "sgd", "rng": Counter(), "flag": None}
    before = snapshot(given)
    assert unchanged(given, before)
    for change in (
        lambda: given["x"].__setitem__(1, 2.0),
        lambda: given["sizes"].__setitem__(0, 3),
        lambda: given.update(name="adam"),
        lambda: given.update(more=1),
    ):
        kept = {"x": given["x"].copy(), "sizes": [*given["sizes"]], "name": given["name"]}
        change()
        assert not unchanged(given, before)
        given.update(kept)
        given.pop("more", None)
    assert unchanged(given, before)
