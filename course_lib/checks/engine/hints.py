"""Find out why an answer is wrong: which known mistake, or which two of them, do what it does."""

import time
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from course_lib.checks.engine.compare import same
from course_lib.checks.engine.exercise import Mistake, Slip
from course_lib.checks.engine.judge import judge
from course_lib.checks.engine.run import call

SHARE = 0.3  # of the wrong cases: a mistake that does the same in fewer of them is likely to be another
LEAST = 2  # wrong cases with numbers, for two mistakes at once
HASTE = 50  # looking for two mistakes at once takes at most this fraction of the time that an answer has


class Hint(NamedTuple):
    """What cures a known mistake, and whether that does in every case what the answer did."""

    text: str
    whole: bool


def find_hint(exercise, trials):
    """Return the Hint for the known mistake that behaves most like the answer, or None.

    A mistake counts if it does the same on the first wrong case, is wrong there itself, and fits enough of the others.
    So a second mistake, which shows on other cases, does not hide the first. What many mistakes lead to, such as zeros
    or an exception, is told by no share: there a mistake has to fit in every wrong case. But exceptions of functions
    that the answer calls, with other sizes in each case, tell as numbers do, if the mistake is right wherever the
    answer is: which of two errors comes first may depend on the student's own functions.
    """
    first = next(trial for trial in trials if trial.problem)
    likely = [mistake for mistake in exercise.mistakes if alike(exercise, mistake.function, first)]
    agreeing = [[alike(exercise, mistake.function, trial) for trial in trials] for mistake in likely]
    fitting = [pair for pair in zip(likely, agreeing) if not _contradicted(pair[1], trials)]
    best, does = max(fitting, key=lambda pair: sum(pair[1]), default=(None, []))
    wrong = [agrees for agrees, trial in zip(does, trials) if trial.problem]
    agreed = [trial for trial, agrees in zip(trials, does) if agrees and trial.problem]
    right = all(agrees for trial, agrees in zip(trials, does) if not trial.problem)
    telling = any(_tells(exercise, trial) for trial in agreed) or (right and len(_with_sizes(agreed)) >= LEAST)
    every = all(wrong) and (right or not is_own(first.problem))
    fits = best and (every or (telling and sum(wrong) > SHARE * len(wrong)))
    return Hint(best.hint, all(does)) if fits else None


def _with_sizes(trials):
    """Return the exceptions of functions that the answer calls, if their texts have numbers in them."""
    raised = {trial.problem.found for trial in trials if trial.problem.kind == "raised" and trial.problem.given}
    return {found for found in raised if any(map(str.isdigit, found[1]))}


def _contradicted(agrees, trials):
    """Whether a mistake would show in most of the cases that the answer has right: then it is another."""
    right = [agree for agree, trial in zip(agrees, trials) if not trial.problem]
    return len(right) > LEAST and sum(right) < len(right) / 2


def _tells(exercise, trial):
    """Whether few mistakes would lead to this: numbers, or what is no array, but not None, zeros, nan, an exception,
    or what comes of inputs that are overwritten."""
    value, problem = _judged(exercise, trial.outcome.value), trial.outcome.problem
    parts = [part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, np.ndarray)]
    returned = value is not None and not (problem and problem.kind in ("raised", "changed"))
    return returned and (not parts or any(np.nan_to_num(p).any() for p in parts))


def find_two(exercise, trials):
    """Return the hints for two known slips that, made together, do in every wrong case what the answer did, or None.

    Some pair fits by chance where there are few numbers to compare: two cases at least have to have some.
    """
    wrong, end = [trial for trial in trials if trial.problem], time.thread_time() + exercise.seconds / HASTE
    finite = [t for t in wrong if t.case.accept is None and _is_finite(_judged(exercise, t.outcome.value))]
    if sum(_tells(exercise, trial) for trial in finite) < LEAST:
        return None
    slips = [mistake for mistake in exercise.mistakes if isinstance(mistake.function, Slip)]
    if exercise.own:  # results that are exchanged hide what else is wrong
        made = [call(exercise, mistake.function, wrong[0].case) for mistake in slips]
        slips = [m for m, does in zip(slips, made) if not _exchanged(exercise, does.value, wrong[0].wanted.value)]
    for one, other in combinations(slips, 2):
        if time.thread_time() > end:
            return None
        both = _both(one, other)
        if both and all(alike(exercise, both.function, trial) for trial in wrong):
            return both.hint
    return None


@cache
def _both(one, other):
    """Make a Mistake of two slips in one answer, in any order; None if they change the same words."""
    if one.function.answer is not other.function.answer:
        return None
    for first, second in ((one, other), (other, one)):
        others = [edit for edit in second.function.edits if edit not in first.function.edits]
        slip = Slip(first.function.answer, *first.function.edits, *others)
        try:
            hint = one.hint if one.hint == other.hint else f"two things at once. First: {one.hint} Second: {other.hint}"
            return Mistake(slip.function, hint)
        except (ValueError, SyntaxError):
            continue
    return None


def alike(exercise, function, trial):
    """Whether another function does on a trial's case what the answer did."""
    other, outcome = call(exercise, function, trial.case), trial.outcome
    if other.problem or outcome.problem:
        if other.problem and is_own(outcome.problem):
            return other.problem.kind == "raised" and other.problem.found[0] == outcome.problem.found[0]
        changed = other.problem == outcome.problem and outcome.problem.kind == "changed"
        return same(outcome.value, other.value) if changed else _effect(other.problem) == _effect(outcome.problem)
    if trial.case.accept is not None:  # right or wrong in the same way: the values depend on the random order
        problem = judge(exercise, trial.case, other, trial.wanted)
        return _effect(problem) == _effect(trial.problem)
    if trial.problem and trial.problem.kind == "type":  # a float and a whole number are the same, but for that
        problem = judge(exercise, trial.case, other, trial.wanted)
        return problem is not None and problem.kind == "type" and same(outcome.value, other.value)
    mine, theirs = outcome.value, other.value
    if not _exchanged(exercise, theirs, trial.wanted.value):
        mine, theirs = _judged(exercise, mine), _judged(exercise, theirs)
    return same(mine, theirs) and (_is_finite(theirs) or _warned(outcome) == _warned(other))


def is_own(problem):
    """Whether the student's own `raise` made an exception: its class was chosen, and its words are anybody's."""
    return problem is not None and problem.kind == "raised" and problem.line.startswith("raise")


def _judged(exercise, value):
    """Leave out the results that are the student's own business, such as a cache: two right ones may differ there."""
    if not exercise.own or not isinstance(value, tuple) or len(value) != len(exercise.outputs):
        return value
    return tuple(None if name in exercise.own else part for name, part in zip(exercise.outputs, value))


def _exchanged(exercise, value, wanted):
    """Whether a result stands where the student's own business should: then that place tells something too."""
    if _judged(exercise, value) is value or not isinstance(wanted, tuple):
        return False
    named = [*zip(exercise.outputs, value, wanted)]
    wrong = [right for name, part, right in named if name not in exercise.own and not same(part, right)]
    return any(same(part, right) for name, part, _ in named if name in exercise.own for right in wrong)


def _is_finite(value):
    parts = value if isinstance(value, tuple) else (value,)
    return all(np.isfinite(part).all() for part in parts if isinstance(part, np.ndarray))


def _warned(outcome):
    """What made nan or infinity, as far as NumPy says: one nan is as good as another."""
    return {word for word in ("overflow", "divide by zero") for text in outcome.warnings if word in text}


def _effect(problem):
    """What of a problem is the same in two functions written differently: not the line that raised."""
    if problem is None:
        return None
    told = f"{problem.found}" if problem.kind == "finite" else problem.found  # nan is not equal to itself
    return (problem.kind, told) if problem.kind in ("raised", "finite") else problem
