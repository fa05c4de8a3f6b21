"""Checks of the students' answers: `check(softmax)` says in a line that it is right, or what exactly is wrong."""

from course_lib.checks.engine.exercise import Case, Exercise, Mistake
from course_lib.checks.engine.judge import CheckFailed, by_hand, check, inputs

__all__ = ["Case", "CheckFailed", "Exercise", "Mistake", "by_hand", "check", "inputs"]
