"""How weights start: functions of a shape and a random generator."""

import numpy as np


def he(shape, *, rng):
    """Draw from a normal distribution of variance 2 / fan-in, so that ReLU layers keep the signal's size.

    Parameters
    ----------
    shape : tuple           (out, in) or (F, C, KH, KW): the fan-in is all but the first
    rng : np.random.Generator

    Returns
    -------
    weights : shape         float64

    Source: He et al. 2015, "Delving Deep into Rectifiers", section 2.2.
    """
    fan_in = int(np.prod(shape[1:]))
    return rng.normal(scale=np.sqrt(2 / fan_in), size=shape)
