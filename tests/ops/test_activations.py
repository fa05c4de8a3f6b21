import numpy as np
import pytest
import torch
import torch.nn.functional as F

from course_lib.ops import activations
from course_lib.ops.activations import sigmoid, step

BY_HAND = {
    "sigmoid": ([-np.log(3), 0, np.log(3)], [0.25, 0.5, 0.75], [3 / 16, 1 / 4, 3 / 16]),
    "tanh": ([-np.log(2), 0, np.log(2)], [-0.6, 0, 0.6], [0.64, 1, 0.64]),
    "relu": ([-2, 3], [0, 3], [0, 1]),
    "leaky_relu": ([-2, 3], [-0.2, 3], [0.1, 1]),
    "elu": ([-np.log(2), 3], [-0.5, 3], [0.5, 1]),
}
every_activation = pytest.mark.parametrize("name", BY_HAND)


def forward_and_slope(name, x, **options):
    out, cache = getattr(activations, f"{name}_forward")(x, **options)
    (slope,) = getattr(activations, f"{name}_backward")(np.ones_like(out), cache)
    return out, slope


@every_activation
def test_values_and_slopes_by_hand(name):
    x, expected_out, expected_slope = BY_HAND[name]
    out, slope = forward_and_slope(name, np.array(x, float))
    np.testing.assert_allclose(out, expected_out, rtol=1e-15)
    np.testing.assert_allclose(slope, expected_slope, rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_activation
def test_huge_inputs_neither_overflow_nor_warn(name, dtype):
    out, slope = forward_and_slope(name, np.array([-1e30, -1000, 1000, 1e30], dtype))
    ends = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 1e30), "leaky_relu": (-1e29, 1e30), "elu": (-1, 1e30)}
    slopes = {"sigmoid": (0, 0), "tanh": (0, 0), "relu": (0, 1), "leaky_relu": (0.1, 1), "elu": (0, 1)}
    np.testing.assert_allclose(out[[0, -1]], ends[name], rtol=1e-6)
    np.testing.assert_allclose(slope[[0, -1]], slopes[name], rtol=1e-6)
    assert np.isfinite(out).all()


@pytest.mark.parametrize(
    ("name", "options", "slope"), [("relu", {}, 0), ("leaky_relu", {}, 0.1), ("elu", {"alpha": 2.0}, 2)]
)
def test_slope_at_the_kink_is_what_the_docstring_says_and_torch_does(name, options, slope):
    torch_options = {"negative_slope": 0.1} if name == "leaky_relu" else options
    x = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    getattr(F, name)(x, **torch_options).backward()
    assert forward_and_slope(name, np.zeros(1), **options)[1] == x.grad.numpy() == slope


def test_elu_keeps_the_digits_of_small_numbers():
    out, _ = forward_and_slope("elu", np.array([-1e-12]))
    np.testing.assert_allclose(out, [-1e-12], rtol=1e-11)


@every_activation
def test_integers_become_floats(name):
    out, slope = forward_and_slope(name, np.array([-1, 2]))
    assert out.dtype == slope.dtype == np.float64


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_step_is_one_above_zero_only(dtype):
    out = step(np.array([[-2, 0, 1e-30]], dtype))
    np.testing.assert_array_equal(out, [[0, 0, 1]])
    assert out.dtype == dtype


def test_step_and_sigmoid_take_plain_numbers():
    assert step(3) == 1
    assert sigmoid(0) == 0.5


def test_step_is_the_limit_of_a_steep_sigmoid(rng):
    z = rng.uniform(0.1, 1, 20) * rng.choice([-1, 1], 20)
    np.testing.assert_allclose(sigmoid(1000 * z), step(z), atol=1e-40)
