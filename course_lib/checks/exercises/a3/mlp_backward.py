"""Assignment A3: back through a net of fully connected layers."""

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, slips
from course_lib.checks.exercises.a3.layers import as_tuples, draw_net, nets
from course_lib.models import activation_pair
from course_lib.ops.linear import linear_backward


def mlp_backward(dscores, cache):
    caches, activation = cache
    _, activate_backward = activation_pair(activation)
    dx, dw, db = linear_backward(dscores, caches[-1])
    dweights, dbiases = (dw,), (db,)
    for active, linear in zip(caches[-2::-2], caches[-3::-2]):
        (dx,) = activate_backward(dx, active)
        dx, dw, db = linear_backward(dx, linear)
        dweights, dbiases = (dw, *dweights), (db, *dbiases)
    return dx, dweights, dbiases


def cases(rng):
    found = []
    for title, n, sizes, options, dtype in nets(rng):
        dscores = rng.normal(size=(n, sizes[-1])).round(2).astype(dtype)
        found.append(Case(title, (dscores, Cached(draw_net(rng, n, sizes, dtype), options))))
    return found


RESULT = "return dx, dweights, dbiases"
MASK = "the activation's backward needs the cache of its own layer, or the mask of another layer is laid on this one."
MISTAKES = slips(
    mlp_backward,
    ("(dx,) = activate_backward(dx, active)", "pass",
     "the gradient skips the activations. On the way back it goes through each of them too, in reverse."),
    ("activate_backward(dx, active)", "activate_backward(dx, caches[1])", MASK),
    ("activate_backward(dx, active)", "activate_backward(dx, caches[-2])", MASK),
    ("activate_backward(dx, active)", "activate_backward(active, dx)",
     "the two arguments of the activation's backward are exchanged: the gradient from above, then the cache."),
    ("(dx,) = activate_backward(dx, active)", "dx = activate_backward(dx, active)",
     "a backward function returns a tuple, of one here. Unpack it: (dx,) = …, or take [0]."),
    ("(dw, *dweights), (db, *dbiases)", "(*dweights, dw), (*dbiases, db)",
     "the gradients stand in the order in which they were found, the last layer's first. Turn it round: the first "
     "layer's first."),
    (RESULT, "return dx, dweights[::-1], dbiases[::-1]",
     "the gradients stand in the order in which they were found, the last layer's first. Turn it round: the first "
     "layer's first."),
    (RESULT, "return dweights, dbiases", "dx is missing: return dx, dweights, dbiases."),
    (RESULT, "return dweights, dbiases, dx", "the order is dx, dweights, dbiases, as the forward function takes them."),
    (RESULT, "return dx, dbiases, dweights", "dweights and dbiases are exchanged."),
    (RESULT, "return dx, dw, db", "these are the gradients of one layer. Collect those of all: dweights and dbiases "
     "hold one for each."),
    (RESULT, "return dscores, dweights, dbiases", "dx is what came in from above. It is what arrives at the inputs, "
     "after the last step."),
    (RESULT, "return dx, dweights, tuple(db / dscores.dtype.type(len(dscores)) for db in dbiases)",
     "dbiases are divided by N once more. The 1/N of the mean is in dscores already."),
    ("    caches, activation = cache", "    dscores, (caches, activation) = dscores / len(dscores), cache",
     "everything is divided by N once more. The 1/N of the mean is in dscores already."),
    (RESULT, "return dx, tuple(dw.T for dw in dweights), dbiases", 
     "each of dweights is transposed: it has the shape of its w."),
    ("activation_pair(activation)", "activation_pair('relu')", "it is always ReLU's backward. Take that of the "
     "activation that forward was given: it must come with the cache."),
    ("activation_pair(activation)", "activation_pair('tanh')", "it is always tanh's backward. Take that of the "
     "activation that forward was given: it must come with the cache."),
    (RESULT, "return dx, dweights[1:], dbiases[1:]", "the first layer's gradients are missing."),
    (RESULT, "return dx, dweights[:-1], dbiases[:-1]", "the last layer's gradients are missing."),
    ("dx, dw, db = linear_backward(dx, linear)", "_, dw, db = linear_backward(dx, linear)",
     "the gradient does not go on through the layer: each step back hands a new dx to the one before it."),
)  # fmt: skip

register(
    Exercise(
        models.mlp_backward, ("dx", "dweights", "dbiases"), cases, mlp_backward, mistakes=MISTAKES,
        forward=models.mlp_forward, tidy=as_tuples,
    )
)  # fmt: skip
