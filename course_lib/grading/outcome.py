"""What became of a submission: data, which course_lib.grading.report puts into words."""

from dataclasses import dataclass
from enum import Enum, auto


class Status(Enum):
    """How far the grading of a submission came."""

    GRADED = auto()
    PARTLY = auto()  # graded, but not all of it, or no feedback page could be written
    NO_NOTEBOOK = auto()  # the folder does not hold the assignment's notebook
    UNREADABLE = auto()  # a file is no notebook, or its date is no date
    REFUSED = auto()  # nbgrader stopped at it
    EARLIER = auto()  # graded in an earlier run, and not among these submissions
    ABSENT = auto()  # nothing handed in


@dataclass(frozen=True)
class Outcome:
    """What became of a submission.

    Attributes
    ----------
    status : Status
    expected : tuple        of str: the assignment's notebooks that are missing
    found : tuple           of str: what was handed in, if none of them is there
    stopped : str           why the notebook did not run to its end, or None if it did
    deleted : tuple         of str: exercises whose cells are gone
    error : Exception       what stopped the grading, or None
    page_error : Exception  what kept the feedback page from being written, or None
    """

    status: Status
    expected: tuple = ()
    found: tuple = ()
    stopped: str | None = None
    deleted: tuple = ()
    error: Exception | None = None
    page_error: Exception | None = None

    @property
    def whole(self):
        """Whether the submission was graded wholly and has its page."""
        return self.status is Status.GRADED
