import numpy as np
import pytest

from course_lib.ops.maxout import maxout_backward, maxout_forward


def test_absolute_value_by_hand():
    x, w, b = np.array([[-3.0], [2.0]]), np.array([[[1.0]], [[-1.0]]]), np.zeros((2, 1))  # max(x, -x)
    out, cache = maxout_forward(x, w, b)
    dx, dw, db = maxout_backward(np.ones((2, 1)), cache)
    np.testing.assert_array_equal(out, [[3], [2]])
    np.testing.assert_array_equal(dx, [[-1], [1]])
    np.testing.assert_array_equal(dw, [[[2]], [[-3]]])
    np.testing.assert_array_equal(db, [[1], [1]])


def test_first_of_two_equal_pieces_gets_the_gradient():
    x, w, b = np.ones((1, 2)), np.ones((2, 1, 2)), np.zeros((2, 1))
    _, dw, db = maxout_backward(np.ones((1, 1)), maxout_forward(x, w, b)[1])
    np.testing.assert_array_equal(dw[:, 0], [[1, 1], [0, 0]])
    np.testing.assert_array_equal(db, [[1], [0]])


@pytest.mark.parametrize(
    ("x_shape", "w_shape", "b_shape"),
    [((2, 4, 1), (2, 3, 4), (2, 3)), ((2, 4), (3, 4), (3,)), ((2, 4), (2, 3, 5), (2, 3)), ((2, 4), (2, 3, 4), (3,))],
)
def test_shapes_that_do_not_fit_are_named(x_shape, w_shape, b_shape):
    with pytest.raises(ValueError, match=r"\(N, D\), \(K, C, D\) and \(K, C\): x.shape="):
        maxout_forward(np.zeros(x_shape), np.zeros(w_shape), np.zeros(b_shape))


def test_gradient_of_the_wrong_shape_is_named():
    _, cache = maxout_forward(np.zeros((2, 4)), np.zeros((2, 3, 4)), np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"dout must have the output's shape \(2, 3\): dout.shape=\(1, 3\)"):
        maxout_backward(np.zeros((1, 3)), cache)
