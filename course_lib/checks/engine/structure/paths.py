"""The parts of a case's arguments: where they are, what they are called, and the case with other ones."""

import inspect
from dataclasses import replace

from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.structure.relation import is_number, part_names


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
    whole = case.args[path[0]] if isinstance(path[0], int) else None
    if len(path) == 2 and isinstance(whole, tuple) and path[1] < len(whole):
        return part_names(exercise, name, len(whole))[path[1]]
    return name + "".join(f"[{index}]" for index in path[1:])


def defaults(function):
    """Return the options of a function that have a number or a word for a default, if it says so."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):  # a class or a builtin without a signature
        return {}
    return {name: p.default for name, p in parameters.items() if is_number(p.default) or isinstance(p.default, str)}


def number_defaults(function):
    """Return the options of a function that have a number for a default, if it says so."""
    return {name: default for name, default in defaults(function).items() if is_number(default)}


def with_parts(case, changed):
    """Return the case with other parts: changed is a dict from path to value."""
    tops = _tops(case)
    for path, value in changed.items():
        tops[path[0]] = _put(tops.get(path[0]), path[1:], value)
    args = tuple(tops[index] for index in range(len(case.args)))
    return replace(case, args=args, options={name: value for name, value in tops.items() if isinstance(name, str)})


def _put(whole, path, value):
    if not path:
        return value
    if isinstance(whole, Cached) and isinstance(path[0], str):
        return replace(whole, options=whole.options | {path[0]: value})
    parts = list(whole.args if isinstance(whole, Cached) else whole)
    parts[path[0]] = _put(parts[path[0]], path[1:], value)
    return replace(whole, args=tuple(parts)) if isinstance(whole, Cached) else tuple(parts)
