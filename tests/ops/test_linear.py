import numpy as np
import pytest

from course_lib.ops.linear import linear_backward, linear_forward


def test_one_row_by_hand():
    x, w, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [-1.0, 1.0], [0.0, 5.0]]), np.array([10.0, 0.0, -10.0])
    out, cache = linear_forward(x, w, b)
    dx, dw, db = linear_backward(np.array([[1.0, 2.0, -1.0]]), cache)
    np.testing.assert_array_equal(out, [[21, 1, 0]])
    np.testing.assert_array_equal(dx, [[1, 1]])
    np.testing.assert_array_equal(dw, [[1, 2], [2, 4], [-1, -2]])
    np.testing.assert_array_equal(db, [1, 2, -1])


def test_weight_gradients_add_up_over_the_batch(rng):
    x, w, b, dout = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=(6, 3))
    _, dw, db = linear_backward(dout, linear_forward(x, w, b)[1])
    rows = [linear_backward(dout[[n]], linear_forward(x[[n]], w, b)[1]) for n in range(6)]
    np.testing.assert_allclose(dw, sum(row[1] for row in rows))
    np.testing.assert_allclose(db, sum(row[2] for row in rows))


@pytest.mark.parametrize("leading", [(), (1,), (2, 3), (2, 0, 3)])
def test_any_leading_shape_does_what_its_rows_do(leading, rng):
    x, w, b, dout = (
        rng.normal(size=(*leading, 4)),
        rng.normal(size=(5, 4)),
        rng.normal(size=5),
        rng.normal(size=(*leading, 5)),
    )
    out, cache = linear_forward(x, w, b)
    flat, flat_cache = linear_forward(x.reshape(-1, 4), w, b)
    np.testing.assert_allclose(out, flat.reshape(*leading, 5), rtol=1e-13)
    dx, dw, db = linear_backward(dout, cache)
    flat_dx, flat_dw, flat_db = linear_backward(dout.reshape(-1, 5), flat_cache)
    np.testing.assert_allclose(dx, flat_dx.reshape(*leading, 4), rtol=1e-13)
    np.testing.assert_array_equal(dw, flat_dw)
    np.testing.assert_array_equal(db, flat_db)


@pytest.mark.parametrize(
    ("x_shape", "w_shape", "b_shape", "message"),
    [
        (
            (2, 1, 8, 8),
            (10, 64),
            (10,),
            r"^x must be \(..., D\) and w \(C, D\): x.shape=\(2, 1, 8, 8\).*\(10, 64\); flatten",
        ),
        ((), (10, 64), (10,), r"^x must be .*: x.shape=\(\), w.shape=\(10, 64\)$"),
        ((2, 64), (64, 10), (10,), r"^x must be .*: x.shape=\(2, 64\), w.shape=\(64, 10\)$"),
        ((2, 64), (64,), (10,), r"^x must be .*, w.shape=\(64,\)$"),
        ((2, 64), (10, 64), (64,), r"b must have shape \(10,\).*b.shape=\(64,\)"),
        ((2, 64), (10, 64), (1, 10), r"b must have shape \(10,\).*b.shape=\(1, 10\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(x_shape, w_shape, b_shape, message):
    with pytest.raises(ValueError, match=message):
        linear_forward(np.zeros(x_shape), np.zeros(w_shape), np.zeros(b_shape))


def test_gradient_of_the_wrong_shape_is_named():
    _, cache = linear_forward(np.zeros((2, 4)), np.zeros((3, 4)), np.zeros(3))
    with pytest.raises(ValueError, match=r"dout must have the output's shape \(2, 3\): dout.shape=\(3, 2\)"):
        linear_backward(np.zeros((3, 2)), cache)
