"""Assignment A3: a net of fully connected layers, forward."""

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a3.elements import NO_CACHE, SWAPPED
from course_lib.checks.exercises.a3.layers import draw_net, nets
from course_lib.models import activation_pair
from course_lib.ops.linear import linear_forward
from course_lib.ops.losses import softmax  # noqa: F401  a mistake takes it


def mlp_forward(x, weights, biases, *, activation="relu"):
    activate, _ = activation_pair(activation)
    scores, cache = linear_forward(x, weights[0], biases[0])
    caches = [cache]
    for w, b in zip(weights[1:], biases[1:]):
        hidden, active = activate(scores)
        scores, cache = linear_forward(hidden, w, b)
        caches += [active, cache]
    return scores, (caches, activation)


def cases(rng):
    return [Case(title, draw_net(rng, n, sizes, dtype), options) for title, n, sizes, options, dtype in nets(rng)]


RESULT = "return scores, (caches, activation)"
NO_ACTIVATION = (
    "no activation lies between the layers: none is computed, or its result is not what the next layer gets. Without "
    "one, two linear layers are no more than one."
)
APART = (
    "weights and biases of different layers meet: each layer needs its own of both. And each weights[k] takes as many "
    "inputs as the layer before it has outputs, the first as many as x has columns."
)
MISTAKES = slips(
    mlp_forward,
    (RESULT, f"scores, _ = activate(scores)\n    {RESULT}",
     "the activation comes after the last layer too. The scores leave the net as they are."),
    ("activate(scores)", "(scores, None)", NO_ACTIVATION),
    ("linear_forward(x, ", "linear_forward(activate(x)[0], ", 
     "the inputs themselves go through the activation. It comes after a layer."),
    ("activation_pair(activation)", "activation_pair('relu')", 
     "it is always ReLU. Take the activation that is asked for."),
    ("activation_pair(activation)", "activation_pair('tanh')", 
     "it is always tanh. Take the activation that is asked for."),
    ("activation_pair(activation)", "activation_pair('sigmoid')",
     "it is always the sigmoid. Take the activation that is asked for."),
    ("activation_pair(activation)", "activation_pair('leaky_relu' if activation == 'relu' else activation)",
     "this is leaky ReLU where ReLU is asked for."),
    ("linear_forward(hidden, w, b)", "linear_forward(hidden, w, 0 * b)", "only the first layer has its biases."),
    ("biases[0])", "0 * biases[0])", "the first layer lacks its biases."),
    ("hidden, active = activate(scores)", "hidden, active = activate(activate(scores)[0])",
     "each activation is taken twice."),
    ("zip(weights[1:], biases[1:])", "zip(weights[1:2], biases[1:2])", 
     "the net ends after two layers. Take all of them, however many there are."),
    ("zip(weights[1:], biases[1:])", "[(weights[1], biases[1])]",
     "two layers are written into your function. There are len(weights) of them, one or five: loop over them."),
    ("zip(weights[1:], biases[1:])", "zip(weights[1:-1], biases[1:-1])", "the last layer is left out."),
    ("zip(weights[1:], biases[1:])", "zip(weights[:0], biases[:0])", "this is the first layer alone."),
    (RESULT, "return softmax(scores), (caches, activation)",
     "the softmax is not part of the net: return the scores before it."),
    (RESULT, "return hidden if len(weights) > 1 else scores, (caches, activation)",
     "this is what goes into the last layer. Return what comes out of it."),
    (RESULT, "return scores", NO_CACHE),
    (RESULT, "return (caches, activation), scores", SWAPPED),
    ("zip(weights[1:], biases[1:])", "zip(weights[1:], biases)", APART),
    ("zip(weights[1:], biases[1:])", "zip(weights, biases[1:])", APART),
    ("biases[0])", "biases[-1])", APART),
    ("weights[0], ", "weights[-1], ", APART),
    ("linear_forward(hidden, w, b)", "linear_forward(x, w, b)",
     "every layer gets x. Each gets what the one before it gave, after the activation."),
    ("linear_forward(hidden, w, b)", "linear_forward(scores, w, b)", NO_ACTIVATION),
)  # fmt: skip

register(Exercise(models.mlp_forward, ("scores", "cache"), cases, mlp_forward, mistakes=MISTAKES, own=("cache",)))
