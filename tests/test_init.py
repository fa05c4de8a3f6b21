import numpy as np
import pytest
import torch

from course_lib.init import constant, gaussian, he, xavier

SHAPES = [(300, 200), (64, 32, 5, 3)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("init", "variance"),
    [
        (gaussian, lambda fan_in, fan_out: 0.01**2),
        (xavier, lambda fan_in, fan_out: 2 / (fan_in + fan_out)),
        (he, lambda fan_in, fan_out: 2 / fan_in),
    ],
)
def test_weights_have_the_mean_and_variance_they_should(init, variance, shape, rng):
    weights = init(shape, rng=rng)
    window = np.prod(shape[2:])
    expected = variance(shape[1] * window, shape[0] * window)
    assert weights.shape == shape
    assert weights.dtype == np.float64
    assert abs(weights.mean()) <= 4 * np.sqrt(expected / weights.size)
    assert weights.var() == pytest.approx(expected, rel=4 * np.sqrt(2 / weights.size))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("init", "in_torch"),
    [(xavier, torch.nn.init.xavier_normal_), (he, lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"))],
)
def test_spread_is_that_of_torch(init, in_torch, shape, rng):
    torch.manual_seed(0)
    expected = in_torch(torch.empty(shape)).std().item()
    assert init(shape, rng=rng).std() == pytest.approx(expected, rel=0.03)


def test_he_keeps_the_size_of_a_signal_through_many_relu_layers(rng):
    x = rng.normal(size=(100, 256))
    for _ in range(10):
        x = np.maximum(x @ he((256, 256), rng=rng).T, 0)
    assert (x**2).mean() == pytest.approx(1, rel=0.5)


def test_xavier_keeps_signal_and_gradient_of_a_square_layer(rng):
    w, x = xavier((400, 400), rng=rng), rng.normal(size=(100, 400))
    assert (x @ w.T).std() == pytest.approx(1, rel=0.05)
    assert (x @ w).std() == pytest.approx(1, rel=0.05)


def test_gaussian_has_the_width_of_alexnet_unless_told():
    weights = gaussian((3, 4), rng=np.random.default_rng(5))
    np.testing.assert_array_equal(weights, np.random.default_rng(5).normal(scale=0.01, size=(3, 4)))


def test_gaussian_takes_another_width(rng):
    assert gaussian((300, 200), std=0.03, rng=rng).std() == pytest.approx(0.03, rel=0.02)


def test_constant_by_hand():
    np.testing.assert_array_equal(constant((3,)), [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(constant((2,), value=1), [1.0, 1.0])
    assert constant((2,), value=1).dtype == np.float64


@pytest.mark.parametrize("init", [gaussian, xavier, he])
def test_same_seed_same_weights(init):
    first, second = (init((3, 4), rng=np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("init", [xavier, he])
@pytest.mark.parametrize("shape", [(5,), (2, 3, 4)])
def test_shape_without_a_known_fan_in_is_an_error(init, shape, rng):
    with pytest.raises(ValueError, match=r"shape must be \(out, in\) or \(F, C, KH, KW\): found"):
        init(shape, rng=rng)
