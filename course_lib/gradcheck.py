"""Is this gradient right? Central differences: element by element in lectures, along a random direction in tests."""

import inspect

import numpy as np


def numerical_gradient(f, x, *, h=1e-5):
    """Estimate the gradient of f at x by central differences, one element at a time.

    Parameters
    ----------
    f : callable            from an array like x to a number
    x : (...)               float64; left unchanged
    h : float               the nudge; 1e-5 balances truncation (h squared) and rounding (1e-16 / h)

    Returns
    -------
    gradient : (...)        (f(x + h) - f(x - h)) / 2h for every element

    Source: lecture 03.
    """
    x = np.array(x, dtype=float)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        centre = x[index]
        x[index] = centre + h
        above = f(x)
        x[index] = centre - h
        gradient[index] = (above - f(x)) / (2 * h)
        x[index] = centre
    return gradient


def relative_error(actual, expected):
    """Return the largest difference, as a fraction of the largest value: 0 where both are all zero.

    Parameters
    ----------
    actual, expected : (...)    of one shape

    Returns
    -------
    error : float               max|a - e| / max(max|a|, max|e|); nan if either holds one

    Raises
    ------
    ValueError                  if the shapes differ
    """
    if np.shape(actual) != np.shape(expected):
        raise ValueError(f"actual and expected differ in shape: {np.shape(actual)} and {np.shape(expected)}")
    scale = np.max(np.abs([actual, expected]), initial=0)
    return float(np.max(np.abs(np.subtract(actual, expected))) / scale) if scale else 0.0


def directional_error(f, x, gradient, *, rng, h=1e-5):
    """Compare a gradient with central differences along one random direction: two evaluations, whatever the size.

    A wrong element escapes only if the direction happens to be orthogonal to the mistake.

    Parameters
    ----------
    f : callable            from an array like x to a number
    x : (...)               where; float64
    gradient : (...)        what is to be checked
    rng : np.random.Generator
    h : float

    Returns
    -------
    error : float           |analytic - numeric| / (|gradient| |direction|): relative to the largest slope possible
    """
    direction = rng.normal(size=x.shape)
    numeric = (f(x + h * direction) - f(x - h * direction)) / (2 * h)
    analytic = np.sum(gradient * direction)
    scale = np.linalg.norm(gradient) * np.linalg.norm(direction)
    return float(abs(analytic - numeric) / scale) if scale else float(abs(numeric))


def check_backward(forward, backward, args, *, rng, h=1e-5, tolerance=1e-9, **options):
    """Assert that every gradient a backward function returns agrees with central differences.

    Parameters
    ----------
    forward : callable      (*args, **options) -> (out, cache)
    backward : callable     (dout, cache) -> tuple, one gradient for each argument
    args : tuple            float64 arrays, away from kinks
    rng : np.random.Generator
    tolerance : float       1e-9: h squared times a third derivative of about 1, and room for rounding

    Raises
    ------
    AssertionError          names the argument; analytic and numeric value of the element that is furthest off
    """
    out, cache = forward(*args, **options)
    dout = rng.normal(size=out.shape)
    gradients = backward(dout, cache)
    name = getattr(backward, "__name__", str(backward))
    assert isinstance(gradients, tuple), f"{name} must return a tuple: found {type(gradients).__name__}"
    assert len(gradients) == len(args), f"{name}: {len(gradients)} gradients for {len(args)} arguments"
    for position, (value, gradient) in enumerate(zip(args, gradients)):

        def loss(changed, position=position):
            return np.sum(dout * forward(*args[:position], changed, *args[position + 1 :], **options)[0])

        whose = f"{name}, gradient of {_argument(forward, position)}"
        assert gradient.shape == value.shape, f"{whose}: it has shape {gradient.shape}, the argument {value.shape}"
        error = directional_error(loss, value, gradient, rng=rng, h=h)
        assert error <= tolerance, f"{whose}: {_worst(loss, value, gradient, h)}; error {error:.1e} > {tolerance:.0e}"


def _argument(forward, position):
    """Return the name of an argument, as in forward's signature."""
    parameters = list(inspect.signature(forward).parameters.values())
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return named[position] if position < len(named) else f"argument {position}"


def _worst(loss, value, gradient, h):
    """Say where a gradient is furthest off, element by element."""
    numeric = numerical_gradient(loss, value, h=h)
    place = np.unravel_index(np.argmax(np.abs(gradient - numeric)), value.shape)
    where = ", ".join(map(str, place))
    return f"at [{where}] analytic {gradient[place]:.9g}, numeric {numeric[place]:.9g}"
