"""Relations that give the found numbers exactly: in all cases, in those that are finite, in the first two."""

from dataclasses import replace
from itertools import combinations

import numpy as np

from course_lib.checks.engine.structure import factors, results
from course_lib.checks.engine.structure.arguments import on_other_inputs, with_constants
from course_lib.checks.engine.structure.relation import Relation, holds, joined, pairs_by_result

LEAST = 2  # wrong cases in which a relation must hold
FAMILIES = (
    results.as_it_came, factors.factor, factors.difference, results.arranged, results.reduced, results.function_of,
    results.rounded,
)  # fmt: skip


def exactly(exercise, trials, clock):
    """Return the first relation that explains every wrong result, or else the first that explains one."""
    wrong = [n for n, pairs in pairs_by_result(exercise, trials).items() if any(pair.wrong for pair in pairs)]
    trials = sorted(trials, key=lambda trial: not trial.problem)
    partly = []
    for find in (_swapped, _plainly, with_constants, on_other_inputs):
        relation, names = find(exercise, trials, clock) or (None, [])
        names = [name for name in names if name in wrong]
        if names:
            partly.append(replace(relation, where=joined(names)))
        if names and len(names) == len(wrong):
            return partly[-1]
    return partly[0] if partly else None


def where_finite(exercise, trials, clock):
    """Leave out the cases with nan or infinity, if the first wrong case has none."""
    strange = {id(p.trial) for pairs in pairs_by_result(exercise, trials).values() for p in pairs if _strange(p)}
    finite = [trial for trial in trials if id(trial) not in strange]
    first = next(trial for trial in trials if trial.problem)
    if not strange or id(first) in strange or len(finite) < len(strange):
        return None
    found = exactly(exercise, finite, clock)
    return found and replace(found, only="where it is finite, ")


def in_first_two(exercise, trials, every):
    """Look at the first two wrong cases, the simplest: in later ones a mistake may have grown, as from step to step.

    Only arrays of several numbers, of two sizes, are so many that two cases cannot agree by chance. `every` holds
    also the trials that are not compared, for the cases' numbers.
    """
    two = [trial for trial in trials if trial.problem][:LEAST]
    for name, pairs in pairs_by_result(exercise, two).items():
        rich = all(pair.wrong and np.unique(pair.expected).size > 2 for pair in pairs)
        if rich and len(pairs) == LEAST and len({np.shape(v) for p in pairs for v in p.inputs.values()}) > LEAST:
            found = next(filter(None, (try_family(find, exercise, pairs) for find in FAMILIES)), None)
            if found:
                one, other = (every.index(trial) + 1 for trial in two)
                return replace(found, where=name, only=f"in cases {one} and {other}, ")
    return None


def _strange(pair):
    return (~np.isfinite(pair.found)).any() and np.isfinite(pair.expected).all()


def _plainly(exercise, trials, clock):
    return _with_names(FAMILIES, exercise, trials)


def of_results(families, exercise, trials):
    """Return the first relation of a wrong result, with the names of all results that it holds for, or None."""
    relation, names = _with_names(families, exercise, trials) or (None, [])
    return relation and replace(relation, where=joined(names))


def _with_names(families, exercise, trials):
    wrong = {n: p for n, p in pairs_by_result(exercise, trials).items() if enough(p, trials)}
    for find in families:
        found = {name: relation for name, pairs in wrong.items() if (relation := try_family(find, exercise, pairs))}
        for relation in found.values():
            return relation, [name for name, other in found.items() if other == relation]
    return None


def enough(pairs, trials):
    """Whether these are the pairs of all trials, wrong in several, with so many numbers that they tell something."""
    wrong = [pair for pair in pairs if pair.wrong]
    several = sum(pair.expected.size for pair in wrong) > 3 or any((p.expected % 1).any() for p in wrong)
    return len(pairs) == len(trials) and len(wrong) >= LEAST and several


def try_family(find, exercise, pairs):
    """Return what a family of relations finds, or None where it makes no sense for these numbers."""
    found = []
    holds(lambda: found.append(find(exercise, pairs)))
    return found[0] if found else None


def _swapped(exercise, trials, clock):
    """Two results, or two parts of one, are right, but each stands in the other's place."""
    known = {name: pairs for name, pairs in pairs_by_result(exercise, trials).items() if enough(pairs, trials)}
    for one, other in combinations(known, 2):
        both = list(zip(known[one], known[other]))
        if all(p.is_found(q.expected) and q.is_found(p.expected) for p, q in both):
            return Relation("swapped"), [one, other]
    return None
