"""Assignment A3: is a gradient right? Checked along one random direction."""

import numpy as np

from course_lib import gradcheck
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a3.formulas import cases


def directional_error(f, x, gradient, *, rng, h=1e-5):
    direction = rng.normal(size=x.shape)
    numeric = (f(x + h * direction) - f(x - h * direction)) / (2 * h)
    analytic = (gradient * direction).sum()
    return abs(analytic - numeric) / (np.linalg.norm(gradient) * np.linalg.norm(direction))


AHEAD, BEHIND = "f(x + h * direction)", "f(x - h * direction)"
DIFFERENCE = f"({AHEAD} - {BEHIND}) / (2 * h)"
SCALE = "(np.linalg.norm(gradient) * np.linalg.norm(direction))"
GAP = "abs(analytic - numeric)"
NOT_RNG = (
    "the direction does not come from the rng that is passed in. Along a fixed one, such as all ones, some mistakes "
    "never show: rng.normal(size=x.shape)."
)
UNEVEN = "the two points do not lie the same step ahead and behind: they are x + h * direction and x - h * direction."
MISTAKES = slips(
    directional_error,
    ("abs(analytic", "(analytic", "an error has no sign: take the absolute value of the difference."),
    (SCALE, "np.linalg.norm(gradient)", "divide by the direction's length too, or make the direction one long."),
    (SCALE, "np.linalg.norm(direction)", "the error grows with the gradient: divide by the gradient's length too."),
    (f" / {SCALE}", "", "this is the difference itself. Divide by the lengths of the gradient and of the direction."),
    (SCALE, "abs(numeric)", "you divide by the slope along the direction. Divide by the largest slope possible: the "
     "gradient's length times the direction's."),
    (SCALE, "(np.linalg.norm(gradient) + np.linalg.norm(direction))", "the two lengths are added. Multiply them."),
    (SCALE, "((gradient**2).sum() * (direction**2).sum())", "these are squared lengths: the roots are missing."),
    ("(2 * h)", "h", "the two points are 2h apart: divide by 2h."),
    ("(2 * h)", "2 * h", "`/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`."),
    (DIFFERENCE, "(f(x + h * direction) - f(x)) / (2 * h)",
     "only one point is a step away, so they are h apart, not 2h: step back on the other side, to x - h d."),
    (DIFFERENCE, "(f(x + h * direction) + f(x - h * direction)) / (2 * h)", "the two values are added. Subtract them."),
    ("(2 * h)", "2", "h is missing below: the two points are 2h apart."),
    (DIFFERENCE, "(2 * h) / (f(x + h * direction) - f(x - h * direction))",
     "the slope is upside down: the difference of the two values stands above, 2h below."),
    (DIFFERENCE, "f(x + h * direction) / (2 * h)",
     "f is looked at in one place only: a slope is the difference of two values, ahead and behind."),
    (DIFFERENCE, "(f(x) - f(x - h * direction)) / (2 * h)",
     "only one point is a step away, so they are h apart, not 2h: step ahead on the other side, to x + h d."),
    *((point, point.replace("h * direction", wrong), UNEVEN)
      for point in (AHEAD, BEHIND) for wrong in ("h", "direction")),
    ("/ (2 * h)", "* (2 * h)", "the difference is multiplied by 2h. Divide by it."),
    (DIFFERENCE, "(f(x + h) - f(x - h)) / (2 * h)", "the step is h in every element. It is h times the direction."),
    (f"{GAP} / {SCALE}", f"{GAP} * {SCALE}", "you multiply by the lengths. Divide by them."),
    (f"{GAP} / {SCALE}", f"{SCALE} / {GAP}", "the fraction is upside down: the difference stands above."),
    (GAP, "abs(analytic)", "the measured slope is not compared with anything: |g d - measured slope|."),
    (GAP, "abs(numeric)", "the gradient is not compared with anything: |g d - measured slope|."),
    ("(gradient * direction).sum()", "direction.sum()", "the gradient is not in it: g d is the sum of their products."),
    (DIFFERENCE, "(f(x + h * direction) - f(x - h * direction))", "the difference is not divided by 2h."),
    (DIFFERENCE, "(f(x + h * direction) - f(x)) / h",
     "this is a one-sided difference, far less exact than the central one: step to both sides."),
    ("(f(x + h * direction) - f(x - h * direction))", "(f(x - h * direction) - f(x + h * direction))",
     "the two points are exchanged: f ahead minus f behind."),
    ("(f(x + h * direction) - f(x - h * direction))", "(f(x + direction) - f(x - direction))",
     "the step has the whole length of the direction. It is h times the direction."),
    (DIFFERENCE, DIFFERENCE.replace("h", "1e-5"), "1e-5 is written into your function. Use h."),
    ("(gradient * direction).sum()", "gradient.sum()",
     "the gradient has to be multiplied by the direction, element by element, before the sum."),
    ("(gradient * direction).sum()", "np.linalg.norm(gradient)",
     "the slope along a direction is the dot product of gradient and direction, not the gradient's length."),
    ("(gradient * direction).sum()", "(gradient * direction).mean()", "the dot product is a sum, not a mean."),
    ("rng.normal(size=x.shape)", "np.random.default_rng(0).normal(size=x.shape)", NOT_RNG),
    ("rng.normal(size=x.shape)", "np.ones(x.shape)", NOT_RNG),
    ("rng.normal(size=x.shape)", "rng.random(size=x.shape)",
     "a direction of positive numbers looks one way only. Draw numbers of both signs: rng.normal(size=x.shape)."),
    ("rng.normal(size=x.shape)", "rng.normal()",
     "one random number moves all elements alike. Draw one for each: rng.normal(size=x.shape)."),
)  # fmt: skip

register(Exercise(gradcheck.directional_error, ("error",), cases, directional_error, mistakes=MISTAKES))
