import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.gradcheck import relative_error
from course_lib.ops import pool
from course_lib.ops.pool import avg_pool2d_backward, avg_pool2d_forward, max_pool2d_backward, max_pool2d_forward

POOLS = {
    "max": (max_pool2d_forward, max_pool2d_backward, F.max_pool2d),
    "avg": (avg_pool2d_forward, avg_pool2d_backward, F.avg_pool2d),
}
pools = pytest.mark.parametrize("forward, backward, torchs", POOLS.values(), ids=POOLS)


def assert_agrees_with_torch(forward, backward, torchs, x, kernel, stride):
    tensor = torch.from_numpy(x).requires_grad_()
    expected = torchs(tensor, kernel, stride)
    out, cache = forward(x, kernel=kernel, stride=stride)
    dout = np.random.default_rng(1).normal(size=out.shape)
    (dx,) = backward(dout, cache)
    (expected_dx,) = torch.autograd.grad(expected, tensor, torch.from_numpy(dout))
    assert relative_error(out, expected.detach().numpy()) <= 1e-13
    assert relative_error(dx, expected_dx.numpy()) <= 1e-13


def test_max_pool2d_by_hand():
    x = np.array([[[[1.0, 2, 5], [4, 3, 0]]]])
    out, cache = max_pool2d_forward(x, kernel=2, stride=1)
    assert out.tolist() == [[[[4, 5]]]]
    assert max_pool2d_backward(np.array([[[[10.0, 20]]]]), cache)[0].tolist() == [[[[0, 0, 20], [10, 0, 0]]]]


def test_avg_pool2d_by_hand():
    x = np.array([[[[1.0, 2, 5], [4, 3, 0]]]])
    out, cache = avg_pool2d_forward(x, kernel=2, stride=1)
    assert out.tolist() == [[[[2.5, 2.5]]]]
    assert avg_pool2d_backward(np.array([[[[4.0, 8]]]]), cache)[0].tolist() == [[[[1, 3, 2], [1, 3, 2]]]]


@pytest.mark.parametrize("kernel, stride", [(2, 2), (3, 2), (2, 1)])
def test_max_pool2d_gives_a_tie_to_the_first_maximum(kernel, stride):
    x = np.random.default_rng(0).integers(0, 2, size=(3, 2, 9, 8)).astype(float)  # zeros and ones: ties everywhere
    assert_agrees_with_torch(max_pool2d_forward, max_pool2d_backward, F.max_pool2d, x, kernel, stride)
    _, cache = max_pool2d_forward(np.zeros((1, 1, 2, 2)), kernel=2)
    assert max_pool2d_backward(np.ones((1, 1, 1, 1)), cache)[0].tolist() == [[[[1, 0], [0, 0]]]]


@st.composite
def shapes(draw):
    kernel = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    images = draw(st.integers(1, 3)), draw(st.integers(1, 3)), *(size + draw(st.integers(0, 6)) for size in kernel)
    return images, kernel, draw(st.none() | st.tuples(st.integers(1, 5), st.integers(1, 5)))


@pools
@given(case=shapes())
@settings(derandomize=True, deadline=None, max_examples=60)
def test_pool_agrees_with_torch_whatever_the_shape(forward, backward, torchs, case):
    images, kernel, stride = case
    x = np.random.default_rng(0).integers(0, 5, size=images).astype(float)  # ties included
    assert_agrees_with_torch(forward, backward, torchs, x, kernel, stride)


def test_max_pool2d_backward_does_not_depend_on_how_many_images_a_block_holds(rng, monkeypatch):
    x = rng.normal(size=(5, 2, 7, 6))
    for block_bytes in (1, 2000, 10**9):
        monkeypatch.setattr(pool, "BLOCK_BYTES", block_bytes)
        assert_agrees_with_torch(max_pool2d_forward, max_pool2d_backward, F.max_pool2d, x, 3, 2)


def test_pool_caches_are_what_the_docstrings_say(rng):
    x = rng.normal(size=(1, 2, 4, 4))
    out, cache = max_pool2d_forward(x, kernel=2)
    assert cache[0] is x
    assert cache[1] is out
    assert cache[2:] == (2, 2)
    assert avg_pool2d_forward(x, kernel=(2, 1), stride=3)[1] == ((1, 2, 4, 4), (2, 1), 3)


@pools
@pytest.mark.parametrize(
    "images, options, message",
    [
        ((2, 5, 5), {"kernel": 2}, r"x must be \(N, C, H, W\): x.shape=\(2, 5, 5\)"),
        ((1, 2, 5, 3), {"kernel": 4}, "kernel must fit into the image: kernel=4 but the image has 3 pixels"),
        ((1, 2, 5, 5), {"kernel": 0}, "^kernel must be a whole number, 1 or more: found 0"),
        ((1, 2, 5, 5), {"kernel": 2, "stride": 0}, "^stride must be a whole number, 1 or more: found 0"),
        ((1, 2, 5, 5), {"kernel": 1.5}, "kernel must be a whole number, 1 or more: found 1.5"),
        ((1, 2, 5, 5), {"kernel": 2, "stride": (1, 2, 3)}, r"^stride must be a number or a pair .*: found \(1, 2, 3\)"),
        ((1, 2, 5, 5), {"kernel": (2, 2, 2)}, r"^kernel must be a number or a pair of numbers: found \(2, 2, 2\)"),
    ],
)
def test_pool_forward_says_what_is_wrong(forward, backward, torchs, images, options, message):
    with pytest.raises(ValueError, match=message):
        forward(np.zeros(images), **options)


@pools
def test_pool_backward_says_what_is_wrong(rng, forward, backward, torchs):
    _, cache = forward(rng.normal(size=(1, 2, 4, 4)), kernel=2)
    with pytest.raises(
        ValueError, match=r"dout must have the output's shape \(1, 2, 2, 2\): dout.shape=\(1, 2, 4, 4\)"
    ):
        backward(np.zeros((1, 2, 4, 4)), cache)
