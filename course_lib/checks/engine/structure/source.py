"""What the text of an answer says of its loops: a return in the first round, a name that is made anew in every round.

These are facts about the code, whatever the cases: no relation between numbers tells them apart from other mistakes.
"""

import ast
import inspect
import textwrap
import warnings

from course_lib.checks.engine.structure.relation import Relation

LONGEST = 60  # characters of a line that is quoted


def returns_at_once(function):
    """Say that a loop never comes to its second round, since a return stands in it under no condition, or None."""
    tree, lines = _read_text(function)
    for loop in _loops(tree):
        ends = next((line for line in loop.body if isinstance(line, ast.Return)), None)
        if ends and not any(isinstance(node, ast.Continue) for node in ast.walk(loop)):
            return Relation("returns at once", what=_line(lines, ends), argument=_line(lines, loop))
    return None


def made_anew(function):
    """Say that a name which is needed after a loop is made in every round and not used there, or None.

    Then it is that of the last round. It has to come from what changes in the loop, or to be changed in it, as a sum.
    """
    tree, lines = _read_text(function)
    for loop in _loops(tree):
        targets = {name.id for name in ast.walk(loop.target) if isinstance(name, ast.Name)}
        made = [line for line in loop.body if isinstance(line, ast.Assign) and len(line.targets) == 1]
        changing = targets | {name for line in made for name in _names(line.targets[0])}
        for line in made:
            changes = changing & {node.id for node in ast.walk(line.value) if isinstance(node, ast.Name)}
            for name in _names(line.targets[0]):
                collects = any(_collects(node, name) for node in ast.walk(loop))
                if (changes or collects) and not _used(loop, name) and _needed(tree, loop, name):
                    return Relation("made anew", where=name, what=_line(lines, line), argument=_line(lines, loop))
    return None


def stored(function):
    """Return the names that an answer gives a value, but for those that it takes out of an argument as they are."""
    nodes = list(ast.walk(_read_text(function)[0]))
    taken_out = {
        id(part)
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and isinstance(node.targets[0], ast.Tuple)
        for part in node.targets[0].elts
    }
    names = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return {node.id for node in names if id(node) not in taken_out}


def text_of(function):
    """Return the text of a function as it would stand in a cell of its own; "" if it has none, as what exec makes."""
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError, SyntaxError, ValueError):
        return ""


def _read_text(function):
    """Return the parsed text of a function, and its lines."""
    text = text_of(function)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # which the student has seen
            return ast.parse(text), text.split("\n")
    except (SyntaxError, ValueError):  # a part of a line
        return ast.Module(body=[], type_ignores=[]), []


def _loops(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.For)]


def _names(target):
    """Return the names that an assignment gives a value; none where it fills a place of something."""
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _collects(node, name):
    """Whether something is added to what a name stands for: +=, a place that is filled, append."""
    if isinstance(node, ast.AugAssign):
        return _is(node.target, name)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        return _is(node.value, name)
    return isinstance(node, ast.Attribute) and node.attr == "append" and _is(node.value, name)


def _is(node, name):
    return isinstance(node, ast.Name) and node.id == name


def _used(tree, name):
    """Whether a name is used, other than to add to what it stands for."""
    loads = sum(_is(node, name) and isinstance(node.ctx, ast.Load) for node in ast.walk(tree))
    adding = sum(_collects(node, name) and not isinstance(node, ast.AugAssign) for node in ast.walk(tree))
    return loads > adding


def _needed(tree, loop, name):
    """Whether a name is used after a loop, not to be printed, before it is given another value."""
    printed = {id(part) for node in ast.walk(tree) if _prints(node) for part in ast.walk(node)}
    after = [node for node in ast.walk(tree) if _is(node, name) and node.lineno > loop.end_lineno]
    loads = [node.lineno for node in after if isinstance(node.ctx, ast.Load) and id(node) not in printed]
    stores = [node.lineno for node in after if isinstance(node.ctx, ast.Store)]
    return bool(loads) and min(loads) <= min(stores, default=min(loads))


def _prints(node):
    return isinstance(node, ast.Call) and _is(node.func, "print")


def _line(lines, node):
    text = lines[node.lineno - 1].split("#")[0].strip().rstrip(":")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
