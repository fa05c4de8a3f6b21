"""Call a function that may do anything, and write down what it did."""

import contextlib
import copy
import io
import linecache
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.frozen import freeze, snapshot, unchanged
from course_lib.checks.engine.problem import Problem

LIBRARY = str(Path(__file__).resolve().parents[1])  # of the checks: their own lines are nobody's mistake


@dataclass(frozen=True)
class Call:
    """What one call did.

    Attributes
    ----------
    value               what it returned, frozen
    options : dict      its keyword arguments, as it left them
    problem : Problem   "raised", "unwritten" or "changed" if it did so, else None
    warnings : tuple    of str: NumPy's, in words
    """

    value: object = None
    options: dict | None = None
    problem: Problem | None = None
    warnings: tuple = ()


def call(exercise, function, case, *, forward=None):
    """Call an answer on fresh copies of the case's inputs and return the Call, whatever happens.

    Nothing reaches stderr. Only KeyboardInterrupt passes through: it belongs to whoever waits for the result.

    Parameters
    ----------
    exercise : Exercise
    function : callable     the answer, the reference, or a known mistake
    case : Case
    forward : callable      makes the caches that the case asks for; by default the exercise's own
    """
    use = exercise.use or _plainly
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("always")
        with np.errstate(all="warn", under="ignore"):
            try:
                args, options = arguments(case, forward or exercise.forward)
                before = snapshot([args, options])
                value = freeze(use(function, *args, **options))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit too: a student's exit() must not end the check
                return Call(problem=_raised(error), warnings=_words(caught))
    return Call(value, options, _changed(exercise, args, options, before), _words(caught))


def arguments(case, forward):
    """Return fresh copies of a case's arguments, each Cached replaced by the cache that the forward function makes."""
    args, options = copy.deepcopy((case.args, case.options))
    made = (forward(*arg.args, **arg.options)[1] if isinstance(arg, Cached) else arg for arg in args)
    return tuple(made), options


def _plainly(function, *args, **options):
    return function(*args, **options)


def _changed(exercise, args, options, before):
    """Return a Problem that names the first input which is not what it was, or None."""
    args_before, options_before = before
    named = [*zip(exercise.inputs, args, args_before)]
    named += [(name, options.get(name), value) for name, value in options_before.items()]
    return next((Problem("changed", name) for name, value, then in named if not unchanged(value, then)), None)


def _raised(error):
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(LIBRARY)]
    own = [f for f in frames if "site-packages" not in f.filename] or frames
    line = linecache.getline(own[-1].filename, own[-1].lineno).strip() if own else ""
    if line.startswith("raise NotImplementedError"):
        return Problem("unwritten", own[-1].name)
    return Problem("raised", line, (type(error).__name__, _text(error)))


def _text(error):
    """Return the first line of an exception's text."""
    try:
        return str(error).strip().split("\n")[0][:300]
    except Exception:  # an exception whose own text cannot be made
        return ""


def _words(caught):
    return tuple(sorted({str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning)}))
