"""Hints for what is no number yet: another dtype, a list, None, and shapes that do not fit."""

import re

import numpy as np

from course_lib.checks.engine.structure.relation import Relation, named_inputs

MAKERS = (
    "zeros",
    "ones",
    "eye",
    "identity",
    "array",
    "full",
    "empty",
    "linspace",
    "one_hot",
)  # make float64 if not told
MATMUL = re.compile(r"matmul: .*\(size (\d+) is different from (\d+)\)")
DOT = re.compile(r"shapes (\(.*?\)) and (\(.*?\)) not aligned: (\d+) \(dim (\d)\) != (\d+)")
BROADCAST = re.compile(r"could not be broadcast together with shapes ((?:\(.*?\) ?)+)")
SIGNATURE = re.compile(r"unexpected keyword argument '(\w+)'")


def failure(exercise, trial, function):
    """Return a Relation for a case whose result is an error, no array, or an array of another dtype."""
    return FAILURES[trial.problem.kind](exercise, trial, function)


def _dtype(exercise, trial, function):
    problem = trial.problem
    floats = {n: v for n, v in named_inputs(exercise, trial.case).items() if isinstance(v, np.ndarray)}
    if problem.found == "float64" and problem.expected == "float32":
        narrow = [name for name, value in floats.items() if value.dtype == np.float32]
        if not narrow:
            return None
        code = getattr(function, "__code__", None)
        used = [f"np.{n}" if n != "one_hot" else n for n in MAKERS if n in getattr(code, "co_names", ())]
        if used:
            return Relation("float64 made", problem.where, what=" and ".join(used), argument=narrow[0])
        return Relation("float64", problem.where, argument=narrow[0])
    kinds = {np.dtype(name).kind for name in (problem.found, problem.expected)}
    if kinds <= set("iuf") and np.dtype(problem.expected).kind == "f" and np.dtype(problem.found).kind in "iu":
        return Relation("whole dtype", problem.where, what=problem.expected)
    if "b" in kinds:
        return Relation("bool dtype", problem.where, what=problem.expected)
    return Relation("other dtype", problem.where, what=problem.expected, argument=problem.found)


def _none(exercise, trial, function):
    """Look whether it prints what it should return."""
    if trial.outcome.value is not None:
        return None
    return Relation("printed") if trial.outcome.printed.start.strip() else None


def _type(exercise, trial, function):
    where, found, expected = trial.problem.where, str(trial.problem.found), str(trial.problem.expected)
    if found == "a list" and expected.startswith("an array"):
        return Relation("list", where)
    if found == "a tuple of 1":
        return Relation("comma", where)
    if found.startswith("a tuple"):
        return Relation("tuple", where, what=found)
    return Relation("one number", where) if found.startswith("an array") and expected == "one number" else None


def _parts(exercise, trial, function):
    found, names = trial.outcome.value, exercise.outputs
    if trial.problem.found == "a list":
        return Relation("list of parts", what=", ".join(names))
    if isinstance(found, np.ndarray) and len(names) == 1:
        return Relation("no tuple", what=names[0])
    if isinstance(found, np.ndarray):
        found = (found,)
    if not isinstance(found, tuple) or not isinstance(trial.wanted.value, tuple):
        return None
    if 0 < len(found) < len(names):
        return Relation(
            "missing parts", what=" and ".join(names[len(found) :]), argument=" and ".join(names[: len(found)])
        )
    return None


def _raised(exercise, trial, function):
    name, text = trial.problem.found
    text = text.replace(",", ", ").replace(",  ", ", ").replace(", )", ",)")
    if match := MATMUL.search(text):
        return Relation("matmul", what=match[2], argument=match[1], gloss=_shapes(exercise, trial))
    if match := DOT.search(text):
        return Relation("dot", what=match[1], argument=match[2], gloss=f"{match[3]} and {match[5]}")
    if match := BROADCAST.search(text):
        return _broadcast(match[1].strip())
    if name == "TypeError" and (match := SIGNATURE.search(text)) and f"{exercise.name}()" in text:
        return Relation("signature", what=match[1])
    return None


def _shapes(exercise, trial):
    """Write the shapes of the arguments, as NumPy does."""
    arrays = {n: v for n, v in named_inputs(exercise, trial.case).items() if isinstance(v, np.ndarray) and v.ndim}
    return ", ".join(f"{name} {value.shape}" for name, value in arrays.items())


def _broadcast(text):
    shapes = re.findall(r"\(.*?\)", text)
    if len(shapes) < 2:
        return None
    one, other = ([int(side) for side in re.findall(r"\d+", shape)] for shape in shapes[:2])
    few, many = sorted((one, other), key=len)
    if len(few) == 1 and len(many) == 2 and few[0] == many[0]:
        return Relation("one a row", what=f"{tuple(few)}", argument=f"{tuple(many)}", gloss=f"({few[0]}, 1)")
    clash = next(((a, b) for a, b in zip(one[::-1], other[::-1]) if a != b and 1 not in (a, b)), None)
    return (
        Relation("broadcast", what=f"{shapes[0]} and {shapes[1]}", argument=f"{clash[0]} and {clash[1]}")
        if clash
        else None
    )


FAILURES = {"raised": _raised, "dtype": _dtype, "none": _none, "type": _type, "parts": _parts}
