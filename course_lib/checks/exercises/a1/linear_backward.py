"""Assignment A1: the way back through a fully connected layer, for rows of any leading shape."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a1.layers import sizes
from course_lib.ops import linear


def linear_backward(dout, cache):
    x, w = cache
    rows, drows = x.reshape(-1, x.shape[-1]), dout.reshape(-1, dout.shape[-1])
    return dout @ w, drows.T @ rows, drows.sum(axis=0)


def cases(rng):
    found = []
    for title, (leading, d, c), draw in sizes(rng):
        dout, x, w = draw(rng, (*leading, c), (*leading, d), (c, d))
        found.append(Case(title, (dout, (x, w))))
    return found


DW, DB = "drows.T @ rows", "drows.sum(axis=0)"
MISTAKES = slips(
    linear_backward,
    (DW, "rows.T @ drows", "dw is transposed: it must have the shape of w, (C, D): (C, N) @ (N, D)."),
    (DB, "drows", "db is not summed over the rows. b was added to every row, so each row adds to db: sum over axis=0."),
    (DB, "drows.mean(axis=0)", "db is the mean over the rows, but must be the sum: the 1/N is in dout already."),
    (f"{DW}, {DB}", f"{DW} / len(drows), {DB} / len(drows)",
     "dw and db are divided by N once more. The 1/N of the mean is in dout already."),
    (DW, f"{DW} / len(drows)", "dw is divided by N once more. The 1/N of the mean is in dout already."),
    ("dout @ w", "dout @ w.T", "for dx do not transpose w: (…, C) @ (C, D)."),
    (DB, "drows.sum(axis=1)", "db is summed over the outputs. Sum over the rows: axis=0."),
    (DB, "drows.sum()", "db is one number for all outputs. One for each: sum over axis=0 only."),
    (DB, "drows.sum(axis=0, keepdims=True)", "db has one dimension too many: leave keepdims out."),
    (f"dout @ w, {DW}", f"{DW}, dout @ w", "the order is dx, dw, db, as the forward function takes x, w, b."),
    (f"return dout @ w, {DW}, {DB}", f"return {DW}, {DB}, dout @ w",
     "the order is dx, dw, db, as the forward function takes x, w, b."),
    (f", {DB}", "", "db is missing: return dx, dw, db."),
    ("dout @ w,", "drows @ w,", "dx has lost the leading shape of x: it has the shape of x, whatever that is."),
    (DW, "dout.T @ x",
     "dout.T @ x is dw for (N, C) and (N, D) only. Make rows of both first: reshape(-1, C) and reshape(-1, D)."),
    (DB, "dout.sum(axis=0)", "db must add up over all leading axes, not over the first alone: reshape(-1, C) first."),
    (DW, "dout.swapaxes(-1, -2) @ x", "this gives a dw for each group of rows. All rows used the same w: add them up."),
    ("x, w = cache", "w, x = cache", 
     "this product does not fit: dx is (…, C) @ (C, D), with w from the cache, (x, w) in this order."),
)  # fmt: skip

register(Exercise(linear.linear_backward, ("dx", "dw", "db"), cases, linear_backward, mistakes=MISTAKES))
