import re
from functools import partial

import numpy as np
import pytest

from course_lib.gradcheck import check_backward, directional_error, numerical_gradient, relative_error


def square_forward(x, w, *, power=2):
    return x**power * w, (x, w, power)


def square_backward(dout, cache):
    x, w, power = cache
    return dout * power * x ** (power - 1) * w, dout * x**power


def test_numerical_gradient_of_a_parabola_by_hand():
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), np.array([[1.0, -2.0]])), [[2, -4]])


def test_numerical_gradient_leaves_x_alone_and_takes_integers():
    x = np.array([1, 2, 3])
    np.testing.assert_allclose(numerical_gradient(np.prod, x), [6, 3, 2])
    np.testing.assert_array_equal(x, [1, 2, 3])


def test_numerical_gradient_error_falls_with_h_squared_until_rounding_takes_over():
    errors = [
        abs(numerical_gradient(lambda x: np.exp(x).sum(), np.zeros(1), h=h)[0] - 1) for h in (1e-1, 1e-2, 1e-5, 1e-12)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)
    assert errors[2] < 1e-10 < errors[3]


@pytest.mark.parametrize(
    ("actual", "expected", "error"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0),
        ([1.0, 3.0], [1.0, 4.0], 0.25),
        ([0.0, 0.0], [0.0, 0.0], 0),
        ([1e-9], [0.0], 1),
        ([], [], 0),
        (2.0, 1.0, 0.5),
    ],
)
def test_relative_error_by_hand(actual, expected, error):
    assert relative_error(actual, expected) == error


@pytest.mark.parametrize(("actual", "expected"), [([np.nan], [0.0]), ([0.0], [np.nan]), ([np.nan, 1], [1, 1])])
def test_relative_error_of_nan_is_nan_which_no_tolerance_accepts(actual, expected):
    assert np.isnan(relative_error(actual, expected))


def test_relative_error_does_not_broadcast():
    with pytest.raises(ValueError, match=r"actual and expected differ in shape: \(3,\) and \(3, 1\)"):
        relative_error(np.zeros(3), np.zeros((3, 1)))


def test_directional_error_tells_right_from_wrong(rng):
    x = rng.normal(size=(3, 4))
    assert directional_error(lambda x: np.sum(x**2), x, 2 * x, rng=rng) <= 1e-9
    assert directional_error(lambda x: np.sum(x**2), x, x, rng=rng) > 1e-3


class Scripted:
    """A generator whose only draw is known."""

    def __init__(self, direction):
        self.direction = np.array(direction)

    def normal(self, size):
        assert size == self.direction.shape, "one number for each element of x"
        return self.direction


@pytest.mark.parametrize(
    ("gradient", "error"),
    [
        ([[1.0, 2], [3, 4]], 0),
        ([[2.0, 4], [6, 8]], (26 - 13) / (2 * np.sqrt(30) * 3)),  # |analytic - numeric| / (|gradient| |direction|)
        ([[0.0, 0], [0, 3]], (13 - 6) / (3 * 3)),
        ([[0.0, 0], [0, -3]], (13 + 6) / (3 * 3)),
    ],
)
def test_directional_error_by_hand(gradient, error):
    """A linear function, so that central differences are exact whatever the nudge: 1·1 + 2·2 + 3·0 + 4·2 = 13."""
    slopes, direction = np.array([[1.0, 2], [3, 4]]), [[1.0, 2], [0, 2]]
    found = directional_error(
        lambda x: np.sum(slopes * x), np.zeros((2, 2)), np.array(gradient), rng=Scripted(direction), h=0.5
    )
    assert found == pytest.approx(error, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_directional_error_is_relative_to_the_size_of_the_gradient(scale):
    x, rngs = np.arange(1.0, 6), [np.random.default_rng(2) for _ in range(2)]
    errors = [
        directional_error(lambda x, s=s: s * np.sum(x**2), x, s * 3 * x, rng=rng) for s, rng in zip((1, scale), rngs)
    ]
    assert errors[1] == pytest.approx(errors[0], rel=1e-6)
    assert 0.01 < errors[0] < 1


def test_directional_error_notices_mistakes_that_cancel_in_the_sum(rng):
    """A direction of one number for all elements would see the sum of the gradient alone."""
    slopes = np.array([1.0, -1, 2, -2])
    assert directional_error(lambda x: np.sum(slopes * x), np.zeros(4), -slopes, rng=rng) > 0.1


def test_directional_error_does_not_depend_on_the_length_of_the_direction():
    slopes, x = np.array([3.0, 4]), np.zeros(2)
    short, long = (
        directional_error(lambda x: np.sum(slopes * x), x, 2 * slopes, rng=Scripted([c, -2 * c])) for c in (0.01, 100.0)
    )
    assert short == pytest.approx(long, rel=1e-9)


@pytest.mark.parametrize(("options", "h"), [({}, 1e-5), ({"h": 0.25}, 0.25)])
@pytest.mark.parametrize(
    "check",
    [
        lambda f, options: numerical_gradient(lambda x: f(x)[0].item(), np.ones(1), **options),
        lambda f, options: directional_error(
            lambda x: f(x)[0].item(), np.ones(1), np.array([3.0]), rng=Scripted([1.0]), **options
        ),
        lambda f, options: check_backward(
            f, lambda dout, x: (3 * dout * x**2,), (np.ones(1),), rng=Scripted([1.0]), tolerance=1, **options
        ),
    ],
    ids=["numerical_gradient", "directional_error", "check_backward"],
)
def test_the_nudge_is_1e_5_unless_given(check, options, h):
    seen = []

    def cube(x):
        seen.append(x.item())
        return x**3, x

    check(cube, options)
    assert max(seen) - min(seen) == pytest.approx(2 * h, rel=1e-9)


def test_directional_error_of_a_zero_gradient_is_the_slope_itself(rng):
    x = rng.normal(size=5)
    assert directional_error(lambda x: 0.0, x, 0 * x, rng=rng) == 0
    assert directional_error(np.sum, x, 0 * x, rng=rng) > 0.1


def test_check_backward_accepts_the_right_gradients(rng):
    check_backward(square_forward, square_backward, (rng.normal(size=3), rng.normal(size=3)), rng=rng)
    check_backward(square_forward, square_backward, (rng.normal(size=3), rng.normal(size=3)), rng=rng, power=3)


def wrong_w(dout, cache):
    dx, dw = square_backward(dout, cache)
    return dx, 1.001 * dw


def wrong_shape(dout, cache):
    dx, dw = square_backward(dout, cache)
    return dx, dw[None]


def too_few(dout, cache):
    return square_backward(dout, cache)[:1]


def no_tuple(dout, cache):
    return square_backward(dout, cache)[0]


@pytest.mark.parametrize(
    ("backward", "message"),
    [
        (wrong_w, r"wrong_w, gradient of w: at \[\d\] analytic .*, numeric .*; error .* > 1e-09"),
        (wrong_shape, r"wrong_shape, gradient of w: it has shape \(1, 3\), the argument \(3,\)"),
        (too_few, r"too_few: 1 gradients for 2 arguments"),
        (no_tuple, r"no_tuple must return a tuple: found ndarray"),
    ],
)
def test_check_backward_says_what_is_wrong(backward, message, rng):
    with pytest.raises(AssertionError, match=message):
        check_backward(square_forward, backward, (rng.normal(size=3), rng.normal(size=3)), rng=rng)


def double_forward(x, w):
    return x * w.sum(), (x, w)


@pytest.mark.parametrize("mistake", [0.01, -0.01])
def test_a_wrong_gradient_is_shown_where_it_is_furthest_off_with_both_values(rng, mistake):
    """Numeric is right to h squared."""

    def wrong_in_one_place(dout, cache):
        x, w = cache
        dw = np.full(w.shape, np.sum(dout * x))
        dw[1, 2] += mistake
        return dout * w.sum(), dw

    args = rng.normal(size=2), rng.normal(size=(2, 3))
    with pytest.raises(AssertionError) as failure:
        check_backward(double_forward, wrong_in_one_place, args, rng=rng)
    pattern = r"wrong_in_one_place, gradient of w: at \[1, 2\] analytic (\S+), numeric (\S+); error"
    analytic, numeric = map(float, re.match(pattern, str(failure.value)).groups())
    assert analytic - numeric == pytest.approx(mistake, abs=1e-7)


def test_an_error_as_large_as_the_tolerance_passes(rng):
    check_backward(lambda x: (0 * x, x), lambda dout, x: (0 * x,), (np.ones(2),), rng=rng, tolerance=0)


def test_a_number_has_a_gradient_too(rng):
    args = np.float64(2.0), rng.normal(size=(2, 3))
    with pytest.raises(AssertionError, match=r"gradient of x: at \[\] analytic 1, numeric"):
        check_backward(double_forward, lambda dout, cache: (np.float64(1), dout * cache[0]), args, rng=rng)


def test_an_argument_without_a_name_is_counted(rng):
    with pytest.raises(AssertionError, match="gradient of argument 1: at"):
        check_backward(lambda *args: square_forward(*args), wrong_w, (rng.normal(size=3), rng.normal(size=3)), rng=rng)


def test_a_gradient_of_nan_is_wrong(rng):
    with pytest.raises(AssertionError, match=r"gradient of x: at .* analytic nan, numeric"):
        check_backward(square_forward, lambda dout, cache: (np.nan * dout, dout), (np.ones(3), np.ones(3)), rng=rng)


def test_a_backward_without_a_name_can_be_checked(rng):
    args = rng.normal(size=3), rng.normal(size=3)
    with pytest.raises(AssertionError, match=r"functools.partial\(.*wrong_w.* gradient of w"):
        check_backward(square_forward, partial(wrong_w), args, rng=rng)
