"""Assignment A3: maxout, the largest of K linear functions."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a3.elements import NO_CACHE, SWAPPED
from course_lib.checks.exercises.a3.layers import draw_maxout, maxout_sizes
from course_lib.ops import maxout


def maxout_forward(x, w, b):
    pieces = x @ w.transpose(0, 2, 1) + b[:, None]  # (K, N, C)
    return pieces.max(axis=0), (x, w, pieces.argmax(axis=0))


def cases(rng):
    return [Case(title, draw_maxout(rng, *how)) for title, *how in maxout_sizes(rng)]


OUT, CACHE = "pieces.max(axis=0)", "(x, w, pieces.argmax(axis=0))"
W_T = (
    "each w[k] is (C, D), one row an output, and has to be transposed by itself: (N, D) @ (D, C). w.T would turn all "
    "three axes round; w.transpose(0, 2, 1) leaves that of the pieces in front."
)
MISTAKES = slips(
    maxout_forward,
    (" + b[:, None]", "", "the biases are missing: each piece has its own, b[k]."),
    ("+ b[:, None]", "- b[:, None]", "the biases are subtracted. Add them."),
    (OUT, f"{OUT} + b.max(axis=0)", "the biases are added a second time, after the maximum."),
    (OUT, "(pieces - b[:, None]).max(axis=0) + b.max(axis=0)",
     "the biases are added after the maximum. Each piece has its own, which helps to decide who wins: add it before."),
    (OUT, "pieces.min(axis=0)", "this is the smallest of the pieces. Take the largest."),
    (OUT, "pieces.sum(axis=0)", "the pieces are added up. Take the largest of them."),
    (OUT, "pieces.mean(axis=0)", "this is the mean of the pieces. Take the largest of them."),
    (OUT, "pieces[0]", "this is the first piece alone. Take the largest of all K, element by element."),
    (OUT, "pieces[:2].max(axis=0)", "only two pieces are looked at. There are K = len(w) of them."),
    (OUT, "abs(pieces).max(axis=0)", "the sizes are compared without their signs. Take the largest, signs included."),
    (OUT, "pieces.max(axis=0).clip(0)", "negative results become 0. The largest piece may well be negative."),
    (OUT, "pieces.max(axis=1)", "the maximum runs over the rows. It runs over the K pieces."),
    (OUT, "pieces.max(axis=2)", "the maximum runs over the C outputs. It runs over the K pieces."),
    (OUT, "pieces.max()", "this is one number for all. The maximum runs over the K pieces alone."),
    (OUT, "pieces.argmax(axis=0)", "this says which piece is the largest. Return its value."),
    (OUT, "pieces", "these are all K pieces. Return the largest of them: (N, C)."),
    (f"{OUT}, {CACHE}", OUT, NO_CACHE),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", SWAPPED),
    ("w.transpose(0, 2, 1)", "w", W_T),
    ("w.transpose(0, 2, 1)", "w.T", W_T),
    ("w.transpose(0, 2, 1)", "w.reshape(w.shape[0], w.shape[2], w.shape[1])",
     "reshape leaves the numbers in their order, so nothing is transposed: w.transpose(0, 2, 1) exchanges the axes."),
    ("b[:, None]", "b", "b is (K, C), and is laid on the last two axes, (N, C). Each piece needs its own row: "
     "b[:, None] is (K, 1, C)."),
)  # fmt: skip

register(Exercise(maxout.maxout_forward, ("out", "cache"), cases, maxout_forward, mistakes=MISTAKES, own=("cache",)))
