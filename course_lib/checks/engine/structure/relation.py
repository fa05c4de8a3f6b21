"""What a relation between found and expected results is, and on what it is tried."""

import inspect
import re
import warnings
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from course_lib.checks.engine.compare import same
from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.judge import Attempt


@dataclass(frozen=True)
class Relation:
    """A fact about the wrong cases, as data. `diagnose` makes a sentence of it.

    Attributes
    ----------
    kind : str      a key of diagnose.RELATIONS
    where : str     the result that it is about: "dx"
    what : str      a number, a function, an axis, a part, a value
    argument : str  the input that it is about
    gloss : str     what a letter in `what` stands for: "N the number of rows of x"
    only : str      in which cases it holds, where not in all: "where it is finite, "
    """

    kind: str
    where: str = ""
    what: str = ""
    argument: str = ""
    gloss: str = ""
    only: str = ""


@dataclass(frozen=True)
class Pair:
    """One result of one case.

    Attributes
    ----------
    found, expected : array
    inputs : dict       the case's numbers and arrays by name; of a cache, what it was made of
    trial : Attempt
    """

    found: np.ndarray
    expected: np.ndarray
    inputs: dict = field(repr=False)
    trial: Attempt = field(repr=False)

    @cached_property
    def wrong(self):
        """Whether the numbers are wrong, whatever the dtype."""
        return not self.is_found(self.expected)

    def is_found(self, predicted):
        """Whether these numbers were found, as exactly as the expected dtype allows."""
        return predicted is not None and self.is_same(self.found, predicted)

    def is_same(self, value, other):
        """Whether two arrays hold the same numbers."""
        value, other = np.asarray(value), np.asarray(other)
        if value.shape != other.shape:
            return False
        dtype = np.float32 if self.expected.dtype == np.float32 else float
        with np.errstate(all="ignore"):
            return same(value.astype(dtype), other.astype(dtype))


def pairs_by_result(exercise, trials):
    """Return a dict from each result's name to its Pairs, of the trials whose answer is unique and could be given."""
    found = {}
    for trial in trials:
        if trial.outcome.problem or trial.wanted.problem or trial.case.accept:
            continue
        inputs = named_inputs(exercise, trial.case)
        for name, pair in results_of(exercise, trial):
            found.setdefault(name, []).append(Pair(*pair, inputs, trial))
    return found


def results_of(exercise, trial):
    """Yield (name, (found, expected)) for every array of a trial's result."""
    names, found, expected = exercise.outputs, trial.outcome.value, trial.wanted.value
    several = isinstance(expected, tuple) and len(names) == len(expected)
    if several and (not isinstance(found, tuple) or len(found) != len(expected)):
        return
    parts = zip(names, found, expected) if several else [(names[0], found, expected)]
    for name, one, other in parts:
        if name not in exercise.own:
            yield from _arrays(name, one, other)


def _arrays(name, found, expected):
    if isinstance(found, np.ndarray) and isinstance(expected, np.ndarray):
        yield name, (found, expected)
    elif isinstance(found, tuple) and isinstance(expected, tuple) and len(found) == len(expected):
        for index, (one, other) in enumerate(zip(found, expected)):
            yield from _arrays(f"{name}[{index}]", one, other)


def named_inputs(exercise, case):
    """Return the numbers and arrays among a case's arguments, by the names that a student knows."""
    named = {}
    for name, value in [*zip(exercise.inputs, case.args), *case.options.items()]:
        if isinstance(value, Cached):
            sources = zip(inspect.signature(exercise.forward).parameters, value.args)
            named |= {n: v for n, v in [*sources, *value.options.items()] if is_number(v) or is_array(v)}
        elif isinstance(value, tuple):
            parts = zip(part_names(exercise, name, len(value)), value)
            named |= {part: v for part, v in parts if is_number(v) or is_array(v)}
        elif is_number(value) or is_array(value):
            named[name] = value
    return named


REMEMBERED = ("cache", "state")  # what a function hands on to another call
PARTS = r"^\s*{}\b[^\n]*\((\w+(?:, \w+)*)\)"  # as docstrings tell what a cache holds: (x, w)


def part_names(exercise, name, count):
    """Name the parts of a tuple among the arguments: as the reference's docstring does, or by their number."""
    told = name in REMEMBERED and re.search(PARTS.format(name), inspect.getdoc(exercise.reference) or "", re.MULTILINE)
    names = told[1].split(", ") if told else []
    return names if len(names) == count else [f"{name}[{index}]" for index in range(count)]


def is_number(value):
    """Whether an input is one number: True and False are none."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def is_array(value):
    """Whether an input is an array with numbers in it."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub"


def arrays_in(value):
    """Return the arrays in a result, which may be nested tuples."""
    if isinstance(value, tuple):
        return [array for part in value for array in arrays_in(part)]
    return [value] if isinstance(value, np.ndarray) else []


def has_number(value):
    """Whether a result is a number, or has one among its parts."""
    return any(part.ndim == 0 for part in arrays_in(value))


def holds(condition, *args):
    """Whether a condition is met; one that makes no sense for these shapes is not."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the mean of nothing
        try:
            return bool(condition(*args))
        except (ValueError, IndexError, TypeError, KeyError, AttributeError, ZeroDivisionError, OverflowError):
            return False


def joined(names):
    """Write names as a list in words: dx, dw and db."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
