"""Functions with known gradients, for the gradient check: written so that a message can show them."""

import numpy as np

from course_lib.checks.engine.exercise import Case
from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.batches import was_used

ONE_SIGN = "all elements of its direction have the same sign, or nearly all: those of a random direction have both"
TINY, VISIBLE = 1e-6, 1e-5  # rounding and a small step's error stay below; a wrong gradient comes below once in 1e5


class Formula:
    """A function that looks like its source."""

    def __init__(self, source):
        self.source = source

    def __call__(self, x):
        return eval(self.source, {"np": np})(x)

    def __repr__(self):
        return self.source


SQUARES = Formula("lambda x: (x**2).sum()")
CUBES = Formula("lambda x: (x**3).sum()")
WAVES = Formula("lambda x: np.sin(x).sum()")
SUM = Formula("lambda x: x.sum()")
KINKS = Formula("lambda x: np.abs(x).sum()")


def cases(rng):
    """With one element there are two directions, and both give the same error; with more, it lies in a known range."""
    seed = int(rng.integers(2**32))

    def case(title, f, x, gradient, accept=None, **options):
        return Case(title, (f, x, gradient), {"rng": np.random.default_rng(seed)} | options, accept)

    def draw(*shape):
        x = rng.normal(size=shape).round(2)
        return np.where(np.abs(x) < 0.2, 0.7, x)

    one, two, rows, many = draw(1), draw(1, 1), draw(2, 3), draw(3, 4, 5)
    near = np.array([1e-6])
    return [
        case("one element, a gradient twice too large", SQUARES, one, 4 * one, h=0.5),
        case("one element, a gradient twice too small", SQUARES, two, two, h=0.25),
        case("one element, the sign turned round", SQUARES, one, -2 * one, h=0.5),
        case("a right gradient", SQUARES, rows, 2 * rows, small),
        case("a right gradient of many elements", CUBES, many, 3 * many**2, small),
        case("a right gradient, small", WAVES, 0.01 * rows, np.cos(0.01 * rows), small),
        case("the sign turned round", CUBES, rows, -3 * rows**2, visible),
        case("all elements a tenth too large", WAVES, many, 1.1 * np.cos(many), between(VISIBLE, 0.1)),
        case("a sum, each of its 60 slopes a tenth too large", SUM, many, 1.1 + 0 * many, of_both_signs),
        case("a kink, with a step that does not reach it", KINKS, near, np.sign(near), small, h=1e-7),
        case("a kink, with a step that reaches past it", KINKS, near, np.sign(near), between(0.5, 1.0001), h=10.0),
        case("a kink, and the step that h stands for by default", KINKS, 300 * near, np.sign(near), small),
    ]


def between(low, high):
    """Accept an error in this range, if the direction came from rng."""

    def accept(value, options):
        if not was_used(options["rng"]):
            return Problem("rng", "rng")
        error = float(value)
        nearest = min(max(error, low), high)
        return None if error == nearest else Problem("value", "error", float(f"{error:.3g}"), nearest)

    return accept


def of_both_signs(value, options):
    """The error is 1/11 times the cosine between the direction and one of equal elements: of 60 it is hardly above 0.6.

    Of numbers of both signs it is so once in a million times; of positive ones it is about 0.8.
    """
    one_sided = 0.6 / 11 < float(value) < 1.001 / 11 and was_used(options["rng"])
    return Problem("fact", ONE_SIGN) if one_sided else between(0, 0.6 / 11)(value, options)


def small(value, options):
    """A right gradient has an error of 0, but for rounding."""
    return between(0, TINY)(value, options)


def visible(value, options):
    """A wrong one has an error that one sees."""
    return between(VISIBLE, 2.001)(value, options)
