"""What a student calls: `check`, `by_hand` and `inputs`."""

import os
import sys
from dataclasses import replace

import numpy as np

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.compare import difference
from course_lib.checks.engine.diagnose import describe, diagnose, show_printed, unwritten, wrap
from course_lib.checks.engine.exercise import Case, Exercise
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.run import arguments, call
from course_lib.checks.notebook import advice, explain_missing, nearest, outdated

SEED_VARIABLE = "COURSE_CHECK_SEED"  # an instructor sets it for grading, so that graded inputs are new
explain_missing(EXERCISES)


class CheckFailed(AssertionError):
    """The diagnosis of a wrong answer. Notebooks show it alone, without a traceback.

    problem : Problem or None       the first that was found, where one was, as data
    """

    problem = None

    def _render_traceback_(self):  # IPython's hook
        return str(self).splitlines()


class NotWritten(CheckFailed):
    """There is no answer yet."""


def check(function, *, forward=None, seed=None):
    """Check an answer to the exercise whose name the function has, or is held by.

    Parameters
    ----------
    function : callable     the student's function, such as softmax
    forward : callable      for a backward function whose cache is the student's own business: the forward function
                            that makes it. By default it gets the library's cache
    seed : int              decides the inputs that are drawn; by default the environment variable COURSE_CHECK_SEED,
                            or 0 if it is not set

    Prints one line if the answer is right, and at most a few that the function printed.

    Raises
    ------
    CheckFailed             an AssertionError whose text is the diagnosis; NotWritten, which is one, where `raise
                            NotImplementedError` is still there
    """
    exercise = _find(function, forward, sys._getframe(1))
    if _is_own(function, exercise.reference):
        raise CheckFailed(f"This is the library's own {exercise.name}: write yours, and check that.")
    public = seed is None and SEED_VARIABLE not in os.environ
    seed = int(os.environ.get(SEED_VARIABLE, 0)) if seed is None else seed
    trials, notes = attempt(exercise, function, seed=seed, forward=forward), _notes(function, exercise.name)
    problems = [trial.problem for trial in trials if trial.problem]
    if problems:
        callees = _wrong_callees(function, exercise.name, seed)
        found = {"function": function, "forward": forward, "wrong_callees": callees, "public": public}
        text = diagnose(exercise, trials, **found)
        kind = NotWritten if all(problem.kind == "unwritten" for problem in problems) else CheckFailed
        failed = kind("\n".join([*notes, text, *_missing(problems)]))
        failed.problem = problems[0]
        raise failed
    warned = sorted({warning for trial in trials for warning in trial.outcome.warnings})
    note = f" NumPy warned on the way: {'; '.join(warned)}." if warned else ""
    printed = show_printed([trial.outcome.printed for trial in trials])
    print("\n".join([f"\u2713 {exercise.name} is right on all {len(trials)} cases.{note}", *notes, *printed]))


def by_hand(function, *args, wanted, **options):
    """Call a function and compare its result with the one worked out on paper, whatever its dtype; print if they agree.

    It makes the call itself, so that a cell needs no variables, and an error is told as check tells it.

    Parameters
    ----------
    function : callable     the student's function
    args, options           what it is called with
    wanted                  the numbers, as nested lists; a tuple of them for a tuple, `...` for a part that may be
                            anything, such as a cache

    Raises
    ------
    CheckFailed             shows both; NotWritten as in check
    """
    if not callable(function):
        raise CheckFailed(f"by_hand expects a function and its arguments; it was given a {type(function).__name__}.")
    name = _name(function, sys._getframe(1)) or "your function"
    known = EXERCISES.get(name, Exercise(function, (), (), None))
    outcome = call(replace(known, use=None), function, Case("by hand", args, options), seconds=known.seconds)
    notes, problem = _notes(function, name), outcome.problem
    printed = show_printed([outcome.printed])
    if problem and problem.kind == "unwritten":
        raise NotWritten("\n".join([*notes, unwritten(name, problem)]))
    if problem:
        text = wrap(f"{name} on the case by hand: {describe(problem)}")
        raise CheckFailed("\n".join([*notes, text, *_missing([problem]), *printed]))
    problem = _unlike(outcome.value, wanted, known.outputs)
    if problem:
        both = f"By hand it is\n{_lines(wanted)}\nbut {name} gives\n{_lines(outcome.value)}"
        raise CheckFailed("\n".join([*notes, both, wrap(describe(problem)), *printed]))
    print("\n".join([f"\u2713 {name} agrees with the case by hand.", *notes, *printed]))


def inputs(function, number, *, forward=None, seed=0):
    """Return the arguments of one of the check's cases, by name, to try them: `softmax(**inputs(softmax, 3))`.

    Parameters
    ----------
    function : callable     the student's function: its name tells the exercise
    number : int            of the case, from 1, as the check counts them
    forward : callable      as in check
    seed : int              0 is the one that check uses unless told otherwise
    """
    exercise = _find(function, forward, sys._getframe(1))
    cases = exercise.cases(np.random.default_rng(seed))
    if not 1 <= number <= len(cases):
        raise CheckFailed(f"{exercise.name} has cases 1 to {len(cases)}; there is no case {number}.")
    args, options = arguments(cases[number - 1], forward or exercise.forward)
    return dict(zip(exercise.inputs, args)) | options


def _find(function, forward, frame):
    """Return the exercise that a function answers; CheckFailed if there is none, or it has no forward function."""
    if not callable(function):
        raise CheckFailed(f"check expects a function, as in check(softmax); it was given a {type(function).__name__}.")
    name = _name(function, frame)
    if name not in EXERCISES:
        known = f"The exercises are: {', '.join(EXERCISES)}."
        if name is None:
            raise CheckFailed(wrap(f"This function has no name: write `softmax = …`, say, and check(softmax). {known}"))
        meant = nearest(name, list(EXERCISES))
        hint = f" Is it meant to be {meant}? Then call it so, and run its cell again." if meant else ""
        raise CheckFailed(wrap(f"There is no exercise called {name}.{hint} {known}"))
    if forward and not EXERCISES[name].forward:
        raise CheckFailed(f"{name} takes no cache of a forward function: leave forward= out.")
    return EXERCISES[name]


def _name(function, frame):
    """Return the name by which the caller holds a function, if an exercise has it, else its own; None if it has none.

    A lambda, a partial, an object with __call__ and a decorated function have no name of their own, or another one.
    """
    own = getattr(function, "__name__", None)
    if own in EXERCISES:
        return own
    space = frame.f_globals | frame.f_locals
    held = next((name for name in EXERCISES if space.get(name) is function), None)
    return held or (own if isinstance(own, str) and own.isidentifier() else None)


def _is_own(function, reference):
    code = getattr(function, "__code__", None)
    return function is reference or (code is not None and code is getattr(reference, "__code__", None))


def _notes(function, name):
    """Return what the kernel knows of the function, as a list of sentences."""
    note = outdated(function, name)
    return [wrap(note)] if note else []


def _missing(problems):
    """Return what to do if the function called another exercise's that is not there, as a list of sentences."""
    texts = [problem.found[1] for problem in problems if problem.kind == "raised" and problem.found[0] == "NameError"]
    names = [name for name in EXERCISES if texts and f"'{name}'" in texts[0]]
    return [wrap(advice(name, EXERCISES), "  ") for name in names]


def _wrong_callees(function, own, seed):
    """Name the other exercises' functions that the answer calls and that are wrong themselves."""
    called, space = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    for name in getattr(called, "co_names", ()):
        if name in EXERCISES and name != own and callable(space.get(name)) and _is_wrong(name, space, seed):
            yield name


def _is_wrong(name, space, seed):
    """Whether a student's function is wrong; a backward one with the cache of the forward function beside it.

    False where that forward function is missing or wrong: what it keeps is the student's own business, so nothing tells
    which of the two to blame.
    """
    exercise, forward = EXERCISES[name], None
    if exercise.forward:
        first = exercise.forward.__name__
        forward = space.get(first)
        if not callable(forward) or (first in EXERCISES and _is_wrong(first, space, seed)):
            return False
    return any(trial.problem for trial in attempt(exercise, space[name], seed=seed, forward=forward))


def _unlike(value, wanted, names):
    """Return how a frozen result differs from the numbers worked out on paper, as a Problem, or None."""
    parts = _parts(wanted)
    if len(names) != len(parts):
        names = ("the result",) if len(parts) == 1 else tuple(f"result {n}" for n in range(1, len(parts) + 1))
    own = tuple(name for name, part in zip(names, parts) if part is ...)
    return difference(value, _numbers(wanted), names, own=own, dtypes=False)


def _numbers(wanted):
    """Make arrays of nested lists, within tuples too."""
    if type(wanted) is tuple:
        return tuple(map(_numbers, wanted))
    return None if wanted is ... else np.asarray(wanted, float)


def _parts(value):
    return value if type(value) is tuple else (value,)


def _lines(value):
    parts = ["whatever it is" if part is ... else getattr(part, "description", part) for part in _parts(value)]
    return "\n".join(f"  {part!s:.300}".replace("\n", "\n  ") for part in parts)
