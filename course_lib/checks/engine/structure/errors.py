"""Hints for exceptions: what their texts mean, for those that beginners meet."""

import re
from dataclasses import replace

import numpy as np

from course_lib.checks.engine.exercise import Cached, positional
from course_lib.checks.engine.hints import is_own
from course_lib.checks.engine.structure.paths import number_defaults
from course_lib.checks.engine.structure.quantities import side
from course_lib.checks.engine.structure.relation import Relation, is_number, joined, named_inputs
from course_lib.checks.engine.structure.source import stored

BROADCAST = re.compile(r"could not be broadcast together with shapes ((?:\(.*?\) ?)+)")
RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape (\([\d, newaxis]*\))")
SIGNATURE = re.compile(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'")
TEXTS = {  # text of an exception: kind of Relation, and which groups are its `what` and its `argument`
    r"matmul: .*\(size (\d+) is different from (\d+)\)": ("matmul", 2, 1),
    r"shapes (\(.*?\)) and (\(.*?\)) not aligned: (\d+ \(dim \d\)) != (\d+ \(dim \d\))": ("dot", 1, 2),
    r"too many indices for array: array is (\d)-dimensional, but (\d+) were indexed": ("indices", 1, 2),
    r"expected a sequence of integers or a single integer, got ['\"]?(.+?)['\"]?$": ("no shape", 1, 0),
    r"'tuple' object cannot be interpreted as an integer": ("tuple for an integer", 0, 0),
    r"'float' object cannot be interpreted as an integer": ("float for an integer", 0, 0),
    r"truth value of an array with more than one element is ambiguous": ("truth", 0, 0),
    r"numpy boolean (negative|subtract), the `-` operator, is not supported": ("bool minus", 1, 0),
    r"tuple index out of range": ("place of a tuple", 0, 0),
    r"too many values to unpack \(expected (\d+)\)": ("unpack", 1, 0),
    r"with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))": ("onto an array", 2, 1),
    r"slice indices must be integers": ("float in a slice", 0, 0),
    r"repeated axis in transpose|duplicate value in 'axis'": ("axis twice", 0, 0),
    r"index can't contain negative values": ("negative padding", 0, 0),
    r"`pad_width` must be of integral type": ("pad width", 0, 0),
    r"x must be \(..., D\) and w \(C, D\): x.shape=\(.*?(\d+)\), w.shape=\(\d+, (\d+)\)": ("features", 1, 2),
    r"b must have shape \(\d+,\), one bias a filter": ("bias of another", 0, 0),
    r"(list|tuple) index out of range": ("no such place", 1, 0),
    r"(\w+)\(\) missing \d+ required [\w-]+ arguments?: (.*)$": ("missing in a call", 1, 2),
    r"labels must lie in 0 … \d+: found \d+ … \d+": ("classes", 0, 0),
    r"matmul: Input operand \d does not have enough dimensions": ("matmul of a number", 0, 0),
    r"not enough values to unpack \(expected (\d+), got (\d+)\)": ("few to unpack", 1, 2),
    r"shape mismatch: value array of shape (\(.*?\)) .* indexing result of shape (\(.*?\))": ("assigned", 1, 2),
    r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))": ("assigned", 1, 2),
    r"zero-size array to reduction operation (\w+)": ("empty reduction", 1, 0),
    r"attempt to get (arg\w+) of an empty sequence": ("empty reduction", 1, 0),
    r"'bitwise_xor' not supported for the input types|operand type\(s\) for \^=?: '(float|int)": ("power", 0, 0),
    r"Cannot interpret '(.+?)' as a data type": ("shape in parts", 1, 0),
    r"^(?:low >= high|high <= 0|low > high)$": ("no integers", 0, 0),
    r"cannot unpack non-iterable NoneType object": ("none unpacked", 0, 0),
    r"'(?:numpy\.)?(?:int|float|bool)\w*' object is not iterable|iteration over a 0-d array": ("one for several", 0, 0),
    r"cannot unpack non-iterable (?:numpy\.)?(?:int|float|bool)\w* object": ("one for several", 0, 0),
    r"all input arrays must have the same shape": ("ragged", 0, 0),
    r"setting an array element with a sequence.*inhomogeneous shape": ("uneven", 0, 0),
    r"setting an array element with a sequence": ("sequence", 0, 0),
    r"axes don't match array": ("transpose", 0, 0),
    r"zip\(\) argument \d is (?:shorter|longer) than argument": ("zip", 0, 0),
    r"^dout must have the output's shape (\(.*?\)): dout\.shape=(\(.*?\))": ("another cache", 1, 2),
    r"subscripts string contains too many subscripts for operand (\d+)": ("einsum letters", 1, 0),
    r"operand has more dimensions than subscripts given": ("einsum few", 0, 0),
    r"shape-mismatch for sum": ("tensordot", 0, 0),
    r"Cannot cast ufunc '\w+' output from dtype\('(\w+)'\) to dtype\('(\w+)'\)": ("cast", 1, 2),
    r"(\w+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but \d+ (?:positional|were|was)": ("by name", 1, 2),
}
PRODUCT = r"^matmul|not aligned|could not be broadcast|remapped shapes"
REFUSED = re.compile(r"^\w+ must (?:be|have) .*: (\w+\.shape=.*)$")  # as the library's functions say it
INDEX = re.compile(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)")
STACKS = re.compile(r"remapped shapes \[original->remapped\]: (\(.*?\))->(\(.*?\)) (\(.*?\))->(\(.*?\))")
FUNCTIONS = ("function", "method", "builtin_function_or_method", "_ArrayFunctionDispatcher", "type", "ufunc")
STANDS = {  # the type of what stands in the wrong place: kind of Relation
    "NoneType": "none among numbers", **dict.fromkeys(("tuple", "list"), "several for one"),
    **dict.fromkeys(("float", "int", "float64", "float32"), "number for an array"),
    **dict.fromkeys(FUNCTIONS, "not called"),
}  # fmt: skip
OPERANDS = (  # texts that name types: of arithmetic, and of what only arrays have
    r"unsupported operand type\(s\) for .+: '(\w+)' and '(\w+)'", r"bad operand type for unary .: '(\w+)'",
    r"'(\w+)' object has no attribute '(?:shape|ndim|dtype|size|T|sum|mean|max|argmax|astype|copy|reshape|transpose)'",
    r"'(\w+)' object is not subscriptable", r"'(\w+)' object does not support item assignment",
)  # fmt: skip
INSIDE = (
    "few to unpack",
    "indices",
    "place of a tuple",
    "zero division",
    "zero below",
)  # what is given there says more
SHOWING_SHAPES = ("matmul", "matmul of a number", "place of a tuple", "classes")


def raised(exercise, trial, function=None):
    """Return a Relation for a case that raises, or None."""
    problem, wanted = trial.problem, trial.wanted.problem
    if wanted and (is_own(problem) or problem.found[0] in ("AssertionError", "Exception")):
        return Relation("another error", what=wanted.found[0], argument=problem.found[0])
    if is_own(problem) and problem.where == exercise.name:
        return Relation("own error")
    found = _explained(exercise, trial, function)
    if not problem.given:
        return found
    if found is None or found.kind in INSIDE:
        return Relation("inside", what=problem.where, argument=problem.given)
    gloss = "" if found.kind in SHOWING_SHAPES else found.gloss
    return replace(found, gloss=gloss, only=f"in {problem.where}, which your function calls, with {problem.given}: ")


def _explained(exercise, trial, function):
    """Return a Relation for what the text of an exception says, or None."""
    name, text = trial.problem.found
    text = text.replace(",", ", ").replace(",  ", ", ").replace(", )", ",)")
    if re.search(PRODUCT, text) and (found := _turned(exercise, trial, function)):
        return found
    if match := BROADCAST.search(text):
        return _broadcast(exercise, trial, match[1].strip())
    if match := RESHAPE.search(text):
        return _reshape(int(match[1]), match[2])
    if (match := SIGNATURE.search(text)) and match[1] == exercise.name:
        return Relation("signature", what=match[2])
    if match := re.search(r"axis (-?\d+) is out of bounds for array of dimension (\d)", text):
        return _axis(*map(int, match.groups()))
    if name == "ZeroDivisionError":
        return _zero(exercise, trial)
    if match := INDEX.search(text):
        return Relation("index", what=match[1], argument=f"axis {match[2]}", gloss=match[3])
    if match := STACKS.search(text):
        return _stacks(*match.groups(), "einsum" in trial.problem.line)
    if found := _stands(text):
        return found
    for pattern, (kind, what, argument) in TEXTS.items():
        if match := re.search(pattern, text):
            groups = (match[0], *match.groups())
            return _told(exercise, trial, kind, groups[what] if what else "", groups[argument] if argument else "")
    if match := REFUSED.search(text):
        given = re.findall(r"(\w+)\.shape=(\(.*?\))", match[1])
        return Relation("refused", what=" and ".join(f"{argument} {shape}" for argument, shape in given))
    return None


def _told(exercise, trial, kind, what, argument):
    """Add what else a sentence says: the shapes that come in, and where two lengths clash."""
    if kind == "few to unpack" and exercise.use and trial.problem.where == exercise.use.__name__:
        return Relation("few results", what=what, argument=argument)
    if kind == "by name" and what == exercise.name:
        return Relation("too few arguments", what=joined(positional(exercise.reference)))
    if kind == "dot":
        sides = [re.findall(r"\d+", shape) for shape in (what, argument)]
        return Relation("dot", what=what, argument=argument, gloss=f"{sides[0][-1]} and {sides[1][-2:][0]}")
    if kind == "assigned" and _is_cut_off(what, argument):
        return Relation("assigned slice", what=what, argument=argument)
    if kind == "none unpacked" and any(isinstance(arg, Cached) for arg in trial.case.args):
        return Relation("no cache", what=exercise.forward.__name__, argument=exercise.name)
    shown = _shapes(exercise, trial) if kind in SHOWING_SHAPES else ""
    return Relation(kind, what=what, argument=argument, gloss=shown)


def _is_cut_off(what, argument):
    """Whether one shape is the other, with fewer places along some axes: more than one, or NumPy would repeat it."""
    came, wanted = ([int(side) for side in re.findall(r"\d+", shape)] for shape in (what, argument))
    return len(came) == len(wanted) and all(one <= other for one, other in zip(came, wanted))


def _shapes(exercise, trial):
    """Write the shapes of the arguments, as NumPy does."""
    arrays = {n: v for n, v in named_inputs(exercise, trial.case).items() if isinstance(v, np.ndarray) and v.ndim}
    return ", ".join(f"{name} {value.shape}" for name, value in arrays.items())


def _turned(exercise, trial, function):
    """In a product that does not fit, an input stands with .T that has not two axes."""
    if trial.problem.where != exercise.name:
        return None
    arrays = {n: v for n, v in named_inputs(exercise, trial.case).items() if isinstance(v, np.ndarray) and v.ndim != 2}
    for name in re.findall(r"(?<![\w.])(\w+)\.T\b", trial.problem.line):
        if name in arrays and name not in stored(function):
            shape = f"{arrays[name].shape}"
            several = arrays[name].ndim > 2
            return Relation("turned round", "", name, shape) if several else Relation("not turned", "", name, shape)
    return None


def _broadcast(exercise, trial, text):
    shapes = re.findall(r"\(.*?\)", text)
    if len(shapes) < 2:
        return None
    one, other = ([int(side) for side in re.findall(r"\d+", shape)] for shape in shapes[:2])
    few, many = sorted((one, other), key=len)
    if len(few) == 1 and len(many) == 2 and few[0] == many[0]:
        return Relation("one a row", what=f"{tuple(few)}", argument=f"{tuple(many)}", gloss=f"({few[0]}, 1)")
    clash = next(((a, b) for a, b in zip(one[::-1], other[::-1]) if a != b and 1 not in (a, b)), None)
    if not clash:
        return None
    found = Relation("broadcast", what=f"{shapes[0]} and {shapes[1]}", argument=f"{clash[0]} and {clash[1]}")
    return replace(found, gloss=_where_from(clash, named_inputs(exercise, trial.case)))


def _where_from(lengths, inputs):
    """Say which sides of the inputs have these lengths, if they have, or whether one was counted from labels."""
    arrays = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray)}
    labels = [n for n, v in arrays.items() if v.dtype.kind in "iu" and v.ndim == 1 and v.size]
    known, counted = {}, ""
    for length in lengths:
        sides = [(n, axis, v.ndim) for n, v in arrays.items() for axis, long in enumerate(v.shape) if long == length]
        known[length] = [name for name, value in inputs.items() if is_number(value) and value == length]
        known[length] += [side(name, axis, ndim, ()).text for name, axis, ndim in sides]
        if labels and not known[length]:
            most, several = arrays[labels[0]].max() + 1, len(set(arrays[labels[0]].tolist()))
            known[length] = [f"{labels[0]}.max() + 1"] * bool(length == most)
            known[length] += [f"the number of different {labels[0]}"] * (length == several)
            counted = f". Not every class need occur in {labels[0]}" if known[length] else counted
    images = any(value.ndim > 2 for value in arrays.values())  # of many short sides, some are equally long by chance
    if images or not all(0 < len(names) < 3 for names in known.values()):
        return ""
    said = [f"{length} is {' or '.join(names)}" for length, names in known.items()]
    return f". Here {' and '.join(said)}{counted}"


def _reshape(size, shape):
    """NumPy does not write a side of -1, if it is the first: then other lengths would do than the shape holds."""
    if not size and "newaxis" in shape:
        return Relation("empty reshape")
    held = int(np.prod([int(side) for side in re.findall(r"\d+", shape)]))
    if held and size % held:
        return Relation("no multiple", what=f"{size}", argument=shape.replace("newaxis", "-1"), gloss=f"{held}")
    return Relation("reshape", what=f"{size}", argument=shape, gloss=f"{held}")


def _axis(axis, ndim):
    if ndim == 0:
        return Relation("axis of a number", what=f"{axis}")
    few = ["axis 0 (or -1) only", "the axes 0 and 1 (or -2 and -1) only"]
    axes = few[ndim - 1] if ndim < 3 else f"the axes 0 to {ndim - 1} (or {-ndim} to -1) only"
    return Relation(
        "no axis", what=f"{axis}", argument=axes, gloss="1 dimension" if ndim == 1 else f"{ndim} dimensions"
    )


def _stacks(one, mapped, other, also_mapped, in_einsum):
    """In a product of stacks of matrices the axes before the last two do not fit, or in np.einsum those of a letter."""
    if in_einsum or not all(text.endswith("newaxis, newaxis)") for text in (mapped, also_mapped)):
        return Relation("einsum sides", what=f"{one} and {other}")
    sides = [re.findall(r"\d+", shape)[:-2] for shape in (one, other)]
    fronts = [f"({', '.join(front)}{',' * (len(front) == 1)})" for front in sides]
    return Relation("stacks", what=f"{one} @ {other}", argument=" and ".join(fronts))


def _stands(text):
    """Something stands where a number or an array belongs: None, a tuple, a function that is not called."""
    if re.search(r"'tuple' object does not support item assignment", text):
        return Relation("tuple is fixed")
    if re.search(r"'(?:\w*\.)?(?:ndarray|float|int|float64)' object is not callable", text):
        return Relation("called")
    if re.search(r"can't multiply sequence by non-int of type 'float'", text):
        return Relation("several for one", what="list or a tuple")
    for pattern in OPERANDS:
        if match := re.search(pattern, text):
            types = [name for name in match.groups() if name in STANDS and STANDS[name] != "number for an array"]
            name = (types or [match[1]])[0]
            alone = len(match.groups()) == 1
            return Relation(STANDS[name], what=name) if name in STANDS and (types or alone) else None
    return None


def _zero(exercise, trial):
    """Name the numbers that are 0 in this case: one of them may be what is divided by."""
    named = number_defaults(exercise.reference) | named_inputs(exercise, trial.case)
    zeros = [name for name, value in named.items() if is_number(value) and value == 0]
    return Relation("zero division", where=" and ".join(zeros)) if zeros else Relation("zero below")
