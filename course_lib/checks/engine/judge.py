"""Try an answer on every case, and compare it with the reference."""

from dataclasses import dataclass

import numpy as np

from course_lib.checks.engine.compare import difference
from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.engine.run import Call, call


@dataclass(frozen=True)
class Attempt:
    """One case, tried.

    Attributes
    ----------
    case : Case
    outcome : Call          what the answer did
    wanted : Call           what the reference did
    problem : Problem       what is wrong, or None
    """

    case: Case
    outcome: Call
    wanted: Call
    problem: Problem | None

    @property
    def endless(self):
        """Whether the answer was stopped."""
        return self.problem is not None and self.problem.kind == "endless"


def attempt(exercise, function, *, seed, forward=None):
    """Try a function on every case that the seed draws, up to one that does not end, and return a list of Attempt.

    forward: as in run.call.
    """
    trials = []
    for case in exercise.cases(np.random.default_rng(seed)):
        outcome = call(exercise, function, case, forward=forward, seconds=exercise.seconds)
        wanted = call(exercise, exercise.reference, case)
        trials.append(Attempt(case, outcome, wanted, judge(exercise, case, outcome, wanted)))
        if trials[-1].endless:
            break
    return trials


def judge(exercise, case, outcome, wanted):
    """Return None if the outcome is right, or a Problem with what it returned, raised, or did to its inputs."""
    if wanted.problem:  # the reference raises: so must the answer, the same kind of error
        expected = _class(wanted.problem)
        right = outcome.problem and _class(outcome.problem) == expected
        return None if right else outcome.problem or Problem("silent", expected=expected)
    if outcome.problem:
        return outcome.problem
    unique, values = case.accept is None, [*outcome.earlier, outcome.value]
    for value in values:
        if problem := difference(value, wanted.value, exercise.outputs, own=exercise.own, values=unique):
            return problem
    return None if unique else case.accept(values if case.times > 1 else outcome.value, outcome.options)


def _class(problem):
    """Return the name of the exception's class."""
    return problem.found[0] if problem.kind == "raised" else problem.kind
