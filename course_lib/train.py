"""The training loop: forward, loss, backward, update, one mini-batch after the other.

Beside it: a history to plot and a progress bar; early stopping and exact resume are kept in course_lib/resume.py.
"""

import sys
from functools import partial

from tqdm import tqdm

from course_lib.resume import Run, check_repeats


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
                            with validation also "val_loss" and "val_accuracy", NaN for an epoch that went without

    Raises
    ------
    ValueError              if patience has no validation to go by; if the checkpoint is not one, or of another run; or
                            if, with a checkpoint, augment draws from something that fit cannot find and write down

    A checkpoint holds the weights, the update rule's states, the history, and every np.random.Generator that rng, the
    net, augment, update, loss and schedule hold (see resume.find_generators). Any other memory of theirs is lost.
    """
    if patience is not None and validation is None:
        raise ValueError("patience needs validation=(x, labels): it waits for a lower validation loss")
    measure = partial(evaluate, net, *validation, loss=loss) if validation else None
    run = Run(net, measure, checkpoint, sources=(rng, net, augment, update, loss, schedule))
    if checkpoint is not None and augment:
        check_repeats(augment, x[:batch_size], run.generators)

    with _progress_bar(epochs, run.epoch, progress) as bar:
        while run.epoch < epochs and not run.has_waited(patience):
            rule = partial(update, lr=schedule(run.epoch, run.history)) if schedule else update
            losses = []
            for batch in minibatches(len(x), batch_size, rng=rng):
                images = augment(x[batch]) if augment else x[batch]
                scores = net.forward(images, train=True)
                value, dscores = loss(scores, labels[batch])
                net.backward(dscores, need_dx=False)  # the gradient at the images would cost time, and nobody asks
                step(net, rule, run.states)
                losses.append(float(value))
            run.close_epoch(losses)
            _advance(bar, run.history)

    if patience is not None and run.best:
        net.load_state_dict(run.best)
    return run.history


def step(net, update, states):
    """Let the update rule replace each parameter, given its gradient; states keeps what the rule remembers of each."""
    for index, (layer, name) in enumerate(net.parameters()):
        layer.params[name], states[index] = update(layer.params[name], layer.grads[name], states[index])


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
    batch_size : int    rows at a time, for the memory's sake: the result does not depend on it

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


def _progress_bar(epochs, done, progress):
    """Make a bar that works in a terminal and in a notebook, and leaves stderr alone."""
    layout = "{n_fmt}/{total_fmt} epochs |{bar}| {elapsed}{postfix}"
    return tqdm(total=epochs, initial=done, file=sys.stdout, ncols=100, bar_format=layout, disable=not progress)


def _advance(bar, history):
    shown = {name: f"{values[-1]:.3f}" for name, values in history.items() if name != "batch_loss"}
    bar.set_postfix(shown, refresh=False)  # update draws it, ten times a second at most
    bar.update()
