"""Cases for the first weights of a net, judged by mean and spread."""

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.batches import was_used


def cases(rng):
    seed = int(rng.integers(2**32))
    gain = round(rng.uniform(2, 3), 1)

    def case(title, *sizes, **options):
        return Case(title, (sizes,), {"rng": np.random.default_rng(seed)} | options, spread)

    return [
        case("two layers", 60, 50, 40),
        case("a single layer", 80, 30),
        case("four layers", 40, 70, 50, 60, 30),
        case("many inputs", 900, 20, 60),
        case("another gain", 50, 60, 70, gain=gain),
        case("a small gain", 70, 40, 90, 30, gain=0.1),
    ]


def spread(value, options):
    """Judge by mean and spread, which are known to a few per cent whatever the order of the draws."""
    if not was_used(options["rng"]):
        return Problem("rng", "rng")
    for layer, (w, b) in enumerate(zip(*value)):
        if b.any():
            return Problem("value", f"biases[{layer}][0]", float(b[0]), 0.0)
        wanted, room = options.get("gain", 2**0.5) / w.shape[1] ** 0.5, 6 / w.size**0.5  # six standard errors
        found = {"the standard deviation": (w.std(), wanted, room * wanted), "the mean": (w.mean(), 0.0, room * wanted)}
        found["the share beyond two standard deviations"] = (abs(w) > 2 * w.std()).mean(), 0.0455, 0.25 * room
        for name, (is_, should, give) in found.items():
            if abs(is_ - should) > give:
                return Problem("value", f"{name} of weights[{layer}]", float(f"{is_:.3g}"), float(f"{should:.3g}"))
    return None
