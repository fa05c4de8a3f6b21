"""Small changes to the text of a function, each the undoing of a slip: another operator, axis, name, order, place.

An edit says where it is made and in which words to speak of it; the tree is as it was once the next one is asked for.
"""

import ast
import warnings
from typing import NamedTuple

from course_lib.checks.engine.structure.moves import moved
from course_lib.checks.engine.structure.others import others, parsed, wrapped


class Edit(NamedTuple):
    """One change.

    Attributes
    ----------
    code : code         of the changed text, to be run for the function
    line : int          where, counted from 1
    what : str          what is done: "replaced", "everywhere", or as `moved` says
    old, new : str      the text that is replaced, and what by; of a move, the line, and what it is moved by
    """

    code: object
    line: int
    what: str
    old: str
    new: str


def edits(text, *, numbers=True):
    """Yield every Edit of the text of one function, the likeliest kinds first.

    numbers : bool      whether names and numbers may be others, too
    """
    try:
        tree = ast.parse(text)
    except SyntaxError:  # part of a line, as of a function in a list
        return
    if not isinstance(tree.body[0], ast.FunctionDef):
        return
    names = _names(tree)
    kinds = (moved(tree), _values(tree, names, numbers), _everywhere(tree, names), _swaps(tree, names))
    for changes in (*kinds, _wraps(tree, names)) if numbers else kinds[:2]:
        for node, what, old, new in changes:
            code = _compiled(tree)
            if code:
                yield Edit(code, node.lineno, what, old, new)


def _compiled(tree):
    """Return the code of a changed text, or None if it cannot be so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 0[1], say
        try:
            return compile(tree, "<edit>", "exec")
        except (SyntaxError, SystemError, ValueError, TypeError):
            return None


def _names(tree):
    """Return the names that the function's arguments and assignments give, and of loops; in the order of the text."""
    function = tree.body[0]
    arguments = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys([*arguments, *stored]))


def _put(tree, place, key, new):
    """Put a node in a place: a field of a node or an index of a list; compiling needs its lines."""
    if isinstance(place, list):
        place[key] = new
    else:
        setattr(place, key, new)
    ast.fix_missing_locations(tree)


def _places(tree):
    """Return every expression of the body with its place: (where it is kept, under which key, the node)."""
    found = []
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(node, (ast.FunctionDef, ast.arguments, ast.arg)) and field != "body":
                continue  # arguments and their defaults
            children = list(enumerate(value)) if isinstance(value, list) else [(field, value)]
            home = value if isinstance(value, list) else node
            found += [(home, key, child) for key, child in children if isinstance(child, (ast.expr, ast.keyword))]
    return found


def _values(tree, names, numbers):
    """Replace an expression by what is taken for it."""
    yield from _replaced(
        tree, lambda node: others(node, names) if numbers or not isinstance(node, ast.Constant) else ()
    )


def _everywhere(tree, names):
    """Replace an expression by what is taken for it in all the places where it stands."""
    places = {}
    for home, key, node in _places(tree):
        if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)) and not isinstance(node, ast.keyword):
            places.setdefault(ast.unparse(node), []).append((home, key, node))
    for old, same in places.items():
        for new in others(same[0][2], names) if len(same) > 1 else ():
            text = ast.unparse(new)
            for home, key, _ in same if text != old else ():
                _put(tree, home, key, parsed(text))
            if text != old:
                yield same[0][2], "everywhere", old, text
            for home, key, node in same:
                _put(tree, home, key, node)


def _swaps(tree, names):
    """Replace a name by another that the function knows."""
    known = lambda node: isinstance(node, ast.Name) and node.id in names  # noqa: E731
    yield from _replaced(tree, lambda node: [parsed(n) for n in names if n != node.id] if known(node) else [])


def _wraps(tree, names):
    """Do something more with an expression: turn its sign or its axes, copy it, multiply or divide it by a name."""
    yield from _replaced(tree, lambda node: wrapped(node, names))


def _replaced(tree, choices):
    for home, key, node in _places(tree):
        if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        place, old = node if hasattr(node, "lineno") else node.value, ast.unparse(node)
        for new in choices(node):
            text = ast.unparse(new)
            if text != old:
                _put(tree, home, key, new)
                yield place, "replaced", old, text
                _put(tree, home, key, node)
