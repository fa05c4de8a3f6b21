"""What an exercise is: the right answer, the cases it is tried on, and the wrong answers that students really write."""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property


@dataclass(frozen=True)
class Cached:
    """Stands among a case's arguments for the cache that the forward function makes of these inputs.

    So a backward function can be tried with the student's own forward function, whatever that keeps in its cache.
    Where that is random, a loss may be made of its output: part 0 stands for this, with a generator in the same state.
    """

    args: tuple
    options: dict = field(default_factory=dict)
    part: int = 1


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
    times : int         how often the function is called, the generator going on: if several times, accept gets a list
        of all values, since one call does not tell chance from a fixed number
    """

    title: str
    args: tuple
    options: dict = field(default_factory=dict)
    accept: Callable | None = None
    times: int = 1


@dataclass(frozen=True)
class Mistake:
    """A wrong answer, and the hint that cures it."""

    function: Callable
    hint: str


def slips(answer, *slips):
    """Make wrong answers of a right one: each slip is (what the answer says, what it says instead, the hint).

    Parameters
    ----------
    answer : callable       a right answer, as a student would write it
    *slips : tuple          of three str: a part of the answer's source that stands there once, its wrong form, the hint

    Returns
    -------
    mistakes : tuple        of Mistake
    """
    return tuple(Mistake(Slip(answer, (right, wrong)), hint) for right, wrong, hint in slips)


class Slip:
    """A right answer with parts of its source replaced, compiled when it is first called."""

    def __init__(self, answer, *edits):
        self.answer, self.edits = answer, edits

    def __call__(self, *args, **options):
        """Answer, wrongly."""
        return self.function(*args, **options)

    @cached_property
    def function(self):
        """The wrong answer; ValueError if a part to be replaced does not stand there once."""
        source = source_of(self.answer)
        for right, wrong in self.edits:
            if source.count(right) != 1:
                found = f"{source.count(right)} times in {self.answer.__name__} of {self.answer.__module__}"
                raise ValueError(f"a slip replaces what stands once in the answer: {right!r} stands {found}")
            source = source.replace(right, wrong)
        return with_source(self.answer, source)


@cache  # reading it takes longer than compiling it
def source_of(answer):
    """Return the text of an answer, as it would stand in a cell of its own."""
    return textwrap.dedent(inspect.getsource(answer))


def with_source(answer, source):
    """Compile another text of an answer, which may use what its module holds."""
    names = dict(vars(inspect.getmodule(answer)))
    exec(compile(source, "<slip>", "exec"), names)
    return names[answer.__name__]


@dataclass(frozen=True)
class Exercise:
    """A function that students write.

    Attributes
    ----------
    reference : callable    the library's own; the exercise has its name. Where it raises, an answer has to as well
    outputs : tuple         the results' names, for messages; where the reference returns a tuple, one for each part,
                            or one for all of any number
    cases : callable        from a numpy.random.Generator to a list of Case, the smallest first
    answer : callable       a right answer, as the solution has it; what slips and mutants are made of
    mistakes : tuple        of Mistake, the likeliest first
    own : tuple             outputs that are the student's own business, such as a cache: they need only be there
    forward : callable      for a backward function: the library's forward function, which makes what Cached stands for
    use : callable or None  (function, *args, **options) -> result, where a case does more than call the function; the
                            student's page should have it under its name, to try a case
    tidy : callable or None result -> result, where something else is as good: lists for tuples. It
                            looks at types only, since a result may be anything
    first : callable or None        (case) -> the case cut to its first step, where an answer goes from step to step:
                            what is wrong there has not grown yet
    seconds : float         that a student's function may take for a case, loops in Python included
    """

    reference: Callable
    outputs: tuple
    cases: Callable
    answer: Callable | None = None
    mistakes: tuple = ()
    own: tuple = ()
    forward: Callable | None = None
    use: Callable | None = None
    tidy: Callable | None = None
    first: Callable | None = None
    seconds: float = 5

    @property
    def name(self):
        """The reference's name, which the student's function has too."""
        return self.reference.__name__

    @cached_property
    def inputs(self):
        """The names of the arguments that are passed by position, for messages: what `use` takes after the function.

        Where `use` passes on whatever it gets, those of the reference.
        """
        return (self.use and positional(self.use)[1:]) or positional(self.reference)


def positional(function):
    """Return the names of the arguments that a function takes by position."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(parameter.name for parameter in parameters if parameter.kind == parameter.POSITIONAL_OR_KEYWORD)
