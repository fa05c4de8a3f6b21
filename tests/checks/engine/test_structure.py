"""Each kind of relation is found on an answer that has it, and said in its own words; the traps stay silent."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib.checks.engine import structure
from course_lib.checks.engine.exercise import Case, Exercise
from course_lib.checks.engine.explain import RELATIONS, explain
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.structure import errors, ranges
from course_lib.checks.engine.structure.find import find_relation
from course_lib.ops.losses import softmax


def mix(x, w, labels, *, margin=1.0):
    """Stand for a function of two arrays, integers and an option.

    Parameters
    ----------
    x : (N, N)
    w : (N, C)
    labels : (N,)
    """
    out = x @ w + margin
    out[np.arange(len(labels)), labels] = 0
    return out


def mix_cases(rng):
    sizes = ((4, 5, 0.4), (6, 3, 1.0), (5, 7, 0.7))
    return [
        Case(f"{n} rows", (rng.normal(size=(n, n)), rng.normal(size=(n, c)), rng.integers(c, size=n)), {"margin": m})
        for n, c, m in sizes
    ]


MIX = Exercise(mix, ("out",), mix_cases)


def related(answer, exercise=MIX):
    relation = find_relation(exercise, attempt(exercise, answer, seed=0), answer)
    return relation and explain(relation)


def mixed(change):
    return lambda x, w, labels, margin: change(mix(x, w, labels, margin=margin), x, w, labels, margin)


N, C = "N the number of rows of x", "C the number of columns of w"
CHANGES = [
    (lambda out, *rest: -out, "out is right but for the sign."),
    (lambda out, *rest: 2 * out, "out is what it should be, times 2."),
    (lambda out, *rest: out / np.log(2), "out is what it should be, times 1 / log 2."),
    (lambda out, x, *rest: out * len(x), f"out is what it should be, times N, with {N}."),
    (lambda out, x, w, *rest: -out / w.shape[1], f"out is what it should be, times minus 1 / C, with {C}."),
    (
        lambda out, x, w, *rest: out * len(x) / w.shape[1],
        f"out is what it should be, times N / C, with {N} and {C}. Perhaps one stands for the other.",
    ),
    (
        lambda out, x, *rest: out * len(x) / 7,
        f"out is what it should be, times N / 7, with {N}. Perhaps 7 is written into your function.",
    ),
    (lambda out, x, w, labels, margin: out * margin, "out is what it should be, times margin."),
    (lambda out, x, *rest: out * np.abs(x).max(), "out is right but for a factor, another one in each case."),
    (lambda out, x, w, labels, margin: out + margin, "out is larger than it should be, by margin."),
    (lambda out, x, w, *rest: out - w, "out is smaller than it should be, by w."),
    (
        lambda out, x, w, *rest: out - 2 * w,
        "out is smaller than it should be, by 2 · w: it is subtracted instead of added.",
    ),
    (
        lambda out, x, w, *rest: out + 2 * w,
        "out is larger than it should be, by 2 · w: it is added instead of subtracted.",
    ),
    (lambda out, *rest: out - 1, "out is smaller than it should be, by 1."),
    (lambda out, *rest: out + out[:, :1] ** 2, "in each row out is off by the same amount everywhere."),
    (lambda out, *rest: out * (3 + out[:1]), "each column of out is right but for a factor of its own."),
    (lambda out, *rest: out.T, "out is right but transposed."),
    (lambda out, *rest: out.ravel(), "out has the right numbers in the right order, in another shape."),
    (
        lambda out, *rest: out.T.reshape(out.shape),
        "out has the right numbers, but in the order of the transposed: reshape reads row by row, so put the axes in "
        "their order first.",
    ),
    (lambda out, *rest: out[None], "out has the right numbers, and dimensions of length 1 too many."),
    (lambda out, *rest: np.diag(out), "out is only the diagonal of what it should be."),
    (lambda out, *rest: out[:, ::-1], "out is right, but the columns stand in reversed order."),
    (lambda out, *rest: np.roll(out, 1, axis=0), "out is right, but the rows are moved one place on."),
    (lambda out, *rest: np.sort(out, axis=1), "out has the right numbers, in another order."),
    (lambda out, *rest: out.sum(axis=0), "out is the sum over axis 0 of what it should be."),
    (lambda out, *rest: out.mean(), "out is the mean over everything of what it should be."),
    (lambda out, *rest: np.stack([out, out]) / 2, "the sum over axis 0 of your out is the right answer."),
    (
        lambda out, *rest: 0 * out + out.max(axis=0),
        "every place of out holds the maximum over axis 0 of the right out.",
    ),
    (lambda out, *rest: np.exp(out), "out is e to the power of the right out."),
    (lambda out, *rest: softmax(out), "out is the softmax of the right out."),
    (lambda out, *rest: out.argmax(axis=1), "out is the place of the largest element in each row of the right out."),
    (lambda out, *rest: 0 * out, "out is zero everywhere."),
    (lambda out, *rest: 0 * out + 0.5, "out is 0.5 everywhere and in every case."),
    (lambda out, x, w, *rest: w, "out is w, as it came in."),
    (lambda out, *rest: out.round(3), "out is right, but rounded to 3 decimals."),
    (
        lambda out, *rest: np.trunc(out),
        "out is right, but cut off at the decimal point: perhaps an array of integers holds it, or // divides.",
    ),
    (
        lambda out, *rest: out.astype(np.float32).astype(float),
        "out has the precision of float32 only: somewhere the numbers pass through it.",
    ),
    (
        lambda out, *rest: out * (1 + 2e-8),
        "out is right to 7 digits only. Perhaps a small constant is added, or a derivative is approximated.",
    ),
    (
        lambda out, *rest: out + 4e-6 * np.cos(1e3 * out),
        "out is right to 5 digits only. Perhaps a small constant is added, or a derivative is approximated.",
    ),
    (
        lambda out, *rest: np.resize(out, (8, out.shape[1])),
        "the number of rows of out is 8 in every case, whatever the inputs: perhaps 8 is written into your function.",
    ),
    (
        lambda out, x, w, labels, margin: out + (np.arange(out.shape[1]) == labels[:, None]),
        "all that is wrong in out lies in the columns that labels names, one a row.",
    ),
    (
        lambda out, *rest: np.vstack([out[:1], 0 * out[1:]]),
        "all that is wrong in out lies in all but the first row, where yours is 0.",
    ),
    (
        lambda out, *rest: out + (1 + out**2) * (1 - np.eye(*out.shape)),
        "all that is wrong in out lies off the diagonal.",
    ),
    (
        lambda out, *rest: np.abs(out) + out**2 * (out < 0),
        "all that is wrong in out lies where the right answer is negative.",
    ),
    (
        lambda out, x, w, labels, margin: mix(x, w, labels),
        "your answer is the right one for margin = 1.0, whatever margin is.",
    ),
    (
        lambda out, x, w, labels, margin: mix(x, w, labels, margin=-margin),
        "out is what would be right for -margin in place of margin.",
    ),
    (
        lambda out, x, w, labels, margin: mix(np.abs(x), w, labels, margin=margin),
        "out is what would be right for the absolute value of x in place of x.",
    ),
    (
        lambda out, x, w, labels, margin: np.cos(mix(x, w, 0 * labels, margin=margin)),
        "your answer does not depend on labels: other numbers there leave it as it is.",
    ),
    (
        lambda out, x, w, labels, margin: mix(x, w, labels, margin=margin) + 0.1 * np.cos(out) * (margin < 1),
        "it is wrong where margin is not 1, and right in all other cases.",
    ),
    (
        lambda out, x, *rest: out + 0.1 * np.cos(out) * (len(x) != 6),
        "it is wrong where margin is not 1, and right in all other cases.",  # true as well: the same two cases
    ),
    (
        lambda out, x, w, *rest: np.resize(np.cos(out), (w.shape[1], len(x))),
        f"out has shape (C, N), and (N, C) is right, with {C} and {N}.",
    ),
    (lambda out, *rest: np.full(out.shape, np.nan), "out has no finite number in any case."),
    (lambda out, x, w, labels, margin: out.tolist(), "out has to be an array: np.array(…) makes one of a list."),
    (lambda out, *rest: (out,), "out is a tuple of one: a comma at the end of a line makes such a tuple."),
    (lambda out, *rest: (out, out), "out is a tuple of 2. Return out alone."),
    (lambda out, *rest: print(out), "your function prints its result. return hands it back to whoever calls."),
    (
        lambda out, x, w, *rest: x @ w.T,
        "in a product a @ b, a has to have as many columns as b has rows; here it is 4 and 5. The shapes that come in: "
        "x (4, 4), w (4, 5), labels (4,). Perhaps one has to be transposed, or stands for another, "
        "or a slice has another length than it should.",
    ),
    (
        lambda out, x, w, *rest: np.dot(x, w.T),
        "(4, 4) times (5, 4): the first has to have as many columns as the second has rows, here 4 and 5. Perhaps one "
        "has to be transposed, or stands for another.",
    ),
    (
        lambda out, x, w, labels, margin: out / out.sum(axis=1),
        "(4,) beside (4, 5) is laid along the columns. One number a row is (4, 1): keepdims=True, or [:, None].",
    ),
    (
        lambda out, x, w, *rest: x + w,
        "(4, 4) and (4, 5) do not fit: NumPy lines shapes up from the right, where 4 and 5 meet. They have to be "
        "equal, or one of them 1.",
    ),
    (
        lambda out, *rest: np.random.normal(size=out.shape),  # noqa: NPY002
        "your function draws random numbers from np.random; the same inputs have to give the same result.",
    ),
    (
        lambda out, *rest: out * np.random.default_rng().normal(),
        "a second call with the same inputs gives another result. Perhaps something is kept from call to call (a "
        "global, a list or an array as a default), or np.empty is read before it is filled.",
    ),
    # Traps
    (lambda out, *rest: out + 0.1 * np.cos(out), None),
    (lambda out, x, w, labels, margin: mix(x.T, 2 * w, labels[::-1], margin=margin), None),  # three changes at once
    (lambda out, x, *rest: out * (2 if len(x) == 4 else 1), None),  # wrong only once
    (lambda out, x, *rest: {}[0] if len(x) > 4 else 2 * out, None),  # mostly raises
    (lambda out, x, *rest: 2 * out if len(x) > 4 else out + np.cos(out), None),  # holds in two cases of three
]


@pytest.mark.parametrize("change, words", CHANGES)
def test_a_relation_that_holds_in_every_case_is_said(change, words):
    assert related(mixed(change)) == words


def calls_relation():
    """Return every text that may be the first argument of Relation in the package."""
    for path in Path(structure.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Relation":
                yield from [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]


def test_every_kind_has_words_and_no_words_are_left_over():
    chosen = {kind for kind, *_ in errors.TEXTS.values()}
    chosen |= set(ranges.ON_THE_WAY.values()) | set(errors.STANDS.values())
    chosen |= {"more", "less", "subtracted", "more twice", "ignored", "as if", "reduced", "spread"}  # by a variable
    chosen |= {
        "replaced",
        "everywhere",
        "left out",
        "moved up",
        "moved in",
        "moved in last",
        "moved before",
        "moved after",
    }
    assert set(calls_relation()) - {1, 0, "result", ""} | chosen == set(RELATIONS)


@pytest.mark.parametrize("kind", RELATIONS)
def test_words_are_short_and_in_the_courses_voice(kind):
    words = RELATIONS[kind]
    assert len(words) < 240
    assert words.endswith((".", ","))
    assert not re.search(r"!|\b(simply|just|obviously|please)\b", words)
