"""The right function on other inputs: what it gives if one argument is another, or two are exchanged."""

import inspect
from dataclasses import replace
from itertools import combinations

import numpy as np

from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure.relation import Relation, is_array, is_number, pairs_by_result


def softmax(x):
    """Return the softmax of each row."""
    exps = np.exp(x - x.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


CONSTANTS = (0, 1, 2, 10)
OTHER_NUMBERS = {
    "-{}": lambda v: -v, "2 · {}": lambda v: 2 * v, "{} / 2": lambda v: v / 2 if isinstance(v, float) else None,
    "{} + 1": lambda v: v + 1, "{} - 1": lambda v: v - 1, "1 - {}": lambda v: 1 - v if isinstance(v, float) else None,
    "1 / {}": lambda v: 1 / v if isinstance(v, float) else None, "{}²": lambda v: v**2,
    "√{}": lambda v: v**0.5 if isinstance(v, float) else None,
}  # fmt: skip
OTHER_FLOATS = {
    "-{}": np.negative, "{}.T": lambda x: x.T if x.ndim == 2 and len(set(x.shape)) == 1 else None,
    "{0}.T.reshape({0}.shape)": lambda x: x.T.reshape(x.shape) if x.ndim > 1 else None,
    "{}[::-1]": lambda x: x[::-1], "{}[:, ::-1]": lambda x: x[:, ::-1], "{}[..., ::-1]": lambda x: x[..., ::-1],
    "the absolute value of {}": np.abs, "the square of {}": np.square, "2 · {}": lambda x: 2 * x,
    "{} / 2": lambda x: x / 2, "{}, rounded": np.round, "{} in float32": lambda x: x.astype(np.float32).astype(float),
    "the first row of {} in every row": lambda x: np.repeat(x[:1], len(x), axis=0),
    "zeros": np.zeros_like, "ones": np.ones_like, "e to the power of {}": np.exp,
    "the softmax of {}": softmax,
    "log 2 · {}": lambda x: np.log(2) * x, "{} / log 10": lambda x: x / np.log(10),
    "{} less its mean": lambda x: x - x.mean(), "{} less the mean of each column": lambda x: x - x.mean(axis=0),
    "{} / 255": lambda x: x / 255,
}  # fmt: skip
OTHER_INTEGERS = {
    "{} + 1": lambda x: x + 1, "{} - 1": lambda x: x - 1, "-{}": lambda x: -x, "{}[::-1]": lambda x: x[::-1],
    "zeros": np.zeros_like, "the first of {} for all": lambda x: np.repeat(x[:1], len(x)), "{}, sorted": np.sort,
    "0, 1, 2, …": lambda x: np.arange(len(x)),
}  # fmt: skip


def leaves(case):
    """Return a dict from the path of every part of a case's arguments to its value; a path ends in the part's name."""
    return {path: value for name, top in _tops(case).items() for path, value in _parts((name,), top)}


def _tops(case):
    return dict(enumerate(case.args)) | case.options


def _parts(path, value):
    yield path, value
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _parts((*path, index), part)
    elif isinstance(value, Cached):
        for index, part in [*enumerate(value.args), *value.options.items()]:
            yield (*path, index), part


def name_of(exercise, path, case):
    """Say what a part of the arguments is called: x, cache[0]; of a Cached, the name of what it is made of."""
    name = exercise.inputs[path[0]] if isinstance(path[0], int) else path[0]
    if len(path) > 1 and isinstance(path[0], int) and isinstance(case.args[path[0]], Cached):
        return path[1] if isinstance(path[1], str) else list(inspect.signature(exercise.forward).parameters)[path[1]]
    return name + "".join(f"[{index}]" for index in path[1:])


def with_parts(case, changed):
    """Return the case with other parts: changed is a dict from path to value."""
    tops = _tops(case)
    for path, value in changed.items():
        tops[path[0]] = _put(tops[path[0]], path[1:], value)
    args = tuple(tops[index] for index in range(len(case.args)))
    return replace(case, args=args, options={name: value for name, value in tops.items() if isinstance(name, str)})


def _put(whole, path, value):
    if not path:
        return value
    if isinstance(whole, Cached) and isinstance(path[0], str):
        return Cached(whole.args, whole.options | {path[0]: value})
    parts = list(whole.args if isinstance(whole, Cached) else whole)
    parts[path[0]] = _put(parts[path[0]], path[1:], value)
    return Cached(tuple(parts), whole.options) if isinstance(whole, Cached) else tuple(parts)


def on_other_inputs(exercise, trials, clock):
    """Return a Relation and the names of the results that it holds for, or None.

    Parameters
    ----------
    exercise : Exercise
    trials : list       of Attempt, whose answers are unique and were given
    clock : callable    says whether there is time left
    """
    known = pairs_by_result(exercise, trials)
    wrong = {name for name, pairs in known.items() if any(pair.wrong for pair in pairs)}
    trials = sorted(trials, key=lambda trial: not trial.problem)
    for relation, change in _changes(exercise, trials):
        if not clock():
            return None
        left = set(wrong)
        for trial in trials:
            left &= _explained(exercise, trial, change)
            if not left:
                break
        if left:
            return relation, [name for name in known if name in left]
    return None


def _explained(exercise, trial, change):
    """Return the names of the results that are what the reference gives for changed arguments."""
    changed = change(trial.case)
    if changed is None:
        return set()
    outcome = call(exercise, exercise.reference, with_parts(trial.case, changed))
    if outcome.problem:
        return set()
    found = pairs_by_result(exercise, [replace(trial, wanted=outcome)])
    exact = pairs_by_result(exercise, [trial])
    return {name for name, [pair] in found.items() if name in exact and exact[name][0].is_found(pair.expected)}


def _changes(exercise, trials):
    """Yield (Relation, change), where change goes from a case to a dict of other parts, or None."""
    case = trials[0].case
    parts = leaves(case)
    for path in parts:
        name = name_of(exercise, path, case)
        values = [leaves(trial.case).get(path) for trial in trials]
        yield from _constants(exercise, path, name, values)
    for path, value in parts.items():
        name = name_of(exercise, path, case)
        others = OTHER_NUMBERS if is_number(value) else _array_changes(value) if is_array(value) else {}
        for text, change in others.items():
            what = text.format(name)
            yield Relation("other input", what=what, argument=name), _changing(path, change)
    arrays = [path for path, value in parts.items() if is_array(value) or is_number(value)]
    for one, other in combinations(arrays, 2):
        names = (name_of(exercise, one, case), name_of(exercise, other, case))
        yield Relation("exchanged", what=names[1], argument=names[0]), _exchanging(one, other)


def _array_changes(value):
    return OTHER_FLOATS if value.dtype.kind == "f" else OTHER_INTEGERS


def _constants(exercise, path, name, values):
    """Yield the changes of an option to a constant: ignored, or as if it were that."""
    if any(is_number(value) for value in values):
        constants = [*_default(exercise, path), *CONSTANTS, *dict.fromkeys(v for v in values if is_number(v))]
        if all(isinstance(value, int) for value in values):
            constants = [constant for constant in constants if isinstance(constant, int)]
    elif any(isinstance(value, bool) for value in values):
        constants = [False, True]
    elif any(value is None for value in values):
        constants = [None]
    else:
        return
    varied = len({repr(value) for value in values}) > 1
    for constant in dict.fromkeys(constants):
        kind = "ignored" if varied else "as if"
        yield Relation(kind, what=f"{constant}", argument=name), lambda case, c=constant: {path: c}


def _default(exercise, path):
    """Return the default of an option, as a list of one, if it has a number for it."""
    for function in filter(None, (exercise.forward, exercise.reference)):
        parameter = inspect.signature(function).parameters.get(path[-1])
        if parameter and is_number(parameter.default):
            return [parameter.default]
    return []


def _changing(path, change):
    def changed(case):
        parts = leaves(case)
        if path not in parts:  # an option that is left to its default
            return {}
        try:
            with np.errstate(all="ignore"):
                value = change(parts[path])
        except (ValueError, IndexError, TypeError, ZeroDivisionError):
            return None
        return None if value is None else {path: value}

    return changed


def _exchanging(one, other):
    def changed(case):
        parts = leaves(case)
        return {one: parts[other], other: parts[one]} if one in parts and other in parts else None

    return changed
