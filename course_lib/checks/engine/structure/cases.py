"""Right in some cases: what the wrong ones have in common."""

import numpy as np

from course_lib.checks.engine.structure.paths import leaves, name_of
from course_lib.checks.engine.structure.quantities import documented_shapes, shared, side
from course_lib.checks.engine.structure.relation import Relation, holds, is_number

FAR = 3  # sizes that differ by less do not explain why one overflows and the other does not


def in_some_cases(exercise, pairs):
    """The wrong cases, and no others, have an option, a shape or a dtype in common."""
    wrong = [bool(pair.trial.problem) for pair in pairs]
    if sum(wrong) < 2 or all(wrong):
        return None
    if found := _of_length(pairs, wrong, exercise):
        return found
    met = [r for r, condition in _conditions(exercise, pairs) if [holds(condition, pair) for pair in pairs] == wrong]
    met = list({relation.what: relation for relation in met[::-1]}.values())[::-1]
    if len(met) == 1:
        return met[0]
    if met:
        glosses = " and ".join(dict.fromkeys(relation.gloss for relation in met if relation.gloss))
        return Relation("common", what="; ".join(relation.what for relation in met), gloss=glosses)
    return _only_size(exercise, pairs, wrong)


def titles(tried):
    """Few cases are wrong, and the same ones with every seed that was tried: name them."""
    named = [[trial.case.title for trial in trials if trial.problem] for trials in tried]
    wrong = named[0]
    few = 1 < len(set(wrong)) == len(wrong) <= 3 < len(tried[0])
    return (
        Relation("titles", what="; ".join(wrong)) if few and all(wrong) and named.count(wrong) == len(named) else None
    )


def _conditions(exercise, pairs):
    options = sorted({name for pair in pairs for name in pair.trial.case.options})
    for name in options:
        yield Relation("cases", what=f"{name} is not given"), lambda p, n=name: n not in p.trial.case.options
        yield Relation("cases", what=f"{name} is given"), lambda p, n=name: n in p.trial.case.options
        values = [pair.trial.case.options.get(name) for pair in pairs]
        if any(isinstance(value, bool) for value in values):
            for value in (False, True):
                yield Relation("cases", what=f"{name} is {value}"), lambda p, n=name, v=value: _option(p, n) is v
        for number in (0, 1):
            if number in [value for value in values if is_number(value)]:
                given = f"{name} is {number}"
                yield Relation("cases", what=given), lambda p, n=name, v=number: _option(p, n) == v
                other = f"{name} is not {number}"
                yield Relation("cases", what=other), lambda p, n=name, v=number: _option(p, n) not in (v, None)
    for index, name in enumerate(exercise.inputs[: len(pairs[0].trial.case.args)]):
        yield Relation("cases", what=f"{name} is None"), lambda p, i=index: p.trial.case.args[i] is None
        yield Relation("cases", what=f"{name} is not None"), lambda p, i=index: p.trial.case.args[i] is not None
    yield from _shapes(exercise, pairs)


LENGTHS = {1: "one array", 2: "two arrays", 3: "three arrays"}


def _of_length(pairs, wrong, exercise):
    """Tell cases by how many arrays an argument holds, such as one for each layer of a net."""
    parts = [leaves(pair.trial.case) for pair in pairs]
    for path in [path for path, value in parts[0].items() if isinstance(value, tuple)]:
        for number, text in LENGTHS.items():
            if [isinstance(part.get(path), tuple) and len(part[path]) > number for part in parts] == wrong:
                return Relation("cases", what=f"{name_of(exercise, path, pairs[0].trial.case)} holds more than {text}")
    return None


def _option(pair, name):
    return pair.trial.case.options.get(name)


def _shapes(exercise, pairs):
    letters, seen = documented_shapes(exercise), set()
    for name, value in pairs[0].inputs.items():
        if not isinstance(value, np.ndarray):
            continue
        for axis in range(value.ndim):
            lengths = tuple(np.shape(pair.inputs.get(name))[axis : axis + 1] for pair in pairs)
            if lengths in seen:  # another side of the same length: N has its name already
                continue
            seen.add(lengths)
            quantity = side(name, axis, value.ndim, letters.get(name, ()))
            one = Relation("cases", what=f"{quantity.text} is 1", gloss=quantity.gloss)
            yield one, lambda p, n=name, a=axis: p.inputs[n].shape[a] == 1
            many = Relation("cases", what=f"{quantity.text} is more than 1", gloss=quantity.gloss)
            yield many, lambda p, n=name, a=axis: p.inputs[n].shape[a] > 1
        if value.ndim > 2:
            uneven = Relation("cases", what=f"the last two sides of {name} differ")
            yield uneven, lambda p, n=name: p.inputs[n].shape[-1] != p.inputs[n].shape[-2]
        for dtype in ("float32", "uint8"):
            yield Relation("cases", what=f"{name} is {dtype}"), lambda p, n=name, d=dtype: p.inputs[n].dtype.name == d


def _only_size(exercise, pairs, wrong):
    """Find a side that is one number in all right cases, and another in all wrong ones: perhaps it is hard-coded."""
    known, right_ones = shared(exercise, pairs), ~np.array(wrong)
    varied = [values for quantity, values in known.items() if quantity.code and np.ptp(values)]
    alike = {tuple(values) for values in varied if not np.ptp(values[right_ones])}
    if len(alike) > 1:  # the right cases have more in common than one size: any of it may be why
        return None
    for quantity, values in known.items():
        right = set(values[~np.array(wrong)])
        others = values[wrong]
        if (
            len(right) == 1
            and (~np.array(wrong)).sum() > 1
            and len(set(others)) > 1
            and not right & set(others)
            and right != {1.0}
        ):
            return Relation("size", what=quantity.text, argument=f"{right.pop():g}", gloss=quantity.gloss)
    return None


def not_finite(exercise, pairs):
    """The numbers are not finite in cases with large inputs, and right in the others."""
    wrong = np.array([pair.wrong for pair in pairs])
    if all(not np.isfinite(pair.found).any() for pair in pairs if pair.found.size):
        return Relation("never finite")
    for name, value in pairs[0].inputs.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            continue
        sizes = np.array([np.abs(pair.inputs[name]).max(initial=0) for pair in pairs])
        if not wrong.all() and FAR * sizes[~wrong].max() < sizes[wrong].min():
            largest, smallest = sizes[~wrong].max(), sizes[wrong].min()
            return Relation("not finite", what=f"{largest:.3g}", argument=name, gloss=f"{smallest:.4g}")
    return None
