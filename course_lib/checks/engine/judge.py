"""`check`: try an answer on every case, and compare it with the reference."""

import os
from dataclasses import dataclass

import numpy as np

from course_lib.checks.engine.compare import difference, same
from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.run import Outcome, call, freeze

SEED_VARIABLE = "COURSE_CHECK_SEED"  # an instructor sets it for grading, so that graded inputs are new


class CheckFailed(AssertionError):
    """The diagnosis of a wrong answer. Notebooks show it alone, without a traceback."""

    def _render_traceback_(self):  # IPython's hook
        return str(self).splitlines()


@dataclass(frozen=True)
class Trial:
    """One case, tried.

    Attributes
    ----------
    case : Case
    outcome : Outcome       what the answer did
    wanted : Outcome        what the reference did
    problem : str           what is wrong, or None
    """

    case: Case
    outcome: Outcome
    wanted: Outcome
    problem: str | None


def check(function, *, seed=None):
    """Check an answer to the exercise that has the function's name.

    Parameters
    ----------
    function : callable     the student's function, such as softmax
    seed : int              decides the inputs that are drawn; by default the environment variable COURSE_CHECK_SEED,
                            or 0 if it is not set

    Prints one line if the answer is right.

    Raises
    ------
    CheckFailed             an AssertionError whose text is the diagnosis
    """
    from course_lib.checks.engine.diagnose import diagnose

    exercise = find(function)
    public = seed is None and SEED_VARIABLE not in os.environ
    trials = attempt(exercise, function, seed=seed)
    if any(trial.problem for trial in trials):
        raise CheckFailed(diagnose(exercise, function, trials, public=public))
    warned = sorted({warning for trial in trials for warning in trial.outcome.warnings})
    note = f" NumPy warned on the way: {'; '.join(warned)}." if warned else ""
    print(f"\u2713 {exercise.reference.__name__} is right on all {len(trials)} cases.{note}")


def by_hand(found, wanted):
    """Compare a result with the one worked out on paper; print that they agree.

    Parameters
    ----------
    found               what the student's function returned
    wanted              the numbers, as nested lists; a tuple of them for a tuple

    Raises
    ------
    CheckFailed         shows both
    """
    results, expected = (value if type(value) is tuple else (value,) for value in (found, wanted))
    results, expected = freeze(results), freeze(tuple(np.asarray(part, float) for part in expected))
    names = ("the result",) if len(expected) == 1 else tuple(f"result {index}" for index in range(1, len(expected) + 1))
    problem = difference(results if len(names) > 1 else results[0], expected if len(names) > 1 else expected[0], names)
    if problem and "has dtype" not in problem:
        raise CheckFailed(f"By hand it is\n{_lines(wanted)}\nbut your function gives\n{_lines(found)}\n{problem}")
    print("\u2713 It agrees with the case by hand.")


def inputs(function, number, *, seed=0):
    """Return the arguments of one of the check's cases, by name, to try them: `softmax(**inputs(softmax, 3))`.

    Parameters
    ----------
    function : callable     the student's function: its name tells the exercise
    number : int            of the case, from 1, as the check counts them
    seed : int              0 is the one that check uses unless told otherwise
    """
    exercise = find(function)
    cases = exercise.cases(np.random.default_rng(seed))
    if not 1 <= number <= len(cases):
        raise CheckFailed(f"{exercise.reference.__name__} has cases 1 to {len(cases)}; there is no case {number}.")
    case = cases[number - 1]
    return dict(zip(exercise.inputs, case.args)) | case.options


def attempt(exercise, function, *, seed=None):
    """Try a function on every case and return a list of Trial."""
    seed = int(os.environ.get(SEED_VARIABLE, 0)) if seed is None else seed
    trials = []
    for case in exercise.cases(np.random.default_rng(seed)):
        outcome, wanted = call(function, case), call(exercise.reference, case)
        trials.append(Trial(case, outcome, wanted, judge(exercise, case, outcome, wanted)))
    return trials


def judge(exercise, case, outcome, wanted):
    """Return None if the outcome is right, or what is wrong with what it returned, raised, or did to its inputs."""
    if outcome.raised:
        return outcome.raised
    if outcome.changed is not None:
        name = exercise.inputs[outcome.changed]
        return f"it changes its input {name}: work on a copy, or make a new array (`{name} = {name} - …`, not `-=`)"
    problem = difference(outcome.value, wanted.value, exercise.outputs, values=case.accept is None)
    return problem or (case.accept and case.accept(outcome.value, outcome.options)) or None


def alike(exercise, function, trial):
    """Whether another function does on a trial's case what the answer did."""
    other, outcome = call(function, trial.case), trial.outcome
    if outcome.error is not None or other.error is not None:
        return outcome.error == other.error
    if outcome.changed != other.changed:
        return False
    if trial.case.accept is not None:  # right or wrong in the same way: the values depend on the random order
        return trial.problem == judge(exercise, trial.case, other, trial.wanted)
    return same(outcome.value, other.value)


def find(function):
    """Return the exercise of a function's name; CheckFailed if there is none."""
    from course_lib.checks.catalogue import EXERCISES

    name = getattr(function, "__name__", None)
    if not callable(function) or not isinstance(name, str):
        raise CheckFailed(f"check expects a function, as in check(softmax); it was given a {type(function).__name__}.")
    if name not in EXERCISES:
        raise CheckFailed(f"There is no exercise called {name}. The exercises are: {', '.join(EXERCISES)}.")
    return EXERCISES[name]


def _lines(value):
    parts = value if type(value) is tuple else (value,)
    return "\n".join(f"  {part!s:.300}".replace("\n", "\n  ") for part in parts)
