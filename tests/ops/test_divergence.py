import numpy as np
import pytest

from course_lib.gradcheck import relative_error
from course_lib.ops.divergence import cross_entropy_from_probs, kl_divergence
from course_lib.ops.losses import cross_entropy_loss, softmax, softmax_jacobian

PROBS = np.array([[0.5, 0.25, 0.25], [0.125, 0.375, 0.5]])


def test_cross_entropy_by_hand():
    loss, dprobs = cross_entropy_from_probs(PROBS, np.array([1, 0]))
    assert loss == pytest.approx((np.log(4) + np.log(8)) / 2)
    np.testing.assert_array_equal(dprobs, [[0, -2, 0], [-4, 0, 0]])


def test_kl_divergence_by_hand():
    loss, dprobs = kl_divergence(PROBS[:1], np.array([[0.25, 0.5, 0.25]]))
    assert loss == pytest.approx(0.25 * np.log(2))
    np.testing.assert_array_equal(dprobs, [[-0.5, -2, -1]])


def test_kl_divergence_of_equal_distributions_is_zero():
    assert kl_divergence(PROBS, PROBS)[0] == 0


def test_cross_entropy_of_softmax_is_cross_entropy_of_scores(rng):
    """The chain rule of lecture 03 in two steps, and fused."""
    scores, labels = rng.normal(size=(4, 3)), rng.integers(3, size=4)
    probs = softmax(scores)
    loss, dprobs = cross_entropy_from_probs(probs, labels)
    dscores = np.array([softmax_jacobian(row) @ drow for row, drow in zip(probs, dprobs)])
    expected, dexpected = cross_entropy_loss(scores, labels)
    assert relative_error(loss, expected) <= 1e-14
    assert relative_error(dscores, dexpected) <= 1e-14


def test_the_first_row_that_is_none_of_probabilities_is_shown():
    with pytest.raises(ValueError, match=r"found \[-0\.5  ?1\.5\]"):
        kl_divergence(np.array([[0.5, 0.5], [-0.5, 1.5], [3.0, 1.0]]), np.full((3, 2), 0.5))


def test_ruling_out_what_happens_costs_infinity_without_a_warning():
    loss, dprobs = cross_entropy_from_probs(np.array([[1.0, 0.0]]), np.array([1]))
    assert loss == np.inf
    np.testing.assert_array_equal(dprobs, [[0, -np.inf]])


def test_nearly_ruling_out_what_happens_overflows_in_the_gradient_without_a_warning():
    loss, dprobs = cross_entropy_from_probs(np.array([[1.0, 1e-310]]), np.array([1]))
    assert loss == pytest.approx(310 * np.log(10))
    np.testing.assert_array_equal(dprobs, [[0, -np.inf]])


def test_rows_may_miss_1_by_a_thousandth_for_rounding():
    kl_divergence(np.array([[0.5, 0.5009]]), np.array([[0.5, 0.4991]]))
    for off in (0.5011, 0.4989):
        with pytest.raises(ValueError, match="probs must be rows of probabilities that add up to 1"):
            kl_divergence(np.array([[0.5, off]]), PROBS)


def test_ruling_out_what_does_not_happen_costs_nothing():
    loss, dprobs = kl_divergence(np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]]))
    assert loss == 0
    np.testing.assert_array_equal(dprobs, [[-1, 0]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kl_divergence(np.ones(1), PROBS), r"^probs must be a batch of rows, \(N, C\): probs.shape=\(1,\)"),
        (lambda: kl_divergence(PROBS, 2 * PROBS), r"^targets must be rows of probabilities that add up to 1: found \["),
        (lambda: kl_divergence(np.array([[0.5, 0.5], [3.0, -2.0]]), PROBS), r"found \[ 3. -2.\]; scores need softmax"),
        (lambda: cross_entropy_from_probs(np.ones(1), np.array([0])), r"^probs must be a batch of rows, \(N, C\)"),
        (lambda: kl_divergence(PROBS, PROBS[:1]), r"differ in shape: probs.shape=\(2, 3\), targets.shape=\(1, 3\)"),
        (lambda: cross_entropy_from_probs(PROBS, np.array([0.0, 1.0])), r"labels must be \(2,\) integers.*float64"),
        (lambda: cross_entropy_from_probs(PROBS, np.array([0])), r"labels must be \(2,\) integers.*shape=\(1,\)"),
        (lambda: cross_entropy_from_probs(PROBS, np.array([0, 3])), r"labels must lie in 0 … 2: found 0 … 3"),
    ],
)
def test_errors_name_what_was_found(call, message):
    with pytest.raises(ValueError, match=message):
        call()
