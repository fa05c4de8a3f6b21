"""Assignment A2: the Huber loss, half the square near the target and lines of the same slope far from it."""

from functools import partial

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.a2 import distances
from course_lib.ops import regression


def huber_loss(pred, target, *, delta=1.0):
    difference = pred - target
    slopes = np.clip(difference, -delta, delta)
    losses = slopes * (difference - slopes / 2)
    return losses.mean(), slopes / difference.size


LOSSES, SLOPES, GRADIENT = "slopes * (difference - slopes / 2)", "np.clip(difference, -delta, delta)", "difference.size"
MISTAKES = slips(
    huber_loss,
    (LOSSES, "slopes * difference", "this is twice the loss near the target: there it is d² / 2."),
    (LOSSES, "slopes**2 / 2", "far away the loss stays the same, however far: an outlier would not pull at all."),
    (LOSSES, "difference**2 / 2", "far away the loss is still the square: from delta on it is a line of slope delta."),
    (LOSSES, "np.where(np.abs(difference) < delta, difference**2, slopes * (difference - slopes / 2))",
     "the parabola is twice too high: d² / 2 has the slope delta at delta, as the lines have."),
    (LOSSES, "np.where(np.abs(difference) < delta, difference**2 / 2, np.abs(difference) - delta / 2)",
     "these are lines of slope 1: delta * (|d| - delta / 2) goes on as steeply as the parabola ends."),
    (LOSSES, "np.where(np.abs(difference) < delta, difference**2 / 2, delta * np.abs(difference))",
     "the lines do not meet the parabola: at delta it has reached delta² / 2. Lower them, |d| - delta / 2."),
    (LOSSES, "np.where(np.abs(difference) < delta, difference**2 / 2, delta * (np.abs(difference) - 0.5))",
     "0.5 is delta / 2 only for delta = 1: at delta parabola and lines must meet."),
    (LOSSES, "np.where(difference < delta, difference**2 / 2, delta * (np.abs(difference) - delta / 2))",
     distances.NOT_ABSOLUTE),
    (SLOPES, "np.clip(difference, -1, 1)", "the parabola ends at delta, not at 1."),
    (f"slopes / {GRADIENT}", f"difference / {GRADIENT}",
     "an outlier pulls with all its distance: far away the slope stays at delta or -delta."),
    (f"slopes / {GRADIENT}", f"np.where(np.abs(difference) < delta, difference, np.sign(difference)) / {GRADIENT}",
     "the slope of the lines is delta, not 1."),
    (f"slopes / {GRADIENT}", f"slopes / delta / {GRADIENT}",
     "this is the gradient of smooth L1. The loss is delta times as large, and so is its gradient."),
    (f"slopes / {GRADIENT}", f"np.where(np.abs(difference) < delta, difference, delta) / {GRADIENT}", distances.SIZED),
    (f"slopes / {GRADIENT}", f"-slopes / {GRADIENT}", distances.SIGN),
    (f"slopes / {GRADIENT}", "slopes", distances.GRADIENT_MEAN),
    (f"slopes / {GRADIENT}", "slopes / len(difference)", distances.ROWS),
    ("losses.mean()", "losses.sum()", distances.SUM),
    ("losses.mean()", "losses.sum() / len(losses)", distances.ROWS),
    (f"losses.mean(), slopes / {GRADIENT}", "losses.sum() / len(losses), slopes / len(losses)", distances.ROWS),
    (f"losses.mean(), slopes / {GRADIENT}", "losses.sum(), slopes", distances.BOTH),
    ("losses.mean(), slopes", "losses, slopes", distances.NOT_REDUCED),
    (f"losses.mean(), slopes / {GRADIENT}", f"slopes / {GRADIENT}, losses.mean()", distances.SWAPPED),
    (f", slopes / {GRADIENT}", "", distances.ALONE),
)  # fmt: skip
SMOOTH = Mistake(
    lambda pred, target, delta=1.0: regression.smooth_l1_loss(pred, target, beta=delta),
    "this is smooth L1, whose lines have the slope 1. Those of Huber have the slope delta, loss and gradient alike.",
)

register(Exercise(
    regression.huber_loss, ("loss", "dpred"), partial(distances.cases, option="delta"), huber_loss,
    mistakes=(SMOOTH, *MISTAKES),
))  # fmt: skip
