"""Checks of the students' answers: `check(softmax)` says in a line that it is right, or what exactly is wrong."""

from course_lib.checks.engine.exercise import Cached, Case, Exercise, Mistake
from course_lib.checks.engine.problem import Problem
from course_lib.checks.student import CheckFailed, by_hand, check, inputs

__all__ = ["Cached", "Case", "CheckFailed", "Exercise", "Mistake", "Problem", "by_hand", "check", "inputs"]
