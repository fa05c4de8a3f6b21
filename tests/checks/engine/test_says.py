"""What structure says of every wrong answer that is known: as reviewed, and true on inputs that it has not seen."""

import ast
import contextlib
import io
import json
import re

import numpy as np

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.structure import errors as exceptions
from course_lib.checks.engine.structure import ranges
from course_lib.checks.engine.structure.relation import named_inputs
from tests.checks.engine.says import TABLE, beginners, known_mistakes, relation_of, said

WRONG = [*known_mistakes(), *beginners()]
REVIEWED = json.loads(TABLE.read_text(encoding="utf-8"))


def test_the_table_speaks_of_the_wrong_answers_that_there_are():
    """Else write it anew, as `says` says."""
    assert {(group, title) for group in REVIEWED for title in REVIEWED[group]} == {row[:2] for row in WRONG}


def is_random(name):
    """Whether most cases of an exercise are judged by what random results have in common."""
    cases = EXERCISES[name].cases(np.random.default_rng(0)) if name in EXERCISES else []
    return 2 * sum(case.accept is not None for case in cases) > len(cases)


def test_it_says_something_of_most():
    """Of a curve that is another curve, and of random numbers, there is little to say without knowing the mistake."""
    rows = [several for group, several in REVIEWED.items() if not is_random(group)]
    sentences = [sentence for several in rows for some in several.values() for sentence in some]
    assert sum(map(bool, sentences)) > 0.65 * len(sentences)


# The truth of a relation on other seeds, by other means than those that found it


def part(value, name):
    """Follow "state[2]" into a tuple."""
    for index in re.findall(r"\[(\d+)\]", name):
        value = value[int(index)]
    return value


def results(exercise, trial, name):
    """Return found and expected of one result."""
    found, expected = trial.outcome.value, trial.wanted.value
    if isinstance(expected, tuple) and len(expected) == len(exercise.outputs):  # else one name stands for all of it
        index = exercise.outputs.index(name.split("[")[0])
        found, expected = found[index], expected[index]
    return tuple(flat(part(value, name)) for value in (found, expected))


def flat(value):
    """Return an array; of a tuple of arrays all numbers in a row."""
    return np.concatenate([part.ravel() for part in value]) if isinstance(value, tuple) else np.asarray(value, float)


def near(found, wanted):
    return found.shape == np.shape(wanted) and np.allclose(found, wanted, rtol=2e-4, atol=1e-6, equal_nan=True)


def is_multiple(found, expected):
    ratio = (found * expected).sum() / (expected**2).sum() if expected.any() else 0
    return near(found, ratio * expected)


def sums(relation, values):
    totals = values.sum(-1 if relation.what == "row" else -2)
    return near(totals, np.full(totals.shape, float(relation.argument)))


def reduced(relation, values, keepdims=False):
    name, _, over = relation.what.partition(" over ")
    axes = tuple(int(digit) for digit in re.findall(r"\d", over)) or None
    return {"sum": np.sum, "mean": np.mean, "maximum": np.max}[name](values, axis=axes, keepdims=keepdims)


def first_line(relation, values):
    """Return what the rows have in common if each column is of one value, and the other way round."""
    return values[:1] if relation.what == "column" else values[:, :1]


def amount(relation, expected, inputs):
    """Return what relation.argument stands for, in the shape of the expected."""
    name = relation.argument.split("[")[0]
    value = inputs.get(name)
    if "·" in relation.argument:
        value = value[..., :, None] * value[..., None, :]
    elif relation.argument == "log C":
        value = np.log(inputs["scores"].shape[1])
    elif name not in inputs:
        value = float(relation.argument)
    if np.ndim(value) == 1 and expected.ndim == 4 and len(value) == expected.shape[1]:  # one for each channel
        value = value[:, None, None]
    return np.broadcast_to(value, expected.shape)


def same_trials(relation, trials):
    """Return the trials of another seed that a relation speaks of."""
    if relation.only.startswith("in cases"):
        return [trials[int(number) - 1] for number in re.findall(r"\d+", relation.only)]
    return trials


def errors(found, expected):
    return ~np.isclose(found, expected, rtol=1e-4, atol=1e-7)


def axes_of(relation):
    """Return the axes that a relation names by their numbers, if any."""
    return tuple(map(int, re.findall(r"axis (\d)", relation.what)))


def off_by(relation, larger, smaller):
    """Return by how many places the named sides are larger, 0 if it is not as the relation says."""
    number, *axes = map(int, re.findall(r"\d+", relation.what))
    gaps = [number * (axis in axes) for axis in range(larger.ndim)]
    return number if (np.subtract(larger.shape, smaller.shape) == gaps).all() else 0


def in_places(what, wrong):
    """Whether nothing is wrong but in the first or last place of an axis, or in all but that."""
    places = np.moveaxis(wrong, int(what[-1]), 0)
    one, others = (places[:1], places[1:]) if "first" in what else (places[-1:], places[:-1])
    return not (one if "all but" in what else others).any()


def in_mask(relation, wrong, inputs, expected):
    if " place of axis " in relation.what:
        return in_places(relation.what, wrong)
    rows = np.arange(len(wrong))
    labels = inputs.get("labels")
    pred, target, x = (inputs.get(name) for name in ("pred", "target", "x"))
    limit = inputs.get("delta", inputs.get("beta", 1.0))  # by default both are 1
    diagonals = np.eye(*wrong.shape[-2:], dtype=bool) if wrong.ndim > 1 else None
    outside = {
        "on the diagonals of the last two axes": lambda: wrong & ~diagonals,
        "off the diagonals of the last two axes": lambda: wrong & diagonals,
        "on the diagonal": lambda: wrong & ~np.eye(*wrong.shape, dtype=bool),
        "off the diagonal": lambda: wrong & np.eye(*wrong.shape, dtype=bool),
        "above the diagonal": lambda: np.tril(wrong),
        "in all but the first row": lambda: wrong[:1],
        "in the columns that labels names, one a row": lambda: np.delete(wrong.ravel(), rows * wrong.shape[1] + labels),
        "outside the columns that labels names, one a row": lambda: wrong[rows, labels],
        "where pred and target are more than delta apart": lambda: wrong[abs(pred - target) <= limit],
        "where pred and target are at most beta apart": lambda: wrong[abs(pred - target) > limit],
        "where target is larger than pred": lambda: wrong[target <= pred],
        "where the right answer is negative": lambda: wrong[expected >= 0],
        "where the right answer is positive": lambda: wrong[expected <= 0],
        "where x is negative": lambda: wrong[x >= 0],
        "where targets is positive": lambda: wrong[inputs["targets"] <= 0],
        "where x is positive": lambda: wrong[x <= 0],
    }
    return not outside[relation.what]().any()


TRUE = {  # kind: (relation, found, expected, the case's inputs) -> whether it is true of a case
    "negated": lambda r, f, e, i: near(f, -e),
    "zero": lambda r, f, e, i: not f.any(),
    "constant": lambda r, f, e, i: near(f, np.full(e.shape, float(r.what))),
    "factor": lambda r, f, e, i: is_multiple(f, e),
    "ratio": lambda r, f, e, i: is_multiple(f, e),
    "hard-coded": lambda r, f, e, i: is_multiple(f, e),
    "some factor": lambda r, f, e, i: is_multiple(f, e),
    "factor by line": lambda r, f, e, i: all(map(is_multiple, f, e)),
    "input": lambda r, f, e, i: near(f, i[r.argument]),
    "factor of an option": lambda r, f, e, i: is_multiple(f, e),
    "squared": lambda r, f, e, i: is_multiple(f, e),
    "difference by line": lambda r, f, e, i: near(f - e, first_line(r, f - e) + 0 * e),
    "more": lambda r, f, e, i: near(f - e, amount(r, e, i)),
    "less": lambda r, f, e, i: near(e - f, amount(r, e, i)),
    "subtracted": lambda r, f, e, i: near(e - f, 2 * amount(r, e, i)),
    "more twice": lambda r, f, e, i: near(f - e, 2 * amount(r, e, i)),
    "one size": lambda r, f, e, i: f.shape[(*axes_of(r), r.what == "columns")[0]] == int(r.argument),
    "transposed": lambda r, f, e, i: near(f, e.T),
    "axes": lambda r, f, e, i: near(f, e.transpose(ast.literal_eval(r.what))),
    "axes and reshaped": lambda r, f, e, i: near(f.ravel(), e.transpose(ast.literal_eval(r.what)).ravel()),
    "too long": lambda r, f, e, i: f.shape == e.shape or off_by(r, f, e) > 0,
    "too short": lambda r, f, e, i: f.shape == e.shape or off_by(r, e, f) > 0,
    "reshaped": lambda r, f, e, i: near(f.ravel(), e.ravel()) and f.shape != e.shape,
    "reshaped in some": lambda r, f, e, i: near(f.ravel(), e.ravel()),
    "kept": lambda r, f, e, i: near(f.ravel(), e.ravel()) and f.ndim > e.ndim,
    "diagonal": lambda r, f, e, i: near(f, np.stack([e[..., k, k] for k in range(e.shape[-1])], axis=-1)),
    "reversed": lambda r, f, e, i: near(f, np.flip(e, axes_of(r) or 1)),
    "order": lambda r, f, e, i: near(np.sort(f, axis=None), np.sort(e, axis=None)),
    "rolled": lambda r, f, e, i: near(f, np.hstack([e[:, 1:], e[:, :1]])),
    "reduced": lambda r, f, e, i: near(f, reduced(r, e)),
    "not reduced": lambda r, f, e, i: near(reduced(r, f), e),
    "spread": lambda r, f, e, i: near(f, 0 * e + reduced(r, e, keepdims=True)),
    "rounded": lambda r, f, e, i: abs(f - e).max() <= 0.51 * 10.0 ** -int(r.what),
    "imprecise": lambda r, f, e, i: abs(f - e).max() <= 30 * 10.0 ** -int(r.what),
    "sums": lambda r, f, e, i: sums(r, e) and (near(f, e) or not sums(r, f) or len(i["labels"]) < 3),  # equal labels
    "squeezed": lambda r, f, e, i: near(f.ravel(), e.ravel()[: f.size]),  # of a tuple its first part
    "square": lambda r, f, e, i: f.shape[-1] == f.shape[-2],
    "longer": lambda r, f, e, i: near(f[tuple(map(slice, e.shape))], e),
    "shorter": lambda r, f, e, i: near(f, e[tuple(map(slice, f.shape))]),
    "part": lambda r, f, e, i: in_mask(r, errors(f, e), i, e),
    "never finite": lambda r, f, e, i: not np.isfinite(f).any(),
    "part of zeros": lambda r, f, e, i: in_mask(r, errors(f, e), i, e) and not f[errors(f, e)].any(),
}
BY_FINDING_AGAIN = {
    "returns at once", "made anew", "turned round", "not turned", "einsum sides", "einsum letters",
    # on the other seed the same relation is found: there is no second way to say it that is shorter
    "other input", "ignored", "as if", "ignored input", "swapped", "function", "shape", "not finite", "cases", "common",
    "tuple", "tuple among others", "no tuple", "unused", "global rng",
    "unsteady", "printed", "list", "list of parts", "missing parts", "one number",
    "one a row", "broadcast", "reshape", "no multiple", "no axis", "negative", "upside down", "float64", "float64 made",
    "whole dtype", "bool dtype", "random", "zero division",
    *(kind for kind, *_ in exceptions.TEXTS.values()), *ranges.ON_THE_WAY.values(), *exceptions.STANDS.values(),
    "empty reshape", "refused", "index", "stacks", "few results", "zero below", "parts too many", "parts too few",
    "tried with", "later", "side", "between", "empty", "apart", "parts beyond", "assigned slice", "no cache",
    "own error", "another error", "returned error", "inside", "copied list", "replaced", "everywhere",
    "left out", "moved up", "moved in", "moved in last", "moved before", "moved after",
}  # fmt: skip
SHAPES_DIFFER = {"matmul", "index", "assigned", "assigned slice"}  # the numbers named depend on the seed
# A wrong answer may be right by chance on another seed, or raise something else there
SILENT_ELSEWHERE = {"cases", "index", "broadcast", "divided by zero", "no multiple"}


def pytest_generate_tests(metafunc):
    """Every third answer, or all."""
    if "number" in metafunc.fixturenames:
        numbers = range(0, len(WRONG), 1 if metafunc.config.getoption("thorough") else 3)
        metafunc.parametrize("number", numbers, ids=["{}: {:.60}".format(*WRONG[number]) for number in numbers])


def test_it_says_what_was_reviewed_and_is_true_on_other_inputs(number, thorough):
    """A sentence that is new or another: read it, and if it does not contradict the cause, write the table anew."""
    group, title, exercise, answer = WRONG[number]
    relation = relation_of(exercise, answer, seed=0)
    assert said(relation) in REVIEWED[group][title]
    for seed in range(1, 2 + thorough) if relation else ():
        expect_true(relation, exercise, answer, seed)


def expect_true(relation, exercise, answer, seed):
    if relation.kind == "titles":
        trials = attempt(exercise, answer, seed=seed)
        assert relation.what == "; ".join(trial.case.title for trial in trials if trial.problem)
        return
    if relation.kind in BY_FINDING_AGAIN or relation.only.startswith(("in the first step", "where pred")):
        again = relation_of(exercise, answer, seed=seed)
        if relation.kind in SILENT_ELSEWHERE and (again is None or again.kind != relation.kind):
            return
        assert (again.kind, again.where, again.argument) == (relation.kind, relation.where, relation.argument) or (
            relation.kind == again.kind in SHAPES_DIFFER
        )
        return
    with contextlib.redirect_stdout(io.StringIO()):
        trials = attempt(exercise, answer, seed=seed)
    tried = 0
    for trial in same_trials(relation, trials):
        if trial.outcome.problem or trial.case.accept or trial.wanted.problem:
            continue
        inputs = named_inputs(exercise, trial.case)
        for name in re.split(", | and ", relation.where):
            found, expected = results(exercise, trial, name)
            assert TRUE[relation.kind](relation, found, expected, inputs), (relation, trial.case.title)
            tried += found.shape != expected.shape or not np.allclose(found, expected, rtol=1e-9, atol=1e-9)
    assert tried >= 2
