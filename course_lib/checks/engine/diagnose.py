"""Say what is wrong with an answer, on which input, and, if the mistake is a known one, how to cure it."""

import textwrap

import numpy as np

from course_lib.checks.engine.judge import alike, attempt
from course_lib.checks.engine.run import UNWRITTEN

WIDTH = 96  # characters a line: what fits beside the prompt in a notebook
SMALL = 24  # elements: arrays up to this size are written out


def diagnose(exercise, function, trials, *, public):
    """Write the diagnosis of a wrong answer.

    Parameters
    ----------
    exercise : Exercise
    function : callable     the answer
    trials : list           of Trial, at least one of them with a problem
    public : bool           whether the student can draw the same cases
    """
    name = exercise.reference.__name__
    wrong = [trial for trial in trials if trial.problem]
    if all(UNWRITTEN in trial.problem for trial in wrong):
        missing = wrong[0].problem  # this function, or one that it calls
        return f"{missing}." if missing.startswith(f"{name} ") else f"{name} cannot be checked: {missing}."
    first, number = wrong[0], trials.index(wrong[0]) + 1
    lines = [f"{name} is wrong on {len(wrong)} of {len(trials)} cases. Case {number}: {first.case.title}."]
    lines += _show_inputs(exercise, first.case)
    lines.append(first.problem)
    lines += [f"NumPy warned: {'; '.join(first.outcome.warnings)}."] if first.outcome.warnings else []
    hint = find_hint(exercise, trials)
    lines += [f"Hint: {hint}"] if hint else []
    lines += [
        f"It calls {callee}, which is wrong too. Mend that first." for callee in _wrong_callees(exercise, function)
    ]
    lines += [f"To try it: {name}(**inputs({name}, {number}))"] if public else []
    return "\n".join([_wrap(lines[0], ""), *(_wrap(line, "  ") for line in lines[1:])])


def find_hint(exercise, trials):
    """Return the hint for the known mistake that behaves most like the answer, or None.

    A mistake counts if it does the same on the first wrong case and is wrong there itself. So a second mistake, which
    shows on other cases, does not hide the first.
    """
    wrong = [trial for trial in trials if trial.problem]
    best, most = None, 0
    for mistake in exercise.mistakes:
        if not alike(exercise, mistake.function, wrong[0]):
            continue
        agreeing = sum(alike(exercise, mistake.function, trial) for trial in trials)
        if agreeing > most:
            best, most = mistake.hint, agreeing
    return best


def _wrong_callees(exercise, function):
    """Name the other exercises' functions that the answer calls and that are wrong themselves."""
    from course_lib.checks.catalogue import EXERCISES

    code, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    for name in getattr(code, "co_names", ()):
        other, callee = EXERCISES.get(name), names.get(name)
        if other and other is not exercise and callable(callee):
            problems = [trial.problem for trial in attempt(other, callee)]
            if any(problems):
                yield name


def _show_inputs(exercise, case):
    """Write out each input but the random generator."""
    named = dict(zip(exercise.inputs, case.args)) | case.options
    return [
        f"{name} = {_literal(value)}" for name, value in named.items() if not isinstance(value, np.random.Generator)
    ]


def _literal(value):
    """Write a value as Python would read it, or describe a large array."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))})"
    if not isinstance(value, np.ndarray):
        return str(value)
    if value.size > SMALL:
        return f"an array of shape {value.shape}, {value.dtype}, from {value.min():.4g} to {value.max():.4g}"
    numbers = np.array2string(
        value, separator=", ", threshold=SMALL, formatter={"float": lambda number: f"{number:.6g}"}
    )
    dtype = "" if value.dtype in (np.dtype(float), np.dtype(int)) else f", dtype=np.{value.dtype}"
    return f"np.array({' '.join(numbers.split())}{dtype})"


def _wrap(line, indent):
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
