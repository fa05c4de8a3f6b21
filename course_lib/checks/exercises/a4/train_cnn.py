"""Assignment A4: the trained convolutional net."""

import numpy as np

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a4.nets import as_tuple
from course_lib.checks.exercises.a4.training import cases
from course_lib.checks.exercises.batches import BATCH_SLIPS
from course_lib.models import cnn_backward, cnn_forward
from course_lib.ops.losses import cross_entropy_backward


def train_cnn(x, labels, params, *, lr, epochs, batch_size, rng, momentum=0.9, **options):
    params = tuple(params)
    velocities = [np.zeros_like(p) for p in params]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            scores, cache = cnn_forward(x[batch], params, **options)
            _, gradients = cnn_backward(cross_entropy_backward(scores, labels[batch]), cache)
            velocities = [momentum * v + g for v, g in zip(velocities, gradients)]
            params = tuple(p - lr * v for p, v in zip(params, velocities))
    return params


STEP, SPEED = "p - lr * v for", "momentum * v + g for"
START = "    velocities = [np.zeros_like(p) for p in params]\n"
MISTAKES = slips(
    train_cnn,
    (STEP, "p + lr * v for", "it climbs: the loss grows. Subtract lr times the velocity."),
    (STEP, "p - v for", "the learning rate is missing: subtract lr times the velocity."),
    (STEP, "p - 0.1 * v for", "0.1 is written into your function as the learning rate. Use lr."),
    (SPEED, "g for", "momentum is ignored: the velocity is momentum times the last one, plus the gradient."),
    (SPEED, "0.9 * v + g for", "0.9 is written into your function. Use momentum."),
    (SPEED, "momentum * v + (1 - momentum) * g for", "the gradient is added whole, not 1 - momentum of it."),
    (SPEED, "momentum * (v + g) for", "momentum multiplies the old velocity alone: momentum * v + gradient."),
    (SPEED, "v + g for", "the old velocity is kept whole, so that nothing ever slows down. Keep momentum times it."),
    (SPEED, "momentum * v + lr * g for", "lr stands in the velocity and in the step. It belongs in one of them."),
    ("p - lr * v for p, v in zip(params, velocities)",
     "p - lr * (momentum * v + g) for p, v, g in zip(params, velocities, gradients)",
     "momentum and gradient count twice: the velocity holds them already. Subtract lr times the velocity."),
    (f"{START}    for _ in range(epochs):\n", f"    for _ in range(epochs):\n    {START}",
     "the velocity starts from zero in every epoch. It starts once, before the loops."),
    (START, START.replace("zeros", "ones"), "the velocities start from 1. Before the first step they are zero."),
    ("cnn_forward(x[batch]", "cnn_forward(x",
     "the net gets all images, but the labels are those of a batch: x[batch]."),
    ("range(0, len(x), batch_size)", "range(1, len(x), batch_size)",
     "the first image of the order is left out: start from 0."),
    (STEP, "lr * v - p for", "the step is turned round: p - lr · v."),
    (STEP, "p - lr for", "the velocity is missing: p - lr · v."),
    ("zip(params, velocities)", "zip(velocities, params)", "parameters and velocities are exchanged in the step."),
    (SPEED, "momentum + g for", "the old velocity is missing: momentum · v + gradient."),
    (", **options)\n            _", ")\n            _",
     "stride, padding and pool are not handed on: cnn_forward(…, **options)."),
    ("cnn_forward(x[batch],", "cnn_forward(x[batch] / 255,", "x is in [0, 1] already: do not divide it."),
    ("    return params", "    return params[:-2]", "the linear layer is missing: return all arrays of params."),
    ("zip(params, velocities)", "zip(params[:2], velocities)",
     "only the first convolution is kept: every array has its step."),
    ("zip(velocities, gradients)", "zip(velocities, (*(0 * g for g in gradients[:-2]), *gradients[-2:]))",
     "only the linear layer changes. Every array of params has its gradient: update all."),
    ("zip(velocities, gradients)", "zip(velocities, (g * (g.ndim > 1) for g in gradients))",
     "the biases never change. Update them too."),
    ("range(0, len(x), batch_size)", "range(len(x))",
     "a batch begins at every sample, so that they overlap: range(0, N, batch_size)."),
    *BATCH_SLIPS,
)  # fmt: skip

register(Exercise(models.train_cnn, ("params",), cases, train_cnn, mistakes=MISTAKES, tidy=as_tuple))
