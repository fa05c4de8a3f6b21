"""The classifiers that lectures build and assignments ask for, in full."""

import numpy as np

from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward
from course_lib.optim import sgd
from course_lib.train import minibatches


def train_linear_classifier(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    """Train one fully connected layer by mini-batch gradient descent on the cross entropy.

    Parameters
    ----------
    x : (N, D)          inputs, one row a sample
    labels : (N,)       integers from 0 to num_classes - 1
    num_classes : int
    lr : float          learning rate
    epochs : int        passes over all N samples
    batch_size : int    samples a step; the last batch of an epoch may be smaller
    rng : np.random.Generator   decides the order of the samples: a new rng.permutation(N) in every epoch
    weight_decay : float    adds weight_decay * w to the gradient of w; biases do not decay

    Returns
    -------
    w : (num_classes, D)    starts from zeros: every class equally likely, a loss of log C
    b : (num_classes,)

    Source: lecture 04.
    """
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros(num_classes, x.dtype)
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng=rng):
            scores, cache = linear_forward(x[batch], w, b)
            _, dw, db = linear_backward(cross_entropy_backward(scores, labels[batch]), cache)
            w, _ = sgd(w, dw + weight_decay * w, None, lr=lr)
            b, _ = sgd(b, db, None, lr=lr)
    return w, b
