"""Assignment A3: back through maxout."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, slips
from course_lib.checks.exercises.a3.layers import draw_maxout, maxout_sizes
from course_lib.ops import maxout


def maxout_backward(dout, cache):
    x, w, winner = cache
    won = winner == np.arange(len(w))[:, None, None]  # (K, N, C)
    dpieces = dout * won
    return (dpieces @ w).sum(axis=0), dpieces.transpose(0, 2, 1) @ x, dpieces.sum(axis=1)


def cases(rng):
    found = []
    for title, (n, d, k, c), dtype in maxout_sizes(rng):
        dout = rng.normal(size=(n, c)).round(2).astype(dtype)
        found.append(Case(title, (dout, Cached(draw_maxout(rng, (n, d, k, c), dtype)))))
    return found


DX, DW, DB = "(dpieces @ w).sum(axis=0)", "dpieces.transpose(0, 2, 1) @ x", "dpieces.sum(axis=1)"
LAST_ROW = "(dpieces * (won[:, ::-1].cumsum(axis=1)[:, ::-1] == 1))"
MISTAKES = slips(
    maxout_backward,
    ("dout * won", "dout * np.ones_like(won)",
     "every piece gets the whole gradient. Only the one that was the largest gets it; the others get 0."),
    ("dout * won", "dout * np.ones_like(won) / dout.dtype.type(len(w))",
     "the gradient is shared among the pieces. The largest gets all of it, the others 0."),
    ("dout * won", "dout * ~won", "the pieces that lost get the gradient. The one that won gets it."),
    ("dout * won", "won.astype(dout.dtype)", "this says who won. Multiply it by dout: the chain rule."),
    ("dout * won", "dout * (np.arange(len(w))[:, None, None] == 0) + 0 * won",
     "the first piece gets the gradient, whoever won. For each row and output, ask which was the largest."),
    (DX, "dout @ w[0]", "dx goes through the first piece only. It goes through the one that won."),
    (DX, "(dpieces @ w).mean(axis=0)", 
     "dx is the mean over the pieces. Add them up: all but the winner's are 0 already."),
    (DX, "dpieces[-1] @ w[-1]", "dx is the last piece's part alone. x went into all pieces, so add the parts up: +=."),
    (DX, "dpieces @ w", "dx has one part a piece. x went into all of them, so add the parts up, over the K pieces."),
    (DX, "(dpieces @ w).max(axis=0)", 
     "for dx the parts of the pieces are added up. The maximum was on the way forward."),
    (DW, f"{DW} / dout.dtype.type(len(x))", "dw is divided by N once more. The 1/N of a mean is in dout already."),
    (f"{DW}, {DB}", f"{DW} / dout.dtype.type(len(x)), {DB} / dout.dtype.type(len(x))",
     "dw and db are divided by N once more. The 1/N of a mean is in dout already."),
    (DW, f"({DW}).transpose(0, 2, 1)", "each dw[k] is transposed: it has the shape of w[k], (C, D)."),
    (DW, f"({DW}).sum(axis=0)", "dw has lost its pieces. It has the shape of w, (K, C, D)."),
    (DB, "dpieces.mean(axis=1)", "db is the mean over the rows. It is the sum: the 1/N is in dout already."),
    (DB, "dpieces.sum(axis=(0, 1))", "db has lost its pieces. It has the shape of b, (K, C): sum over the rows alone."),
    (DB, "dpieces.sum(axis=0)", "db is summed over the pieces. Sum over the rows."),
    (DB, "np.tile(dout.sum(axis=0), (len(w), 1))",
     "every piece gets the sum of all rows in db. For each piece sum only the rows in which it won."),
    (f"{DW}, {DB}", f"{LAST_ROW.join(DW.split('dpieces'))}, {LAST_ROW}.sum(axis=1)",
     "dw and db keep the last row in which a piece won. Add up the parts of all rows: += in place of =."),
    (DB, "dpieces", "db is not summed over the rows. b[k] was added to every row, so each row adds to its gradient."),
    (f"{DX}, {DW}", f"{DW}, {DX}", "the order is dx, dw, db, as the forward function takes x, w, b."),
    (f", {DB}", "", "db is missing: return dx, dw, db."),
    (DX, f"-{DX}", "dx has the wrong sign."),
)  # fmt: skip

register(
    Exercise(
        maxout.maxout_backward, ("dx", "dw", "db"), cases, maxout_backward, mistakes=MISTAKES,
        forward=maxout.maxout_forward,
    )
)  # fmt: skip
