"""How random results are judged: by what every right answer meets, whatever its order of draws.

What is wrong is told as a fact, without a number that changes from draw to draw: so that a student's function is seen
to do what a known mistake does, though the two draw differently.
"""

import numpy as np

from course_lib.checks.engine.problem import Problem
from course_lib.checks.exercises.batches import was_used

DEVIATIONS = 6  # standard deviations: chance leaves a right answer outside once in 500 million

NO_RNG = (
    "take the random numbers from the rng that is passed in, so that a run can be repeated: rng.random, rng.normal, …"
)
NOT_RETURNED = "the last line computes the result and does not return it: `return` has to stand before it."
MINUS = "a minus sign stands before the result, which turns every number round. Take it out."


def careless(start):
    """Make slips of how the last line starts: `return` forgotten, and a minus sign too many."""
    value = start.removeprefix("return ")
    return (start, value, NOT_RETURNED), (start, f"return -{value}", MINUS)


def fact(sentence, cure=""):
    """Say what is wrong with a random result, and how to cure it, if that has one cause."""
    return Problem("fact", sentence, cure=cure)


def usual(share, wanted, count):
    """Whether a share of so many draws may come from this probability."""
    return abs(share - wanted) <= DEVIATIONS * np.sqrt(wanted * (1 - wanted) / count)


def from_rng(judge):
    """Judge a result, and look whether the generator was used."""

    def accept(value, options):
        return judge(value, options) or (None if was_used(options["rng"]) else Problem("rng", "rng"))

    return accept


def element(name, found, wanted, tolerance):
    """Compare two arrays; return None, or the Problem of the worst element, with few digits."""
    gap = np.abs(np.asarray(found, float) - wanted)
    if gap.max() <= tolerance * np.abs(wanted).max():
        return None
    worst = np.unravel_index(gap.argmax(), gap.shape)
    place = f"{name}[{', '.join(map(str, worst))}]"
    return Problem("value", place, float(f"{found[worst]:.4g}"), float(f"{wanted[worst]:.4g}"))
