"""Assignment A4: back through a convolution."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, slips
from course_lib.checks.exercises.a4.back_by_places import BY_PLACES, CUT
from course_lib.checks.exercises.a4.gradients import AGAIN, BIAS_SLIPS, DB, OVERWRITTEN, convolved, returned
from course_lib.checks.exercises.a4.images import convolutions, draw_convolution
from course_lib.checks.exercises.a4.windows import BACK_BY_ONE, SHORT, SLICES, edges
from course_lib.ops import conv


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape
    oh, ow = dout.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    douts = dout.reshape(n, f, oh * ow)
    for i in range(kh):
        for j in range(kw):
            rows, columns = slice(i, i + stride * oh, stride), slice(j, j + stride * ow, stride)
            met = padded[:, :, rows, columns].reshape(n, c, oh * ow)
            dw[:, :, i, j] = (douts @ met.transpose(0, 2, 1)).sum(axis=0)  # (N, F, OH·OW) @ (N, OH·OW, C)
            dpadded[:, :, rows, columns] += (w[:, :, i, j].T @ douts).reshape(n, c, oh, ow)  # (C, F) @ (N, F, OH·OW)
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def cases(rng):
    return [
        Case(title, (convolved(rng, *sizes), Cached(draw_convolution(rng, *sizes), sizes[2])))
        for title, *sizes in convolutions(rng)
    ]


DW, DX = "(douts @ met.transpose(0, 2, 1)).sum(axis=0)", "(w[:, :, i, j].T @ douts).reshape(n, c, oh, ow)"
INTO, RESULT = "dpadded[:, :, rows, columns] +=", f"return dx, dw, {DB}"
WRONG_CUT = "the wrong part of the padded gradient is cut out: padding pixels go at each of the four sides."
CUT_SHORT = "the cut ends too early. dx has height rows, width columns: it ends at padding + height, padding + width."
FOLDED = ".T turns all axes of an array round, that of the images too. transpose(0, 2, 1) exchanges the last two alone."
BY_N = "/ dout.dtype.type(n)"
MISTAKES = slips(
    conv2d_backward,
    (INTO, "dpadded[:, :, rows, columns] =", OVERWRITTEN),
    (INTO, "dpadded[:, :, rows, columns] -=", "the sign of dx is turned round. A pixel adds up all that it receives."),
    (f"{INTO} {DX}", f"dpadded[:, :, i : i + oh, j : j + ow] += {DX}", BACK_BY_ONE),
    (SLICES, "slice(i, i + oh), slice(j, j + ow)", BACK_BY_ONE),
    (DX, "(w[:, :, kh - 1 - i, kw - 1 - j].T @ douts).reshape(n, c, oh, ow)",
     "for dx the filters are turned by 180 degrees. Each pixel gets back through the same weight that met it."),
    (DW, "(douts @ met.transpose(0, 2, 1)).mean(axis=0)", f"dw is {AGAIN}"),
    (RESULT, f"return dx, dw {BY_N}, {DB} {BY_N}", f"dw and db are {AGAIN}"),
    (RESULT, f"return dx {BY_N}, dw {BY_N}, {DB} {BY_N}", f"everything is {AGAIN}"),
    (DW, "(douts @ met.transpose(0, 2, 1))[0]", "dw comes from the first image alone. Add up over all N."),
    (DW, "(douts @ met.transpose(0, 2, 1))[-1]", "dw comes from the last image alone. Add up over all N, with +=."),
    (f"dw[:, :, i, j] = {DW}", f"dw[:, :, kh - 1 - i, kw - 1 - j] = {DW}",
     "dw is turned by 180 degrees. dw[f, c, i, j] collects dout times the pixel that weight (i, j) met."),
    (DW, f"{DW} / (oh * ow)", "dw is a mean over the places. Add up over them."),
    *BIAS_SLIPS,
    (f"dx = {CUT}", "dx = dpadded", "dx has the padding still around it. Cut it off: dx has the shape of x."),
    (CUT, "dpadded[:, :, :height, :width]", WRONG_CUT),
    (CUT, "dpadded[:, :, 2 * padding :, 2 * padding :]", WRONG_CUT),
    (CUT, "dpadded[:, :, padding:height, padding:width]", CUT_SHORT),
    (CUT, "dpadded[:, :, padding : padding + height, padding:width]", CUT_SHORT),
    (SLICES, "slice(i, i + oh, stride), slice(j, j + ow, stride)", SHORT),
    (DW, "(douts @ met.transpose(0, 2, 1)).sum(axis=1)", "dw is summed over the filters. Sum over images and places."),
    (DW, "(douts @ met.transpose(0, 2, 1).T).sum(axis=0)", FOLDED),
    (DX, "(w[:, :, i, j].T @ douts.T).reshape(n, c, oh, ow)", FOLDED),
    *returned(dx="dx", dw="dw", db=DB),
    (RESULT, "return dx", "return all three: dx, dw, db."),
    *edges("i in range(kh)", "j in range(kw)", "the filters"),
)  # fmt: skip

register(
    Exercise(
        conv.conv2d_backward, ("dx", "dw", "db"), cases, conv2d_backward, mistakes=(*MISTAKES, *BY_PLACES),
        forward=conv.conv2d_forward,
    )
)  # fmt: skip
