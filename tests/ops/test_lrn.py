import numpy as np
import pytest

from course_lib.gradcheck import relative_error
from course_lib.ops.lrn import local_response_norm_backward, local_response_norm_forward
from tests.ops.image_cases import local_response_norm_by_loops


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


def test_local_response_norm_says_what_is_wrong(rng):
    with pytest.raises(ValueError, match=r"x must be \(N, C, H, W\): x.shape=\(3, 4\)"):
        local_response_norm_forward(np.zeros((3, 4)))
    with pytest.raises(ValueError, match=r"^size must be a whole number, 1 or more: found 0"):
        local_response_norm_forward(np.zeros((1, 3, 2, 2)), size=0)
    _, cache = local_response_norm_forward(rng.normal(size=(1, 3, 2, 2)))
    with pytest.raises(ValueError, match=r"dout must have the output's shape \(1, 3, 2, 2\): dout.shape=\(1, 3, 4\)"):
        local_response_norm_backward(np.zeros((1, 3, 4)), cache)
