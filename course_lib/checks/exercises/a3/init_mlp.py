"""Assignment A3: the first weights of a net."""

import numpy as np

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.batches import was_used


def init_mlp(sizes, *, rng, gain=2**0.5):
    weights, biases = (), ()
    for layer in range(len(sizes) - 1):
        fan_in, out = sizes[layer], sizes[layer + 1]
        weights = (*weights, gain / np.sqrt(fan_in) * rng.normal(size=(out, fan_in)))
        biases = (*biases, np.zeros(out))
    return weights, biases


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


STD, DRAW = "gain / np.sqrt(fan_in)", "rng.normal(size=(out, fan_in))"
MISTAKES = slips(
    init_mlp,
    (STD, "gain", "the spread is gain for every layer. Divide by the root of the number of inputs."),
    (STD, "gain / fan_in", "you divide by the number of inputs. Divide by its root."),
    (STD, "gain / np.sqrt(out)", "you divide by the root of the number of outputs. It is the inputs that count."),
    (STD, "gain / np.sqrt(fan_in + out)", "inputs and outputs are added. Only the inputs count here."),
    (STD, "gain / np.sqrt(sizes[0])", "every layer takes the first size. Each has inputs of its own."),
    (STD, "gain**2 / fan_in", "this is the variance. The standard deviation is its root: gain / √fan-in."),
    (STD, "np.sqrt(gain / fan_in)", "the gain stands under the root. It is gain / √fan-in."),
    (STD, "2**0.5 / np.sqrt(fan_in)", "the gain is ignored: √2 is only what it is by default."),
    (STD, "gain * np.sqrt(fan_in)", "you multiply by the root of the number of inputs. Divide by it."),
    (DRAW, "rng.uniform(-(3**0.5), 3**0.5, size=(out, fan_in))", "these are uniform. Draw from a normal distribution."),
    (DRAW, "rng.random(size=(out, fan_in))", 
     "these are all positive, from 0 to 1. Draw from a normal distribution around 0."),
    (DRAW, "rng.normal(size=(fan_in, out))", "w is (out, in): one row an output, as linear_forward takes it."),
    (DRAW, "np.random.default_rng(0).normal(size=(out, fan_in))",
     "take the random numbers from the rng that is passed in, so that a run can be repeated."),
    (DRAW, "np.ones((out, fan_in)) + 0 * rng.normal()", 
     "all weights are equal, so all units of a layer stay alike for ever."),
    (DRAW, "np.zeros((out, fan_in)) + 0 * rng.normal()", "all weights are zero, and no gradient gets through."),
    ("np.zeros(out)", "rng.normal(size=out)", "the biases start from zero."),
    ("np.zeros(out)", "np.ones(out)", "the biases start from zero."),
    ("np.zeros(out)", "np.zeros(fan_in)", "a layer has one bias an output, not one an input."),
    ("return weights, biases", "return biases, weights", "the results are the wrong way round: weights, biases."),
)  # fmt: skip

register(Exercise(models.init_mlp, ("weights", "biases"), cases, init_mlp, mistakes=MISTAKES))
