"""Splitting a data set so that each class keeps its share."""

import numpy as np


def stratified(labels, fraction, *, rng):
    """Mark a fraction of each class, at random: in an order sorted by class, every so-manyth one.

    Parameters
    ----------
    labels : (N,)       class numbers
    fraction : float    between 0 and 1
    rng : np.random.Generator

    Returns
    -------
    chosen : (N,)       bool
    """
    order = rng.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]  # shuffled within each class
    ticks = np.floor(np.arange(1, len(labels) + 1) * fraction) > np.floor(np.arange(len(labels)) * fraction)
    chosen = np.zeros(len(labels), bool)
    chosen[by_class[ticks]] = True
    return chosen
