"""The training loop: mini-batches, epochs, a history to plot, a progress bar."""

import sys

import numpy as np
from tqdm import tqdm


def minibatches(num_samples, batch_size, *, rng):
    """Yield the samples' indices in a random order, batch_size at a time; the last batch may be smaller.

    Parameters
    ----------
    num_samples, batch_size : int
    rng : np.random.Generator

    Yields
    ------
    indices : (batch_size,)     every index once an epoch
    """
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1: found {batch_size}")
    order = rng.permutation(num_samples)
    for start in range(0, num_samples, batch_size):
        yield order[start : start + batch_size]


def evaluate(net, x, labels, *, loss, batch_size=256):
    """Run the net without training it.

    Parameters
    ----------
    net                 with a forward(x)
    x : (N, ...)        inputs
    labels : (N,)       class numbers
    loss : callable     (scores, labels) -> (loss, dscores), a mean over the batch

    Returns
    -------
    loss : float        the mean over all N
    accuracy : float    fraction of rows whose largest score is the right one, in [0, 1]
    """
    total, correct = 0.0, 0
    for start in range(0, len(x), batch_size):
        batch = slice(start, start + batch_size)
        scores = net.forward(x[batch])
        total += float(loss(scores, labels[batch])[0]) * len(scores)
        correct += int((scores.argmax(axis=1) == labels[batch]).sum())
    return total / len(x), correct / len(x)


def fit(net, x, labels, *, loss, update, epochs, batch_size, rng, validation=None, progress=True):
    """Train a net by mini-batch gradient descent.

    Parameters
    ----------
    net                     with forward(x, train), backward(dout) and parameters(), like nn.Sequential; it is changed
    x : (N, ...)            inputs
    labels : (N,)           class numbers
    loss : callable         (scores, labels) -> (loss, dscores)
    update : callable       (w, dw, state) -> (w, state), such as partial(optim.sgd, lr=0.1)
    epochs, batch_size : int
    rng : np.random.Generator   decides the order of the samples
    validation : (x, labels) or None    evaluated after each epoch
    progress : bool         show a bar with the losses

    Returns
    -------
    history : dict          "batch_loss": one value a step; "loss": their mean, one an epoch;
                            with validation also "val_loss" and "val_accuracy"
    """
    history = {"batch_loss": [], "loss": []} | ({"val_loss": [], "val_accuracy": []} if validation else {})
    states = {}
    bar = progress_bar(range(epochs), unit="epoch", disable=not progress)
    for _ in bar:
        losses = []
        for batch in minibatches(len(x), batch_size, rng=rng):
            batch_loss, dscores = loss(net.forward(x[batch], train=True), labels[batch])
            net.backward(dscores)
            _step(net, update, states)
            losses.append(float(batch_loss))
        history["batch_loss"] += losses
        history["loss"].append(float(np.mean(losses)))
        if validation:
            for name, value in zip(("val_loss", "val_accuracy"), evaluate(net, *validation, loss=loss)):
                history[name].append(value)
        bar.set_postfix({name: f"{values[-1]:.3f}" for name, values in history.items() if name != "batch_loss"})
    return history


def progress_bar(iterable, **options):
    """Wrap an iterable in a bar that works in a terminal and in a notebook, and leaves stderr alone."""
    return tqdm(iterable, file=sys.stdout, ncols=100, **options)


def _step(net, update, states):
    for layer, name in net.parameters():
        key = id(layer), name
        layer.params[name], states[key] = update(layer.params[name], layer.grads[name], states.get(key))
