"""Assignment A3: the first weights of a net."""

import numpy as np

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.first_weights import cases


def init_mlp(sizes, *, rng, gain=2**0.5):
    weights, biases = (), ()
    for layer in range(len(sizes) - 1):
        fan_in, out = sizes[layer], sizes[layer + 1]
        weights = (*weights, gain / np.sqrt(fan_in) * rng.normal(size=(out, fan_in)))
        biases = (*biases, np.zeros(out))
    return weights, biases


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
    (DRAW, "rng.uniform(-1, 1, size=(out, fan_in))",
     "uniform numbers from -1 to 1 have a spread of 1/√3, not 1. Draw from a normal distribution: rng.normal."),
    (DRAW, "rng.random(size=(out, fan_in))", 
     "these are all positive, from 0 to 1. Draw from a normal distribution around 0."),
    (DRAW, "rng.normal()", "this is one number. Draw an array of shape (out, in) for each layer."),
    (f"{STD} * {DRAW}", DRAW, "the spread is 1 for every layer. It has to be gain / √fan-in."),
    (f"{STD} * {DRAW}", f"{STD} / {DRAW}", "you divide by the normal numbers. Multiply them by gain / √fan-in."),
    (STD, "np.sqrt(fan_in) / gain", "the fraction is upside down: gain / √fan-in."),
    ("range(len(sizes) - 1)", "range(len(sizes) - 2)", "a layer is missing: four sizes make three layers."),
    ("range(len(sizes) - 1)", "range(len(sizes))", 
     "it asks for a size after the last one: four sizes make three layers."),
    ("sizes[layer + 1]", "sizes[layer]", "each layer has as many outputs as inputs: its outputs are the next size."),
    ("gain=2**0.5", "gain=1.0", "the gain is √2 where none is given."),
    ("return weights, biases", "return weights", "the biases are missing: return weights, biases."),
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
