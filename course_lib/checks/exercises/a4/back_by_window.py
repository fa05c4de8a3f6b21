"""The way back through pooling window by window, as most beginners write it, and the mistakes that this way invites."""

import numpy as np

from course_lib.checks.engine.exercise import slips
from course_lib.checks.exercises.a4.by_window import RETURN, SPANS
from course_lib.checks.exercises.a4.gradients import OVERWRITTEN
from course_lib.checks.exercises.a4.windows import BACK_BY_ONE, TOUCHING

CACHE, PLACE = "    x, out, kernel, stride = cache\n", "i * stride + row, j * stride + column"
COLLECT, WIDTH, GIVEN = f"dx[n, c, {PLACE}] += dout[n, c, i, j]", "argmax(), kernel", "+= dout[n, c, i, j]"


def max_back_by_window(dout, cache):
    x, out, kernel, stride = cache
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(out.shape):
        rows, columns = slice(i * stride, i * stride + kernel), slice(j * stride, j * stride + kernel)
        window = x[n, c, rows, columns]
        row, column = divmod(window.argmax(), kernel)
        dx[n, c, i * stride + row, j * stride + column] += dout[n, c, i, j]
    return (dx,)


def avg_back_by_window(dout, cache):
    shape, kernel, stride = cache
    dx = np.zeros(shape, dout.dtype)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows, columns = slice(i * stride, i * stride + kernel), slice(j * stride, j * stride + kernel)
            dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1] / kernel**2
    return (dx,)


COUNTED = "argmax() counts through the window row by row. kernel pixels are a row of it: divmod(number, kernel)."
OF_WINDOW = "dout[:, :, i : i + 1, j : j + 1]"
EXCHANGED = "i and j are exchanged: i counts along axis 2 of dout, and j along axis 3."
RETURNS = (  # and the cache that comes in
    ("(dx,)", "tuple(dx)", "tuple(dx) takes dx apart along its first axis. A tuple of one is (dx,)."),
    ("kernel, stride = cache", "stride, kernel = cache",
     "kernel and stride stand in each other's place: take the cache apart in the order in which forward packs it."),
    ("    return", "    dx[1:], dx[:, 1:] = 0, 0\n    return", RETURN),
)  # fmt: skip
KEPT = (
    "where windows overlap, a pixel collects from several, and here only the last share is kept: `=` does so, and `+=` "
    "too where arrays of indices name a pixel twice. Go from window to window, and add with `+=`."
)
OWN = "the largest pixel of all is looked for. Each window of each image and channel has its own."
MAX_BACK = slips(
    max_back_by_window,
    (GIVEN, "= dout[n, c, i, j]", KEPT),
    (COLLECT, "dx[n, c, rows, columns] = dout[n, c, i, j] * (window == out[n, c, i, j])", OVERWRITTEN),
    (GIVEN, "+= dout[n, c, j, i]", EXCHANGED),
    *((WIDTH, f"argmax(), {width}", COUNTED) for width in ("stride", "2", "out.shape[3]", "x.shape[3]")),
    ("row, column =", "column, row =", "row and column are exchanged: divmod(number, kernel) gives the row first."),
    (PLACE, "row, column", "row and column count from where the window begins: add i · stride and j · stride."),
    (PLACE, "i + row, j + column", BACK_BY_ONE),
    (PLACE, "i * kernel + row, j * kernel + column",
     "the gradient goes to a window that begins at i · kernel. It begins at i · stride, as on the way forward."),
    (CACHE, f"{CACHE}    stride = kernel\n", TOUCHING),
    (GIVEN, "+= out[n, c, i, j]", "the pixel itself is given back. What goes back is its gradient, dout."),
    ("np.zeros_like(x)", "x", "`dx = x` is a second name of the cached x: np.zeros_like(x) makes new zeros."),
    *RETURNS,
    (GIVEN, f"{GIVEN} * (window.max() == x[:, :, rows, columns].max())", OWN),
    (GIVEN, f"{GIVEN} * (window.max() == x[n, c].max())", OWN),
    ("= divmod(window.argmax(), kernel)",
     "= np.subtract(divmod(x[n, c].argmax(), x.shape[3]), (i * stride, j * stride))", OWN),
)  # fmt: skip
AVG_BACK = slips(
    avg_back_by_window,
    ("+= dout", "= dout", OVERWRITTEN),
    *SPANS,
    *RETURNS,
    ("    return", "            return", RETURN),
    ("    return", "        return", RETURN),
    (OF_WINDOW, "dout[:, :, j, i][:, :, None, None]", EXCHANGED),
    (OF_WINDOW, "dout", f"the whole of dout goes into each window. What belongs to one is {OF_WINDOW}."),
    (OF_WINDOW, "dout[:, :, i, j]",
     f"dout[:, :, i, j] is (N, C). Beside a window (N, C, 1, 1) is wanted: {OF_WINDOW}."),
)  # fmt: skip
