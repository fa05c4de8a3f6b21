"""What is said of defaults, warnings and signs, and of some cases only; and where it is silent."""

import numpy as np
import pytest

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.diagnose import diagnose
from course_lib.checks.engine.exercise import Case, Exercise
from course_lib.checks.engine.hints import find_hint
from course_lib.checks.engine.judge import attempt
from course_lib.ops.losses import one_hot
from tests.checks.engine.test_structure import MIX, mix, related
from tests.checks.engine.test_structure_of_others import drawn, two
from tests.checks.trying import diagnosis


def power(x, y, *, rate=0.0):
    return x**2 + rate * y


def power_cases(rng):
    sizes = ((3, 4), (5, 2), (4, 6), (2, 7))
    return [
        Case(f"{shape}", (rng.normal(size=shape), rng.normal(size=shape)), {"rate": 0.5} if k > 1 else {})
        for k, shape in enumerate(sizes)
    ]


POWER = Exercise(power, ("out",), power_cases)


def test_another_default_is_told_where_it_explains_all_that_is_wrong():
    def other(x, y, *, rate=2.0):
        return power(x, y, rate=rate)

    def other_and_wrong(x, y, *, rate=2.0):
        return power(x, y, rate=rate) + np.cos(x)

    assert (
        related(other, POWER)
        == "where rate is not given, your function takes 2.0 for it, not 0.0: look at its default."
    )
    assert related(other_and_wrong, POWER) is None
    assert related(lambda x, y, rate=0: power(x, y, rate=rate) + np.cos(x) * (rate == 0), POWER) == (
        "it is wrong where rate is not given, and right in all other cases."
    )
    assert related(lambda x, y, rate=0.0: power(x, y, rate=rate) + np.cos(x) * (rate != 0), POWER) == (
        "it is wrong where rate is given, and right in all other cases."
    )


def test_a_result_that_is_empty_along_an_axis_is_told():
    exercise = two(lambda a, b: a + b, drawn((3, 4), (3, 4)), drawn((5, 2), (5, 2)))
    words = (
        "out is empty: it has no places along axis 1. Perhaps its size is computed too small. A slice a:b holds "
        "nothing where b is not larger than a."
    )
    assert related(lambda a, b: (a + b)[:, 2:1], exercise) == words


def test_sides_that_are_too_long_too_short_or_equal_are_told():
    exercise = two(lambda a: 2 * a[:, :-1, :-1], *(drawn((2, *sides)) for sides in ((4, 6), (5, 3), (7, 4))))
    assert related(lambda a: 2 * a, exercise) == (
        "out begins with the right numbers and goes on: there are too many along axes 1 and 2. Perhaps a count is too "
        "large, the last ones lie beyond a border, or it is made in the shape of another array."
    )
    assert related(lambda a: 2 * a[:, :-1, :-2], exercise) == (
        "out is right as far as it goes, and ends too soon along axis 2. Perhaps a count is too small."
    )
    assert related(lambda a: np.resize(a, (2, len(a[0]) - 1, len(a[0]) - 1)), exercise) == (
        "the last two sides of out are equal in every case, both as long as the first should be. The other has a "
        "length of its own."
    )
    said = "out is too large in every wrong case: by 1 along axis 2."
    assert related(lambda a: 2 * a[:, 1:, :], exercise) == said


def test_a_side_that_is_squared_in_the_factor_is_told():
    exercise = two(lambda x: x / len(x), drawn((4, 3)), drawn((6, 2)), drawn((3, 5)))
    assert related(lambda x: x * len(x), exercise) == (
        "out is what it should be, times the square of the number of rows of x. Perhaps it is multiplied by the "
        "number of rows of x where it should be divided."
    )


def test_a_mean_inside_a_logarithm_is_told():
    def logs(x):
        """Add logarithms up.

        x : (N, C)
        """
        return np.log((x**2).sum(axis=1))

    exercise = two(logs, drawn((4, 3)), drawn((6, 2)), drawn((3, 5)))
    assert related(lambda x: np.log((x**2).mean(axis=1)), exercise) == (
        "out is smaller than it should be, by log C, with C the number of columns of x."
    )


def test_products_of_a_row_with_itself_are_told():
    exercise = two(lambda x: np.eye(x.shape[1]) - x[:, :, None] * x[:, None], drawn((4, 3)), drawn((6, 2)))
    assert related(lambda x: np.eye(x.shape[1]) + x[:, :, None] * x[:, None], exercise) == (
        "out is larger than it should be, by 2 · x[…, i] · x[…, j]: it is added instead of subtracted."
    )


def test_the_diagonals_of_matrices_are_told():
    exercise = two(lambda x: x[:, :, None] - x[:, None] ** 2, drawn((4, 5)), drawn((6, 4)))
    assert related(lambda x: x - x**2, exercise) == "out is only the diagonal of what it should be."
    assert related(lambda x: x[:, :, None] - x[:, None] ** 2 + np.eye(x.shape[1]) * x[:, None] ** 4, exercise) == (
        "all that is wrong in out lies on the diagonals of the last two axes."
    )


def test_numbers_below_zero_are_told_where_none_should_be():
    sizes = ((4, 5), (6, 4), (3, 7), (2, 5), (5, 5))
    exercise = two(lambda x: x**2 + 0.1, *map(drawn, sizes))
    assert related(lambda x: x**3, exercise) == "out should be negative in no case; yours is in 5 of 5 cases."
    assert related(lambda x: x**4 + x**2, exercise) is None
    assert related(lambda x: x**3, two(lambda x: x**2 + 0.1, *map(drawn, sizes[:3]))) is None  # few cases


def test_an_order_that_is_turned_round_is_told():
    exercise = two(lambda x: np.exp(x), *map(drawn, ((4, 5), (6, 4), (3, 7))))
    words = "the order in each row of out is turned round: it is smallest where it should be largest."
    assert related(lambda x: 1 + np.exp(-2 * x) + np.exp(-3 * x), exercise) == words
    assert related(lambda x: 1 + np.exp(-2 * x) + (x > 1) * 9, exercise) is None


@pytest.mark.parametrize(
    "answer, words",
    [
        (
            lambda x: np.exp(999 * np.abs(x)) / np.exp(x),
            "e to the power of a large number overflows: above 709, or 88 in float32, it is infinite.",
        ),
        (
            lambda x: np.cos(x) + x[:0].mean(),
            "a mean of no elements is taken, which is nan: a batch, or a slice, is empty. A slice a : b holds nothing "
            "where b is not larger than a, or a lies beyond the end.",
        ),
        (
            lambda x: np.where(x > 0, np.cos(x), np.log(0 * np.abs(x))),
            "the logarithm of 0 is taken, which is minus infinity.",
        ),
        (lambda x: np.where(x > 0, np.cos(x), np.log(x)), "the logarithm of a negative number is taken, which is nan."),
        (
            lambda x: np.where(x > 0, np.cos(x), np.sqrt(x)),
            "the square root of a negative number is taken, which is nan.",
        ),
        (
            lambda x: np.where(x > 0, np.cos(x), 1 / (0 * np.abs(x))),
            "something is divided by 0. Perhaps a division is upside down.",
        ),
        (
            lambda x: np.where(x > 0, np.cos(x), 0 * x / (0 * x)),
            "0 is divided by 0, or infinity by infinity, which is nan.",
        ),
        (
            lambda x: np.cos(x) if x.shape[1] != 4 else np.where(x > 0, x, np.log(0 * x)),
            "on case 2, ((6, 4),), the logarithm of 0 is taken, which is minus infinity.",
        ),
    ],
)
def test_what_numpy_warns_of_is_told(answer, words):
    exercise = two(lambda x: np.sin(x) + x, *map(drawn, ((4, 5), (6, 4), (3, 7))))
    said = related(answer, exercise)
    assert said == words or (said == "out has no finite number in any case." and "mean of no" in words)


def test_the_first_two_cases_are_told_where_a_mistake_grows():
    def steps(x, *, epochs):
        return x * 0.5 ** (epochs - 1) + np.cos(x) * (epochs - 1)

    exercise = two(
        steps, drawn((4, 3), epochs=1), drawn((5, 2), epochs=1), drawn((3, 3), epochs=4), drawn((2, 6), epochs=5)
    )

    def answer(x, *, epochs):
        return -x if epochs == 1 else np.cos(epochs * x)

    assert related(answer, exercise) == "in cases 1 and 2, out is right but for the sign."
    alike = two(steps, drawn((4, 3), epochs=1), drawn((4, 3), epochs=1), drawn((3, 3), epochs=4))
    assert related(answer, alike) is None  # two cases of one size


def test_most_cases_that_raise_are_told_where_the_first_does_not():
    exercise = two(lambda x: x - x.mean(axis=1, keepdims=True), *map(drawn, ((1, 5), (6, 4), (3, 7))))
    assert related(lambda x: x + x.mean(axis=1), exercise) == (
        "on case 2, ((6, 4),), it raises ValueError: (6,) beside (6, 4) is laid along the columns. One number a row is "
        "(6, 1): keepdims=True, or [:, None]."
    )


def test_results_in_each_others_place_are_told_though_one_is_the_students_own():
    exercise = two(lambda a, b: (a + b, (a, b)), drawn(3, 3), drawn(4, 4), outputs=("out", "cache"))
    assert related(lambda a, b: ((a, b), a + b), exercise) == "out and cache are right, but the wrong way round."
    assert related(lambda a, b: ((a, b), a), exercise) == (
        "out is a tuple of 2, where one array or number belongs: look at the brackets of the return."
    )


def test_a_shape_that_is_lost_in_some_cases_is_not_said_of_all():
    exercise = two(lambda a: 2 * a, drawn((3, 4)), drawn((2, 3, 4)), drawn((2, 2, 5)))
    assert related(lambda a: 2 * a.reshape(-1, a.shape[-1]), exercise) == (
        "in some cases out has the right numbers in the right order, but in another shape: (6, 4) in place of "
        "(2, 3, 4)."
    )
    assert related(lambda a: 2 * a.T, exercise) == "out is right but transposed."


def test_right_numbers_of_a_wrong_dtype_are_told_by_the_dtype():
    assert related(lambda x, w, labels, margin: mix(x, w, labels, margin=margin) * np.complex64(1), MIX) is None
    exercise = EXERCISES["one_hot"]
    said = related(lambda labels, num_classes, smoothing=0: np.eye(num_classes, dtype=int)[labels], exercise)
    assert said.startswith("these are integers.")


# Known mistakes that fit by chance


def hint_for(name, answer):
    exercise = EXERCISES[name]
    trials = attempt(exercise, answer, seed=0)
    return find_hint(exercise, trials), diagnose(exercise, trials, function=answer)


def test_the_same_exception_in_some_cases_is_not_the_same_mistake():
    def untransposed(dout, cache):
        x, w = cache
        rows, drows = x.reshape(-1, x.shape[-1]), dout.reshape(-1, dout.shape[-1])
        return dout @ w, drows @ rows, drows.sum(axis=0)

    hint, text = hint_for("linear_backward", untransposed)
    assert hint is None
    assert "Hint: with `drows.T @ rows` in place of `drows @ rows`" in text


def test_one_nan_is_not_another():
    def from_the_smallest(scores, labels, *, label_smoothing=0.0):
        shifted = scores - scores.min(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        targets = one_hot(labels, scores.shape[1], smoothing=label_smoothing)
        return -(targets * log_probs).sum(axis=1).mean()

    known, _ = hint_for("cross_entropy", from_the_smallest)
    assert known is None  # no maximum subtracted, the known mistake, overflows in other cases too
    assert "Hint: e to the power of a large number overflows" in diagnosis("cross_entropy", from_the_smallest)


def test_a_size_is_named_only_if_the_right_cases_have_nothing_else_in_common():
    def said(right, *wrong):
        exercise = two(lambda a: np.sin(a), *map(drawn, (*right, *wrong)))
        return related(lambda a: np.sin(a) + 0.1 * np.cos(7 * a) * (a.shape not in right), exercise)

    assert said(((3, 4), (3, 6)), (4, 5), (6, 4)) == (
        "it is right where the number of rows of a is 3, and wrong in all other cases. Perhaps 3 is written into your "
        "function."
    )
    assert said(((3, 3), (3, 3)), (4, 5), (6, 3), (5, 7), (4, 6)) is None


def test_a_size_at_which_numbers_stop_being_finite_is_named_only_if_the_right_ones_are_far_smaller():
    def said(*sizes):
        cases = [lambda rng, s=s: Case(f"size {s}", (s * np.array([[0.5, 1.0], [1.0, 0.25]]),)) for s in sizes]
        return related(lambda a: np.where(a > 1001, np.nan, np.sin(a)), two(lambda a: np.sin(a), *cases))

    assert said(1, 100, 1003, 1004) == "out is right up to a of 100 in size, and not finite from 1003 on."
    assert said(1, 1000, 1003, 1004) == "only these cases are wrong: size 1003; size 1004."


def test_zeros_that_a_mistake_shares_in_some_cases_only_are_told_as_zeros():
    exercise = EXERCISES["train_linear_classifier"]

    def idle(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
        rng.permutation(len(x))
        return np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros(num_classes, x.dtype)

    trials = attempt(exercise, idle, seed=0)
    assert find_hint(exercise, trials) is None
    assert "Hint: w and b are zero everywhere." in diagnose(exercise, trials, function=idle)
