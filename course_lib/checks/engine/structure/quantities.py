"""The numbers that a case brings with it, and what they are called: sides of arrays and options."""

import inspect
import re
from dataclasses import dataclass

import numpy as np

SHAPE = re.compile(r"^\s*(\w+(?:, \w+)*) : \(([^()]*)\)", re.MULTILINE)  # as docstrings write it: `x, w : (N, D)`
SIDES = {1: ("the length of {}",), 2: ("the number of rows of {}", "the number of columns of {}")}


@dataclass(frozen=True)
class Quantity:
    """A number of a case.

    Attributes
    ----------
    text : str      what it is called
    gloss : str     what a letter in it stands for
    code : str      as Python has it
    """

    text: str
    gloss: str = ""
    code: str = ""


def quantities(exercise, pair):
    """Return a dict from Quantity to its number in this case."""
    letters = documented_shapes(exercise)
    sides, numbers = {}, {}
    for name, value in [*pair.inputs.items(), *_result(pair, exercise)]:
        if isinstance(value, np.ndarray):
            sides |= _sides(name, value.shape, letters.get(name, ()), sides)
        else:
            numbers[Quantity(name, code=name)] = value
            numbers |= {Quantity(f"{name}²"): value**2, Quantity(f"(1 - {name})"): 1 - value}
    return sides | numbers


def side(name, axis, ndim, letters):
    """Return the Quantity of one side of an array."""
    names = SIDES.get(ndim)
    plain = names[axis].format(name) if names else f"{name}.shape[{axis}]"
    letter = letters[axis] if len(letters) == ndim else ""
    known = re.fullmatch("[A-Z]+", letter)
    gloss = f"{letter} {'' if names else '= '}{plain}"
    return Quantity(letter, gloss, letter) if known else Quantity(plain, code=f"{name}.shape[{axis}]")


def documented_shapes(exercise):
    """Return a dict from an argument's name to the letters of its sides, as the docstrings have them."""
    shapes = {}
    for function in filter(None, (exercise.forward, exercise.reference)):
        for names, letters in SHAPE.findall(inspect.getdoc(function) or ""):
            shapes |= dict.fromkeys(names.split(", "), tuple(re.split(r", ?", letters.rstrip(","))))
    return shapes


def _sides(name, shape, letters, known):
    """Name an array's sides, their product, and the area of an image; a letter that is known stays as it is."""
    found = {}
    taken = {quantity.text for quantity in known}
    if shape and letters[:1] in (("...",), ("…",)) and re.fullmatch("[A-Z]+", letters[-1]):
        return {q: length for q, length in _of_any_rank(name, shape, letters[-1]).items() if q.text not in taken}
    for axis, length in enumerate(shape):
        quantity = side(name, axis, len(shape), letters)
        if quantity.text not in taken | {other.text for other in found}:
            found[quantity] = length
    if len(shape) > 1:
        found[Quantity(f"the number of elements of {name}")] = int(np.prod(shape))
    if len(shape) > 2:
        found[Quantity(f"the number of elements in a plane of {name}")] = shape[-2] * shape[-1]
        found[Quantity(f"the number of elements in a channel of {name}")] = int(np.prod(shape)) // (shape[1] or 1)
    return found


def _of_any_rank(name, shape, letter):
    """Name what arrays with any number of leading axes have in common: the last side, and how many rows there are."""
    rows = Quantity("N", f"N the number of rows of {name} over all leading axes", "N")
    last = Quantity(letter, f"{letter} = {name}.shape[-1]", letter)
    return {rows: int(np.prod(shape[:-1])), last: shape[-1]}


def _result(pair, exercise):
    return [("the result", pair.expected)] if pair.expected.ndim > 1 else []


def shared(exercise, pairs):
    """Return a dict from Quantity to an array of its numbers, one for each pair, of those that all pairs have."""
    each = [quantities(exercise, pair) for pair in pairs]
    return {q: np.array([numbers[q] for numbers in each], float) for q in each[0] if all(q in n for n in each)}
