"""The faults that can be planted in a source file, each a small change that a test should notice."""

import ast
from typing import NamedTuple

OPERATORS = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div], ast.Div: [ast.Mult], ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.Mult], ast.Pow: [ast.Mult], ast.BitAnd: [ast.BitOr], ast.BitOr: [ast.BitAnd],
    ast.LShift: [ast.RShift], ast.RShift: [ast.LShift], ast.And: [ast.Or], ast.Or: [ast.And],
    ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE], ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is], ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}  # fmt: skip
OPPOSITES = [
    "any all", "min max", "minimum maximum", "argmin argmax", "zeros ones", "zeros_like ones_like", "sum mean",
]  # fmt: skip
NAMES = {one: other for pair in map(str.split, OPPOSITES) for one, other in (pair, pair[::-1])}
COMPOUND = ast.BinOp | ast.BoolOp | ast.UnaryOp | ast.Compare | ast.IfExp
UNTOUCHED = {"annotation", "returns", "ctx"}  # fields of a node: no test can see what stands there


class Fault(NamedTuple):
    line: int  # where it starts, from 1
    scope: str  # the function or class that holds it, such as Sequential.forward; "" is the module
    lines: range  # a test that runs none of these cannot notice
    shown: str  # the changed line, or lines put into one
    source: str  # the whole file with the fault in it


def faults(source, *, more=lambda node, parent: ()):
    """Yield every Fault for the text of a module; more yields further nodes that may stand in the place of one."""
    tree = ast.parse(source)
    yield from _inside(tree, _Place(source, scope="", lines=range(0), anchor=None), more)


class _Place(NamedTuple):
    source: str
    scope: str
    lines: range
    anchor: ast.AST  # an f-string around it, if any: Python 3.11 does not know where the parts of one stand


def _inside(node, place, more):
    for field, value in ast.iter_fields(node):
        if field in UNTOUCHED or not isinstance(value, ast.AST | list):
            continue
        for position, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST) or _is_untouched(child):
                continue
            below = _entered(child, place)
            for other in (*_alternatives(child, node), *more(child, node)):
                setattr(node, field, _with(value, position, other))
                yield _fault(child, other, below)
                setattr(node, field, value)
            yield from _inside(child, below, more)


def _is_untouched(node):
    """Tell a docstring, an import, what runs only as a script, and how a class of data is declared."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "__name__ == '__main__'"
    documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    freezes = isinstance(node, ast.Call) and ast.unparse(node.func) == "dataclass"  # keeps others from what nobody does
    return documents or freezes or isinstance(node, ast.Import | ast.ImportFrom)


def _entered(node, place):
    """Return the place of what is in the node."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        scope = f"{place.scope}.{node.name}".lstrip(".")
        return place._replace(scope=scope, lines=range(node.body[0].lineno, node.end_lineno + 1))
    if isinstance(node, ast.stmt):
        last = node.body[0].lineno - 1 if hasattr(node, "body") else node.end_lineno
        return place._replace(lines=range(node.lineno, max(last, node.lineno) + 1))
    if isinstance(node, ast.JoinedStr):
        return place._replace(anchor=place.anchor or node)
    return place


def _with(value, position, other):
    return [*value[:position], other, *value[position + 1 :]] if isinstance(value, list) else other


def _alternatives(node, parent):
    """Yield what may stand in the place of a node."""
    match node:
        case ast.BinOp() | ast.BoolOp():
            yield from (changed_node(node, op=other()) for other in OPERATORS.get(type(node.op), []))
        case ast.Compare(ops=[operator]):
            yield from (changed_node(node, ops=[other()]) for other in OPERATORS[type(operator)])
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case ast.AugAssign():
            yield from (changed_node(node, op=other()) for other in OPERATORS.get(type(node.op), []))
            yield ast.Pass()
        case ast.Constant() | ast.JoinedStr() if not isinstance(parent, ast.JoinedStr | ast.FormattedValue):
            yield from map(ast.Constant, _other_values(node, parent))
        case ast.Name(id=name) if name in NAMES:
            yield changed_node(node, id=NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield changed_node(node, attr=NAMES[name])
        case ast.Call():
            kept = node.keywords
            yield from (changed_node(node, keywords=[k for k in kept if k is not dropped]) for dropped in kept)
            if not node.args and not kept and isinstance(node.func, ast.Attribute):
                yield node.func.value  # x.copy() → x
        case ast.Expr() | ast.Raise() | ast.Assert() | ast.Delete():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
    if _decides(node, parent):
        yield from (ast.Constant(True), ast.Constant(False))


def changed_node(node, **fields):
    """Return a copy of a node with other fields."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def _other_values(node, parent):
    value = getattr(node, "value", "")
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value - 1] if isinstance(parent, ast.UnaryOp) else [value + 1, value - 1]  # -2 often does what -1 does
    if isinstance(value, float):
        return [value + 1]
    if isinstance(value, str):
        return ["mutant"]
    default = isinstance(parent, ast.arguments | ast.AnnAssign)  # 0 counts as nothing, as None does
    return [0] if value is None and not default and not isinstance(parent, ast.Compare | ast.Return) else []


def _decides(node, parent):
    """Tell the condition of an if; a comparison has changes enough of its own."""
    holds = isinstance(parent, ast.If | ast.IfExp) and node is parent.test
    holds = holds or (isinstance(parent, ast.comprehension) and node in parent.ifs)
    return holds and not isinstance(node, ast.Compare | ast.Constant)


def _fault(node, other, place):
    """Put the other's text where the node's stands; all else, lines included, stays as it is."""
    anchor = place.anchor or node
    text = ast.unparse(other if anchor is node else anchor)  # the f-string holds the other already
    if isinstance(other, ast.Pass):
        text = f"pass  # {ast.unparse(node).splitlines()[0]}"
    elif isinstance(other, COMPOUND) and type(other) is not type(node):
        text = f"({text})"  # not (a or b) → (a or b)
    before = place.source[: _offset(place.source, anchor.lineno, anchor.col_offset)]
    after = place.source[_offset(place.source, anchor.end_lineno, anchor.end_col_offset) :]
    shown = before.rpartition("\n")[2] + text + after.partition("\n")[0]
    return Fault(anchor.lineno, place.scope, place.lines, " ".join(shown.split()), before + text + after)


def _offset(source, line, column):
    """Turn ast's place, a line and a column in bytes, into an index of the text."""
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())
