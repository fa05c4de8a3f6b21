"""The training loop: mini-batches, epochs, a history to plot, a progress bar, early stopping, exact resume."""

import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from course_lib.checkpoint import load_checkpoint, save_checkpoint


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


def fit(
    net, x, labels, *, loss, update, epochs, batch_size, rng,
    validation=None, augment=None, schedule=None, patience=None, checkpoint=None, progress=True,
):  # fmt: skip
    """Train a net by mini-batch gradient descent.

    Parameters
    ----------
    net                     an nn.Sequential; it is changed
    x : (N, ...)            inputs
    labels : (N,)           class numbers
    loss : callable         (scores, labels) -> (loss, dscores)
    update : callable       (w, dw, state) -> (w, state), such as partial(optim.sgd, lr=0.1)
    epochs, batch_size : int
    rng : np.random.Generator           decides the order of the samples
    validation : (x, labels) or None    evaluated after each epoch
    augment : callable or None          images -> images, applied to each training batch
    schedule : callable or None         (epoch, history) -> lr, for an update that takes lr as a keyword; epochs from 0
    patience : int or None              stop after so many epochs without a lower validation loss, and take the best
                                        weights back
    checkpoint : path or None           written after each epoch; if the file is there, go on from it exactly, as if
                                        the run had never stopped: same net, data and settings are the caller's part
    progress : bool                     show a bar with the losses

    Returns
    -------
    history : dict          "batch_loss": one value a step; "loss": their mean, one an epoch;
                            with validation also "val_loss" and "val_accuracy"

    Raises
    ------
    ValueError              if patience has no validation to go by, or the checkpoint is not one, or of another net
    """
    if patience is not None and validation is None:
        raise ValueError("patience needs validation=(x, labels): it waits for a lower validation loss")
    run = _Run(net, [rng, *_generators(net)], validation)
    if checkpoint is not None and Path(checkpoint).exists():
        run.restore(load_checkpoint(checkpoint))
    history = run.history
    with _progress_bar(epochs, len(history["loss"]), progress) as bar:
        while len(history["loss"]) < epochs and not _waited(history, patience):
            options = {"lr": schedule(len(history["loss"]), history)} if schedule else {}
            losses = []
            for batch in minibatches(len(x), batch_size, rng=rng):
                images = augment(x[batch]) if augment else x[batch]
                losses.append(run.step(images, labels[batch], loss, update, options))
            run.close_epoch(losses, evaluate(net, *validation, loss=loss) if validation else ())
            if checkpoint is not None:
                save_checkpoint(checkpoint, run.snapshot())
            shown = {key: f"{values[-1]:.3f}" for key, values in history.items() if key != "batch_loss"}
            bar.set_postfix(shown, refresh=False)  # update draws it, ten times a second at most
            bar.update()
    if patience is not None:
        net.load_state_dict(run.best)
    return history


class _Run:
    """What changes during a run: the net, the update rule's states, the random generators, the history."""

    def __init__(self, net, generators, validation):
        self.net, self.generators = net, generators
        self.states = [None for _ in net.parameters()]
        names = ["batch_loss", "loss"] + (["val_loss", "val_accuracy"] if validation else [])
        self.history = {name: [] for name in names}
        self.best = net.state_dict()

    def step(self, x, labels, loss, update, options):
        value, dscores = loss(self.net.forward(x, train=True), labels)
        self.net.backward(dscores, need_dx=False)
        for index, (layer, name) in enumerate(self.net.parameters()):
            w, dw, state = layer.params[name], layer.grads[name], self.states[index]
            layer.params[name], self.states[index] = update(w, dw, state, **options)
        return float(value)

    def close_epoch(self, losses, validation):
        self.history["batch_loss"] += losses
        self.history["loss"].append(float(np.mean(losses)))
        for name, value in zip(("val_loss", "val_accuracy"), validation):
            self.history[name].append(value)
        if validation and self.history["val_loss"][-1] == min(self.history["val_loss"]):
            self.best = self.net.state_dict()

    def snapshot(self):
        """Return all of it as a tree that a checkpoint can hold."""
        random = [generator.bit_generator.state for generator in self.generators]
        return {
            "net": self.net.state_dict(), "best": self.best, "states": self.states,
            "history": self.history, "random": random,
        }  # fmt: skip

    def restore(self, snapshot):
        """Become what the snapshot was taken of."""
        self.net.load_state_dict(snapshot["net"])
        self.best, self.states = snapshot["best"], snapshot["states"]
        for generator, state in zip(self.generators, snapshot["random"]):
            generator.bit_generator.state = state
        self.history.update(snapshot["history"])


def _progress_bar(epochs, done, progress):
    """Make a bar that works in a terminal and in a notebook, and leaves stderr alone."""
    layout = "{n_fmt}/{total_fmt} epochs |{bar}| {elapsed}{postfix}"
    return tqdm(total=epochs, initial=done, file=sys.stdout, ncols=100, bar_format=layout, disable=not progress)


def _generators(net):
    """Return the random generators that layers such as Dropout hold."""
    options = [value for layer in net.layers for value in layer.options.values()]
    return [value for value in options if isinstance(value, np.random.Generator)]


def _waited(history, patience):
    """Whether the lowest validation loss is patience epochs old, or older."""
    losses = history.get("val_loss")
    return patience is not None and bool(losses) and len(losses) - 1 - int(np.argmin(losses)) >= patience
