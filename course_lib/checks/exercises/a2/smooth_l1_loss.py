"""Assignment A2: smooth L1, a parabola near the target and lines far from it."""

from functools import partial

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import distances
from course_lib.ops import regression


def smooth_l1_loss(pred, target, *, beta=1.0):
    difference = pred - target
    distance = np.abs(difference)
    near = distance < beta
    losses = np.where(near, distance**2 / (2 * beta), distance - beta / 2)
    slopes = np.where(near, difference / beta, np.sign(difference))
    return losses.mean(), slopes / difference.size


CURVE, LINES = "distance**2 / (2 * beta)", "distance - beta / 2"
SLOPES, LOSS, GRADIENT = "np.where(near, difference / beta, np.sign(difference))", "losses.mean()", "difference.size"
MISTAKES = slips(
    smooth_l1_loss,
    (CURVE, "distance**2 / 2", "the parabola does not meet the lines: beta makes it flatter, d² / (2·beta)."),
    (CURVE, "distance**2 / beta", "the parabola is twice too steep: d² / (2·beta) has the slope 1 at beta."),
    (CURVE, "beta * distance**2 / 2", "the parabola is multiplied by beta. A wide parabola is a flat one: divide."),
    (LINES, "distance", "the lines do not meet the parabola: at beta it has reached beta / 2, they beta. Lower them."),
    (LINES, "distance - 0.5", "0.5 is beta / 2 only for beta = 1: at beta parabola and lines must meet."),
    (LINES, "beta * (distance - beta / 2)",
     "far away this is the Huber loss, of slope delta. Smooth L1 has lines of slope 1, whatever beta is."),
    ("distance < beta", "distance < 1", "parabola and lines meet at beta, not at 1."),
    ("distance < beta", "difference < beta", distances.NOT_ABSOLUTE),
    ("distance < beta", "distance > beta", "near and far are the wrong way round: the parabola is for |d| < beta."),
    (f"{CURVE}, {LINES}", f"{LINES}, {CURVE}", "near and far are the wrong way round: the parabola is for |d| < beta."),
    (SLOPES, "np.where(near, difference, np.sign(difference))",
     "the slope near the target is d / beta, not d."),
    (SLOPES, "np.sign(difference)", "this is the gradient of L1: near the target the slope falls to 0, as d / beta."),
    (SLOPES, "difference / beta", "an outlier pulls with all its distance: far away the slope is 1 or -1, no more."),
    ("np.sign(difference))", "1.0)", distances.SIZED),
    (f"slopes / {GRADIENT}", f"-slopes / {GRADIENT}", distances.SIGN),
    (f"slopes / {GRADIENT}", "slopes", distances.GRADIENT_MEAN),
    (f"slopes / {GRADIENT}", "slopes / len(difference)", distances.ROWS),
    (LOSS, "losses.sum()", distances.SUM),
    (LOSS, "losses.sum() / len(losses)", distances.ROWS),
    (f"{LOSS}, slopes / {GRADIENT}", "losses.sum() / len(losses), slopes / len(losses)", distances.ROWS),
    (f"{LOSS}, slopes / {GRADIENT}", "losses.sum(), slopes", distances.BOTH),
    (f"{LOSS}, slopes", "losses, slopes", distances.NOT_REDUCED),
    (f"{LOSS}, slopes / {GRADIENT}", f"slopes / {GRADIENT}, {LOSS}", distances.SWAPPED),
    (f", slopes / {GRADIENT}", "", distances.ALONE),
)  # fmt: skip

register(Exercise(
    regression.smooth_l1_loss, ("loss", "dpred"), partial(distances.cases, option="beta"), smooth_l1_loss,
    mistakes=MISTAKES,
))  # fmt: skip
