import numpy as np
import pytest

from course_lib.gradcheck import relative_error
from course_lib.ops.regression import huber_loss, l1_loss, mse_loss, smooth_l1_loss

PRED, TARGET = np.array([[1.0, 5.0]]), np.array([[0.5, 1.0]])  # one near, half a unit off; one far, four units off
every_loss = pytest.mark.parametrize("loss", [l1_loss, mse_loss, smooth_l1_loss, huber_loss])


@pytest.mark.parametrize(
    ("loss", "options", "expected", "gradient"),
    [
        (l1_loss, {}, 4.5 / 2, [0.5, 0.5]),
        (mse_loss, {}, 16.25 / 2, [0.5, 4]),
        (smooth_l1_loss, {}, (0.125 + 3.5) / 2, [0.25, 0.5]),
        (smooth_l1_loss, {"beta": 2.0}, (0.0625 + 3) / 2, [0.125, 0.5]),
        (huber_loss, {}, (0.125 + 3.5) / 2, [0.25, 0.5]),
        (huber_loss, {"delta": 2.0}, (0.125 + 6) / 2, [0.25, 1]),
    ],
)
def test_one_near_and_one_far_by_hand(loss, options, expected, gradient):
    value, dpred = loss(PRED, TARGET, **options)
    assert value == pytest.approx(expected, rel=1e-15)
    np.testing.assert_allclose(dpred, [gradient], rtol=1e-15)


@every_loss
def test_perfect_predictions_cost_nothing_and_stay(loss):
    value, dpred = loss(TARGET, TARGET)
    assert value == 0
    np.testing.assert_array_equal(dpred, [[0, 0]])


@pytest.mark.parametrize("width", [0.3, 1.0, 4.0])
def test_huber_is_delta_times_smooth_l1(width, rng):
    pred, target = 3 * rng.normal(size=(2, 50))
    huber, smooth = huber_loss(pred, target, delta=width), smooth_l1_loss(pred, target, beta=width)
    assert relative_error(huber[0], width * smooth[0]) <= 1e-15
    assert relative_error(huber[1], width * smooth[1]) <= 1e-15


@pytest.mark.parametrize("loss", [l1_loss, smooth_l1_loss, huber_loss])
def test_a_huge_outlier_neither_overflows_nor_warns(loss):
    value, dpred = loss(np.array([1e30], np.float32), np.array([0.0], np.float32))
    assert value == np.float32(1e30)
    np.testing.assert_array_equal(dpred, [1])


@every_loss
def test_result_has_the_dtype_of_the_prediction(loss):
    value, dpred = loss(PRED.astype(np.float32), TARGET)
    assert value.dtype == dpred.dtype == np.float32
    assert loss(np.array([1, 2]), np.array([1, 4]))[1].dtype == np.float64


@every_loss
def test_shapes_must_be_equal_even_where_they_would_broadcast(loss):
    with pytest.raises(ValueError, match=r"pred and target differ in shape: pred.shape=\(4, 1\), target.shape=\(4,\)"):
        loss(np.zeros((4, 1)), np.zeros(4))


@pytest.mark.parametrize("width", [0, -1.0, np.nan])
def test_width_must_be_positive(width):
    with pytest.raises(ValueError, match=f"beta must be positive: found {width}"):
        smooth_l1_loss(PRED, TARGET, beta=width)
    with pytest.raises(ValueError, match=f"delta must be positive: found {width}"):
        huber_loss(PRED, TARGET, delta=width)
