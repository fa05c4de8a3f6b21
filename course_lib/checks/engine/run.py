"""Call a function that may do anything, and write down what it did."""

import contextlib
import copy
import linecache
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.frozen import freeze, snapshot, unchanged
from course_lib.checks.engine.limit import Watch
from course_lib.checks.engine.printed import Printed
from course_lib.checks.engine.problem import Problem

CHECKS = str(Path(__file__).resolve().parents[1])  # their own lines are nobody's mistake
OTHERS = (str(Path(__file__).resolve().parents[2]), str(Path(linecache.__file__).resolve().parent), "site-packages")


@dataclass(frozen=True)
class Call:
    """What one call did.

    Attributes
    ----------
    value               what it returned, frozen; of several calls the last
    earlier : tuple     what it returned in the calls before
    options : dict      its keyword arguments, as it left them
    problem : Problem   "raised", "unwritten", "endless" or "changed" if it did so or is so, else None
    warnings : tuple    of str: NumPy's, in words
    printed : Printed   what it printed, if anything was kept of it
    """

    value: object = None
    options: dict | None = None
    problem: Problem | None = None
    warnings: tuple = ()
    printed: Printed = field(default_factory=Printed)
    earlier: tuple = ()


def call(exercise, function, case, *, forward=None, seconds=None):
    """Call an answer on fresh copies of the case's inputs and return the Call, whatever happens.

    Nothing reaches stdout and stderr. Only a person's KeyboardInterrupt passes through: it belongs to whoever waits for
    the result.

    Parameters
    ----------
    exercise : Exercise
    function : callable     the answer, the reference, or a known mistake
    case : Case
    forward : callable      makes the caches that the case asks for; by default the exercise's own
    seconds : float         after which the answer is stopped: see limit.Watch. None: never
    """
    watch, printed, problem, values, options = Watch(seconds), Printed(), None, (None,), None
    use = exercise.use or _plainly

    def work():
        args, options = arguments(case, forward or exercise.forward)
        before = snapshot([args, options])
        return args, options, before, [use(function, *args, **options) for _ in range(case.times)]

    with _overheard(printed) as caught:
        try:
            args, options, before, results = watch.run(work)
            values = tuple(freeze(exercise.tidy(result) if exercise.tidy else result) for result in results)
            problem = _changed(exercise, args, options, before)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: a student's exit() must not end the check
            problem = _endless(watch, printed) if watch.stopped else _raised(exercise.name, error)
    return Call(values[-1], options, problem, _words(caught), printed, values[:-1])


@contextlib.contextmanager
def _overheard(printed):
    """Keep what is printed, and NumPy's warnings, from the screen; gives the list of warnings."""
    quiet = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(Printed())
    with quiet[0], quiet[1], warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        yield caught


def arguments(case, forward):
    """Return fresh copies of a case's arguments, each Cached replaced by what the forward function makes."""
    args, options = copy.deepcopy((case.args, case.options))
    made = (forward(*arg.args, **arg.options)[arg.part] if isinstance(arg, Cached) else arg for arg in args)
    return tuple(made), options


def _plainly(function, *args, **options):
    return function(*args, **options)


def _changed(exercise, args, options, before):
    """Return a Problem that names the first input which is not what it was, or None."""
    args_before, options_before = before
    named = [*zip(exercise.inputs, args, args_before)]
    named += [(name, options.get(name), value) for name, value in options_before.items()]
    return next((Problem("changed", name) for name, value, then in named if not unchanged(value, then)), None)


def _raised(name, error):
    where, line = _place(traceback.extract_tb(error.__traceback__))
    if line.startswith("raise NotImplementedError"):
        return Problem("unwritten", where)
    given = "" if where == name else _given(name, error.__traceback__)
    return Problem("raised", where, (type(error).__name__, _text(error)), line=line, given=given)


def _given(name, trace):
    """Return the shapes and numbers that the last of the student's functions was given, if `name` calls it."""
    frames = [frame for frame, _ in traceback.walk_tb(trace) if not _is_other(frame.f_code.co_filename)]
    frames = [frame for frame in frames if not frame.f_code.co_name.startswith("<")]
    if len(frames) < 2 or frames[0].f_code.co_name != name:
        return ""
    code, values = frames[-1].f_code, frames[-1].f_locals
    given = {n: values.get(n) for n in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]}
    shown = {
        n: v.shape if type(v) is np.ndarray else v for n, v in given.items() if type(v) in (np.ndarray, int, float)
    }
    return ", ".join(f"{n} {v}" for n, v in shown.items())


def _is_other(filename):
    """Whether a file is the course's or a library's, not the student's."""
    return any(part in filename for part in (CHECKS, *OTHERS))


def _endless(watch, printed):
    where, line = _place(watch.stack)
    return Problem("endless", where, printed.characters, watch.seconds, line=line)


def _place(frames):
    """Return the function and the line that a student would look at: the last that is not of a library."""
    frames = [frame for frame in frames if not frame.filename.startswith(CHECKS)]
    own = [frame for frame in frames if not _is_other(frame.filename)] or frames
    if not own:
        return "", ""
    named = [frame.name for frame in own if not frame.name.startswith("<")]  # <lambda>, <listcomp>
    return named[-1] if named else "", linecache.getline(own[-1].filename, own[-1].lineno).strip()


def _text(error):
    """Return the first line of an exception's text."""
    try:
        return str(error).strip().split("\n")[0][:300]
    except Exception:  # an exception whose own text cannot be made
        return ""


def _words(caught):
    return tuple(sorted({str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning)}))
