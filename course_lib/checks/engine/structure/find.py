"""Find how a wrong answer is related to the right one, over all cases together: a hint where no known mistake fits.

A relation is a fact about the cases that were tried. It holds in all of them, and in two wrong ones at least, so that
it is not chance. Of several the most specific counts: they are tried in that order.
"""

import time
from dataclasses import replace

import numpy as np

from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure import cases, factors, parts, probes, ranges, results, shapes, sides
from course_lib.checks.engine.structure.exact import LEAST, enough, exactly, in_first_two, of_results, where_finite
from course_lib.checks.engine.structure.failures import FAILURES, failure
from course_lib.checks.engine.structure.relation import holds, pairs_by_result
from course_lib.checks.engine.structure.repair import repaired
from course_lib.checks.engine.structure.repeats import ignored_input, unsteady, unused
from course_lib.checks.engine.structure.source import made_anew, returns_at_once

SECONDS = 0.07  # of computing: what a hint may take
OF_IT = 0.65  # for relations between results; then the function is tried on other inputs
REPAIR = 15  # times SECONDS, for changes to the function, where all else says little
ONE_CALL = 0.01  # seconds: a function that takes longer, on the first wrong case, is not called again

COMPARED = ("shape", "dtype", "value", "finite")  # kinds of problem where there are numbers to compare
RETURNED = ("shape", "value", "finite", "parts", "type")  # where what a loop leaves behind may be why
LOOSE = (results.imprecise, factors.some_factor, factors.by_line, shapes.one_size)
LAST = (
    parts.in_part,
    ranges.negative,
    ranges.upside_down,
    shapes.line_sums,
    shapes.cut,
    shapes.off_by_places,
    shapes.another_shape,
    shapes.square,
)
VAGUE = {  # kinds of Relation that say where it is wrong, and seldom why
    "part", "part of zeros", "tried with", "later", "between", "side", "cases", "common", "titles",
    "some factor", "factor by line", "difference by line", "order", "sums", "negative", "upside down",
    "not finite", "never finite", "longer", "shorter", "too long", "too short", "shape", "one size", "square",
    "reshaped", "reshaped in some", "reduced", "not reduced", "constant", "zero", "broadcast", "matmul", "dot",
    "stacks", "index", "assigned", "one number", "axes", "transposed", "few results", "few to unpack",
    "parts too few", "parts too many", "inside", "another cache", "ragged", "uneven", "sequence", "own error",
    "made anew", "copied list", "function", "imprecise", "ratio", "squared", "less", "more", "subtracted",
    "more twice", "spread", "other input", "classes", "several for one", "refused", "no axis",
    "place of a tuple", "indices",
}  # fmt: skip
CALLED = ("signature", "by name", "too few arguments", "no cache", "another error", "returned error", "default")
EARLY = (sides.one_sided, probes.of_terms, sides.between)
LATE = (probes.neutral, probes.neutral_pair)


def find_relation(exercise, trials, function=None, forward=None):
    """Return the most specific Relation that holds in all wrong cases, or None.

    Parameters
    ----------
    exercise : Exercise
    trials : list           of Attempt, at least one of them with a problem
    function : callable     the student's, to be called again; without it less is found
    forward : callable      as in run.call
    """
    found = _without_changes(exercise, trials, function, forward)
    raised = any(trial.problem and trial.problem.kind == "raised" for trial in trials)
    if found is None or found.kind in VAGUE or (raised and found.kind not in CALLED):
        return find_change(exercise, trials, function, forward) or found
    return found


def find_change(exercise, trials, function, forward=None):
    """Return a Relation that says which small change to the student's function makes it right, or None."""
    return repaired(exercise, trials, function, forward, _clock(REPAIR * SECONDS))


def _without_changes(exercise, trials, function, forward):
    first = next(trial for trial in trials if trial.problem)
    kind, again = first.problem.kind, None
    if found := returns_at_once(function) or (made_anew(function) if kind in RETURNED else None):
        return found
    if function is not None and _quick(exercise, exercise.reference, first, None):
        again = function if _quick(exercise, function, first, forward) else None
    if again and (found := unsteady(exercise, first, again, forward)):
        return found
    clock = _clock(OF_IT * SECONDS)
    probe = probes.Probe(exercise, again, forward, _clock(SECONDS * exercise.seconds / 5)) if again else None
    if probe and (found := probes.own_default(probe, trials)):
        return found
    related = kind in COMPARED and _related(exercise, trials, probe, clock)
    if related:
        return related
    if kind == "shape" and (empty := shapes.empty(first)):
        return empty
    if kind in FAILURES:
        return failure(exercise, first, function)
    return unused(trials) or _raised_later(exercise, trials) or ranges.warned(trials)


def _quick(exercise, function, trial, forward):
    started = time.thread_time()
    call(exercise, function, trial.case, forward=forward)
    return time.thread_time() - started < ONE_CALL


def _related(exercise, trials, probe, clock):
    usable = [t for t in trials if not (t.outcome.problem or t.wanted.problem or t.case.accept)]
    tried = [trial for trial in usable if trial.problem]
    if 2 * len(tried) < sum(bool(trial.problem) for trial in trials) or len(tried) < LEAST:
        return None
    if tried[0].problem.kind == "dtype" and not _wrong_numbers(exercise, tried[0]):
        return None
    return (
        exactly(exercise, usable, clock)
        or where_finite(exercise, usable, clock)
        or of_results(LOOSE, exercise, usable)
        or in_first_two(exercise, usable, trials)
        or (probe and ignored_input(exercise, usable, probe.function, probe.forward, clock))
        or _probed(EARLY, probe, usable)
        or of_results(LAST, exercise, usable)
        or _probed(LATE, probe, usable)
        or _of_cases(exercise, trials, usable, probe)
    )


def _probed(kinds, probe, trials):
    """Call the function on other inputs: other options, first steps, one side."""
    for find in kinds if probe else ():
        found = []
        holds(lambda find=find, found=found: found.append(find(probe, trials)))
        if found and found[0]:
            return found[0]
    return None


def _wrong_numbers(exercise, trial):
    return any(pair.wrong for pairs in pairs_by_result(exercise, [trial]).values() for pair in pairs)


def _clock(seconds):
    """Return a function that says whether there is time left: this thread's own, which no other program takes."""
    end = time.thread_time() + seconds
    return lambda: time.thread_time() < end


def _raised_later(exercise, trials):
    """Most wrong cases raise, though not the first: say why they do."""
    wrong = [trial for trial in trials if trial.problem]
    raising = [trial for trial in wrong if trial.problem.kind == "raised"]
    found = failure(exercise, raising[0], None) if 2 * len(raising) > len(wrong) else None
    if not found:
        return None
    number, error = trials.index(raising[0]) + 1, raising[0].problem.found[0]
    return replace(found, only=f"on case {number}, {raising[0].case.title}, it raises {error}: ")


def _of_cases(exercise, trials, usable, probe):
    """Say which cases are wrong, and where numbers stop being finite."""
    for name, pairs in pairs_by_result(exercise, usable).items():
        if not enough(pairs, usable):
            continue
        strange = [pair for pair in pairs if pair.wrong and not np.isfinite(pair.found).all()]
        if len(strange) == sum(pair.wrong for pair in pairs) and (found := cases.not_finite(exercise, pairs)):
            return replace(found, where=name)
        if len(usable) < len(trials) or probe is None:
            return None
        found = cases.in_some_cases(exercise, pairs)
        if not found and not cases.titles([trials]):
            return None
        others = probe.with_other_seeds()
        return found if found and _confirmed(exercise, found, name, others) else cases.titles([trials, *others])
    return None


def _confirmed(exercise, relation, name, others):
    """Whether the wrong cases of other seeds have the same in common: one right case is soon right by chance."""
    trials = [trial for tried in others for trial in tried]
    pairs = pairs_by_result(exercise, trials).get(name, [])
    return len(pairs) == len(trials) and cases.in_some_cases(exercise, pairs) == relation
