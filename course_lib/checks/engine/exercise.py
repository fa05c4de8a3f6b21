"""What an exercise is: the right answer, the cases it is tried on, and the wrong answers that students really write."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cached:
    """Stands among a case's arguments for the cache that the forward function makes of these inputs.

    So a backward function can be tried with the student's own forward function, whatever that keeps in its cache.
    """

    args: tuple
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One call of the student's function.

    Attributes
    ----------
    title : str         what is special here: "one row", "scores around 1000"
    args : tuple        positional arguments; a Cached is replaced by the cache it stands for
    options : dict      keyword arguments
    accept : callable or None
        (value, options) -> None or a Problem, for an answer that is not unique. It sees the options as the call left
        them, so that it can tell whether the random generator was used. None: compare with the reference
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
    reference : callable    the library's own; the exercise has its name. Where it raises, an answer has to as well
    inputs : tuple          the arguments' names, for messages
    outputs : tuple         the results' names, for messages; where the reference returns a tuple, one for each part
    cases : callable        from a numpy.random.Generator to a list of Case, the smallest first
    mistakes : tuple        of Mistake, the likeliest first
    own : tuple             outputs that are the student's own business, such as a cache: they need only be there
    forward : callable      for a backward function: the library's forward function, which makes what Cached stands for
    use : callable or None  (function, *args, **options) -> result, where a case does more than call the function
    seconds : float         that a student's function may take for a case, loops in Python included
    """

    reference: Callable
    inputs: tuple
    outputs: tuple
    cases: Callable
    mistakes: tuple = ()
    own: tuple = ()
    forward: Callable | None = None
    use: Callable | None = None
    seconds: float = 5

    @property
    def name(self):
        """The reference's name, which the student's function has too."""
        return self.reference.__name__
