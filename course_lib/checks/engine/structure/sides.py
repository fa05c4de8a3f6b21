"""Right on some elements and wrong on others, by an input: on one side of another, or between two whole numbers.

As in `probes`, the student's function is tried on inputs that are made for it.
"""

from dataclasses import replace

import numpy as np

from course_lib.checks.engine.structure.exact import exactly
from course_lib.checks.engine.structure.paths import number_defaults
from course_lib.checks.engine.structure.relation import Relation, has_number, is_array, joined, pairs_by_result

SEVERAL = 3  # cases that are right, or wrong, on a side
MOST = 8  # cases that are cut in two
BORDERS = ((-1, 0), (0, 1), (-1, 1))
MOSTLY = 0.9  # of the elements between two borders: close to one of them what is wrong is small
ELEMENTS = 8  # that are wrong between two borders: fewer may lie there by chance


def one_sided(probe, trials):
    """A loss of elements is right on those of one side, such as those that are near, or all wrong there alike."""
    if not has_number(trials[0].wanted.value):
        return None
    names = probe.exercise.inputs
    if len(names) != 2 or not all(_are_alike(trial.case.args) for trial in trials):
        return None
    if all(np.ndim(trial.case.args[0]) != 1 for trial in trials):
        return None
    for one, other, mask in _sides(probe.exercise):
        near, far = ([probe.attempt(case) for case in _cut(trials, mask, keep)] for keep in (True, False))
        if min(len(near), len(far)) < SEVERAL:
            continue
        for inside, outside, tried, rest in ((one, other, near, far), (other, one, far, near)):
            wrong = {n for n, ps in pairs_by_result(probe.exercise, tried).items() if any(p.wrong for p in ps)}
            if sum(bool(trial.problem) for trial in tried) >= SEVERAL and not any(trial.problem for trial in rest):
                where = [name for name in probe.exercise.outputs if name in wrong]
                return Relation("side", where=joined(where), what=inside, argument=outside) if where else None
        for inside, tried in ((one, near), (other, far)):
            if sum(bool(trial.problem) for trial in tried) >= SEVERAL and (
                found := exactly(probe.exercise, tried, probe.clock)
            ):
                return replace(found, only=f"where {inside}, ")
    return None


def _are_alike(args):
    return all(map(is_array, args)) and np.shape(args[0]) == np.shape(args[1]) and np.ndim(args[0]) > 0


def _sides(exercise):
    """Yield what the elements of either side are called, and (case) -> mask of those of the first."""
    one, other = exercise.inputs
    for option, default in number_defaults(exercise.reference).items():
        near = lambda case, o=option, d=default: abs(case.args[0] - case.args[1]) <= case.options.get(o, d)  # noqa: E731
        apart = f"{one} and {other} are {{}} {option} apart"
        yield apart.format("at most"), apart.format("more than"), near
    yield f"{one} is larger than {other}", f"{one} is at most {other}", lambda case: case.args[0] > case.args[1]


def _cut(trials, mask, keep):
    """Return the cases with those elements only that are on one side."""
    chosen = [(trial.case, mask(trial.case) == keep) for trial in trials[:MOST]]
    return [replace(case, args=tuple(arg[on] for arg in case.args)) for case, on in chosen if on.any()]


def between(probe, trials):
    """Elements are wrong where an input lies between two whole numbers, and right elsewhere, with other seeds too."""
    if not probe.clock() or not _lies_between(probe.exercise, trials, least=2):
        return None
    others = [trial for tried in probe.with_other_seeds() for trial in tried]
    return _lies_between(probe.exercise, [*trials, *others], least=ELEMENTS)


def _lies_between(exercise, trials, least):
    for name, pairs in pairs_by_result(exercise, trials).items():
        wrong = [pair for pair in pairs if pair.wrong and pair.found.shape == pair.expected.shape]
        for argument in wrong[0].inputs if len(wrong) > 1 else ():
            values = [pair.inputs.get(argument) for pair in wrong]
            if not all(is_array(value) and value.shape == p.expected.shape for value, p in zip(values, wrong)):
                continue
            errors = np.concatenate([_errors(pair).ravel() for pair in wrong])
            values = np.concatenate([value.ravel().astype(float) for value in values])
            for low, high in BORDERS:
                inside, outside = (values > low) & (values < high), (values < low) | (values > high)
                if errors.sum() < least or errors[outside].any() or min(inside.sum(), outside.sum()) < least:
                    continue
                if errors[inside].mean() > MOSTLY:
                    return Relation("between", where=name, what=f"{low} and {high}", argument=argument)
    return None


def _errors(pair):
    gap = abs(pair.found.astype(float) - pair.expected)
    return gap > (1e-4 if pair.expected.dtype == np.float32 else 1e-9) * np.maximum(1, abs(pair.expected))
