import numpy as np
import pytest
import torch

from course_lib.gradcheck import check_backward, relative_error
from course_lib.ops.lrn import local_response_norm_backward, local_response_norm_forward

# With the paper's alpha of 1e-4 a wrong cross term would go unnoticed: 1.
OPTIONS = {
    "five channels": {"size": 5, "alpha": 1.0, "beta": 0.75, "k": 2.0},
    "an even number": {"size": 4, "alpha": 1.0, "beta": 0.5, "k": 1.0},
    "only itself": {"size": 1, "alpha": 1.0, "beta": 1.0, "k": 0.5},
    "more channels than there are": {"size": 20, "alpha": 1.0, "beta": 0.75, "k": 2.0},
}
options = pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
shapes = pytest.mark.parametrize("shape", [(2, 7, 3, 4), (1, 6, 2, 2), (2, 1, 3, 3)], ids=str)


def local_response_norm_by_loops(x, size, alpha, beta, k):
    out = np.empty_like(x)
    for n, c, row, column in np.ndindex(x.shape):
        first, last = max(0, c - size // 2), min(x.shape[1] - 1, c + (size - 1) // 2)
        energy = sum(x[n, j, row, column] ** 2 for j in range(first, last + 1))
        out[n, c, row, column] = x[n, c, row, column] / (k + alpha * energy) ** beta
    return out


def test_local_response_norm_by_hand():
    x = np.array([1.0, 2, 3]).reshape(1, 3, 1, 1)
    out, cache = local_response_norm_forward(x, size=3, alpha=1.0, beta=1.0, k=1.0)
    assert out.ravel() == pytest.approx([1 / 6, 2 / 15, 3 / 14])  # 1 + 1 + 4, 1 + 1 + 4 + 9, 1 + 4 + 9
    (dx,) = local_response_norm_backward(np.array([1.0, 0, 0]).reshape(1, 3, 1, 1), cache)
    assert dx.ravel() == pytest.approx([1 / 6 - 2 / 36, -4 / 36, 0])


def test_local_response_norm_has_the_papers_defaults(rng):
    x = 10 * rng.normal(size=(1, 9, 2, 2))
    out, _ = local_response_norm_forward(x)
    assert relative_error(out, local_response_norm_by_loops(x, size=5, alpha=1e-4, beta=0.75, k=2.0)) <= 1e-13


@shapes
@options
def test_local_response_norm_agrees_with_loops(rng, shape, options):
    x = rng.normal(size=shape)
    out, _ = local_response_norm_forward(x, **options)
    assert relative_error(out, local_response_norm_by_loops(x, **options)) <= 1e-13


@shapes
@options
def test_local_response_norm_agrees_with_torch_given_alpha_times_size(rng, shape, options):
    x = rng.normal(size=shape)
    tensor = torch.from_numpy(x).requires_grad_()
    torchs = options | {"alpha": options["alpha"] * options["size"]}
    expected = torch.nn.functional.local_response_norm(tensor, **torchs)
    out, cache = local_response_norm_forward(x, **options)
    dout = rng.normal(size=shape)
    (expected_dx,) = torch.autograd.grad(expected, tensor, torch.from_numpy(dout))
    assert relative_error(out, expected.detach().numpy()) <= 1e-13
    assert relative_error(local_response_norm_backward(dout, cache)[0], expected_dx.numpy()) <= 1e-13


@shapes
@options
def test_local_response_norm_backward_agrees_with_finite_differences(rng, shape, options):
    x = rng.normal(size=shape)
    check_backward(local_response_norm_forward, local_response_norm_backward, (x,), rng=rng, **options)


@shapes
@options
def test_local_response_norm_in_float32(rng, shape, options):
    x, dout = rng.normal(size=shape), rng.normal(size=shape)
    out, cache = local_response_norm_forward(x, **options)
    out32, cache32 = local_response_norm_forward(x.astype(np.float32), **options)
    (dx,) = local_response_norm_backward(dout, cache)
    (dx32,) = local_response_norm_backward(dout.astype(np.float32), cache32)
    assert (out.dtype, dx.dtype, out32.dtype, dx32.dtype) == (np.float64, np.float64, np.float32, np.float32)
    assert relative_error(out32, out) <= 1e-5
    assert relative_error(dx32, dx) <= 1e-5


def test_local_response_norm_takes_any_memory_layout_and_leaves_its_inputs_alone(rng):
    x, dout = (np.asfortranarray(rng.normal(size=(2, 7, 3, 4))) for _ in range(2))
    out, cache = local_response_norm_forward(x.copy(), alpha=1.0)
    x.flags.writeable = dout.flags.writeable = False
    same_out, same_cache = local_response_norm_forward(x, alpha=1.0)
    (dx,), (same_dx,) = local_response_norm_backward(dout.copy(), cache), local_response_norm_backward(dout, same_cache)
    assert relative_error(same_out, out) <= 1e-13
    assert relative_error(same_dx, dx) <= 1e-13


def test_local_response_norm_says_what_is_wrong(rng):
    with pytest.raises(ValueError, match=r"x must be \(N, C, H, W\): x.shape=\(3, 4\)"):
        local_response_norm_forward(np.zeros((3, 4)))
    with pytest.raises(ValueError, match="size must be 1 or more channels: found 0"):
        local_response_norm_forward(np.zeros((1, 3, 2, 2)), size=0)
    _, cache = local_response_norm_forward(rng.normal(size=(1, 3, 2, 2)))
    with pytest.raises(ValueError, match=r"dout must have the output's shape \(1, 3, 2, 2\): dout.shape=\(1, 3, 4\)"):
        local_response_norm_backward(np.zeros((1, 3, 4)), cache)
