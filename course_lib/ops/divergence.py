"""Losses on probabilities: how far one distribution is from another, in nats. A mean over the batch, with its gradient.

From scores, use losses.cross_entropy: it never takes the logarithm of 0.
"""

import numpy as np


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
    probs, labels = _check_probs("probs", probs), np.asarray(labels)
    if labels.shape != probs.shape[:1] or labels.dtype.kind not in "iu":
        found = f"labels.shape={labels.shape}, labels.dtype={labels.dtype}"
        raise ValueError(f"labels must be ({len(probs)},) integers, one a row of probs: {found}")
    if len(labels) and not 0 <= labels.min() <= labels.max() < probs.shape[1]:
        raise ValueError(f"labels must lie in 0 … {probs.shape[1] - 1}: found {labels.min()} … {labels.max()}")
    return kl_divergence(probs, np.eye(probs.shape[1], dtype=probs.dtype)[labels])


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
    probs = _check_probs("probs", probs)
    targets = _check_probs("targets", targets).astype(probs.dtype)
    if probs.shape != targets.shape:
        raise ValueError(f"probs and targets differ in shape: {probs.shape} and {targets.shape}")
    occurs = targets > 0
    with np.errstate(divide="ignore", over="ignore"):  # a probability of 0 costs infinity: an answer, not an accident
        costs = targets[occurs] * (np.log(targets[occurs]) - np.log(probs[occurs]))
        dprobs = np.zeros_like(probs)
        dprobs[occurs] = -targets[occurs] / (len(probs) * probs[occurs])
    return costs.sum() / len(probs), dprobs


def _check_probs(name, probs):
    probs = np.asarray(probs)
    probs = probs if probs.dtype.kind == "f" else probs.astype(float)
    if probs.ndim != 2:
        raise ValueError(f"{name} must be a batch of rows, (N, C): {name}.shape={probs.shape}")
    off = (probs < 0).any(axis=1) | ~np.isclose(probs.sum(axis=1), 1, rtol=0, atol=1e-3)  # room for rounding and nudges
    if off.any():
        raise ValueError(
            f"{name} must be rows of probabilities that add up to 1: found {probs[off][0]}; scores need softmax"
        )
    return probs
