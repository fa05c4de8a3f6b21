"""The classifiers that lectures build and assignments ask for, in full."""

import numpy as np

from course_lib.ops import activations
from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward
from course_lib.optim import momentum as momentum_rule
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


def activation_pair(name):
    """Return the forward and the backward function of an activation.

    Parameters
    ----------
    name : str          "sigmoid", "tanh", "relu", "leaky_relu" or "elu", with the options' defaults

    Returns
    -------
    forward, backward : callable    x -> (out, cache) and (dout, cache) -> (dx,)

    Raises
    ------
    ValueError          if there is no such activation
    """
    known = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")
    if name not in known:
        raise ValueError(f"activation must be one of {', '.join(known)}: found {name!r}")
    return getattr(activations, f"{name}_forward"), getattr(activations, f"{name}_backward")


def init_mlp(sizes, *, rng, gain=2**0.5):
    """Draw the first weights of fully connected layers in a row; the biases are zero.

    Parameters
    ----------
    sizes : tuple of int    (D, H1, H2, …, C): inputs, hidden units of each layer, outputs
    rng : np.random.Generator
    gain : float            a layer of D inputs has weights of standard deviation gain / √D; √2 is He's, for ReLU

    Returns
    -------
    weights : tuple         of (out, in), normally distributed, float64
    biases : tuple          of (out,)

    Source: lecture 05; He et al. 2015, section 2.2.
    """
    shapes = zip(sizes[1:], sizes[:-1])
    weights = tuple(rng.normal(scale=gain / fan_in**0.5, size=(out, fan_in)) for out, fan_in in shapes)
    return weights, tuple(np.zeros(out) for out in sizes[1:])


def mlp_forward(x, weights, biases, *, activation="relu"):
    """Send a batch through fully connected layers in a row, with an activation after each but the last.

    Parameters
    ----------
    x : (N, D)          inputs, one row a sample
    weights : sequence of (out, in)     one a layer, each taking what the one before gives
    biases : sequence of (out,)
    activation : str    as in activation_pair

    Returns
    -------
    scores : (N, C)     the last layer's
    cache               for mlp_backward

    Source: lecture 05.
    """
    activate, _ = activation_pair(activation)
    scores, cache = linear_forward(x, weights[0], biases[0])
    caches = [cache]
    for w, b in zip(weights[1:], biases[1:], strict=True):
        hidden, active = activate(scores)
        scores, cache = linear_forward(hidden, w, b)
        caches += [active, cache]
    return scores, (caches, activation)


def mlp_backward(dscores, cache):
    """Send the gradient at the scores back through every layer.

    Parameters
    ----------
    dscores : (N, C)    gradient of the loss with respect to the scores
    cache               what mlp_forward returned

    Returns
    -------
    dx : (N, D)
    dweights : tuple    of (out, in), one a layer, the first layer's first
    dbiases : tuple     of (out,)

    Source: lecture 05.
    """
    caches, activation = cache
    _, activate_backward = activation_pair(activation)
    dx, dw, db = linear_backward(dscores, caches[-1])
    dweights, dbiases = (dw,), (db,)
    for active, linear in zip(caches[-2::-2], caches[-3::-2]):
        (dx,) = activate_backward(dx, active)
        dx, dw, db = linear_backward(dx, linear)
        dweights, dbiases = (dw, *dweights), (db, *dbiases)
    return dx, dweights, dbiases


def train_mlp(x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"):
    """Train fully connected layers by mini-batches with momentum, on the cross entropy.

    Parameters
    ----------
    x : (N, D)          inputs, one row a sample
    labels : (N,)       integers from 0 to C - 1
    weights, biases     what to start from, as init_mlp gives them; left unchanged
    lr : float          learning rate
    epochs : int        passes over all N samples
    batch_size : int    samples a step; the last batch of an epoch may be smaller
    rng : np.random.Generator   decides the order of the samples: a new rng.permutation(N) in every epoch
    momentum : float    0 is plain gradient descent
    activation : str    as in activation_pair

    Returns
    -------
    weights : tuple     of (out, in)
    biases : tuple      of (out,)

    Source: lectures 04, 05 and 07.
    """
    layers, params = len(weights), [*weights, *biases]
    states = [None] * len(params)
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng=rng):
            scores, cache = mlp_forward(x[batch], params[:layers], params[layers:], activation=activation)
            _, dweights, dbiases = mlp_backward(cross_entropy_backward(scores, labels[batch]), cache)
            for place, gradient in enumerate((*dweights, *dbiases)):
                step = momentum_rule(params[place], gradient, states[place], lr=lr, momentum=momentum)
                params[place], states[place] = step
    return tuple(params[:layers]), tuple(params[layers:])
