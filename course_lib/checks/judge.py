"""`check`: try an answer on every case, compare it with the reference, and say what is wrong in words."""

import os

import numpy as np

from course_lib.checks.compare import difference, same
from course_lib.checks.run import call

SEED_VARIABLE = "COURSE_CHECK_SEED"  # an instructor sets it for grading, so that graded inputs are new


class CheckFailed(AssertionError):
    """The diagnosis of a wrong answer. Notebooks show it alone, without a traceback."""

    def _render_traceback_(self):  # IPython's hook
        return str(self).splitlines()


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
    exercise = _find(function)
    seed = int(os.environ.get(SEED_VARIABLE, 0)) if seed is None else seed
    cases = exercise.cases(np.random.default_rng(seed))
    outcomes = [call(function, case) for case in cases]
    wanted = [call(exercise.reference, case) for case in cases]
    problems = [judge(exercise, *each) for each in zip(cases, outcomes, wanted)]
    if any(problems):
        raise CheckFailed(_diagnosis(exercise, cases, outcomes, wanted, problems))
    warned = sorted({warning for outcome in outcomes for warning in outcome.warnings})
    note = f" NumPy warned on the way: {'; '.join(warned)}." if warned else ""
    print(f"{exercise.reference.__name__}: right on all {len(cases)} cases.{note}")


def judge(exercise, case, outcome, wanted):
    """Return None if the outcome is right, or what is wrong with what it returned, raised, or did to its inputs."""
    if outcome.raised:
        return outcome.raised
    if outcome.changed is not None:
        name = exercise.inputs[outcome.changed]
        return f"it changes its input {name}: work on a copy, or make a new array (`{name} = {name} - …`, not `-=`)"
    problem = difference(outcome.value, wanted.value, exercise.outputs, values=case.accept is None)
    return problem or (case.accept and case.accept(outcome.value, outcome.options)) or None


def _find_mistake(exercise, tried):
    """Return the known mistake that behaves like the answer on every case, or None."""
    alike = (mistake for mistake in exercise.mistakes if all(_alike(exercise, mistake, *each) for each in tried))
    return next(alike, None)


def _alike(exercise, mistake, case, outcome, wanted, problem):
    other = call(mistake.function, case)
    if outcome.error is not None or other.error is not None:
        return outcome.error == other.error
    if outcome.changed != other.changed:
        return False
    if case.accept is not None:  # right or wrong in the same way: the values depend on the random order
        return problem == judge(exercise, case, other, wanted)
    return same(outcome.value, other.value)


def _find(function):
    from course_lib.checks.exercises import EXERCISES

    name = getattr(function, "__name__", None)
    if not callable(function) or not isinstance(name, str):
        raise CheckFailed(f"check expects a function, as in check(softmax); it was given a {type(function).__name__}.")
    if name not in EXERCISES:
        raise CheckFailed(f"There is no exercise called {name}. The exercises are: {', '.join(EXERCISES)}.")
    return EXERCISES[name]


def _diagnosis(exercise, cases, outcomes, wanted, problems):
    name, wrong = exercise.reference.__name__, sum(problem is not None for problem in problems)
    if all(outcome.error == "NotImplementedError" for outcome in outcomes):
        missing = problems[0]  # of this function, or of one that it calls
        return f"{missing}." if missing.startswith(f"{name} ") else f"{name} cannot be checked: {missing}."
    first = next(index for index, problem in enumerate(problems) if problem)
    lines = [f"{name} is wrong on {wrong} of {len(cases)} cases. The first: {cases[first].title}."]
    lines += [f"  {line}" for line in _show_inputs(exercise, cases[first])]
    lines += [f"  {problems[first]}"]
    lines += [f"  NumPy warned: {'; '.join(outcomes[first].warnings)}."] if outcomes[first].warnings else []
    mistake = _find_mistake(exercise, list(zip(cases, outcomes, wanted, problems)))
    return "\n".join(lines + ([f"  Hint: {mistake.hint}"] if mistake else []))


def _show_inputs(exercise, case):
    """Write out each input, if it is small, or else its shape and dtype."""
    named = dict(zip(exercise.inputs, case.args)) | case.options
    for name, value in named.items():
        if isinstance(value, tuple):
            yield f"{name} = a tuple of arrays of shapes {', '.join(str(np.shape(part)) for part in value)}"
        elif isinstance(value, np.ndarray) and value.size > 12:
            low, high = value.min(), value.max()
            yield f"{name}: shape {value.shape}, {value.dtype}, from {low:.4g} to {high:.4g}"
        elif isinstance(value, np.ndarray):
            digits = np.array2string(value, precision=4, separator=", ").replace("\n", "")
            yield f"{name} = np.array({digits}, dtype={value.dtype})"
        elif not isinstance(value, np.random.Generator):
            yield f"{name} = {value}"
