"""Assignment A3: the trained net."""

import numpy as np

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.layers import as_tuples
from course_lib.checks.exercises.a3.training import cases, first
from course_lib.checks.exercises.batches import BATCH_SLIPS
from course_lib.models import mlp_backward, mlp_forward
from course_lib.ops.losses import cross_entropy_backward


def train_mlp(x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"):
    layers, params = len(weights), [*weights, *biases]
    velocities = [np.zeros_like(p) for p in params]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            scores, cache = mlp_forward(x[batch], params[:layers], params[layers:], activation=activation)
            _, dweights, dbiases = mlp_backward(cross_entropy_backward(scores, labels[batch]), cache)
            velocities = [momentum * v + dp for v, dp in zip(velocities, (*dweights, *dbiases))]
            params = [p - lr * v for p, v in zip(params, velocities)]
    return tuple(params[:layers]), tuple(params[layers:])


STEP, SPEED = "p - lr * v for", "momentum * v + dp for"
VELOCITY = "            velocities = [momentum * v + dp for v, dp in zip(velocities, (*dweights, *dbiases))]\n"
PARAMS = "            params = [p - lr * v for p, v in zip(params, velocities)]\n"
START = "    velocities = [np.zeros_like(p) for p in params]\n"
MISTAKES = slips(
    train_mlp,
    (STEP, "p + lr * v for", "it climbs: the loss grows. Add the gradient to the velocity, and subtract lr times "
     "the velocity."),
    (STEP, "p - v for", "the learning rate is missing: subtract lr times the velocity."),
    (STEP, "p - 0.1 * v for", "0.1 is written into your function as the learning rate. Use lr."),
    (SPEED, "dp for", "momentum is ignored: the velocity is momentum times the last one, plus the gradient."),
    (SPEED, "0.9 * v + dp for", "0.9 is written into your function. Use momentum."),
    (SPEED, "momentum * v + (1 - momentum) * dp for", "the gradient is added whole, not 1 - momentum of it."),
    (SPEED, "momentum * (v + dp) for", "momentum multiplies the old velocity alone: momentum * v + gradient."),
    (SPEED, "v + dp for", "the old velocity is kept whole, so that nothing ever slows down. Keep momentum times it."),
    (f"{START}    for _ in range(epochs):\n", f"    for _ in range(epochs):\n    {START}",
     "the velocity starts from zero in every epoch. It starts once, before the loops."),
    (VELOCITY + PARAMS, PARAMS + VELOCITY,
     "each step is taken with the velocity of the step before. First the new velocity, then the step with it."),
    (", activation=activation", "", "the activation is ignored: hand it on to mlp_forward."),
    ("(*dweights, *dbiases)", "(*dweights, *(0 * db for db in dbiases))", "the biases never change. Update them too."),
    ("(*dweights, *dbiases)", "(*(0 * dw for dw in dweights[:-1]), dweights[-1], *dbiases)",
     "only the last layer's weights change. Every layer has its gradient: update all."),
    ("return tuple(params[:layers]), tuple(params[layers:])", "return tuple(params[layers:]), tuple(params[:layers])",
     "the results are the wrong way round: weights, biases."),
    ("return tuple(params[:layers]), tuple(params[layers:])", "return tuple(weights), tuple(biases)",
     "these are the weights and biases that came in: return the trained ones."),
    ("x[batch]", "x", "the labels are those of the batch, and the inputs are all: x[batch] beside labels[batch]."),
    *BATCH_SLIPS,
)  # fmt: skip

register(
    Exercise(
        models.train_mlp, ("weights", "biases"), cases, train_mlp, mistakes=MISTAKES, tidy=as_tuples, first=first,
        seconds=20,  # a right answer in loops takes longer than the 5 of others
    )
)  # fmt: skip
