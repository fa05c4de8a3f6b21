import numpy as np
import pytest

from course_lib.gradcheck import relative_error
from course_lib.ops.hinge import hinge_loss, multiclass_hinge_loss, multiclass_hinge_sum_loss

SCORES = np.array([[1.0, 3.0, 2.5], [5.0, 0.0, 0.0]])
LABELS = np.array([1, 0])


def test_hinge_by_hand():
    loss, dscores = hinge_loss(np.array([2.0, 0.5, -1.0]), np.array([1, 1, 1]))
    assert loss == (0 + 0.5 + 2) / 3
    np.testing.assert_array_equal(dscores, [0, -1 / 3, -1 / 3])


def test_hinge_pushes_a_negative_sample_down():
    loss, dscores = hinge_loss(np.array([0.5]), np.array([-1]))
    assert loss == 1.5
    np.testing.assert_array_equal(dscores, [1])


def test_multiclass_hinge_asks_only_the_best_other_class():
    loss, dscores = multiclass_hinge_loss(SCORES, LABELS, margin=3.0)
    assert loss == (3 - 3 + 2.5) / 2
    np.testing.assert_array_equal(dscores, [[0, -0.5, 0.5], [0, 0, 0]])


def test_multiclass_hinge_sum_asks_every_other_class():
    loss, dscores = multiclass_hinge_sum_loss(SCORES, LABELS, margin=3.0)
    assert loss == (1 + 2.5) / 2
    np.testing.assert_array_equal(dscores, [[0.5, -1, 0.5], [0, 0, 0]])


def test_with_two_classes_both_forms_are_the_binary_hinge(rng):
    scores, signs = rng.normal(size=20), rng.choice([-1, 1], 20)
    pairs, labels = np.column_stack([-scores / 2, scores / 2]), (signs + 1) // 2
    expected, dexpected = hinge_loss(scores, signs)
    for form in (multiclass_hinge_loss, multiclass_hinge_sum_loss):
        loss, dpairs = form(pairs, labels)
        assert relative_error(loss, expected) <= 1e-14
        np.testing.assert_array_equal(dpairs[:, 1], dexpected)


def test_where_others_tie_the_first_gets_the_gradient():
    _, dscores = multiclass_hinge_loss(np.zeros((1, 4)), np.array([1]))
    np.testing.assert_array_equal(dscores, [[1, -1, 0, 0]])


@pytest.mark.parametrize("form", [multiclass_hinge_loss, multiclass_hinge_sum_loss])
def test_gradient_is_zero_where_the_margin_is_met_exactly(form):
    loss, dscores = form(np.array([[1.0, 0.0]]), np.array([0]))
    assert loss == 0
    np.testing.assert_array_equal(dscores, [[0, 0]])
    np.testing.assert_array_equal(hinge_loss(np.array([1.0]), np.array([1]))[1], [0])


@pytest.mark.parametrize(
    ("scores", "signs", "message"),
    [
        (np.zeros((2, 1)), np.ones(2), r"must both be \(N,\): scores.shape=\(2, 1\), signs.shape=\(2,\)"),
        (np.zeros(3), np.ones(2), r"must both be \(N,\): scores.shape=\(3,\), signs.shape=\(2,\)"),
        (np.zeros(2), np.array([0, 1]), r"signs must be -1 or 1: found \[0\. 1\.\]"),
    ],
)
def test_hinge_errors_name_what_was_found(scores, signs, message):
    with pytest.raises(ValueError, match=message):
        hinge_loss(scores, signs)


@pytest.mark.parametrize("form", [multiclass_hinge_loss, multiclass_hinge_sum_loss])
@pytest.mark.parametrize(
    ("scores", "labels", "message"),
    [
        (np.zeros(3), np.zeros(3, int), r"^scores must be a batch of rows, \(N, C\): scores.shape=\(3,\)"),
        (np.zeros((2, 3)), np.zeros(3, int), r"labels must be \(2,\) integers.*labels.shape=\(3,\)"),
        (np.zeros((2, 3)), np.zeros((2, 3), int), r"labels must be \(2,\) integers.*labels.shape=\(2, 3\)"),
        (np.zeros((2, 3)), np.zeros(2), r"labels must be \(2,\) integers.*float64"),
        (np.zeros((2, 3)), np.array([0, 3]), r"labels must lie in 0 … 2: found 0 … 3"),
        (np.zeros((2, 3)), np.array([-1, 0]), r"labels must lie in 0 … 2: found -1 … 0"),
    ],
)
def test_multiclass_errors_name_what_was_found(form, scores, labels, message):
    with pytest.raises(ValueError, match=message):
        form(scores, labels)
