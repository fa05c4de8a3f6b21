"""What is wrong, as data. `diagnose` makes sentences of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what an answer returned, raised, or did to its inputs.

    Attributes
    ----------
    kind : str          a key of diagnose.WORDS: "shape", "value", "raised", …
    where : str         which result, element, input or function: "dx", "dx[0, 2]", "softmax"; of a "fact", which is
                        what all random results of a wrong answer have in common, the sentence
    found, expected     of the kind: a shape, a dtype's name, a number, what compare calls it ("a list", "one number");
                        of an exception the name of its class and its text; of a call without end how many
                        characters it printed and after how many seconds it was stopped
    wrong, size : int   how many of how many elements are wrong
    line : str          of code, that raised or did not end
    cure : str          the hint, where what is wrong tells it
    given : str         the shapes of the arguments where it raised, if that is a function which the answer calls
    """

    kind: str
    where: str = ""
    found: object = None
    expected: object = None
    wrong: int = 0
    size: int = 0
    line: str = ""
    cure: str = ""
    given: str = ""
