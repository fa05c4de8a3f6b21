"""One small change to the student's own function that makes it right: then that is where the mistake lies.

What is said is true by construction: with the change the function was right in every case, of other seeds too. Random
results are judged by what they have in common, which some other numbers have as well: there no number is changed.

R. Singh, S. Gulwani and A. Solar-Lezama, Automated Feedback Generation for Introductory Programming Assignments, 2013.
"""

import inspect
import warnings
from contextlib import suppress

from course_lib.checks.engine.judge import attempt, judge
from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure.edits import edits
from course_lib.checks.engine.structure.relation import Relation
from course_lib.checks.engine.structure.source import text_of

LIMIT = 0.5  # seconds for a call: what was quick may become endless
CLEAR = ("changed", "unwritten", "endless", "silent")  # kinds of Problem whose own words say what to do
SEED = 1001  # of cases that confirm what the first ones have shown


def repaired(exercise, trials, function, forward, clock):
    """Return a Relation that says which change to the function makes it right, or None.

    clock : callable    says whether there is time left
    """
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")  # of the student's text, who has seen them
        return _repaired(exercise, trials, function, forward, clock)
    return None  # a text may hold what cannot be written again: no hint is worth a traceback


def _repaired(exercise, trials, function, forward, clock):
    text = text_of(function) if _is_plain(function) else ""
    wrong = [trial for trial in trials if trial.problem]
    if wrong[0].problem.kind in CLEAR:
        return None
    ordered = wrong + [trial for trial in trials if not trial.problem]
    at_random = 2 * sum(trial.case.accept is not None for trial in trials) > len(trials)
    for edit in edits(text, numbers=not at_random) if text else ():
        if not clock():
            return None
        changed = _function(edit.code, function)
        for trial in ordered:
            problem = _problem(exercise, changed, trial, forward)
            if problem:
                break
        else:
            if not any(trial.problem for trial in attempt(exercise, changed, seed=SEED, forward=forward)):
                line = text.split("\n")[edit.line - 1].split("  #")[0].strip()
                return Relation(edit.what, where=line, what=edit.old, argument=edit.new)
        if problem and problem.kind == "endless":
            return None
    return None


def _is_plain(function):
    """Whether a function can be made anew from its text: no lambda, and nothing around it that it uses."""
    return inspect.isfunction(function) and not function.__closure__ and function.__name__ != "<lambda>"


def _function(code, function):
    names = dict(function.__globals__)
    exec(code, names)
    return names[function.__name__]


def _problem(exercise, function, trial, forward):
    outcome = call(exercise, function, trial.case, forward=forward, seconds=LIMIT)
    return judge(exercise, trial.case, outcome, trial.wanted)
