"""Losses on probabilities: how far one distribution is from another, in nats. A mean over the batch, with its gradient.

From scores, use losses.cross_entropy: it never takes the logarithm of 0.
"""

import numpy as np

from course_lib.ops._guards import as_labels, as_rows, check_same_shape


def cross_entropy_from_probs(probs, labels):
    """Average over the batch minus the logarithm of the right class's probability.

    Parameters
    ----------
    probs : (N, C)      each row adds up to 1
    labels : (N,)       integers from 0 to C - 1

    Returns
    -------
    loss : scalar       inf if a right class has probability 0
    dprobs : (N, C)     its gradient: -1 / (N p) for the right class, 0 for the others

    Raises
    ------
    ValueError          if probs is not rows of probabilities, or labels are not N integers from 0 to C - 1

    Source: lectures 02 and 03; torch.nn.functional.nll_loss of log(probs).
    """
    probs = _as_probs("probs", probs)
    labels = as_labels(labels, probs.shape[1], len(probs))
    return kl_divergence(probs, np.eye(probs.shape[1])[labels])


def kl_divergence(probs, targets):
    """Average over the batch the price, in nats, of believing probs where targets are true: sum of t * log(t / p).

    Parameters
    ----------
    probs : (N, C)      the model's distributions; each row adds up to 1
    targets : (N, C)    the true ones; a class with target 0 costs nothing

    Returns
    -------
    loss : scalar       0 if they are equal, inf if a class that does occur has probability 0
    dprobs : (N, C)     its gradient: -t / (N p), 0 where t is 0

    Raises
    ------
    ValueError          if they are not rows of probabilities of one shape

    Source: lecture 02; torch.nn.functional.kl_div(log(probs), targets, reduction="batchmean").
    """
    probs = _as_probs("probs", probs)
    targets = _as_probs("targets", targets).astype(probs.dtype)
    check_same_shape(probs=probs, targets=targets)
    occurs = targets > 0
    with np.errstate(divide="ignore", over="ignore"):  # a probability of 0 costs infinity: an answer, not an accident
        costs = targets[occurs] * (np.log(targets[occurs]) - np.log(probs[occurs]))
        dprobs = np.zeros_like(probs)
        dprobs[occurs] = -targets[occurs] / (len(probs) * probs[occurs])
    return costs.sum() / len(probs), dprobs


def _as_probs(name, probs):
    probs = as_rows(name, probs)
    off = (probs < 0).any(axis=1) | ~np.isclose(probs.sum(axis=1), 1, atol=1e-3)  # room for rounding and nudges
    if off.any():
        raise ValueError(
            f"{name} must be rows of probabilities that add up to 1: found {probs[off][0]}; scores need softmax"
        )
    return probs
