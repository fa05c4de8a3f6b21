"""What the one who runs a command can mend: a class for each kind, with its data as fields and its line as its text."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class CourseError(Exception):
    """Something that the user can mend; its text is one line without a full stop."""


@dataclass(eq=False)
class NoCourse(CourseError):
    """Neither a folder nor one above it is a course."""

    folder: Path
    config: str

    def __str__(self):
        return f"no {self.config} in {self.folder} or above: run this in the course's folder"


class NoRepository(CourseError):
    """The library is installed without the repository that it comes from."""

    def __str__(self):
        return "it needs the course's repository, not its library alone: there, run python tasks.py demo"


@dataclass(eq=False)
class UnknownAssignment(CourseError):
    """The source folder has no such assignment."""

    name: str
    folder: Path
    known: list

    def __str__(self):
        return f"no assignment called {self.name} in {self.folder}; there are: {', '.join(self.known) or 'none'}"


@dataclass(eq=False)
class CannotGenerate(CourseError):
    """nbgrader cannot make the students' version of an assignment; error is what it raised."""

    assignment: str
    error: Exception

    def __str__(self):
        before = self.error.__context__
        error = before if type(before) is type(self.error) else self.error  # the one before says which cell it is
        text = str(error).strip().splitlines()
        raw = not text or isinstance(error, (KeyError, AttributeError, TypeError, IndexError))
        reason = "nbgrader's notes in its notebook are damaged" if raw else text[0].rstrip(".")
        return f"{self.assignment} cannot be generated: {reason}"


@dataclass(eq=False)
class SolutionFails(CourseError):
    """The instructor's own solution does not pass its checks; reasons says what they found, a text each."""

    assignment: str
    reasons: list

    def __str__(self):
        first = " ".join(self.reasons[0].split()).rstrip(".")
        more = f" (and {len(self.reasons) - 1} more)" if len(self.reasons) > 1 else ""
        return f"{self.assignment} is not released, since its solution fails: {first}{more}"


@dataclass(eq=False)
class GivenAway(CourseError):
    """Checks that give points before a student has written anything."""

    assignment: str
    exercises: list

    def __str__(self):
        names = ", ".join(self.exercises)
        return f"{self.assignment} is not released, since points are earned with nothing written: {names}"


@dataclass(eq=False)
class NothingHandedIn(CourseError):
    """No student has a folder for the assignment."""

    submitted: Path
    assignment: str

    def __str__(self):
        return f"nothing handed in: there is no folder {self.submitted / 'STUDENT' / self.assignment}"


@dataclass(eq=False)
class AnotherGrading(CourseError):
    """Another process grades this course; pid and since are None if it has not said so yet."""

    pid: int | None
    since: str | None

    def __str__(self):
        who = f"since {self.since}, as process {self.pid}" if self.pid else "right now"
        return f"another `course grade` is running in this course, {who}: wait for its end, or stop it"


class Flaw(Enum):
    """Why a file cannot be read as a notebook; the value is what one says of the file."""

    PYTHON = "is a Python file, not the notebook"
    FOLDER = "is a folder, not a notebook"
    NO_ACCESS = "cannot be read"
    EMPTY = "is empty"
    NOT_TEXT = "is not text in UTF-8, as a notebook is"
    DAMAGED = "is damaged or no notebook: it may have been saved only in part"


@dataclass(eq=False)
class UnreadableNotebook(CourseError):
    """A file that cannot be read as a notebook; reason is the system's, instead another path that may be meant."""

    path: Path
    flaw: Flaw
    reason: str | None = None
    instead: Path | None = None

    def __str__(self):
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.path} {self.flaw.value}{reason}" + (f", but there is {self.instead}" if self.instead else "")


@dataclass(eq=False)
class NoChecks(CourseError):
    """A notebook in which no cell gives points."""

    path: Path

    def __str__(self):
        return f"{self.path} has no checks: no cell of it gives points. Take a fresh copy of the assignment"


@dataclass(eq=False)
class NoKernel(CourseError):
    """Jupyter cannot start Python; error is what it raised."""

    error: Exception

    def __str__(self):
        return f"no kernel starts: {self.error}. Try `course doctor`"


@dataclass(eq=False)
class NoDate(CourseError):
    """The file that says when a submission was handed in does not say it."""

    file: str
    found: str

    def __str__(self):
        return f"{self.file} gives no date, such as 2026-03-01 12:00:00 UTC, but {self.found[:40]!r}"
