import numpy as np
import pytest
import torch

from course_lib.gradcheck import numerical_gradient, relative_error
from course_lib.ops.losses import (
    cross_entropy,
    cross_entropy_backward,
    cross_entropy_loss,
    one_hot,
    quadratic_cost,
    softmax,
    softmax_jacobian,
)

SCORES, LABELS = np.log([[1.0, 2.0, 5.0], [2.0, 2.0, 4.0]]), np.array([0, 2])


def test_softmax_by_hand():
    np.testing.assert_allclose(softmax(SCORES), [[1 / 8, 2 / 8, 5 / 8], [1 / 4, 1 / 4, 1 / 2]], rtol=1e-15)


def test_softmax_agrees_with_torch(rng):
    scores = 5 * rng.normal(size=(7, 10))
    assert relative_error(softmax(scores), torch.softmax(torch.tensor(scores), dim=1).numpy()) <= 1e-13


def test_softmax_does_not_mind_a_shift(rng):
    scores = rng.normal(size=(4, 3))
    np.testing.assert_allclose(softmax(scores + 1000), softmax(scores), rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_scores_neither_overflow_nor_warn(dtype):
    scores = np.array([[1e30, -1e30], [1000, 0]], dtype)
    np.testing.assert_array_equal(softmax(scores), [[1, 0], [1, 0]])
    np.testing.assert_array_equal(cross_entropy(scores[1:], np.array([1])), 1000)
    assert softmax(scores).dtype == cross_entropy(scores, LABELS[:1].repeat(2)).dtype == dtype


def test_softmax_leaves_the_scores_alone():
    scores = SCORES.copy()
    softmax(scores)
    np.testing.assert_array_equal(scores, SCORES)


def test_softmax_jacobian_by_hand():
    np.testing.assert_allclose(softmax_jacobian(np.array([0.25, 0.75])), [[3 / 16, -3 / 16], [-3 / 16, 3 / 16]])


def test_softmax_jacobian_agrees_with_finite_differences(rng):
    scores = rng.normal(size=5)
    numeric = [numerical_gradient(lambda changed, i=i: softmax(changed[None])[0, i], scores) for i in range(5)]
    assert relative_error(softmax_jacobian(softmax(scores[None])[0]), np.array(numeric)) <= 1e-9


def test_softmax_jacobian_of_a_batch_is_that_of_each_row(rng):
    probs = softmax(rng.normal(size=(6, 4))).reshape(2, 3, 4)
    jacobians = softmax_jacobian(probs)
    assert jacobians.shape == (2, 3, 4, 4)
    for place in np.ndindex(2, 3):
        np.testing.assert_array_equal(jacobians[place], softmax_jacobian(probs[place]))
    assert softmax_jacobian(probs.astype(np.float32)).dtype == np.float32


def test_temperature_divides_the_scores(rng):
    scores = rng.normal(size=(7, 10))
    expected = torch.softmax(torch.tensor(scores) / 2.5, dim=1).numpy()
    assert relative_error(softmax(scores, temperature=2.5), expected) <= 1e-13
    np.testing.assert_allclose(softmax(SCORES, temperature=0.5)[0], [1 / 30, 4 / 30, 25 / 30], rtol=1e-14)
    np.testing.assert_array_equal(softmax(np.array([[-1000.0, 1000]]), temperature=1e-3), [[0, 1]])


def test_one_hot_by_hand():
    targets = one_hot([2, 0], 3)
    np.testing.assert_array_equal(targets, [[0, 0, 1], [1, 0, 0]])
    assert targets.dtype == np.float64


def test_smoothing_spreads_a_share_of_the_one():
    np.testing.assert_allclose(one_hot([2, 0], 4, smoothing=0.2), [[0.05, 0.05, 0.85, 0.05], [0.85, 0.05, 0.05, 0.05]])
    np.testing.assert_array_equal(one_hot([1], 4, smoothing=1), [[0.25] * 4])


def test_smoothed_cross_entropy_by_hand():
    loss, dscores = cross_entropy_loss(SCORES[1:], np.array([2]), label_smoothing=0.6)  # targets 0.2, 0.2, 0.6
    np.testing.assert_allclose(loss, 0.4 * np.log(4) + 0.6 * np.log(2))
    np.testing.assert_allclose(dscores, [[0.05, 0.05, -0.1]])


@pytest.mark.parametrize("label_smoothing", [0.1, 1])
def test_smoothed_cross_entropy_is_that_against_smoothed_targets(label_smoothing, rng):
    scores, labels = rng.normal(size=(6, 4)), rng.integers(4, size=6)
    targets = one_hot(labels, 4, smoothing=label_smoothing)
    loss = cross_entropy(scores, labels, label_smoothing=label_smoothing)
    np.testing.assert_allclose(loss, -(targets * np.log(softmax(scores))).sum() / 6)
    expected = (softmax(scores) - targets) / 6
    actual = cross_entropy_backward(scores, labels, label_smoothing=label_smoothing)
    np.testing.assert_allclose(actual, expected, atol=1e-16)


def test_cross_entropy_by_hand():
    loss, dscores = cross_entropy_loss(SCORES, LABELS)
    np.testing.assert_allclose(loss, (np.log(8) + np.log(2)) / 2)
    np.testing.assert_allclose(dscores, [[-7 / 16, 2 / 16, 5 / 16], [1 / 8, 1 / 8, -1 / 4]])


def test_cross_entropy_of_equal_scores_is_log_c():
    assert cross_entropy(np.zeros((4, 10)), np.arange(4)) == pytest.approx(np.log(10))


def test_cross_entropy_and_its_gradient_come_together_or_apart(rng):
    scores, labels = rng.normal(size=(6, 4)), rng.integers(4, size=6)
    loss, dscores = cross_entropy_loss(scores, labels)
    assert cross_entropy(scores, labels) == loss
    np.testing.assert_array_equal(cross_entropy_backward(scores, labels), dscores)


def test_gradient_is_softmax_minus_one_hot(rng):
    scores, labels = rng.normal(size=(6, 4)), rng.integers(4, size=6)
    expected = (softmax(scores) - one_hot(labels, 4)) / 6
    np.testing.assert_allclose(cross_entropy_backward(scores, labels), expected, atol=1e-16)


def test_quadratic_cost_by_hand():
    loss, doutputs = quadratic_cost(np.array([[1.0, 0.0], [0.5, 2.0]]), np.array([[0.0, 0.0], [0.5, 4.0]]))
    assert loss == (1 + 4) / 4
    np.testing.assert_array_equal(doutputs, [[0.5, 0], [0, -1]])


def test_quadratic_cost_takes_lists_and_keeps_the_dtype_of_the_outputs():
    """one_hot gives float64 targets: they must not turn a float32 net's gradients into float64."""
    loss, doutputs = quadratic_cost(np.zeros((2, 3), np.float32), one_hot([0, 1], 3))
    assert loss.dtype == doutputs.dtype == np.float32
    assert quadratic_cost([[1, 0]], [[0, 0]])[0] == 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: softmax(np.zeros(3)), r"^scores must be a batch of rows, \(N, C\): scores.shape=\(3,\)"),
        (lambda: softmax(SCORES, temperature=0), r"temperature must be positive: found 0"),
        (lambda: softmax_jacobian(0.5), r"probs must be rows of probabilities, \(..., C\): found 0.5"),
        (lambda: one_hot([0], 3, smoothing=1.5), r"smoothing must lie in 0 … 1: found 1.5"),
        (lambda: cross_entropy(SCORES, LABELS, label_smoothing=-0.1), r"label_smoothing must lie in 0 … 1: found -0.1"),
        (lambda: one_hot([0, 3], 3), r"labels must lie in 0 … 2: found 0 … 3"),
        (lambda: one_hot([-1], 3), r"labels must lie in 0 … 2: found -1 … -1"),
        (lambda: one_hot([0.0], 3), r"labels must be \(N,\) integers.*float64"),
        (
            lambda: cross_entropy(np.zeros((2, 3)), np.zeros((2, 3), int)),
            r"\(2,\) integers, one a row: labels.shape=\(2, 3\)",
        ),
        (
            lambda: cross_entropy(np.zeros((2, 3)), np.zeros(3, int)),
            r"labels must be \(2,\) integers.*shape=\(3,\)",
        ),
        (
            lambda: quadratic_cost(np.zeros((2, 3)), np.zeros(2)),
            r"differ in shape: .*\(2, 3\), targets.shape=\(2,\)",
        ),
    ],
)
def test_errors_name_what_was_found(call, message):
    with pytest.raises(ValueError, match=message):
        call()
