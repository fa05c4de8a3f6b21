"""Softmax and the losses: what makes scores into probabilities, and how wrong they are.

Labels are class numbers, (N,) integers from 0 to C - 1. Every loss is a mean over the batch.
"""

import numpy as np

from course_lib.ops._guards import as_float, as_labels, as_rows, check_fraction, check_positive, subtract


def softmax(scores, *, temperature=1.0):
    """Turn each row of scores into probabilities: e^score over the sum of the row's e^scores.

    Parameters
    ----------
    scores : (N, C)         any real numbers; the row's maximum is subtracted first, so none overflows
    temperature : float     divides the scores: above 1 the probabilities come closer together, below 1 the largest
                            wins more clearly; positive

    Returns
    -------
    probs : (N, C)          positive, each row adds up to 1

    Raises
    ------
    ValueError              if scores is not (N, C), or temperature is not positive

    Source: lecture 02; torch.softmax(scores / temperature, dim=1); Hinton et al. 2015 for the temperature.
    """
    check_positive(temperature=temperature)
    exps = np.exp(_shifted(scores) / temperature)
    return exps / exps.sum(axis=1, keepdims=True)


def softmax_jacobian(probs):
    """Return how fast each probability changes when each score does.

    Parameters
    ----------
    probs : (..., C)            softmax of rows of scores: (C,) is one row, (N, C) a batch

    Returns
    -------
    jacobian : (..., C, C)      of each row; row i, column j: probs[i] * ((i == j) - probs[j])

    Raises
    ------
    ValueError                  if probs has no axis

    Source: lecture 03; Bendersky, "The softmax function and its derivative".
    """
    probs = as_float(probs)
    if not probs.ndim:
        raise ValueError(f"probs must be rows of probabilities, (..., C): found {probs}")
    columns, rows = probs[..., :, None], probs[..., None, :]
    return np.eye(probs.shape[-1], dtype=probs.dtype) * columns - columns * rows  # (..., C, 1) * (..., 1, C)


def one_hot(labels, num_classes, *, smoothing=0.0):
    """Write each label as a row of zeros with a single 1.

    Parameters
    ----------
    labels : (N,)               integers from 0 to num_classes - 1
    num_classes : int
    smoothing : float           a share of the 1, from 0 to 1, that is spread evenly over all classes

    Returns
    -------
    targets : (N, num_classes)  float64; 1 - smoothing at the label, and smoothing / num_classes everywhere on top

    Raises
    ------
    ValueError                  if a label is not an integer or out of range, or smoothing is not from 0 to 1

    Source: lecture 02; Szegedy et al. 2016, section 7, for the smoothing.
    """
    labels = as_labels(labels, num_classes)
    check_fraction(smoothing=smoothing)
    targets = np.full((len(labels), num_classes), smoothing / num_classes)
    targets[np.arange(len(labels)), labels] += 1 - smoothing
    return targets


def cross_entropy(scores, labels, *, label_smoothing=0.0):
    """Average over the batch minus the logarithm of the right class's softmax probability.

    Parameters
    ----------
    scores : (N, C)             before the softmax; of any size, the logarithm never sees a zero
    labels : (N,)               integers from 0 to C - 1
    label_smoothing : float     from 0 to 1: the targets are one_hot(labels, C, smoothing=label_smoothing)

    Returns
    -------
    loss : scalar               in nats

    Raises
    ------
    ValueError                  if scores is not (N, C), a label is not an integer or out of range, or label_smoothing
                                is not from 0 to 1

    Source: lecture 02; torch.nn.functional.cross_entropy.
    """
    return cross_entropy_loss(scores, labels, label_smoothing=label_smoothing)[0]


def cross_entropy_backward(scores, labels, *, label_smoothing=0.0):
    """Return the gradient of cross_entropy with respect to the scores: (softmax - targets) / N.

    Parameters
    ----------
    scores : (N, C)
    labels : (N,)               integers from 0 to C - 1
    label_smoothing : float     from 0 to 1, as in cross_entropy

    Returns
    -------
    dscores : (N, C)            each row adds up to 0

    Raises
    ------
    ValueError                  as cross_entropy

    Source: lecture 03.
    """
    return cross_entropy_loss(scores, labels, label_smoothing=label_smoothing)[1]


def cross_entropy_loss(scores, labels, *, label_smoothing=0.0):
    """Return cross_entropy and its gradient together, for one softmax.

    Parameters
    ----------
    scores : (N, C)
    labels : (N,)               integers from 0 to C - 1
    label_smoothing : float     from 0 to 1, as in cross_entropy

    Returns
    -------
    loss : scalar               in nats
    dscores : (N, C)            its gradient

    Raises
    ------
    ValueError                  as cross_entropy
    """
    check_fraction(label_smoothing=label_smoothing)
    shifted = _shifted(scores)
    rows, num_classes = np.arange(len(shifted)), shifted.shape[1]
    labels = as_labels(labels, num_classes, len(rows))
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    costs = -log_probs[rows, labels]
    if label_smoothing:  # the cost of every class, weighted as the targets are
        costs = (1 - label_smoothing) * costs - label_smoothing * log_probs.mean(axis=1)
    dscores = np.exp(log_probs) - label_smoothing / num_classes
    dscores[rows, labels] -= 1 - label_smoothing
    return costs.mean(), dscores / len(rows)


def quadratic_cost(outputs, targets):
    """Half the squared distance to the target, averaged over the batch: 1/(2N) sum of |t - a|^2.

    Parameters
    ----------
    outputs : (N, C)    the network's activations a
    targets : (N, C)    the wanted outputs t

    Returns
    -------
    loss : scalar
    doutputs : (N, C)   its gradient, (a - t) / N

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
