"""How weights and biases start: functions of a shape and a random generator. All give float64."""

import numpy as np


def gaussian(shape, *, rng, std=0.01):
    """Draw from a normal distribution of one width everywhere; the default is AlexNet's.

    Parameters
    ----------
    shape : tuple           any
    rng : np.random.Generator
    std : float             standard deviation

    Returns
    -------
    weights : shape

    Source: Krizhevsky et al. 2012, section 5.
    """
    return rng.normal(scale=std, size=shape)


def xavier(shape, *, rng):
    """Draw with variance 2 / (fan-in + fan-out): a compromise that keeps signal and gradient about the same size.

    Parameters
    ----------
    shape : tuple           (out, in) or (F, C, KH, KW)
    rng : np.random.Generator

    Returns
    -------
    weights : shape

    Raises
    ------
    ValueError              if shape is neither

    Source: Glorot and Bengio 2010, equation 12; torch.nn.init.xavier_normal_.
    """
    fan_in, fan_out = _fans(shape)
    return rng.normal(scale=np.sqrt(2 / (fan_in + fan_out)), size=shape)


def he(shape, *, rng):
    """Draw from a normal distribution of variance 2 / fan-in, so that ReLU layers keep the signal's size.

    Parameters
    ----------
    shape : tuple           (out, in) or (F, C, KH, KW): the fan-in is all but the first
    rng : np.random.Generator

    Returns
    -------
    weights : shape

    Raises
    ------
    ValueError              if shape is neither

    Source: He et al. 2015, "Delving Deep into Rectifiers", section 2.2; torch.nn.init.kaiming_normal_.
    """
    fan_in, _ = _fans(shape)
    return rng.normal(scale=np.sqrt(2 / fan_in), size=shape)


def constant(shape, *, value=0.0, rng=None):
    """Give every element the same value: right for biases, wrong for weights, whose units would stay alike for ever.

    Parameters
    ----------
    shape : tuple           any
    value : float           0 for most biases; AlexNet's conv 2, 4, 5 and hidden linear layers use 1, to feed the ReLUs
    rng                     not used: a constant can be asked for wherever an initialisation is

    Returns
    -------
    values : shape

    Source: Krizhevsky et al. 2012, section 5.
    """
    return np.full(shape, float(value))


def _fans(shape):
    """Return how many inputs an output sees, and how many outputs an input feeds."""
    if len(shape) not in (2, 4):
        raise ValueError(f"shape must be (out, in) or (F, C, KH, KW): found {tuple(shape)}")
    window = int(np.prod(shape[2:]))  # KH * KW, or 1
    return shape[1] * window, shape[0] * window
