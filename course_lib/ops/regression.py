"""Regression losses: how far predictions are from targets. Each is a mean over all elements, with its gradient."""

import numpy as np

from course_lib.ops._guards import check_positive, subtract


def l1_loss(pred, target):
    """Average the distances |pred - target|: an outlier pulls no harder than any other point.

    Parameters
    ----------
    pred : (...)        predictions
    target : (...)      the wanted values

    Returns
    -------
    loss : scalar       the mean over all elements
    dpred : (...)       its gradient: the sign of the difference over the number of elements, 0 where they are equal

    Raises
    ------
    ValueError          if the shapes differ

    Source: lecture 06; torch.nn.functional.l1_loss.
    """
    difference = subtract(pred=pred, target=target)
    return np.abs(difference).mean(), np.sign(difference) / difference.size


def mse_loss(pred, target):
    """Average the squared distances (pred - target)^2, the L2 loss: an outlier pulls in proportion to its distance.

    Parameters
    ----------
    pred : (...)        predictions
    target : (...)      the wanted values

    Returns
    -------
    loss : scalar       the mean over all elements; lecture 04's quadratic cost is half the sum, over N
    dpred : (...)       its gradient: twice the difference over the number of elements

    Raises
    ------
    ValueError          if the shapes differ

    Source: lecture 06; torch.nn.functional.mse_loss.
    """
    difference = subtract(pred=pred, target=target)
    return (difference**2).mean(), 2 * difference / difference.size


def smooth_l1_loss(pred, target, *, beta=1.0):
    """Average a parabola near 0, d^2 / (2 beta) for |d| < beta, that goes over into the lines |d| - beta / 2.

    Parameters
    ----------
    pred : (...)        predictions
    target : (...)      the wanted values
    beta : float        where parabola and lines meet, in units of pred; positive

    Returns
    -------
    loss : scalar       the mean over all elements
    dpred : (...)       its gradient: d / beta, no further than -1 and 1, over the number of elements

    Raises
    ------
    ValueError          if the shapes differ, or beta is not positive

    Source: lecture 06; Girshick 2015, "Fast R-CNN"; torch.nn.functional.smooth_l1_loss.
    """
    check_positive(beta=beta)
    difference = subtract(pred=pred, target=target)
    near = np.clip(difference, -beta, beta)  # near * (d - near / 2): d^2 / 2 inside, beta * (|d| - beta / 2) outside
    return (near * (difference - near / 2)).mean() / beta, near / (beta * difference.size)


def huber_loss(pred, target, *, delta=1.0):
    """Average a parabola near 0, d^2 / 2 for |d| < delta, that goes over into the lines delta * (|d| - delta / 2).

    Parameters
    ----------
    pred : (...)        predictions
    target : (...)      the wanted values
    delta : float       where parabola and lines meet, in units of pred; positive

    Returns
    -------
    loss : scalar       the mean over all elements: delta * smooth_l1_loss with beta = delta
    dpred : (...)       its gradient: d, no further than -delta and delta, over the number of elements

    Raises
    ------
    ValueError          if the shapes differ, or delta is not positive

    Source: lecture 06; Huber 1964; torch.nn.functional.huber_loss.
    """
    check_positive(delta=delta)
    difference = subtract(pred=pred, target=target)
    near = np.clip(difference, -delta, delta)  # the gradient of the parabola, held at the lines' slope
    return (near * (difference - near / 2)).mean(), near / difference.size
