"""What every op promises, whatever it computes. The cases are in cases.py and image_cases.py."""

from functools import wraps

import numpy as np
import pytest
import torch

from course_lib.gradcheck import check_backward, relative_error
from tests.ops.cases import LOSSES, PAIRS
from tests.ops.image_cases import IMAGE_OPS

OPS = [*PAIRS, *IMAGE_OPS, *LOSSES]
every_op = pytest.mark.parametrize("op", OPS, ids=lambda op: op.name)
LAYOUTS = {
    "with gaps": lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
    "backwards": lambda x: x[::-1].copy()[::-1],
    "columns first": np.asfortranarray,
}
batch_sizes = pytest.mark.parametrize("n", [1, 5])


def run(op, arrays, constants, dout):
    out, cache = op.forward(*arrays, *constants)
    return out, *op.backward(dout, cache)


def draw(op, rng, n=5):
    """Return arrays, constants and a gradient at the output."""
    arrays, constants = op.draw(rng, n)
    out = op.forward(*arrays, *constants)[0]
    return arrays, constants, rng.normal(size=out.shape)


def halved(x):
    """Return float64 as float32, and labels as they are."""
    return x.astype(np.float32) if x.dtype == np.float64 else x


@batch_sizes
@every_op
def test_output_agrees_with_a_slow_loop(op, n, rng):
    arrays, constants = op.draw(rng, n)
    assert relative_error(op.forward(*arrays, *constants)[0], op.slow(*arrays, *constants)) <= 1e-13


@batch_sizes
@every_op
def test_output_and_gradients_agree_with_torch(op, n, rng):
    arrays, constants, dout = draw(op, rng, n)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    out = op.torch(*tensors, *map(torch.tensor, constants))
    out.backward(torch.as_tensor(dout))
    expected = out.detach().numpy(), *(tensor.grad.numpy() for tensor in tensors)
    for actual, wanted in zip(run(op, arrays, constants, dout), expected, strict=True):
        assert relative_error(actual, wanted) <= 1e-13


@batch_sizes
@every_op
def test_gradients_agree_with_finite_differences(op, n, rng):
    arrays, constants = op.draw(rng, n)
    forward = wraps(op.forward)(lambda *arrays: op.forward(*arrays, *constants))  # wraps: a failure names the argument
    check_backward(forward, op.backward, arrays, rng=rng)


@every_op
def test_float32_stays_float32_and_agrees_with_float64(op, rng):
    arrays, constants, dout = draw(op, rng)
    small = run(op, map(halved, arrays), map(halved, constants), np.float32(dout))
    for actual, expected in zip(small, run(op, arrays, constants, dout), strict=True):
        assert actual.dtype == np.float32
        assert expected.dtype == np.float64
        assert relative_error(actual, expected) <= 1e-5


@every_op
def test_inputs_stay_as_they_were(op, rng):
    arrays, constants, dout = draw(op, rng)
    given = [*arrays, *constants, np.asarray(dout)]
    before = [array.copy() for array in given]
    run(op, arrays, constants, dout)
    for array, copy in zip(given, before):
        np.testing.assert_array_equal(array, copy)


@every_op
def test_cache_serves_more_than_one_backward(op, rng):
    arrays, constants, dout = draw(op, rng)
    _, cache = op.forward(*arrays, *constants)
    for first, second in zip(op.backward(dout, cache), op.backward(dout, cache)):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("scatter", LAYOUTS.values(), ids=LAYOUTS)
@every_op
def test_arrays_may_lie_in_memory_as_they_like(op, scatter, rng):
    arrays, constants, dout = draw(op, rng)
    scattered = run(op, map(scatter, arrays), map(scatter, constants), dout if op in LOSSES else scatter(dout))
    for actual, expected in zip(scattered, run(op, arrays, constants, dout), strict=True):
        assert relative_error(actual, expected) <= 1e-14  # sums may be taken in another order


@pytest.mark.parametrize("op", [*PAIRS, *IMAGE_OPS], ids=lambda op: op.name)
def test_backward_gives_a_tuple(op, rng):
    arrays, constants, dout = draw(op, rng)
    _, cache = op.forward(*arrays, *constants)
    assert isinstance(op.backward(dout, cache), tuple)


@pytest.mark.parametrize("op", [*PAIRS, *IMAGE_OPS], ids=lambda op: op.name)
def test_backward_refuses_a_gradient_of_another_shape(op, rng):
    arrays, constants, dout = draw(op, rng)
    _, cache = op.forward(*arrays, *constants)
    with pytest.raises(ValueError, match=r"dout must have the output's shape .*: dout\.shape="):
        op.backward(dout[:1], cache)
