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
        abs(numerical_gradient(lambda x: np.exp(x).sum(), np.zeros(1), h)[0] - 1) for h in (1e-1, 1e-2, 1e-5, 1e-12)
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
        (wrong_w, r"wrong_w, argument 1: error .* > 1e-09"),
        (wrong_shape, r"argument 1: gradient \(1, 3\), value \(3,\)"),
        (too_few, r"too_few: 1 gradients for 2 arguments"),
        (no_tuple, r"no_tuple must return a tuple: found ndarray"),
    ],
)
def test_check_backward_says_what_is_wrong(backward, message, rng):
    with pytest.raises(AssertionError, match=message):
        check_backward(square_forward, backward, (rng.normal(size=3), rng.normal(size=3)), rng=rng)
