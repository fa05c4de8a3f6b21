"""Find how a wrong answer is related to the right one, over all cases together: a hint where no known mistake fits.

A relation is a fact about the cases that were tried. It holds in all of them, and in two wrong ones at least, so that
it is not chance. Of several the most specific counts: they are tried in that order.
"""

import time
from dataclasses import replace
from itertools import combinations

import numpy as np

from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure import cases, factors, parts, results, shapes
from course_lib.checks.engine.structure.arguments import on_other_inputs, with_constants
from course_lib.checks.engine.structure.failures import FAILURES, failure
from course_lib.checks.engine.structure.relation import Relation, holds, pairs_by_result
from course_lib.checks.engine.structure.repeats import ignored_input, unsteady, unused

LEAST = 2  # wrong cases in which a relation must hold
SECONDS = 0.07  # of computing: what a hint may take
SEEDS = range(1001, 1004)  # to confirm what a few cases seem to have in common
ONE_CALL = 0.01  # seconds: a function that takes longer, on the first wrong case, is not called again

COMPARED = ("shape", "dtype", "value", "finite")  # kinds of problem where there are numbers to compare

EXACT = (
    results.as_it_came, factors.factor, factors.difference, results.arranged, results.reduced, results.function_of,
    results.rounded,
)  # fmt: skip
LOOSE = (results.imprecise, factors.some_factor, factors.by_line, shapes.one_size)
LAST = (parts.in_part, shapes.line_sums, shapes.another_shape)


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
    kind, again = first.problem.kind, None
    if function is not None and _quick(exercise, exercise.reference, first, None):
        again = function if _quick(exercise, function, first, forward) else None
    if again and (found := unsteady(exercise, first, again, forward)):
        return found
    related = kind in COMPARED and _related(exercise, trials, again, forward)
    return related or (failure(exercise, first, function) if kind in FAILURES else unused(trials))


def _quick(exercise, function, trial, forward):
    started = time.thread_time()
    call(exercise, function, trial.case, forward=forward)
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
        or _of_cases(exercise, trials, usable, function, forward)
    )


def _exactly(exercise, trials, clock):
    """Return the first relation that explains every wrong result, or else the first that explains one."""
    wrong = [n for n, pairs in pairs_by_result(exercise, trials).items() if any(pair.wrong for pair in pairs)]
    trials = sorted(trials, key=lambda trial: not trial.problem)
    partly = []
    for find in (_swapped, _plainly, with_constants, on_other_inputs):
        relation, names = find(exercise, trials, clock) or (None, [])
        names = [name for name in names if name in wrong]
        if names:
            partly.append(replace(relation, where=_joined(names)))
        if names and len(names) == len(wrong):
            return partly[-1]
    return partly[0] if partly else None


def _plainly(exercise, trials, clock):
    return _with_names(EXACT, exercise, trials)


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
    relation, names = _with_names(families, exercise, trials) or (None, [])
    return relation and replace(relation, where=_joined(names))


def _with_names(families, exercise, trials):
    """Return the first relation of a wrong result, and the names of all results that it holds for, or None."""
    wrong = {n: p for n, p in pairs_by_result(exercise, trials).items() if _enough(p, trials)}
    for find in families:
        found = {name: relation for name, pairs in wrong.items() if (relation := _try(find, exercise, pairs))}
        for relation in found.values():
            return relation, [name for name, other in found.items() if other == relation]
    return None


def _enough(pairs, trials):
    wrong = [pair for pair in pairs if pair.wrong]
    several = sum(pair.expected.size for pair in wrong) > 3 or any((p.expected % 1).any() for p in wrong)
    return len(pairs) == len(trials) and len(wrong) >= LEAST and several


def _try(find, exercise, pairs):
    found = []
    holds(lambda: found.append(find(exercise, pairs)))
    return found[0] if found else None


def _joined(names):
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _swapped(exercise, trials, clock):
    """Two results, or two parts of one, are right, but each stands in the other's place."""
    known = {name: pairs for name, pairs in pairs_by_result(exercise, trials).items() if _enough(pairs, trials)}
    for one, other in combinations(known, 2):
        both = list(zip(known[one], known[other]))
        if all(p.is_found(q.expected) and q.is_found(p.expected) for p, q in both):
            return Relation("swapped"), [one, other]
    return None


def _of_cases(exercise, trials, usable, function, forward):
    """Say which cases are wrong, and where numbers stop being finite."""
    for name, pairs in pairs_by_result(exercise, usable).items():
        if not _enough(pairs, usable):
            continue
        strange = [pair for pair in pairs if pair.wrong and not np.isfinite(pair.found).all()]
        if len(strange) == sum(pair.wrong for pair in pairs) and (found := cases.not_finite(exercise, pairs)):
            return replace(found, where=name)
        found = cases.in_some_cases(exercise, pairs) if len(usable) == len(trials) else None
        return found if found and _confirmed(exercise, found, name, function, forward) else cases.titles(trials)
    return None


def _confirmed(exercise, relation, name, function, forward):
    """Whether the wrong cases of other seeds have the same in common: one right case is soon right by chance."""
    if function is None:
        return False
    trials = [trial for seed in SEEDS for trial in attempt(exercise, function, seed=seed, forward=forward)]
    pairs = pairs_by_result(exercise, trials).get(name, [])
    return len(pairs) == len(trials) and cases.in_some_cases(exercise, pairs) == relation
