import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.gradcheck import check_backward, relative_error
from course_lib.ops import conv
from course_lib.ops.conv import conv2d_backward, conv2d_forward, conv_output_size

CASES = {  # images, filters, stride, padding
    "plain": ((2, 3, 5, 5), (4, 3, 3, 3), 1, 0),
    "padded": ((2, 3, 5, 5), (4, 3, 3, 3), 1, 1),
    "stride does not divide": ((2, 3, 8, 8), (4, 3, 3, 3), 2, 0),
    "stride leaves pixels unseen": ((2, 2, 7, 8), (3, 2, 2, 2), 3, 0),
    "nothing square": ((2, 3, 6, 9), (4, 3, 2, 5), (1, 2), (2, 1)),
    "more padding than needed": ((1, 2, 3, 4), (2, 2, 2, 3), 2, 4),
    "one image, one channel, one filter": ((1, 1, 4, 4), (1, 1, 4, 4), 1, 0),
    "1x1": ((2, 3, 4, 5), (4, 3, 1, 1), 2, 1),
    "AlexNet's first, small": ((2, 3, 27, 27), (5, 3, 11, 11), 4, 2),
}
cases = pytest.mark.parametrize("images, filters, stride, padding", CASES.values(), ids=CASES)


def draw(rng, images, filters):
    return rng.normal(size=images), rng.normal(size=filters), rng.normal(size=filters[0])


def conv2d_by_loops(x, w, b, stride, padding):
    (down, across), (above, left) = np.broadcast_to(stride, 2), np.broadcast_to(padding, 2)
    x = np.pad(x, [(0, 0), (0, 0), (above, above), (left, left)])
    height, width = (x.shape[2] - w.shape[2]) // down + 1, (x.shape[3] - w.shape[3]) // across + 1
    out = np.empty((len(x), len(w), height, width))
    for n, f, row, column in np.ndindex(out.shape):
        seen = x[n, :, row * down : row * down + w.shape[2], column * across : column * across + w.shape[3]]
        out[n, f, row, column] = (seen * w[f]).sum() + b[f]
    return out


def assert_agrees_with_torch(x, w, b, stride, padding, rng):
    tensors = [torch.from_numpy(array).requires_grad_() for array in (x, w, b)]
    expected = torch.nn.functional.conv2d(*tensors, stride, padding)
    out, cache = conv2d_forward(x, w, b, stride=stride, padding=padding)
    dout = rng.normal(size=out.shape)
    gradients = torch.autograd.grad(expected, tensors, torch.from_numpy(dout))
    assert relative_error(out, expected.detach().numpy()) <= 1e-13
    for ours, theirs in zip(conv2d_backward(dout, cache), gradients, strict=True):
        assert relative_error(ours, theirs.numpy()) <= 1e-13


@pytest.mark.parametrize(
    "size, kernel, stride, padding, expected",
    [(5, 3, 1, 0, 3), (5, 3, 1, 1, 5), (8, 3, 2, 0, 3), (227, 11, 4, 0, 55), (224, 11, 4, 2, 55), (2, 4, 1, 1, 1)],
)
def test_conv_output_size(size, kernel, stride, padding, expected):
    assert conv_output_size(size, kernel, stride, padding) == expected


@pytest.mark.parametrize(
    "arguments, message",
    [
        ((4, 7, 1, 1), r"kernel must fit into the padded image: kernel=7 > size \+ 2·padding = 6, size=4"),
        ((4, 0, 1, 0), "kernel must be a whole number, 1 or more: found 0"),
        ((4, 2, 0, 0), "stride must be a whole number, 1 or more: found 0"),
        ((4, 2, 1, -1), "padding must be a whole number, 0 or more: found -1"),
        ((4, 2, 1.5, 0), "stride must be a whole number, 1 or more: found 1.5"),
    ],
)
def test_conv_output_size_says_what_does_not_fit(arguments, message):
    with pytest.raises(ValueError, match=message):
        conv_output_size(*arguments)


def test_conv2d_by_hand():
    x = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    w, b = np.array([[[[1.0, 0], [0, -2]]]]), np.array([10.0])
    out, cache = conv2d_forward(x, w, b)
    assert out.tolist() == [[[[1 - 10 + 10, 2 - 12 + 10], [4 - 16 + 10, 5 - 18 + 10]]]]  # unflipped: pixel − 2·pixel
    dx, dw, db = conv2d_backward(np.array([[[[1.0, 0], [0, 3]]]]), cache)
    assert dx.tolist() == [[[[1, 0, 0], [0, -2 + 3, 0], [0, 0, -6]]]]
    assert dw.tolist() == [[[[1 + 3 * 5, 2 + 3 * 6], [4 + 3 * 8, 5 + 3 * 9]]]]
    assert db.tolist() == [4]


@cases
def test_conv2d_forward_agrees_with_loops(rng, images, filters, stride, padding):
    x, w, b = draw(rng, images, filters)
    out, _ = conv2d_forward(x, w, b, stride=stride, padding=padding)
    assert relative_error(out, conv2d_by_loops(x, w, b, stride, padding)) <= 1e-13


@cases
def test_conv2d_agrees_with_torch(rng, images, filters, stride, padding):
    assert_agrees_with_torch(*draw(rng, images, filters), stride, padding, rng)


@st.composite
def shapes(draw):
    filters = [draw(st.integers(1, 4)) for _ in range(4)]
    stride, padding = [(draw(st.integers(low, 3)), draw(st.integers(low, 3))) for low in (1, 0)]
    least = [max(1, kernel - 2 * pad) for kernel, pad in zip(filters[2:], padding)]
    images = draw(st.integers(1, 3)), filters[1], *(size + draw(st.integers(0, 6)) for size in least)
    return images, tuple(filters), stride, padding


@given(shapes())
@settings(derandomize=True, deadline=None, max_examples=100)
def test_conv2d_agrees_with_torch_whatever_the_shape(case):
    images, filters, stride, padding = case
    rng = np.random.default_rng(0)
    assert_agrees_with_torch(*draw(rng, images, filters), stride, padding, rng)


@cases
def test_conv2d_backward_agrees_with_finite_differences(rng, images, filters, stride, padding):
    args = draw(rng, images, filters)
    check_backward(conv2d_forward, conv2d_backward, args, rng=rng, stride=stride, padding=padding)


@cases
def test_conv2d_in_float32(rng, images, filters, stride, padding):
    args = draw(rng, images, filters)
    single = [array.astype(np.float32) for array in args]
    out, cache = conv2d_forward(*args, stride=stride, padding=padding)
    out32, cache32 = conv2d_forward(*single, stride=stride, padding=padding)
    dout = rng.normal(size=out.shape)
    ours, precise = conv2d_backward(dout.astype(np.float32), cache32), conv2d_backward(dout, cache)
    for actual, expected in zip((out32, *ours), (out, *precise), strict=True):
        assert actual.dtype == np.float32
        assert expected.dtype == np.float64
        assert relative_error(actual, expected) <= 1e-5


@pytest.mark.parametrize("block_bytes", [1, 5000, 10**9])
def test_conv2d_does_not_depend_on_how_many_images_a_block_holds(rng, monkeypatch, block_bytes):
    x, w, b = draw(rng, (7, 2, 6, 5), (3, 2, 3, 2))
    monkeypatch.setattr(conv, "BLOCK_BYTES", block_bytes)
    assert_agrees_with_torch(x, w, b, 2, 1, rng)


def test_conv2d_unrolls_a_few_images_at_a_time(rng):
    args = draw(rng, (64, 8, 28, 28), (4, 8, 3, 3))  # all columns of im2col at once would take 25 MB
    tracemalloc.start()
    out, cache = conv2d_forward(*args)
    results = out, *conv2d_backward(out, cache)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - sum(result.nbytes for result in results) <= 3e6


def test_conv2d_takes_any_memory_layout_and_leaves_its_inputs_alone(rng):
    args = draw(rng, (2, 3, 6, 7), (4, 3, 3, 2))
    expected, cache = conv2d_forward(*args, stride=2, padding=1)
    dout = rng.normal(size=expected.shape)
    reverse = [array[::-1].copy()[::-1] for array in (*args, dout)]
    fortran = [np.asfortranarray(array) for array in (*args, dout)]
    for *changed, changed_dout in (reverse, fortran):
        for array in (*changed, changed_dout):
            array.flags.writeable = False
        out, changed_cache = conv2d_forward(*changed, stride=2, padding=1)
        results = out, *conv2d_backward(changed_dout, changed_cache)
        for actual, wanted in zip(results, (expected, *conv2d_backward(dout, cache)), strict=True):
            assert relative_error(actual, wanted) <= 1e-13


def test_conv2d_cache_is_what_the_docstring_says(rng):
    x, w, b = draw(rng, (1, 1, 3, 3), (1, 1, 2, 2))
    _, cache = conv2d_forward(x, w, b, stride=(1, 2), padding=1)
    assert cache[0] is x
    assert cache[1] is w
    assert cache[2:] == ((1, 2), 1)


def test_conv2d_backward_can_leave_dx_out(rng):
    out, cache = conv2d_forward(*draw(rng, (2, 3, 5, 5), (4, 3, 3, 3)))
    _, dw, db = conv2d_backward(out, cache)
    dx, same_dw, same_db = conv2d_backward(out, cache, need_dx=False)
    assert dx is None
    assert np.array_equal(same_dw, dw)
    assert np.array_equal(same_db, db)


@pytest.mark.parametrize(
    "images, filters, biases, options, message",
    [
        ((2, 3, 5, 5), (4, 2, 3, 3), 4, {}, "x has 3 channels but w expects 2"),
        ((3, 5, 5), (4, 3, 3, 3), 4, {}, r"x must be \(N, C, H, W\).* x.shape=\(3, 5, 5\)"),
        ((2, 3, 5, 5), (4, 3, 3, 3), 5, {}, r"b must have shape \(4,\), one bias a filter: b.shape=\(5,\)"),
        ((2, 3, 5, 5), (4, 3, 3, 7), 4, {"padding": (1, 0)}, "kernel must fit into the padded image: kernel=7 >"),
        ((2, 3, 5, 5), (4, 3, 3, 3), 4, {"stride": (1, 2, 3)}, r"stride must be .* pair .* \(1, 2, 3\)"),
        ((2, 3, 5, 5), (4, 3, 3, 3), 4, {"padding": -1}, "padding must be a whole number, 0 or more: found -1"),
    ],
)
def test_conv2d_forward_says_what_is_wrong(images, filters, biases, options, message):
    with pytest.raises(ValueError, match=message):
        conv2d_forward(np.zeros(images), np.zeros(filters), np.zeros(biases), **options)


def test_conv2d_backward_says_what_is_wrong(rng):
    _, cache = conv2d_forward(*draw(rng, (2, 3, 5, 5), (4, 3, 3, 3)))
    with pytest.raises(ValueError, match=r"dout must have the output's shape \(2, 4, 3, 3\): dout.shape=\(2, 4, 9\)"):
        conv2d_backward(np.zeros((2, 4, 9)), cache)
