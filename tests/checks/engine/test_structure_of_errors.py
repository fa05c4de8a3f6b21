"""What is said of exceptions in a student's words; and where it is silent."""

import numpy as np
import pytest

from course_lib.ops.conv import conv2d_forward
from course_lib.ops.linear import linear_forward
from course_lib.ops.losses import one_hot
from course_lib.ops.pool import max_pool2d_forward
from tests.checks.engine.test_structure import related
from tests.checks.engine.test_structure_of_others import drawn, two

SHAPES = "The shapes that come in: x (4, 4), w (4, 5), labels (4,)."
RAISED = [
    (
        lambda x, w: np.einsum("nkd,kc->nc", x, w),
        "np.einsum is given more letters than its array number 0, counted from 0, has axes: one letter an axis. '...' "
        "stands for any number of axes.",
    ),
    (
        lambda x, w: np.einsum("n,kc->nc", x, w),
        "np.einsum is given fewer letters than an array has axes: one letter an axis. '...' stands for any number of "
        "axes.",
    ),
    (
        lambda x, w: np.einsum("nk,ck->nc", x, w),
        "(4, 4) and (4, 5): in np.einsum each letter stands for one length, and here a letter stands for two.",
    ),
    (
        lambda x, w: np.tensordot(w, x, axes=1),
        "np.tensordot multiplies along axes that are not equally long. axes=1 takes the last of the first array and "
        "the first of the second.",
    ),
    (
        lambda x, w: np.add(np.zeros(4, int), 0.5, out=np.zeros(4, int)),
        "an array of int64 cannot take in float64: +=, -=, *= and /= keep the dtype of what is on their left. Make "
        "that array with another dtype.",
    ),
    (
        lambda x, w: -(x > 0),
        "True and False have no minus: make numbers of them first, by .astype(…). `~` is no minus but a not.",
    ),
    (
        lambda x, w: x.sum(axis=2),
        "there is no axis 2: an array of 2 dimensions has the axes 0 and 1 (or -2 and -1) only.",
    ),
    (lambda x, w: x[0].sum(axis=1), "there is no axis 1: an array of 1 dimension has axis 0 (or -1) only."),
    (
        lambda x, w: x[None].sum(axis=-4),
        "there is no axis -4: an array of 3 dimensions has the axes 0 to 2 (or -3 to -1) only.",
    ),
    (
        lambda x, w: x.sum().sum(axis=1),
        "axis=1 is asked of a single number, which has no axes: what should be an array is summed up already.",
    ),
    (
        lambda x, w: x.reshape(2, 4),
        "an array of 16 numbers has no place in shape (2, 4), which holds 8. reshape keeps "
        "every number; write -1 for the one side that follows from the others.",
    ),
    (
        lambda x, w: x.reshape(3, 5),
        "16 numbers do not go into shape (3, 5), whatever a side of -1 is: 16 is no multiple "
        "of 15. reshape keeps every number.",
    ),
    (
        lambda x, w: x.reshape(5, -1),
        "16 numbers do not go into shape (5, -1), whatever a side of -1 is: 16 is no "
        "multiple of 5. reshape keeps every number.",
    ),
    (
        lambda x, w: x[:0].reshape(0, -1),
        "an array without elements is reshaped, and what -1 stands for cannot be found: a batch, or a slice, is empty.",
    ),
    (
        lambda x, w: x[:, :, 0],
        "a 2-dimensional array takes at most 2 numbers or slices in its brackets; here are 3. None is "
        "not counted: it makes a new axis.",
    ),
    (
        lambda x, w: np.zeros(0.5, 3),
        "0.5 stands where a shape belongs, a whole number or a tuple of them. Perhaps two "
        "arguments stand in each other's place: the shape comes first.",
    ),
    (
        lambda x, w: np.zeros(x.dtype, 3),
        "dtype('float64') stands where a shape belongs, a whole number or a tuple of them. "
        "Perhaps two arguments stand in each other's place: the shape comes first.",
    ),
    (
        lambda x, w: np.eye(x.shape),
        "a tuple stands where one whole number belongs. x.shape is a tuple; x.shape[0] and x.shape[-1] are numbers.",
    ),
    (
        lambda x, w: range(len(x) / 2),
        "a float stands where a whole number belongs: / makes floats even of whole numbers, // does not.",
    ),
    (
        lambda x, w: 1 if x > 0 else 0,
        "an array, or a shape, stands where one number or one True or False is wanted: in a "
        "call, after if, or beside and, or, not. For each element there are &, | and ~; any() and all() make one "
        "of many.",
    ),
    (
        lambda x, w: x.shape[2],
        "a tuple has no place of this number. The first is [0]; the shape of an array of two "
        f"dimensions has [0] and [1]. {SHAPES}",
    ),
    (
        lambda x, w: [a for a, b in [(1, 2, 3)]],
        "on the left of = stand names for 2 values, and on the right come more. "
        "Perhaps another variable stands there, or the arguments of a call are not in their order.",
    ),
    (
        lambda x, w: one_hot(np.array([2, 3]), 2),
        "the number of classes that is passed on is too small for these labels. "
        f"Perhaps it is another side of an array. {SHAPES}",
    ),
    (
        lambda x, w: np.add(x[0], x, out=np.zeros(4)),
        "an array of shape (4,) cannot take in one of shape (4, 4): += and -= keep the shape of what is on their left. "
        "Perhaps a side is in another place than it should be.",
    ),
    (
        lambda x, w: x[: len(x) / 2],
        "a float stands in a slice a:b:c, where whole numbers belong: / makes floats even of whole numbers, // does "
        "not.",
    ),
    (
        lambda x, w: x.transpose(0, 0),
        "an axis is named twice. Each has its number, the first is 0; -1 is the last.",
    ),
    (lambda x, w: x.sum(axis=(1, -1)), "an axis is named twice. Each has its number, the first is 0; -1 is the last."),
    (
        lambda x, w: np.pad(x, ((0, -1), (0, 0))),
        "a negative number of zeros is asked for: np.pad takes how many to add before and after, for each axis.",
    ),
    (
        lambda x, w: np.pad(((0, 0), (1, 1)), x),
        "np.pad takes the array first, then, for each axis, how many zeros before and after: whole numbers.",
    ),
    (
        lambda x, w: [x, w][2],
        "a list has no place of this number: the first is [0], the last [-1]. Perhaps a loop takes a step too many, or "
        "steps of another size.",
    ),
    (
        lambda x, w: max_pool2d_forward(x),
        "the call of max_pool2d_forward lacks an argument that it needs: 'kernel'.",
    ),
    (
        lambda x, w: linear_forward(x, w, w[0]),
        "a linear layer is given 4 numbers a row, and its w has 5 columns. Perhaps what comes before it differs, or "
        "the rows are unrolled another way, or it is another layer's w.",
    ),
    (
        lambda x, w: conv2d_forward(x[None, None], w[None, None], w[0]),
        "w and b of a convolution do not belong together: b has one number a filter. Perhaps one of them is another "
        "layer's, or they are exchanged.",
    ),
    (lambda x, w: one_hot(np.array([-1, 3]), 4), None),
    (  # what is 0 here is no argument
        lambda x, w: 1 / 0,
        "a number is divided by 0. Perhaps what stands below begins at 0, or a division stands where a product "
        "belongs, or is upside down.",
    ),
    (lambda x, w: {}["key"], None),
]


@pytest.mark.parametrize("answer, words", RAISED)
def test_exceptions_are_told_in_other_words(answer, words):
    assert related(lambda x, w, labels, margin: answer(x, w)) == words


def test_a_division_by_an_argument_that_is_zero_is_told():
    exercise = two(lambda a, b, rate: a * rate, drawn(3, 3, rate=0.0), drawn(4, 4, rate=0.0))
    assert related(lambda a, b, rate: a * 1 // 1 if rate else 1 / rate, exercise) == (
        "a number is divided by 0, and in this case rate is 0. Perhaps a division is upside down."
    )


def takes_options(x, *, scale=1.0):
    return x * scale


MORE = [
    (lambda x, w: x.sum() @ w, "one side of a product a @ b is a single number: @ is for arrays, * for numbers."),
    (lambda x, w: takes_options(x, 2.0), "takes_options takes only 1 of its arguments by position. Options, which"),
    (lambda x, w: [a for a, b in [(1,)]], "on the left of = stand names for 2 values, and only 1 on the right."),
    (lambda x, w: x.transpose(0, 1, 2), "transpose is given another number of axes than the array has."),
    (lambda x, w: np.ones((2, 2, 3)) @ np.ones((3, 3, 2)), "in (2, 2, 3) @ (3, 3, 2) the axes before the last two"),
    (lambda x, w: x[:, 9], "along axis 1 there are 4, counted from 0, so no number 9."),
    (lambda x, w: x[9:].max(), "the maximum of no elements is asked for: a slice, or a batch, is empty."),
    (lambda x, w: x[9:].argmax(), "the argmax of no elements is asked for: a slice, or a batch, is empty."),
    (lambda x, w: np.add(np.zeros(4, int), x[0], out=np.zeros(4, int)), "an array of int64 cannot take in float64"),
    (lambda x, w: x / 2 ^ 2, "`^` is no power in Python: a squared is a**2."),
    (lambda x, w: 1.5 ^ 2, "`^` is no power in Python: a squared is a**2."),
    (lambda x, w: None * x, "None stands where a number or an array belongs."),
    (lambda x, w: [x, w].shape, "a list stands where an array or a number belongs."),
    (lambda x, w: -(x,), "a tuple stands where an array or a number belongs."),
    (lambda x, w: x.sum - 1, "a function stands where its result belongs: round brackets call it, as in x.sum()."),
    (lambda x, w: x(2), "what stands before round brackets is no function but a number or an array."),
    (lambda x, w: (1.0).shape, "a single number stands where an array belongs."),
    (lambda x, w: x.__setitem__((slice(None), 0), w[0]), "the places on the left of = have shape (4,), and what comes"),
    (lambda x, w: x.copy().__setitem__(slice(0, 3), x[2:]), "the places on the left of = have shape (3, 4), and what "
     "comes on the right has shape (2, 4). Perhaps a slice reaches past"),
    (lambda x, w: np.stack([x[1:], x]), "the arrays that are laid on one another have different shapes."),
    (lambda x, w: np.array([x[1:], x]), "arrays of different shapes are put into one. Perhaps a slice reaches past"),
    (lambda x, w: np.zeros(2, 3), "3 stands where a dtype belongs: a shape is one argument, a tuple"),
    (lambda x, w: np.random.default_rng(0).integers(0), "rng.integers(K) draws from 0 … K - 1"),
    (lambda x, w: [a for a in len(x)], "a single number stands where several are gone through, or taken apart."),
    (lambda x, w: [a for a, b in [None]], "what stands on the right of = is None here"),
    (lambda x, w: "a" - 1, None),
]  # fmt: skip


@pytest.mark.parametrize("answer, words", MORE)
def test_more_exceptions_are_told_in_other_words(answer, words):
    found = related(lambda x, w, labels, margin: answer(x, w))
    assert found == words if words is None else found.startswith(words)
