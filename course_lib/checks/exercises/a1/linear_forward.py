"""Assignment A1: a fully connected layer for rows of any leading shape."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a1.layers import sizes
from course_lib.ops import linear


def linear_forward(x, w, b):
    return x @ w.T + b, (x, w)


def cases(rng):
    return [Case(title, draw(rng, (*n, d), (c, d), (c,))) for title, (n, d, c), draw in sizes(rng)]


OUT, CACHE = "x @ w.T + b", "(x, w)"
MISTAKES = slips(
    linear_forward,
    ("w.T", "w", "w is (C, D), one row an output: transpose it, (…, D) @ (D, C)."),
    (" + b", "", "the bias is missing: add b, which NumPy adds to every row."),
    ("+ b", "- b", "the bias is subtracted. Add it."),
    ("+ b", "+ 2 * b", "the bias is added twice."),
    ("+ b", "+ b[:, None]", "b is (C,), one number an output: NumPy lays it along the columns, so leave it as it is."),
    (OUT, "x @ (w.T + b)", "the bias is added to the weights: the product comes first, x @ w.T, then + b."),
    (CACHE, "(x.reshape(-1, x.shape[-1]), w)", "the cache holds x as it came in, with all its leading axes."),
    (f"{OUT}, {CACHE}", OUT, "the result is right, but linear_backward needs the cache: return out, (x, w)."),
    (f"{OUT}, {CACHE}", f"{CACHE}, {OUT}", "out and cache are the wrong way round: return out, (x, w)."),
    (CACHE, "(w, x)", "the cache is the wrong way round: (x, w)."),
    (CACHE, "(x, w, b)", "the cache is (x, w); b is not needed to go backward."),
    (f", {CACHE}", ", x", "the cache is (x, w): both are needed to go backward."),
    (f", {CACHE}", ", x, w", "the cache is one tuple, (x, w): return out, (x, w)."),
    (OUT, f"({OUT}).T", "the output is transposed: one row for each row of x, (…, C)."),
    (OUT, "x.reshape(-1, x.shape[-1]) @ w.T + b",
     "the leading shape of x is lost: (2, 3, D) gives (2, 3, C). x @ w.T keeps it by itself."),
    (OUT, "x.reshape(len(x), -1) @ w.T + b",
     "x is flattened, but D is its last axis alone: (2, 3, D) gives (2, 3, C). x @ w.T keeps the shape by itself."),
    (OUT, "np.array([w @ row for row in x]) + b",
     "this loop takes each x[n] for one row of D inputs. With other leading shapes, (D,) or (2, 3, D), it is none."),
)  # fmt: skip

register(Exercise(linear.linear_forward, ("out", "cache"), cases, linear_forward, mistakes=MISTAKES))
