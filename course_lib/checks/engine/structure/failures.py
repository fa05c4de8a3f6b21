"""Hints for what is no number yet: another dtype, a list, None, an exception."""

from itertools import permutations

import numpy as np

from course_lib.checks.engine.compare import same
from course_lib.checks.engine.frozen import Garbage
from course_lib.checks.engine.structure.errors import raised
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
    if _is_first_alone(trial):
        return _missing(exercise.outputs, 1)
    if found == "a list" and expected.startswith("an array"):
        return Relation("list", where)
    if found == "a tuple of 1":
        return Relation("comma", where)
    if found.startswith("a tuple"):
        several = isinstance(trial.wanted.value, tuple)
        return _mixed_up(exercise, trial) or Relation("tuple among others" if several else "tuple", where, what=found)
    return Relation("one number", where) if found.startswith("an array") and expected == "one number" else None


def _mixed_up(exercise, trial):
    """Two results stand in each other's place, one of which may be the student's own business."""
    names, found, wanted = exercise.outputs, trial.outcome.value, trial.wanted.value
    if not isinstance(wanted, tuple) or len(found) != len(wanted):
        return None
    for one, other in permutations(range(len(names)), 2):
        if same(found[other], wanted[one]) and (names[other] in exercise.own or same(found[one], wanted[other])):
            return Relation("swapped", " and ".join(names[place] for place in sorted((one, other))))
    return None


def _parts(exercise, trial, function):
    found, names = trial.outcome.value, exercise.outputs
    if _is_first_alone(trial):
        return _missing(names, names[:1])
    if trial.problem.where in names and isinstance(found, tuple) and len(found) == len(names):
        return _parts_of(
            trial.problem, *(both[names.index(trial.problem.where)] for both in (found, trial.wanted.value))
        )
    if trial.problem.found == "a list":
        several = Relation("list of parts", what=", ".join(names))
        return several if len(names) > 1 else Relation("no tuple", what=names[0])
    if isinstance(found, np.ndarray) and len(names) == 1:
        return Relation("no tuple", what=names[0])
    if isinstance(found, np.ndarray):
        found = (found,)
    if not isinstance(found, tuple) or not isinstance(trial.wanted.value, tuple):
        return None
    if len(found) > len(names) == len(trial.wanted.value):
        return _too_many(exercise, found, trial.wanted.value)
    if 0 < len(found) < len(names):
        there = [name for name, right in zip(names, trial.wanted.value) if any(same(part, right) for part in found)]
        return _missing(names, there if len(there) == len(found) else names[: len(found)])
    return None


def _too_many(exercise, found, wanted):
    """More is returned than there are results: the parts of a cache without brackets, or something else."""
    names, front = exercise.outputs, exercise.outputs[:-1]
    if names[-1] in exercise.own and any(same(part, wanted[0]) for part in found):
        return Relation("apart", names[-1], what=", ".join(front))
    if exercise.own or not same(found[: len(wanted)], wanted):
        return None
    return Relation("parts beyond", what=f"({names[0]},)" if len(names) == 1 else ", ".join(names))


def _missing(names, there):
    missing = [name for name in names if name not in there]
    return Relation("missing parts", what=" and ".join(missing), argument=" and ".join(there))


def _is_first_alone(trial):
    """Whether the first of several results is returned, itself a tuple of arrays, as if it were all."""
    found, wanted = trial.outcome.value, trial.wanted.value
    first = wanted[0] if isinstance(wanted, tuple) and len(wanted) > 1 else None
    return isinstance(first, tuple) and _shapes(found) is not None and _shapes(found) == _shapes(first)


def _shapes(value):
    """Return the shapes of a tuple of arrays, or None."""
    arrays = isinstance(value, tuple) and all(isinstance(part, np.ndarray) for part in value)
    return [part.shape for part in value] if arrays else None


def _parts_of(problem, found, wanted):
    """One of the results is a tuple of too many parts, or too few."""
    if not isinstance(found, tuple) or not isinstance(wanted, tuple):
        return None
    number = len(wanted)
    counted = {"what": f"{len(found)} array{'s' * (len(found) != 1)}", "argument": f"{number}"}
    if len(found) < number:
        return Relation("parts too few", problem.where, **counted)
    ends = {"first": found[:number], "last": found[-number:]}
    right = next((end for end, part in ends.items() if same(part, wanted)), None)
    return right and Relation("parts too many", problem.where, **counted, gloss=right)


def _silent(exercise, trial, function):
    """Look whether the error that is asked for is returned, not raised: what freeze makes of it names its class."""
    value = trial.outcome.value
    returned = isinstance(value, Garbage) and value.description.split()[-1] in (trial.problem.expected, "type")
    return Relation("returned error") if returned else None


def _changed(exercise, trial, function):
    """Look whether it is arrays in a tuple or a list that are changed."""
    given = dict(zip(exercise.inputs, trial.case.args)) | trial.case.options
    holds_arrays = isinstance(given.get(trial.problem.where), (tuple, list))
    return Relation("copied list") if holds_arrays else None


FAILURES = {
    "silent": _silent,
    "changed": _changed,
    "raised": raised,
    "dtype": _dtype,
    "none": _none,
    "type": _type,
    "parts": _parts,
}
