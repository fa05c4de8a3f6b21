"""Assignment A1: the trained classifier."""

import numpy as np

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a1.training import cases
from course_lib.checks.exercises.batches import BATCH, BATCH_SLIPS, ORDER
from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward


def train_linear_classifier(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros(num_classes, x.dtype)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            scores, cache = linear_forward(x[batch], w, b)
            _, dw, db = linear_backward(cross_entropy_backward(scores, labels[batch]), cache)
            w, b = w - lr * (dw + weight_decay * w), b - lr * db
    return w, b


MISTAKES = slips(
    train_linear_classifier,
    ("w - lr * (dw + weight_decay * w), b - lr", "w + lr * (dw + weight_decay * w), b + lr",
     "it climbs: the loss grows with every step. Subtract lr times the gradient."),
    ("w - lr * (dw", "w + lr * (dw", "w climbs, as its sign is turned round: subtract lr times the gradient."),
    ("b - lr * db", "b + lr * db", "b climbs, as its sign is turned round: subtract lr * db."),
    ("lr * (dw + weight_decay * w)", "(dw + weight_decay * w)", "lr is missing in the step of w."),
    ("lr * db", "db", "lr is missing in the step of b."),
    (BATCH, "rng.permutation(len(x))[:batch_size]",
     "each batch is drawn by itself, so that some samples come twice and some never. Draw one order an epoch, and cut "
     "it."),
    (f"for start in range(0, len(x), batch_size):\n            batch = {BATCH}",
     "for batch in np.array_split(order, -(-len(x) // batch_size)):",
     "array_split makes batches of nearly equal size. batch_size samples each, and what is left at the end."),
    ("weight_decay * w)", "weight_decay)",
     "the decay pulls each weight by its own size: weight_decay * w, not weight_decay."),
    ("linear_forward(x[batch], w, b)", "linear_forward(x, w, b)",
     "the forward pass takes all of x, but the labels are those of the batch: x[batch]."),
    ("range(0, len(x)", "range(1, len(x)", "the first sample of every epoch is left out: the first batch starts at 0."),
    (", b - lr * db", ", b", "the biases stay as they are: subtract lr * db, element by element, as for w."),
    ("(dw + weight_decay * w)", "dw", "weight_decay is ignored: add weight_decay * w to dw."),
    ("dw + weight_decay * w", "dw - weight_decay * w",
     "the weights grow: weight_decay * w is added to dw, so that the step shrinks w."),
    ("w - lr * (dw + weight_decay * w), b - lr * db",
     "w - lr * (dw + weight_decay * w), b - lr * (db + weight_decay * b)",
     "the biases decay too. weight_decay is for w alone."),
    ("w - lr * (dw + weight_decay * w)", "(w - lr * dw) * (1 - lr * weight_decay)",
     "the decay takes the w that has made its step already. Both parts of a step take the old w."),
    ("weight_decay * w)", "weight_decay * w**2)",
     "the decay takes the square of w. It pulls each weight by its own size: weight_decay * w."),
    ("backward(scores, ", "backward(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True), ",
     "cross_entropy_backward takes the scores, and their softmax itself: here it is taken twice."),
    ("_, dw, db = linear", "dw, db, _ = linear", "linear_backward returns dx, dw, db, in this order."),
    ("lr * (dw + weight_decay * w)", "lr * dw - weight_decay * w",
     "the decay is part of the gradient: lr * (dw + weight_decay * w)."),
    ("labels[batch]), cache)", "labels[batch]) * len(batch) / len(x), cache)",
     "you divide each batch's gradient by all N samples. Divide by the number of samples in the batch."),
    ("(num_classes, x.shape[1]), x.dtype), np.zeros(num_classes",
     "(labels.max() + 1, x.shape[1]), x.dtype), np.zeros(labels.max() + 1",
     "the number of classes must be num_classes; a class may not occur in the labels."),
    (ORDER, f"{ORDER}        w, b = w * 0, b * 0\n",
     "w and b are set to zero in every epoch. They start from zero once, before the loops."),
    ("np.zeros((num_classes, x.shape[1]), x.dtype)",
     "(0.01 * rng.normal(size=(num_classes, x.shape[1]))).astype(x.dtype)",
     "w starts from random numbers. It starts from zeros, as b does."),
    *BATCH_SLIPS,
)  # fmt: skip

register(
    Exercise(
        models.train_linear_classifier, ("w", "b"), cases, train_linear_classifier, mistakes=MISTAKES,
        seconds=20,  # a right answer in loops takes about 15 on the digits
    )
)  # fmt: skip
