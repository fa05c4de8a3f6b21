"""What a student calls: `check`, `by_hand` and `inputs`."""

import os

import numpy as np

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.compare import difference
from course_lib.checks.engine.diagnose import describe, diagnose
from course_lib.checks.engine.frozen import freeze
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.run import arguments

SEED_VARIABLE = "COURSE_CHECK_SEED"  # an instructor sets it for grading, so that graded inputs are new


class CheckFailed(AssertionError):
    """The diagnosis of a wrong answer. Notebooks show it alone, without a traceback."""

    def _render_traceback_(self):  # IPython's hook
        return str(self).splitlines()


def check(function, *, forward=None, seed=None):
    """Check an answer to the exercise that has the function's name.

    Parameters
    ----------
    function : callable     the student's function, such as softmax
    forward : callable      for a backward function whose cache is the student's own business: the forward function
                            that makes it. By default it gets the library's cache
    seed : int              decides the inputs that are drawn; by default the environment variable COURSE_CHECK_SEED,
                            or 0 if it is not set

    Prints one line if the answer is right.

    Raises
    ------
    CheckFailed             an AssertionError whose text is the diagnosis
    """
    exercise = _find(function, forward)
    public = seed is None and SEED_VARIABLE not in os.environ
    seed = int(os.environ.get(SEED_VARIABLE, 0)) if seed is None else seed
    trials = attempt(exercise, function, seed=seed, forward=forward)
    if any(trial.problem for trial in trials):
        callees = _wrong_callees(function, seed)
        found = {"function": function, "forward": forward, "wrong_callees": callees, "public": public}
        raise CheckFailed(diagnose(exercise, trials, **found))
    warned = sorted({warning for trial in trials for warning in trial.outcome.warnings})
    note = f" NumPy warned on the way: {'; '.join(warned)}." if warned else ""
    print(f"\u2713 {exercise.name} is right on all {len(trials)} cases.{note}")


def by_hand(found, wanted):
    """Compare a result with the one worked out on paper, whatever its dtype; print that they agree.

    Parameters
    ----------
    found               what the student's function returned
    wanted              the numbers, as nested lists; a tuple of them for a tuple

    Raises
    ------
    CheckFailed         shows both
    """
    expected = freeze(tuple(np.asarray(part, float) for part in _parts(wanted)))
    names = ("the result",) if len(expected) == 1 else tuple(f"result {index}" for index in range(1, len(expected) + 1))
    problem = difference(freeze(found), expected if type(wanted) is tuple else expected[0], names, dtypes=False)
    if problem:
        shown = f"By hand it is\n{_lines(wanted)}\nbut your function gives\n{_lines(found)}"
        raise CheckFailed(f"{shown}\n{describe(problem)}")
    print("\u2713 It agrees with the case by hand.")


def inputs(function, number, *, forward=None, seed=0):
    """Return the arguments of one of the check's cases, by name, to try them: `softmax(**inputs(softmax, 3))`.

    Parameters
    ----------
    function : callable     the student's function: its name tells the exercise
    number : int            of the case, from 1, as the check counts them
    forward : callable      as in check
    seed : int              0 is the one that check uses unless told otherwise
    """
    exercise = _find(function, forward)
    cases = exercise.cases(np.random.default_rng(seed))
    if not 1 <= number <= len(cases):
        raise CheckFailed(f"{exercise.name} has cases 1 to {len(cases)}; there is no case {number}.")
    args, options = arguments(cases[number - 1], forward or exercise.forward)
    return dict(zip(exercise.inputs, args)) | options


def _find(function, forward):
    """Return the exercise of a function's name; CheckFailed if there is none, or it has no forward function."""
    name = getattr(function, "__name__", None)
    if not callable(function) or not isinstance(name, str):
        raise CheckFailed(f"check expects a function, as in check(softmax); it was given a {type(function).__name__}.")
    if name not in EXERCISES:
        raise CheckFailed(f"There is no exercise called {name}. The exercises are: {', '.join(EXERCISES)}.")
    if forward and not EXERCISES[name].forward:
        raise CheckFailed(f"{name} takes no cache of a forward function: leave forward= out.")
    return EXERCISES[name]


def _wrong_callees(function, seed):
    """Name the other exercises' functions that the answer calls and that are wrong themselves."""
    called, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    for name in getattr(called, "co_names", ()):
        callee = names.get(name)
        if name not in EXERCISES or name == function.__name__ or not callable(callee):
            continue
        if any(trial.problem for trial in attempt(EXERCISES[name], callee, seed=seed)):
            yield name


def _parts(value):
    return value if type(value) is tuple else (value,)


def _lines(value):
    return "\n".join(f"  {part!s:.300}".replace("\n", "\n  ") for part in _parts(value))
