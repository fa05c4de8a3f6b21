"""What an exercise is: the right answer, the cases it is tried on, and the wrong answers that students really write."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One call of the student's function.

    Attributes
    ----------
    title : str         what is special here: "one row", "scores around 1000"
    args : tuple        positional arguments
    options : dict      keyword arguments
    accept : callable or None
        (value, options) -> None or what is wrong in words, for an answer that is not unique. It sees the options as
        the call left them, so that it can tell whether the random generator was used. None: compare with the reference
    """

    title: str
    args: tuple
    options: dict = field(default_factory=dict)
    accept: Callable | None = None


@dataclass(frozen=True)
class Mistake:
    """A wrong answer, and the hint that cures it."""

    function: Callable
    hint: str


@dataclass(frozen=True)
class Exercise:
    """A function that students write.

    Attributes
    ----------
    reference : callable    the library's own; the exercise has its name
    inputs : tuple          the arguments' names, for messages
    outputs : tuple         the results' names, for messages; more than one means that a tuple is returned
    cases : callable        from a numpy.random.Generator to a list of Case, the smallest first
    mistakes : tuple        of Mistake, the likeliest first
    """

    reference: Callable
    inputs: tuple
    outputs: tuple
    cases: Callable
    mistakes: tuple
