import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.gradcheck import relative_error
from course_lib.ops import _strips
from course_lib.ops.conv import (
    col2im,
    conv2d_backward,
    conv2d_forward,
    conv2d_im2col_backward,
    conv2d_im2col_forward,
    conv_output_size,
    im2col,
)

BOTH = {
    "strips": (conv2d_forward, conv2d_backward),
    "im2col": (conv2d_im2col_forward, conv2d_im2col_backward),
}
both = pytest.mark.parametrize("forward, backward", BOTH.values(), ids=BOTH)


def draw(rng, images, filters):
    return rng.normal(size=images), rng.normal(size=filters), rng.normal(size=filters[0])


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


@both
def test_conv2d_by_hand(forward, backward):
    x = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    w, b = np.array([[[[1.0, 0], [0, -2]]]]), np.array([10.0])
    out, cache = forward(x, w, b)
    assert out.tolist() == [[[[1 - 10 + 10, 2 - 12 + 10], [4 - 16 + 10, 5 - 18 + 10]]]]  # unflipped: pixel − 2·pixel
    dx, dw, db = backward(np.array([[[[1.0, 0], [0, 3]]]]), cache)
    assert dx.tolist() == [[[[1, 0, 0], [0, -2 + 3, 0], [0, 0, -6]]]]
    assert dw.tolist() == [[[[1 + 3 * 5, 2 + 3 * 6], [4 + 3 * 8, 5 + 3 * 9]]]]
    assert db.tolist() == [4]


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


@given(shapes())
@settings(derandomize=True, deadline=None, max_examples=100)
def test_the_short_and_the_fast_convolution_agree_whatever_the_shape(case):
    images, filters, stride, padding = case
    rng = np.random.default_rng(0)
    args = draw(rng, images, filters)
    out, cache = conv2d_forward(*args, stride=stride, padding=padding)
    short_out, short_cache = conv2d_im2col_forward(*args, stride=stride, padding=padding)
    dout = rng.normal(size=out.shape)
    fast, short = conv2d_backward(dout, cache), conv2d_im2col_backward(dout, short_cache)
    for actual, expected in zip((short_out, *short), (out, *fast), strict=True):
        assert relative_error(actual, expected) <= 1e-13


def test_im2col_by_hand():
    x = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    cols = im2col(x, kernel=2)  # a row each weight of the filter, a column each place
    assert cols.tolist() == [[[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]]
    rows = im2col(x, kernel=(1, 3), stride=(2, 1), padding=(1, 0))  # the padding above, 4 5 6, the padding below
    assert rows.tolist() == [[[0, 4, 0], [0, 5, 0], [0, 6, 0]]]


def test_im2col_agrees_with_torch_and_col2im_is_its_way_back(rng):
    x, options = rng.normal(size=(2, 3, 7, 8)), {"stride": (2, 1), "padding": (1, 2)}
    cols = im2col(x, kernel=(3, 2), **options)
    assert np.array_equal(cols, torch.nn.functional.unfold(torch.from_numpy(x), (3, 2), **options).numpy())
    dcols = rng.normal(size=cols.shape)
    dx = col2im(dcols, x.shape, kernel=(3, 2), **options)
    folded = torch.nn.functional.fold(torch.from_numpy(dcols), (7, 8), (3, 2), **options)
    assert relative_error(dx, folded.numpy()) <= 1e-15
    assert relative_error(np.sum(dx * x), np.sum(dcols * cols)) <= 1e-13  # the chain rule: each copy gets its share


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
def test_im2col_and_col2im_keep_the_dtype(dtype):
    x = np.arange(16).reshape(1, 1, 4, 4).astype(dtype)
    cols = im2col(x, kernel=3, padding=1)
    assert cols.dtype == col2im(cols, x.shape, kernel=3, padding=1).dtype == dtype


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: im2col(np.zeros((3, 3)), kernel=2), r"x must be \(N, C, H, W\): x.shape=\(3, 3\)"),
        (lambda: im2col(np.zeros((1, 1, 3, 3)), kernel=4), "kernel must fit into the padded image: kernel=4 >"),
        (lambda: im2col(np.zeros((1, 1, 3, 3)), kernel=(1, 2, 3)), r"^kernel must be .* pair .* \(1, 2, 3\)"),
        (lambda: col2im(np.zeros((1, 4, 4)), (3, 3), kernel=2), r"x must be \(N, C, H, W\): x.shape=\(3, 3\)"),
        (
            lambda: col2im(np.zeros((1, 4, 9)), (1, 1, 3, 3), kernel=2),
            r"dcols must have the shape of im2col's columns, \(1, 4, 4\): dcols.shape=\(1, 4, 9\)",
        ),
    ],
)
def test_im2col_and_col2im_say_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("block_bytes", [1, 5000, 10**9])
def test_conv2d_does_not_depend_on_how_many_images_a_block_holds(rng, monkeypatch, block_bytes):
    x, w, b = draw(rng, (7, 2, 6, 5), (3, 2, 3, 2))
    monkeypatch.setattr(_strips, "BLOCK_BYTES", block_bytes)
    assert_agrees_with_torch(x, w, b, 2, 1, rng)


def test_conv2d_unrolls_a_few_images_at_a_time(rng):
    args = draw(rng, (64, 8, 28, 28), (4, 8, 3, 3))  # all columns of im2col at once would take 25 MB
    tracemalloc.start()
    out, cache = conv2d_forward(*args)
    results = out, *conv2d_backward(out, cache)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - sum(result.nbytes for result in results) <= 3e6


def test_caches_are_what_the_docstrings_say(rng):
    x, w, b = draw(rng, (1, 1, 3, 3), (1, 1, 2, 2))
    im2col_cache = conv2d_im2col_forward(x, w, b, padding=1)[1]
    assert im2col_cache[0] is x
    assert im2col_cache[1] is w
    assert np.array_equal(im2col_cache[2], im2col(x, kernel=2, padding=1))
    assert im2col_cache[3:] == (1, 1)
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
        ((2, 3, 5, 5), (4, 3, 3, 3), 4, {"stride": (1, 2, 3)}, r"^stride must be .* pair .* \(1, 2, 3\)"),
        ((2, 3, 5, 5), (4, 3, 3, 3), 4, {"padding": ()}, r"^padding must be .* pair .* \(\)"),
        ((2, 3, 5, 5), (4, 3, 3, 3), 4, {"padding": -1}, "padding must be a whole number, 0 or more: found -1"),
    ],
)
@both
def test_conv2d_forward_says_what_is_wrong(forward, backward, images, filters, biases, options, message):
    with pytest.raises(ValueError, match=message):
        forward(np.zeros(images), np.zeros(filters), np.zeros(biases), **options)


@both
def test_conv2d_backward_says_what_is_wrong(rng, forward, backward):
    _, cache = forward(*draw(rng, (2, 3, 5, 5), (4, 3, 3, 3)))
    with pytest.raises(ValueError, match=r"dout must have the output's shape \(2, 4, 3, 3\): dout.shape=\(2, 4, 9\)"):
        backward(np.zeros((2, 4, 9)), cache)
