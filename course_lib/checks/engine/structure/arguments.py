"""The right function on other inputs: what it gives if one argument is another, or two are exchanged."""

from dataclasses import replace
from itertools import combinations

import numpy as np

from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure.changes import CONSTANTS, OTHER_FLOATS, OTHER_INTEGERS, OTHER_NUMBERS
from course_lib.checks.engine.structure.paths import leaves, name_of, number_defaults, with_parts
from course_lib.checks.engine.structure.relation import Pair, Relation, is_array, is_number, pairs_by_result, results_of


def with_constants(exercise, trials, clock):
    """Return a Relation and the names of the results that are right for an option of another value, or None."""
    case = trials[0].case
    return _first(exercise, trials, clock, _constants(exercise, case, [leaves(trial.case) for trial in trials]))


def on_other_inputs(exercise, trials, clock):
    """Return a Relation and the names of the results that are right for another argument, or None.

    Parameters
    ----------
    exercise : Exercise
    trials : list       of Attempt, whose answers are unique and were given; the first is wrong
    clock : callable    says whether there is time left
    """
    return _first(exercise, trials, clock, _changes(exercise, trials[0].case))


def _first(exercise, trials, clock, changes):
    """Return the first change that explains every wrong result, or else the first that explains one.

    A change may come with a second one. If that explains the same, the first is not what was done: a delta of 10 that
    is as good as 11 says only that it is large.
    """
    known = pairs_by_result(exercise, trials)
    wrong = [name for name, pairs in known.items() if any(pair.wrong for pair in pairs)]
    best = None
    for relation, change, *near in changes:
        if not clock():
            break
        left = _explained_by(exercise, trials, change, wrong)
        if not left or any(_explained_by(exercise, trials, other, left) == left for other in near):
            continue
        if relation.kind == "ignored" and _explained_by(exercise, trials, change, list(known)) != list(known):
            relation = replace(relation, kind="as if")
        if left == wrong:
            return relation, left
        best = best or (relation, left)
    return best


def _explained_by(exercise, trials, change, names):
    """Return those of the results that are what the reference gives for changed arguments, in every trial."""
    for trial in trials:
        explained = _explained(exercise, trial, change)
        names = [name for name in names if name in explained]
        if not names:
            break
    return names


def _explained(exercise, trial, change):
    """Return the names of the results that are what the reference gives for changed arguments."""
    changed = change(trial.case)
    if changed is None:
        return set()
    outcome = call(exercise, exercise.reference, with_parts(trial.case, changed))
    if outcome.problem:
        return set()
    exact = {name: Pair(*pair, {}, trial) for name, pair in results_of(exercise, trial)}
    found = results_of(exercise, replace(trial, wanted=outcome))
    return {
        name
        for name, (_, predicted) in found
        if name in exact and exact[name].is_found(predicted) and _is_finite(predicted)
    }


def _is_finite(numbers):
    """Whether something can be told by these numbers: one nan is as good as another."""
    return not numbers.size or np.isfinite(numbers).any()


def _constants(exercise, case, others):
    """Yield (Relation, change) for every option that may be ignored, or stuck at a value."""
    given = [path for parts in others for path in parts]
    for path in dict.fromkeys([*given, *((name,) for name in number_defaults(exercise.reference))]):
        name, default = name_of(exercise, path, case), _default(exercise, path)
        values = [parts.get(path, default) for parts in others if path in parts or len(path) == 1]
        kind = "ignored" if len({repr(value) for value in values}) > 1 else "as if"
        for constant in _plausible(values, default):
            near = [_setting(path, constant + 1)] if is_number(constant) else []
            yield Relation(kind, what=f"{constant}", argument=name), _setting(path, constant), *near


def _setting(path, constant):
    """Return a change that sets a part, where a case has it; an option can always be set."""
    return lambda case: {path: constant} if path in leaves(case) or isinstance(path[0], str) else {}


def _plausible(values, default):
    """Return the values that an argument may be stuck at, of the sort that it has."""
    if any(is_number(value) for value in values):
        seen = [value for value in (default, *CONSTANTS, *values) if is_number(value)]
        whole = all(isinstance(value, int) for value in values)
        return dict.fromkeys([v for v in seen if isinstance(v, int)] + [10] if whole else seen)
    if any(isinstance(value, bool) for value in values):
        return (False, True)
    return (None,) if any(value is None for value in values) else ()


def _default(exercise, path):
    for function in filter(None, (exercise.forward, exercise.reference)):
        if path[-1] in number_defaults(function):
            return number_defaults(function)[path[-1]]
    return None


def _changes(exercise, case):
    """Yield (Relation, change), where change goes from a case to a dict of other parts, or None."""
    parts = {path: value for path, value in leaves(case).items() if is_array(value) or is_number(value)}
    parts |= {
        (n,): v for n, v in number_defaults(exercise.reference).items() if (n,) not in parts and n not in case.options
    }
    parts = dict(sorted(parts.items(), key=lambda part: is_array(part[1])))  # numbers first
    numbers = [path for path, value in parts.items() if is_number(value)]
    default = {(n,): v for n, v in number_defaults(exercise.reference).items()}
    for one, other in sorted(combinations(parts, 2), key=lambda pair: not set(pair) <= set(numbers)):
        names = (name_of(exercise, one, case), name_of(exercise, other, case))
        yield Relation("exchanged", what=names[1], argument=names[0]), _exchanging(one, other, parts)
    for path, value in parts.items():
        name = name_of(exercise, path, case)
        for text, change in (OTHER_NUMBERS if is_number(value) else _array_changes(value)).items():
            near = [_changing(path, lambda v, c=change: c(v) + 1, default)] if is_number(value) else []
            told = Relation("other input", what=text.format(name), argument=name)
            yield told, _changing(path, change, default), *near
    for path in [path for path, value in parts.items() if np.asarray(value).dtype.kind == "f"]:
        for number in [number for number in numbers if number != path]:
            yield from _scaled(path, number, name_of(exercise, path, case), name_of(exercise, number, case), parts)


def _scaled(path, number, name, other, defaults):
    """Yield the changes of a part by an option: multiplied, divided, or times one minus the option."""
    for text, scale in (("{1} · {0}", lambda v, o: v * o), ("{0} / {1}", _over), ("(1 - {1}) · {0}", _rest)):

        def change(case, scale=scale):
            parts = defaults | leaves(case)
            try:
                return {path: scale(parts[path], parts[number])}
            except (TypeError, ValueError):  # another case has a list there
                return None

        yield Relation("other input", what=text.format(name, other), argument=name), change


def _over(value, option):
    return value / option if option else value


def _rest(value, option):
    return (1 - option) * value


def _array_changes(value):
    return OTHER_FLOATS if value.dtype.kind == "f" else OTHER_INTEGERS


def _changing(path, change, defaults):
    def changed(case):
        parts = defaults | leaves(case)
        if path not in parts:
            return {}
        try:
            with np.errstate(all="ignore"):
                value = change(parts[path])
        except (ValueError, IndexError, TypeError, ZeroDivisionError):
            return None
        return None if value is None else {path: value}

    return changed


def _exchanging(one, other, defaults):
    def changed(case):
        parts = defaults | leaves(case)
        return {one: parts[other], other: parts[one]} if one in parts and other in parts else None

    return changed
