"""Checks of the students' answers: `check(softmax)` says in a line that it is right, or what exactly is wrong."""

from course_lib.checks import exercises  # noqa: F401  they register themselves
from course_lib.checks.student import CheckFailed, NotWritten, by_hand, check, inputs

__all__ = ["CheckFailed", "NotWritten", "by_hand", "check", "inputs"]
