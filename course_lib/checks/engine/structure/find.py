"""Find how a wrong answer is related to the right one, over all cases together: a hint where no known mistake fits.

A relation is a fact about the cases that were tried. It holds in all of them, and in two wrong ones at least, so that
it is not chance. Of several the most specific counts: they are tried in that order.
"""

import time
from dataclasses import replace
from itertools import combinations

import numpy as np

from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure import factors, parts, results, shapes
from course_lib.checks.engine.structure.arguments import on_other_inputs
from course_lib.checks.engine.structure.failures import FAILURES, failure
from course_lib.checks.engine.structure.relation import Relation, holds, pairs_by_result
from course_lib.checks.engine.structure.repeats import ignored_input, unsteady

LEAST = 2  # wrong cases in which a relation must hold
SECONDS = 0.06  # of computing: what a hint may take
ONE_CALL = 0.005  # seconds: an exercise whose right answer takes longer is not called again

EXACT = (
    results.as_it_came, factors.factor, factors.difference, results.arranged, results.reduced, results.function_of,
    results.rounded,
)  # fmt: skip
LOOSE = (factors.by_line, factors.some_factor, shapes.one_size)
LAST = (parts.in_part, shapes.line_sums, results.imprecise, shapes.another_shape)


def find_relation(exercise, trials, function=None, forward=None):
    """Return the most specific Relation that holds in all wrong cases, or None.

    Parameters
    ----------
    exercise : Exercise
    trials : list           of Attempt, at least one of them with a problem
    function : callable     the student's, to be called again; without it less is found
    forward : callable      as in run.call
    """
    first = next(trial for trial in trials if trial.problem)
    quick = _quick(exercise, first)
    if function is not None and quick and (found := unsteady(exercise, first, function, forward)):
        return found
    kind = first.problem.kind
    related = kind in ("shape", "dtype", "value", "finite") and _related(exercise, trials, quick and function, forward)
    return related or (failure(exercise, first, function) if kind in FAILURES else None)


def _quick(exercise, trial):
    started = time.thread_time()
    call(exercise, exercise.reference, trial.case)
    return time.thread_time() - started < ONE_CALL


def _related(exercise, trials, function, forward):
    usable = [t for t in trials if not (t.outcome.problem or t.wanted.problem or t.case.accept)]
    tried = [trial for trial in usable if trial.problem]
    if 2 * len(tried) < sum(bool(trial.problem) for trial in trials) or len(tried) < LEAST:
        return None
    clock = _clock(SECONDS)
    return (
        _exactly(exercise, usable, clock)
        or _where_finite(exercise, usable, clock)
        or _of_results(LOOSE, exercise, usable)
        or (function and ignored_input(exercise, usable, function, forward, clock))
        or _of_results(LAST, exercise, usable)
        or _of_cases(exercise, trials, usable)
    )


def _exactly(exercise, trials, clock):
    return (
        _swapped(exercise, trials)
        or _of_results(EXACT, exercise, trials)
        or _as_on_other_inputs(exercise, trials, clock)
    )


def _where_finite(exercise, trials, clock):
    """Leave out the cases with nan or infinity, if the first wrong case has none."""
    strange = {id(p.trial) for pairs in pairs_by_result(exercise, trials).values() for p in pairs if _strange(p)}
    finite = [trial for trial in trials if id(trial) not in strange]
    first = next(trial for trial in trials if trial.problem)
    if not strange or id(first) in strange or len(finite) < len(strange):
        return None
    found = _exactly(exercise, finite, clock)
    return found and replace(found, finite=True)


def _strange(pair):
    return (~np.isfinite(pair.found)).any() and np.isfinite(pair.expected).all()


def _clock(seconds):
    """Return a function that says whether there is time left: this thread's own, which no other program takes."""
    end = time.thread_time() + seconds
    return lambda: time.thread_time() < end


def _of_results(families, exercise, trials):
    """Return the first relation of the first wrong result, with the names of all results that it holds for."""
    wrong = {n: p for n, p in pairs_by_result(exercise, trials).items() if _enough(p, trials)}
    for find in families:
        found = {name: relation for name, pairs in wrong.items() if (relation := _try(find, exercise, pairs))}
        for relation in found.values():
            return replace(relation, where=_joined([name for name, other in found.items() if other == relation]))
    return None


def _enough(pairs, trials):
    return len(pairs) == len(trials) and sum(pair.wrong for pair in pairs) >= LEAST


def _try(find, exercise, pairs):
    found = []
    holds(lambda: found.append(find(exercise, pairs)))
    return found[0] if found else None


def _joined(names):
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _swapped(exercise, trials):
    """Two results, or two parts of one, are right, but each stands in the other's place."""
    known = {name: pairs for name, pairs in pairs_by_result(exercise, trials).items() if _enough(pairs, trials)}
    for one, other in combinations(known, 2):
        both = list(zip(known[one], known[other]))
        if all(p.is_found(q.expected) and q.is_found(p.expected) for p, q in both):
            return Relation("swapped", _joined([one, other]))
    return None


def _as_on_other_inputs(exercise, trials, clock):
    wrong = {n for n, p in pairs_by_result(exercise, trials).items() if _enough(p, trials)}
    found = on_other_inputs(exercise, trials, clock) if wrong else None
    names = [name for name in found[1] if name in wrong] if found else []
    return replace(found[0], where=_joined(names)) if names else None


def _of_cases(exercise, trials, usable):
    """Say which cases are wrong, and where numbers stop being finite."""
    for name, pairs in pairs_by_result(exercise, usable).items():
        if not _enough(pairs, usable):
            continue
        strange = [pair for pair in pairs if pair.wrong and not np.isfinite(pair.found).all()]
        if len(strange) == sum(pair.wrong for pair in pairs) and (found := parts.not_finite(exercise, pairs)):
            return replace(found, where=name)
        if len(usable) == len(trials):
            found = parts.in_some_cases(exercise, trials, pairs)
            return found and replace(found, where=name)
    return None
