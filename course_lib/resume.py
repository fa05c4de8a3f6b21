"""The books of a training run: what it has come to, to stop early, and to go on exactly where it stopped."""

import inspect
import math
from functools import partial
from pathlib import Path

import numpy as np

from course_lib.checkpoint import load_checkpoint, save_checkpoint


class Run:
    """What a training run has come to; close_epoch writes it down.

    Parameters
    ----------
    net : nn.Sequential
    measure : callable or None      () -> (loss, accuracy) of the net on the validation set
    checkpoint : path or None       the file to write; if it is there, the run becomes what it holds
    sources                         whatever may hold random generators: they belong to the run

    Attributes
    ----------
    states : list                   what the update rule remembers of each parameter; None at the start
    history : dict                  as train.fit returns it
    best : dict or None             the weights of the lowest validation loss so far
    generators : list               found in sources, if there is a checkpoint to keep them in
    """

    def __init__(self, net, measure, checkpoint, sources):
        self.net, self.measure, self.checkpoint = net, measure, checkpoint
        self.states = [None for _ in net.parameters()]
        self.history, self.best = {"batch_loss": [], "loss": []}, None
        self.generators = find_generators(sources) if checkpoint is not None else []
        if checkpoint is not None and Path(checkpoint).exists():
            self._restore(load_checkpoint(checkpoint))
        if measure and "val_loss" not in self.history:
            self._begin_validation()

    @property
    def epoch(self):
        """The number of the epoch that comes next, from 0."""
        return len(self.history["loss"])

    def has_waited(self, patience):
        """Whether the lowest validation loss is patience epochs old, or older."""
        return patience is not None and self.epoch > 0 and _age_of_lowest(self.history["val_loss"]) >= patience

    def close_epoch(self, losses):
        """Add an epoch with these losses, one a step, and measure and save the net as it is now."""
        self.history["batch_loss"] += losses
        self.history["loss"].append(float(np.mean(losses)))
        if "val_loss" in self.history:
            self._judge()
        if self.checkpoint is not None:
            save_checkpoint(self.checkpoint, self._snapshot())

    def _begin_validation(self):
        """Make room for the values; of a run that went without so far, the last epoch's weights are still there."""
        for name in ("val_loss", "val_accuracy"):
            self.history[name] = [math.nan] * (self.epoch - 1)
        if self.epoch:
            self._judge()

    def _judge(self):
        """Evaluate the weights as they are after the last epoch, and keep them if they are the best so far."""
        values = self.measure() if self.measure else (math.nan, math.nan)
        for name, value in zip(("val_loss", "val_accuracy"), values):
            self.history[name].append(value)
        if _age_of_lowest(self.history["val_loss"]) == 0:
            self.best = self.net.state_dict()

    def _snapshot(self):
        """Return all of it as a tree that a checkpoint can hold."""
        random = [generator.bit_generator.state for generator in self.generators]
        books = {"states": self.states, "history": self.history, "best": self.best}
        return {"net": self.net.state_dict(), "random": random} | books

    def _restore(self, snapshot):
        """Become what the snapshot was taken of."""
        try:
            self.states, self.history, self.best = (snapshot[name] for name in ("states", "history", "best"))
            if len(snapshot["random"]) != len(self.generators):
                raise ValueError(f"random generators: {len(snapshot['random'])} there, {len(self.generators)} here")
            self.net.load_state_dict(snapshot["net"])
            for generator, state in zip(self.generators, snapshot["random"]):
                generator.bit_generator.state = state
        except (KeyError, TypeError, ValueError) as error:
            message = f"{self.checkpoint} is not a checkpoint of this run: {error}; name another file to start anew"
            raise ValueError(message) from error


def find_generators(thing):
    """Return the np.random.Generators that a thing holds, each once, in an order that only its structure decides.

    A thing is asked for its parts, and the parts for theirs: the elements of lists, tuples and dicts, the arguments of
    a functools.partial, the variables that a function has from outside and its defaults, a method's object, and any
    object's attributes. Modules, classes and what C code hides are not looked into; check_repeats notices those.
    """
    things = [thing]
    known = {id(thing)}
    for thing in things:  # the list grows while the loop walks along it
        for part in _parts(thing):
            if id(part) not in known:
                known.add(id(part))
                things.append(part)
    return [thing for thing in things if isinstance(thing, np.random.Generator)]


def check_repeats(augment, images, generators):
    """Raise ValueError if augment makes other images of the same ones although all generators were set back.

    Parameters
    ----------
    augment : callable      images -> images
    images : (N, ...)       a batch; left unchanged
    generators : list       of np.random.Generator; they end as they began
    """
    results, states = [], [generator.bit_generator.state for generator in generators]
    for _ in range(2):
        results.append(np.asarray(augment(images.copy())))
        for generator, state in zip(generators, states):
            generator.bit_generator.state = state
    if not np.array_equal(*results, equal_nan=True):
        raise ValueError(
            "augment draws from something that a checkpoint cannot hold, so a resumed run would differ: let it draw "
            "from one np.random.Generator and hand it over, as in functools.partial(random_crop, size=8, rng=rng)"
        )


def _age_of_lowest(losses):
    """Return how many epochs ago the loss was lowest; NaN, of an epoch not evaluated or a net gone astray, is high."""
    return len(losses) - 1 - int(np.argmin(np.nan_to_num(losses, nan=np.inf)))


def _parts(thing):
    """Return what a thing holds, one level deep."""
    if isinstance(thing, dict):
        return thing.values()
    if isinstance(thing, (list, tuple)):
        return thing
    if isinstance(thing, partial):
        return thing.func, thing.args, thing.keywords
    if inspect.ismethod(thing):
        return thing.__self__, thing.__func__
    if inspect.isfunction(thing):
        outside = inspect.getclosurevars(thing)
        return outside.nonlocals, outside.globals, thing.__defaults__, thing.__kwdefaults__, vars(thing)
    if inspect.ismodule(thing) or inspect.isclass(thing):
        return ()
    return getattr(thing, "__dict__", {}).values()
