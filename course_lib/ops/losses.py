"""Softmax and the losses: what makes scores into probabilities, and how wrong they are.

Labels are class numbers, (N,) integers from 0 to C - 1. Every loss is a mean over the batch.
"""

import numpy as np

from course_lib.ops._guards import as_labels, as_rows, subtract


def softmax(scores):
    """Turn each row of scores into probabilities: e^score over the sum of the row's e^scores.

    Parameters
    ----------
    scores : (N, C)     any real numbers; the row's maximum is subtracted first, so none overflows

    Returns
    -------
    probs : (N, C)      positive, each row adds up to 1

    Raises
    ------
    ValueError          if scores is not (N, C)

    Source: lecture 02; torch.softmax(scores, dim=1).
    """
    exps = np.exp(_shifted(scores))
    return exps / exps.sum(axis=1, keepdims=True)


def softmax_jacobian(probs):
    """Return how fast each probability changes when each score does.

    Parameters
    ----------
    probs : (C,)            softmax of one row of scores

    Returns
    -------
    jacobian : (C, C)       row i, column j: probs[i] * ((i == j) - probs[j])

    Raises
    ------
    ValueError              if probs is not one row

    Source: lecture 03; Bendersky, "The softmax function and its derivative".
    """
    probs = np.asarray(probs)
    if probs.ndim != 1:
        raise ValueError(f"probs must be one row of probabilities, (C,): probs.shape={probs.shape}")
    return np.diag(probs) - np.outer(probs, probs)


def one_hot(labels, num_classes):
    """Write each label as a row of zeros with a single 1.

    Parameters
    ----------
    labels : (N,)               integers from 0 to num_classes - 1
    num_classes : int

    Returns
    -------
    targets : (N, num_classes)  float64

    Raises
    ------
    ValueError                  if a label is not an integer or out of range

    Source: lecture 02.
    """
    labels = as_labels(labels, num_classes)
    targets = np.zeros((len(labels), num_classes))
    targets[np.arange(len(labels)), labels] = 1
    return targets


def cross_entropy(scores, labels):
    """Average over the batch minus the logarithm of the right class's softmax probability.

    Parameters
    ----------
    scores : (N, C)     before the softmax; of any size, the logarithm never sees a zero
    labels : (N,)       integers from 0 to C - 1

    Returns
    -------
    loss : scalar       in nats

    Raises
    ------
    ValueError          if scores is not (N, C), or a label is not an integer or out of range

    Source: lecture 02; torch.nn.functional.cross_entropy.
    """
    return cross_entropy_loss(scores, labels)[0]


def cross_entropy_backward(scores, labels):
    """Return the gradient of cross_entropy with respect to the scores: (softmax - one-hot) / N.

    Parameters
    ----------
    scores : (N, C)
    labels : (N,)       integers from 0 to C - 1

    Returns
    -------
    dscores : (N, C)    each row adds up to 0

    Raises
    ------
    ValueError          as cross_entropy

    Source: lecture 03.
    """
    return cross_entropy_loss(scores, labels)[1]


def cross_entropy_loss(scores, labels):
    """Return cross_entropy and its gradient together, for one softmax.

    Parameters
    ----------
    scores : (N, C)
    labels : (N,)       integers from 0 to C - 1

    Returns
    -------
    loss : scalar       in nats
    dscores : (N, C)    its gradient

    Raises
    ------
    ValueError          as cross_entropy
    """
    shifted = _shifted(scores)
    labels = as_labels(labels, shifted.shape[1], len(shifted))
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    dscores = np.exp(log_probs)
    dscores[rows, labels] -= 1
    return -log_probs[rows, labels].mean(), dscores / len(labels)


def quadratic_cost(outputs, targets):
    """Half the squared distance to the target, averaged over the batch: 1/(2N) sum of |y - a|^2.

    Parameters
    ----------
    outputs : (N, C)    the network's activations a
    targets : (N, C)    the wanted outputs y

    Returns
    -------
    loss : scalar
    doutputs : (N, C)   its gradient, (a - y) / N

    Raises
    ------
    ValueError          if the shapes differ

    Source: lecture 04; Nielsen, "Neural Networks and Deep Learning", chapter 1.
    """
    difference = subtract(outputs=outputs, targets=targets)
    return (difference**2).sum() / (2 * len(difference)), difference / len(difference)


def _shifted(scores):
    scores = as_rows("scores", scores)
    return scores - scores.max(axis=1, keepdims=True)
