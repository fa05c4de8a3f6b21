"""Relations of several results, of dtypes, of single cases and of randomness; and the time that a hint takes."""

import time

import numpy as np
import pytest

from course_lib.checks.engine.exercise import Case, Exercise
from course_lib.checks.engine.explain import explain
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.structure.find import find_relation
from course_lib.ops.losses import softmax
from tests.checks.engine.contracts import EXERCISES
from tests.checks.engine.lab import LAB
from tests.checks.engine.test_structure import MIX, mix, mix_cases, related


def two(function, *cases, outputs=("out",), **more):
    return Exercise(function, outputs, lambda rng: [case(rng) for case in cases], **more)


def drawn(*shapes, **options):
    return lambda rng: Case(f"{shapes}", tuple(rng.normal(size=shape) for shape in shapes), options)


def subtract(a, b):
    return a**2 - b


def test_exchanged_arguments_are_found():
    exercise = two(subtract, drawn(3, 3), drawn(4, 4))
    assert related(lambda a, b: b**2 - a, exercise) == "out is what would be right with a and b exchanged."


def test_results_that_stand_for_each_other_are_found():
    exercise = two(lambda a, b: (a, 2 * b), drawn(3, 3), drawn(4, 4), outputs=("da", "db"))
    assert related(lambda a, b: (2 * b, a), exercise) == "da and db are right, but the wrong way round."
    assert related(lambda a, b: (-a, -2 * b), exercise) == "da and db are right but for the sign."
    assert related(lambda a, b: (a, -2 * b), exercise) == "db is right but for the sign."
    assert related(lambda a, b: a, exercise) == "db is missing: perhaps you return da only."
    assert related(lambda a, b: (2 * b,), exercise) == "da is missing: perhaps you return db only."
    assert related(lambda a, b: (a + b,), exercise) == "db is missing: perhaps you return da only."
    assert related(lambda a, b: [a, b], exercise).startswith("return the results with commas between them")
    assert related(lambda a, b: (a, 2 * b, b), exercise) == (
        "what comes first is right, and more is not asked for: return da, db."
    )


def test_a_tuple_of_one_is_asked_for_in_place_of_a_list_or_of_more():
    exercise = two(lambda a: (2 * a,), drawn(3), drawn(4), outputs=("da",))
    assert related(lambda a: [2 * a], exercise) == "return a tuple of one, with a comma: return da,"
    assert related(lambda a: (2 * a, None), exercise) == (
        "what comes first is right, and more is not asked for: return (da,)."
    )
    assert related(lambda a: (a, None), exercise) is None


def test_a_cache_that_lies_about_in_parts_is_told():
    exercise = two(lambda a, b: (a + b, (a, b)), drawn(3, 3), drawn(4, 4), outputs=("out", "cache"), own=("cache",))
    words = "out and cache are two things, and each part of yours is one. Brackets hold the cache together: "
    assert related(lambda a, b: (a + b, a, b), exercise) == f"{words}return out, (…)."
    assert related(lambda a, b: (a, b, a + b), exercise) == f"{words}return out, (…)."
    assert related(lambda a, b: (a - b, a, b), exercise) is None


def test_a_sum_that_is_missing_is_found_where_one_number_is_wanted():
    exercise = two(lambda a, b: (a - b).mean(), drawn(3, 3), drawn(4, 4))
    assert related(lambda a, b: a - b, exercise) == (
        "out has to be one number. Perhaps a sum or a mean is missing, or has an axis."
    )
    assert related(lambda a, b: (a - b).mean() * len(a), exercise) == (
        "out is what it should be, times the length of a."
    )


def test_one_number_is_not_proportional_by_nature():
    exercise = two(lambda a, b: (a - b).mean(), drawn(3, 3), drawn(4, 4), drawn(5, 5))
    assert related(lambda a, b: np.cos(a + b).mean(), exercise) is None
    assert related(lambda a, b: (a - b).mean() + a[0], exercise) is None


def test_several_things_that_the_wrong_cases_have_in_common_are_all_said():
    exercise = two(
        lambda a, b: a + b,
        drawn((2, 1, 4, 4), (2, 1, 4, 4)),
        drawn((2, 3, 4, 5), (2, 3, 4, 5)),
        drawn((1, 2, 3, 5), (1, 2, 3, 5)),
        drawn((3, 1, 3, 3), (3, 1, 3, 3)),
    )
    found = related(lambda a, b: a + b + 0.1 * np.cos(b) * (a.shape[1] > 1), exercise)
    assert found.startswith("the wrong cases, and no others, have in common: a.shape[1] is more than 1; the last two")


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda a, b: a.swapaxes(1, 2), "out is right, but the axes stand in the order (0, 2, 1)."),
        (
            lambda a, b: a[:, ::-1, ::-1],
            "out is right, but the places of axis 1 and places of axis 2 stand in reversed",
        ),
        (lambda a, b: a[0], "out has the right numbers, but dimensions of length 1 are lost."),
        (lambda a, b: a * (b[0, 0, 0] > 9), "out is zero everywhere."),
    ],
)
def test_axes_are_told(answer, words):
    exercise = two(lambda a, b: a.copy(), drawn((1, 2, 3), (1, 1, 1)), drawn((1, 4, 5), (1, 1, 1)))
    assert related(answer, exercise).startswith(words)


def test_an_argument_is_called_ignored_only_if_that_explains_every_result():
    def step(w, *, lr=1.0):
        return w - lr, lr * w

    def cases(rng):
        return [Case("", (rng.normal(size=4),), {"lr": lr}) for lr in (0.1, 0.2, 1.0)]

    exercise = Exercise(step, ("w", "state"), cases)
    assert related(lambda w, lr: step(w), exercise) == "your answer is the right one for lr = 1.0, whatever lr is."
    assert related(lambda w, lr: (w - 1, lr * w), exercise) == "w is what would be right for lr = 1.0."


def test_what_the_wrong_cases_have_in_common_holds_on_other_seeds_too():
    """The only case with one row may be right by chance, as when its label happens to be 0."""

    def pick(x, labels):
        return x[np.arange(len(labels)), labels]

    def cases(rng):
        return [Case("", (rng.normal(size=(n, 3)), rng.integers(3, size=n))) for n in (1, 4, 5, 6, 7, 9)]

    exercise = Exercise(pick, ("out",), cases)
    lucky = next(seed for seed in range(9) if not cases(np.random.default_rng(seed))[0].args[1].any())

    def said(answer):
        relation = find_relation(exercise, attempt(exercise, answer, seed=lucky), answer)
        return relation and explain(relation)

    def by_lines(x, labels):
        return np.cos(pick(x, labels)) if len(x) > 1 else pick(x, labels)

    assert said(by_lines) == "it is wrong where the number of rows of x is more than 1, and right in all other cases."
    assert said(lambda x, labels: np.cos(pick(x, labels)) if labels.any() else pick(x, labels)) is None


def test_a_tuple_of_one_is_told():
    exercise = two(lambda a, b: (a + b,), drawn(3, 3), drawn(4, 4), outputs=("dx",))
    assert related(lambda a, b: a + b, exercise) == "return a tuple of one, with a comma: return dx,"


def test_few_whole_numbers_are_chance():
    exercise = two(lambda a, b: int(a.size), drawn(3, 3), drawn(4, 4))
    assert related(lambda a, b: int(a.size) + 2, exercise) is None


def test_numbers_that_stop_being_finite_are_told_by_their_size():
    sizes = (1, 2, 3000, 4000)
    cases = [lambda rng, s=s: Case(f"size {s}", (s * np.array([[0.5, 1.0], [1.0, 0.25]]),)) for s in sizes]
    exercise = two(softmax, *cases)
    assert related(lambda scores: np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True), exercise) == (
        "out is right up to scores of 2 in size, and not finite from 3000 on."
    )


def test_what_holds_where_the_result_is_finite_is_said_of_that():
    sizes = (1, 2, 3, 4000)
    cases = [lambda rng, s=s: Case(f"size {s}", (s * rng.random(size=(s % 7 + 2, 3)),)) for s in sizes]
    exercise = two(softmax, *cases)

    def answer(scores):
        return scores.shape[0] * np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)

    assert related(answer, exercise) == (
        "where it is finite, out is what it should be, times N, with N the number of rows of scores."
    )


@pytest.mark.parametrize(
    "answer, words",
    [
        (
            lambda x, y: np.zeros(x.shape) + x,
            "x is float32, and the result must be too. np.zeros makes float64 unless ",
        ),
        (lambda x, y: x * np.float64(1), "x is float32, and the result must be too. Somewhere float64 comes in: np."),
        (lambda x, y: x.astype(int), "out is right, but cut off at the decimal point"),
        (lambda x, y: x.astype(np.float16), "out has the precision of float16 only"),
        (lambda x, y: x > 0, "True and False are not numbers yet"),
    ],
)
def test_a_dtype_is_told_by_what_makes_it(answer, words):
    def single(*shapes):
        return lambda rng: Case("", tuple(rng.normal(size=shape).astype(np.float32) for shape in shapes))

    exercise = two(lambda x, y: x.copy(), single((5, 2), 2), single((4, 3), 2))
    assert related(answer, exercise).startswith(words)


def test_whole_numbers_where_floats_are_wanted():
    exercise = two(lambda a: np.eye(2)[a % 2], *[lambda rng: Case("", (np.arange(5),))] * 2)
    assert related(lambda a: np.eye(2, dtype=int)[a % 2], exercise).startswith("these are integers.")


def test_an_argument_by_another_name_is_told():
    assert related(lambda x, w, labels: mix(x, w, labels)) is None  # Python calls a lambda <lambda>: not sure

    def mix_(x, w, labels, margn=1.0):
        return mix(x, w, labels, margin=margn)

    mix_.__qualname__ = mix_.__name__ = "mix"
    exercise = Exercise(mix, MIX.outputs, mix_cases)
    code = mix_.__code__.replace(co_name="mix", co_qualname="mix")
    mix_.__code__ = code
    assert related(mix_, exercise) == (
        "the check passes margin by name, as the exercise says: your function needs an argument of this name."
    )


# Randomness


def noisy(x, *, rng):
    return x + rng.normal(size=x.shape)


NOISY = two(noisy, *(lambda rng: Case("", (rng.random(4),), {"rng": np.random.default_rng(5)}) for _ in "123"))


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x, rng: np.cos(x), "your function does not draw from rng, the generator that it is given."),
        (
            lambda x, rng: x + np.random.normal(size=x.shape),  # noqa: NPY002
            "your function draws from np.random. Draw from rng, which it is given: then a run can be repeated.",
        ),
        (
            lambda x, rng: x + np.random.default_rng().normal(size=x.shape),
            "a second call with the same inputs and an equal rng gives another result. Take every random number from "
            "rng, and keep nothing from call to call.",
        ),
        (lambda x, rng: x + rng.random(x.shape), None),
    ],
)
def test_randomness_is_told_by_calling_again(answer, words):
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    found = related(answer, NOISY)
    assert found == words or words is None
    if "np.random." not in (words or "np.random."):
        assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_a_hint_takes_little_time():
    for exercise in LAB.values():
        trials = attempt(exercise, _spoilt(exercise.reference), seed=0)
        started = time.thread_time()
        find_relation(exercise, trials, exercise.reference)
        assert time.thread_time() - started < 0.25  # 0.1 s where nothing else runs


def _spoilt(function):
    return lambda *args, **options: _bent(function(*args, **options))


def _bent(value):
    if isinstance(value, tuple):
        return tuple(_bent(part) for part in value)
    return value + 0.1 * np.cos(value) if isinstance(value, (np.ndarray, float)) else value


def test_an_answer_that_is_slow_or_prints_is_not_called_again_or_heard(capsys):
    calls = []

    def answer(x, w, labels, margin):
        calls.append(1)
        print("here")
        return np.cos(mix(x, w, labels, margin=margin))

    trials = attempt(MIX, answer, seed=0)
    tried = len(calls)
    capsys.readouterr()
    find_relation(MIX, trials, answer)
    assert capsys.readouterr().out == ""
    assert len(calls) > tried
    tried = len(calls)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("course_lib.checks.engine.structure.find.ONE_CALL", 0)
        find_relation(MIX, trials, answer)
    assert len(calls) == tried


def first_array(args, options):
    return next((value for value in (*args, *options.values()) if isinstance(value, np.ndarray)), np.zeros(2))


NONSENSE = {
    "zero": lambda *args, **options: 0.0,
    "nothing in it": lambda *args, **options: np.zeros((0, 3)),
    "many axes": lambda *args, **options: np.ones((2,) * 9),
    "huge": lambda *args, **options: first_array(args, options).astype(float) * 1e308,
    "bytes": lambda *args, **options: first_array(args, options).astype(np.uint8),
    "the first input, twice": lambda *args, **options: (first_array(args, options),) * 2,
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the accept of a contract may overflow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_nonsense_ends_no_check(exercise):
    for answer in NONSENSE.values():
        trials = attempt(exercise, answer, seed=0)
        if any(trial.problem for trial in trials):
            relation = find_relation(exercise, trials, answer)
            assert relation is None or explain(relation)
