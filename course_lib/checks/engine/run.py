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

LARGEST = 1_000_000  # elements: no right answer is larger, and copying a larger one could take all memory
UNWRITTEN = "is not written yet: the line `raise NotImplementedError` is still there"
LIBRARY = str(Path(__file__).resolve().parents[1])


@dataclass(frozen=True)
class Outcome:
    """What one call did.

    Attributes
    ----------
    value               what it returned, frozen: a tuple, an array, or Garbage
    options : dict      its keyword arguments, as it left them
    error : str         the exception's class and text, or None
    raised : str        the exception in words, or None
    changed : int       which positional input it changed, or None
    warnings : tuple    of str: NumPy's, in words
    """

    value: object = None
    options: dict | None = None
    error: str | None = None
    raised: str | None = None
    changed: int | None = None
    warnings: tuple = ()


@dataclass(frozen=True)
class Garbage:
    """A result that is neither an array, nor a number, nor a tuple of them; only its description is kept."""

    description: str


def call(function, case):
    """Call the function on fresh copies of the case's inputs and return the Outcome, whatever happens.

    Nothing reaches stderr. Only KeyboardInterrupt passes through: it belongs to whoever waits for the result.
    """
    args, options = copy.deepcopy((case.args, case.options))
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("always")
        with np.errstate(all="warn", under="ignore"):
            try:
                value = freeze(function(*args, **options))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit too: a student's exit() must not end the check
                return Outcome(error=_named(error), raised=_describe(error), warnings=_words(caught))
    changed = next((i for i, (a, b) in enumerate(zip(args, case.args)) if not _unchanged(a, b)), None)
    return Outcome(value=value, options=options, changed=changed, warnings=_words(caught))


def freeze(value, depth=3):
    """Copy a result into plain arrays and tuples. Looks at types only, so that no method of a strange object runs."""
    kind = type(value)
    if kind is tuple and depth and len(value) <= 8:
        return tuple(freeze(part, depth - 1) for part in value)
    if kind in (int, float):
        return np.array(value)
    if issubclass(kind, np.generic):
        value, kind = np.array(value), np.ndarray
    if issubclass(kind, np.ndarray):
        value = value.view(np.ndarray)
        if value.dtype.kind in "fiub" and value.size <= LARGEST:
            return value.copy()
        return Garbage(f"an array of shape {value.shape} and dtype {value.dtype}")
    return Garbage("None (is `return` missing?)" if value is None else f"a {kind.__name__}")


def _unchanged(after, before):
    if isinstance(before, tuple):
        return all(map(_unchanged, after, before))
    if not isinstance(before, np.ndarray):
        return True
    return after.shape == before.shape and after.dtype == before.dtype and np.array_equal(after, before, equal_nan=True)


def _describe(error):
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(LIBRARY)]
    own = [f for f in frames if "site-packages" not in f.filename] or frames
    line = linecache.getline(own[-1].filename, own[-1].lineno).strip() if own else ""
    if line.startswith("raise NotImplementedError"):
        return f"{own[-1].name} {UNWRITTEN}"
    return f"it raises {_named(error)}{line and f', in the line `{line}`'}"


def _named(error):
    try:
        text = str(error).strip().split("\n")[0][:300]
    except Exception:  # an exception whose own text cannot be made
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _words(caught):
    return tuple(sorted({str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning)}))
