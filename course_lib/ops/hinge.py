"""Hinge losses: content once the right class wins by a margin. Each is a mean over the batch, with its gradient.

At a hinge's kink, where the margin is met exactly, the gradient is 0.
"""

import numpy as np

from course_lib.ops._guards import as_float, as_labels, as_rows


def hinge_loss(scores, signs):
    """Ask for a score of at least 1 with the right sign: max(0, 1 - sign * score).

    Parameters
    ----------
    scores : (N,)       one score a sample
    signs : (N,)        the right answers, -1 or 1

    Returns
    -------
    loss : scalar       the mean over N
    dscores : (N,)      its gradient: -sign / N where the loss is positive, 0 elsewhere

    Raises
    ------
    ValueError          if the shapes are not (N,) both, or a sign is neither -1 nor 1

    Source: lecture 06; torch.nn.functional.margin_ranking_loss(scores, zeros, signs, margin=1).
    """
    scores = as_float(scores)
    signs = np.asarray(signs, scores.dtype)
    if scores.ndim != 1 or scores.shape != signs.shape:
        raise ValueError(f"scores and signs must both be (N,): scores.shape={scores.shape}, signs.shape={signs.shape}")
    if not np.isin(signs, (-1, 1)).all():
        raise ValueError(f"signs must be -1 or 1: found {np.unique(signs)}")
    shortfall = 1 - signs * scores
    return np.maximum(shortfall, 0).mean(), np.where(shortfall > 0, -signs, 0) / len(scores)


def multiclass_hinge_loss(scores, labels, *, margin=1.0):
    """Ask the right class to beat the best of the others by a margin: max(0, margin - right + best other).

    Parameters
    ----------
    scores : (N, C)
    labels : (N,)       integers from 0 to C - 1
    margin : float      in units of score

    Returns
    -------
    loss : scalar       the mean over N
    dscores : (N, C)    its gradient: 1 / N for the best other, -1 / N for the right class, 0 for a row that is content;
                        where others tie, the first is the best

    Raises
    ------
    ValueError          if scores is not (N, C), or labels are not N integers from 0 to C - 1

    Source: lecture 06; Crammer and Singer 2001. torch has only the sum form, multiclass_hinge_sum_loss.
    """
    shortfall, rows, labels = _shortfall(scores, labels, margin)
    rivals = shortfall.argmax(axis=1)
    worst = np.maximum(shortfall[rows, rivals], 0)
    dscores = np.zeros_like(shortfall)
    dscores[rows, rivals] = (worst > 0) / len(rows)
    dscores[rows, labels] -= dscores[rows, rivals]
    return worst.mean(), dscores


def multiclass_hinge_sum_loss(scores, labels, *, margin=1.0):
    """Ask the right class to beat each other one by a margin, and add up what is missing.

    Parameters
    ----------
    scores : (N, C)
    labels : (N,)       integers from 0 to C - 1
    margin : float      in units of score

    Returns
    -------
    loss : scalar       the mean over N of the sum over the other classes of max(0, margin - right + other)
    dscores : (N, C)    its gradient: each row adds up to 0

    Raises
    ------
    ValueError          as multiclass_hinge_loss

    Source: lecture 06; Weston and Watkins 1999. torch.nn.functional.multi_margin_loss is this divided by C.
    """
    shortfall, rows, labels = _shortfall(scores, labels, margin)
    missing = np.maximum(shortfall, 0)
    dscores = (missing > 0).astype(missing.dtype) / len(rows)
    dscores[rows, labels] -= dscores.sum(axis=1)
    return missing.sum() / len(rows), dscores


def _shortfall(scores, labels, margin):
    """Return what the right class lacks to beat each class by the margin, (N, C): -inf where that is itself."""
    scores = as_rows("scores", scores)
    labels = as_labels(labels, scores.shape[1], len(scores))
    rows = np.arange(len(labels))
    shortfall = margin + scores - scores[rows, labels][:, None]
    shortfall[rows, labels] = -np.inf
    return shortfall, rows, labels
