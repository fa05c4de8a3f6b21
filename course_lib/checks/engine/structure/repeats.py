"""What shows when the student's function is called again: something kept between calls, randomness, ignored inputs."""

import numpy as np

from course_lib.checks.engine.compare import same
from course_lib.checks.engine.run import call
from course_lib.checks.engine.structure.paths import leaves, name_of, with_parts
from course_lib.checks.engine.structure.relation import Relation, arrays_in, is_array


def unsteady(exercise, trial, function, forward):
    """The same inputs give another result, or the generator that is passed in is not used."""
    again = [call(exercise, function, trial.case, forward=forward) for _ in range(2)]
    if any(other.problem for other in (*again, trial.outcome)):
        return None
    generators = [n for n, v in trial.case.options.items() if isinstance(v, np.random.Generator)]
    if all(same(other.value, trial.outcome.value) for other in again):
        return None
    if _follows_global_seed(exercise, trial, function, forward):
        return Relation("global rng" if generators else "random", argument=generators[0] if generators else "")
    return Relation("unsteady rng" if generators else "unsteady", argument=generators[0] if generators else "")


def _follows_global_seed(exercise, trial, function, forward):
    """Whether a result is the same whenever np.random.seed is; leaves that generator as it was."""
    kept = np.random.get_state()  # noqa: NPY002
    values = []
    try:
        for _ in range(2):
            np.random.seed(0)  # noqa: NPY002
            values.append(call(exercise, function, trial.case, forward=forward).value)
    finally:
        np.random.set_state(kept)  # noqa: NPY002
    return same(*values)


def unused(trials):
    """The reference draws from a generator, and the answer never does."""
    names = {n for trial in trials for n, v in trial.case.options.items() if isinstance(v, np.random.Generator)}
    for name in names:
        states = [_states(trial, name) for trial in trials if not (trial.outcome.problem or trial.wanted.problem)]
        drawn = [(before, found) for before, found, wanted in states if before != wanted]
        if drawn and all(before == found for before, found in drawn):
            return Relation("unused", argument=name)
    return None


def _states(trial, name):
    """Return a generator's states before the call, after the answer, and after the reference."""
    options = (trial.case.options, trial.outcome.options, trial.wanted.options)
    return [given[name].bit_generator.state if given.get(name) is not None else None for given in options]


def ignored_input(exercise, trials, function, forward, clock):
    """The result stays the same when an array changes, where the right one changes visibly: never otherwise."""
    for path in [path for path, value in leaves(trials[0].case).items() if is_array(value)]:
        seen = 0
        for trial in sorted(trials, key=lambda trial: not trial.problem):
            if not clock():
                return None
            ignored = _is_ignored(exercise, trial, path, function, forward)
            seen += bool(ignored and trial.problem)
            if ignored is False:
                break
        else:
            if seen > 1:
                return Relation("ignored input", argument=name_of(exercise, path, trials[0].case))
    return None


def _is_ignored(exercise, trial, path, function, forward):
    """Whether an array is ignored in a case; None if the case cannot tell."""
    told = None
    for other in _others(leaves(trial.case).get(path)):
        changed = with_parts(trial.case, {path: other})
        wanted = call(exercise, exercise.reference, changed)
        if wanted.problem or not _apart(wanted.value, trial.wanted.value):
            continue
        found = call(exercise, function, changed, forward=forward)
        told = not found.problem and _finite(found.value) and same(found.value, trial.outcome.value)
        if not told:
            return False
    return told


def _others(value):
    """Return two arrays in place of one: integers stay in their range, floats about their size."""
    if value is None or value.size < 2 or value.dtype.kind == "b":
        return []
    if value.dtype.kind in "iu":
        return [np.roll(value, 1), np.full_like(value, value.flat[0])]
    spread = np.random.default_rng(0).normal(size=(2, *value.shape)) * (value.std() or 1)
    return [(value + noise).astype(value.dtype) for noise in spread]


def _finite(value):
    return all(np.isfinite(array).all() for array in arrays_in(value))


def _apart(value, other):
    """Whether two results differ by more than a hundredth of the largest number."""
    if isinstance(value, tuple):
        return any(map(_apart, value, other))
    if not isinstance(value, np.ndarray) or value.shape != np.shape(other) or not value.size:
        return False
    return np.abs(value.astype(float) - other).max() > 0.01 * np.abs(value.astype(float)).max()
