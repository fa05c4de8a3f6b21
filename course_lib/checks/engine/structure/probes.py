"""What the student's function does on inputs that are made to tell where a mistake lies.

A relation between results says what is wrong; these say where: it is right with this option at 0, or in the first step.
What they say they have tried.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np

from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.judge import Attempt, attempt, judge
from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure import factors
from course_lib.checks.engine.structure.exact import FAMILIES, of_results, try_family
from course_lib.checks.engine.structure.paths import defaults, name_of, number_defaults, with_parts
from course_lib.checks.engine.structure.relation import (
    Pair,
    Relation,
    arrays_in,
    has_number,
    holds,
    joined,
    named_inputs,
    pairs_by_result,
)
from course_lib.checks.engine.structure.repeats import ignored_input

SEEDS = range(1001, 1004)  # to confirm what a few cases seem to have in common
CHANGES = (factors.factor, factors.some_factor)
SEVERAL = 3  # cases that a probe must be right in, or wrong in
NEUTRAL = (0.0, 1.0)  # what takes an option's terms out of a formula


class Probe:
    """A student's function, to be tried on other cases."""

    def __init__(self, exercise, function, forward, clock):
        self.exercise, self.function, self.forward, self.clock = exercise, function, forward, clock

    def attempt(self, case):
        """Try one case."""
        outcome = call(self.exercise, self.function, case, forward=self.forward)
        wanted = call(self.exercise, self.exercise.reference, case)
        return Attempt(case, outcome, wanted, judge(self.exercise, case, outcome, wanted))

    def with_other_seeds(self):
        """Return a list of attempts for each of three other seeds."""
        return [attempt(self.exercise, self.function, seed=seed, forward=self.forward) for seed in SEEDS]


def own_default(probe, trials):
    """The student's function has another default, and with the right one given no case is wrong that was."""
    wrong, own = [trial.case for trial in trials if trial.problem], defaults(probe.function)
    for name, default in defaults(probe.exercise.reference).items():
        if own.get(name, default) == default or any(name in case.options for case in wrong):
            continue
        given = (replace(case, options=case.options | {name: default}) for case in wrong[:SEVERAL])
        if all(probe.attempt(case).problem is None for case in given):
            return Relation("default", what=f"{own[name]!r}", argument=name, gloss=f"{default!r}")
    return None


def neutral(probe, trials):
    """With an option at 0 or at 1 the function is right."""
    return _neutral(probe, trials, [(one,) for one in _settings(probe, trials)])


def neutral_pair(probe, trials):
    """With two options at 0, or at 1, the function is right."""
    pairs = combinations(_settings(probe, trials), 2)
    return _neutral(probe, trials, [(one, other) for one, other in pairs if one[0] != other[0] and one[1] == other[1]])


def _settings(probe, trials):
    return [(path, value) for path in _options(probe.exercise, trials) for value in NEUTRAL]


def _neutral(probe, trials, settings):
    tried = sorted(trials, key=lambda trial: not trial.problem)
    cures = [setting for setting in settings if _cures(probe, tried, dict(setting))]
    if not cures:
        return None
    names = {path: name_of(probe.exercise, path, tried[0].case) for cure in cures for path, _ in cure}
    said = [" and ".join(f"{names[path]} = {value:g}" for path, value in cure) for cure in cures]
    return Relation("tried with", what=", or with ".join(said), argument=joined(list(names.values())))


def _options(exercise, trials):
    """Return the paths of the options that are floats, of the function itself or of what made its cache."""
    case = trials[0].case
    if not any(isinstance(arg, Cached) or arrays_in(arg) for arg in case.args):
        return []  # a loop over numbers, where an option decides what comes after
    paths = [(n,) for n, v in number_defaults(exercise.reference).items() if isinstance(v, float)]
    paths += [(n,) for n, v in case.options.items() if isinstance(v, float)]
    for index, arg in enumerate(case.args):
        if isinstance(arg, Cached):
            paths += [(index, n) for n, v in number_defaults(exercise.forward).items() if isinstance(v, float)]
    return list(dict.fromkeys(paths))


def _cures(probe, trials, setting):
    """Whether the function is right in every case with this setting, and that is not because there is nothing to do."""
    told, was_wrong = 0, 0
    for trial in trials:
        if not probe.clock():
            return False
        tried = probe.attempt(with_parts(trial.case, setting))
        if tried.wanted.problem or tried.wanted.warnings:
            continue
        if tried.problem:
            return False
        told += bool(trial.problem) and _tells(probe.exercise, tried, trial.problem.where)
        was_wrong += bool(trial.problem)
        if was_wrong - told == SEVERAL:  # lr = 0: nothing moves, whatever the function does
            return False
    return told >= SEVERAL and 2 * told >= was_wrong


def _tells(exercise, trial, where):
    """Whether the result that was wrong depends on what the function does: it is not 0, nor an input as it came."""
    given = [np.asarray(value, float) for value in named_inputs(exercise, trial.case).values()]
    parts = [np.asarray(part, float) for part in arrays_in(_result(exercise, trial, where))]
    return any(part.any() and not any(_is_copy(part, value) for value in given) for part in parts)


def _result(exercise, trial, where):
    """Return the right result that a Problem is about: of where = "dx[0, 2]" it is dx."""
    name, wanted = where.partition("[")[0], trial.wanted.value
    return wanted[exercise.outputs.index(name)] if isinstance(wanted, tuple) and name in exercise.outputs else wanted


def _is_copy(part, value):
    return holds(lambda: np.array_equal(part, np.broadcast_to(value, part.shape)))


def of_terms(probe, trials):
    """Of steps and losses, where no element stands for itself, say which option's terms are wrong, or what a step."""
    stepping = probe.exercise.first is not None
    first = next(trial for trial in trials if trial.problem)
    a_number = has_number(_result(probe.exercise, first, first.problem.where))
    found = neutral(probe, trials) if stepping or a_number else None
    return found or (_first_step(probe, trials) if stepping else None)


def _first_step(probe, trials):
    """Cut every case to its first step: what is wrong there, or that nothing is."""
    cut = probe.exercise.first
    firsts = [probe.attempt(cut(trial.case)) for trial in trials if probe.clock()]
    if len(firsts) < SEVERAL or any(trial.outcome.problem or trial.wanted.problem for trial in firsts):
        return None
    wrong = [trial for trial in firsts if trial.problem]
    if not wrong:
        strange = any(trial.outcome.warnings and not trial.wanted.warnings for trial in trials)  # which says more
        return None if strange else Relation("later")
    found = len(wrong) >= SEVERAL and (
        of_results(FAMILIES, probe.exercise, firsts)
        or _change(probe.exercise, firsts)
        or ignored_input(probe.exercise, firsts, probe.function, probe.forward, probe.clock)
    )
    return replace(found, only="in the first step, ") if found else None


def _change(exercise, trials):
    """What the first step adds to a parameter is right but for a factor."""
    for name, pairs in pairs_by_result(exercise, trials).items():
        starts = {name, name.removesuffix("s")} & pairs[0].inputs.keys()
        fits = all(pair.found.shape == pair.expected.shape for pair in pairs)
        for start in starts if fits and sum(pair.wrong for pair in pairs) >= SEVERAL else ():
            moves = [_less(pair, pair.inputs[start]) for pair in pairs]
            found = next(filter(None, (try_family(find, exercise, moves) for find in CHANGES)), None)
            if found:
                return replace(found, where=f"the change of {start}")
    return None


def _less(pair, start):
    return Pair(pair.found - np.asarray(start), pair.expected - np.asarray(start), pair.inputs, pair.trial)
