"""Mistakes on the way back through a convolution, from place to place, or with a loop for images and filters too."""

import numpy as np

from course_lib.checks.engine.exercise import slips
from course_lib.checks.exercises.a4.gradients import OVERWRITTEN
from course_lib.checks.exercises.a4.windows import edges


def back_by_places(dout, cache):
    x, w, stride, padding = cache
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape
    oh, ow = dout.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for i in range(oh):
        for j in range(ow):
            seen = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            d = dout[:, :, i, j]  # (N, F)
            dw += (d.T @ padded[seen].reshape(n, -1)).reshape(w.shape)
            dpadded[seen] += (d @ w.reshape(f, -1)).reshape(n, c, kh, kw)
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def back_by_loops(dout, cache):
    x, w, stride, padding = cache
    height, width, kh, kw = *x.shape[2:], *w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros(len(w), dout.dtype)
    for n, f, i, j in np.ndindex(dout.shape):
        seen = np.s_[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        dpadded[seen] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * padded[seen]
        db[f] += dout[n, f, i, j]
    return dpadded[:, :, padding : padding + height, padding : padding + width], dw, db


KEPT = "keeps what came last alone. Every image and every place adds to it: `+=`."
ALL_KEPT = "`=` keeps what came last alone. A pixel, a weight and a bias add up all that they receive: `+=`."
CUT = "dpadded[:, :, padding : padding + height, padding : padding + width]"
NO_PADDING = "where padding is 0, `padding:-padding` is empty: -0 is 0. The cut ends at padding + height."
ZEROS, SIZES = "np.zeros_like(padded)", "oh, ow = dout.shape[2:]"
PLACES = "for i in range(oh):\n        for j in range(ow):"
BY_PLACES = (
    *slips(
        back_by_places,
        ("dpadded[seen] +=", "dpadded[seen] =", OVERWRITTEN),
        ("dw += ", "dw[:] = ", f"dw {KEPT}"),
        ("dw += (d.T @ padded[seen].reshape(n, -1)).reshape(w.shape)\n            dpadded[seen] +=",
         "dw[:] = (d.T @ padded[seen].reshape(n, -1)).reshape(w.shape)\n            dpadded[seen] =", ALL_KEPT),
        (CUT, "dpadded[:, :, padding:-padding, padding:-padding]", NO_PADDING),
        (CUT, "dpadded[:, :, padding:, padding:]", "the padding is cut off at the beginning only."),
        (ZEROS, "np.zeros_like(x)", "dx is collected in an array as large as the padded images, and cut at the end."),
        ("padded[seen].reshape", "x[seen].reshape", "dw needs the pixels of the padded images, as forward met them."),
        (SIZES, "oh, ow = (height - kh) // stride + 1, (width - kw) // stride + 1",
         "some places are left out: OH and OW are those of dout, dout.shape[2:]."),
        (PLACES, "for i in range(1):\n        for j in range(1):",
         "only the first place counts. Perhaps return stands inside a loop: it belongs behind both."),
        ("(d.T @ padded", "(np.ones_like(d).T @ padded", "dout is missing in dw: each pixel counts times dout there."),
        ("(d @ w", "(np.ones_like(d) @ w", "dout is missing in dx: each weight counts times dout there."),
        *edges("i in range(oh)", "j in range(ow)", "the places"),
    ),
    *slips(
        back_by_loops,
        ("dpadded[seen] +=", "dpadded[seen] =", OVERWRITTEN),
        ("dw[f] +=", "dw[f] =", f"dw[f] {KEPT}"),
        ("db[f] +=", "db[f] =", f"db[f] {KEPT}"),
        ("dpadded[seen] += dout[n, f, i, j] * w[f]\n        dw[f] += dout[n, f, i, j] * padded[seen]\n        db[f] +=",
         "dpadded[seen] = dout[n, f, i, j] * w[f]\n        dw[f] = dout[n, f, i, j] * padded[seen]\n        db[f] =",
         ALL_KEPT),
    ),
)  # fmt: skip
