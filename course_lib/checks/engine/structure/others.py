"""What an expression is taken for by mistake: another operator, function, axis, order or number; see `edits`."""

import ast
import copy

OTHERS = [  # what is taken for one another
    {ast.Add, ast.Sub},
    {ast.Mult, ast.Div, ast.FloorDiv},
    {ast.Lt, ast.LtE, ast.Gt, ast.GtE},
    {ast.Eq, ast.NotEq},
    {ast.And, ast.Or},
]
FUNCTIONS = [
    {"sum", "mean", "max"}, {"max", "min", "argmax"}, {"argmax", "argmin"}, {"maximum", "minimum"},
    {"zeros_like", "ones_like"}, {"zeros", "ones", "empty"}, {"floor", "ceil"}, {"log", "exp"}, {"sqrt", "square"},
    {"any", "all"}, {"append", "extend"},
]  # fmt: skip
REDUCTIONS = {"sum", "mean", "max", "min", "argmax", "argmin", "prod", "std", "var", "norm"}
AXES = (0, 1, 2, -1, (0, 1), (2, 3), None)
NUMBERS = ("0", "1", "2", "np.inf", "-np.inf")


def wrapped(node, names):
    """Return what an expression may lack: a sign, a factor, a copy."""
    if isinstance(node, ast.Compare):
        return [parsed(f"({ast.unparse(node)}).astype({names[0]}.dtype)")] if names else []
    if isinstance(node, ast.Name):
        return [parsed(f"{node.id}{more}") for more in (".T", ".copy()", "[:, None]", " + 1", " - 1", "**2")]
    if not isinstance(node, (ast.BinOp, ast.Call, ast.Subscript, ast.Attribute, ast.UnaryOp)):
        return []
    text = ast.unparse(node)
    found = [f"({text}).copy()", f"-({text})", f"({text}).T", f"np.nan_to_num({text})", f"np.abs({text})"]
    found += [f"({text}) {sign} {name}" for name in [*names, "2"] for sign in ("*", "/")]
    found += [f"{name}.shape[{axis}]" for name in names for axis in (0, 1)]
    found += ["-np.inf"] * isinstance(node, ast.Subscript)  # what a search for the largest may begin with
    return map(parsed, found)


def others(node, names):
    """Yield what an expression may be taken for, by its kind."""
    make = {
        ast.Constant: _of_constant, ast.BinOp: _of_operation, ast.Compare: _of_comparison, ast.Call: _of_call,
        ast.keyword: _of_keyword, ast.Subscript: _of_subscript, ast.Slice: _of_slice,
    }.get(type(node))  # fmt: skip
    if make:
        yield from make(node)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
            yield from (parsed(f"range({name})") for name in names)
        if isinstance(node, ast.Slice) and not (node.lower or node.upper):
            yield from map(parsed, names)  # d[:, k] for d[n, k]
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BoolOp):
        yield from (ast.BoolOp(op, node.values) for op in _kin(node.op))
        yield from node.values
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse, ast.IfExp(node.test, node.orelse, node.body))
    elif isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value
    elif isinstance(node, ast.Tuple) and len(node.elts) > 1:
        for one in range(len(node.elts)):
            for other in range(one):
                order = list(node.elts)
                order[one], order[other] = order[other], order[one]
                yield ast.Tuple(order, ast.Load())
        yield ast.Tuple([*node.elts[1:], node.elts[0]], ast.Load())
        yield ast.Tuple([node.elts[-1], *node.elts[:-1]], ast.Load())


def _of_constant(node):
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, (int, float)):
        for other in dict.fromkeys((repr(value + 1), repr(value - 1), repr(-value), *NUMBERS)):
            yield parsed(other)


def _kin(op):
    """Return the operators that one is taken for."""
    kin = {other for family in OTHERS if type(op) in family for other in family} - {type(op)}
    return [other() for other in sorted(kin, key=lambda other: other.__name__)]


def _of_operation(node):
    yield from (ast.BinOp(node.left, op, node.right) for op in _kin(node.op))
    if not isinstance(node.op, (ast.Add, ast.Mult)):
        yield ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List):
        yield parsed(f"[list({ast.unparse(node.left.elts[0])}) for _ in range({ast.unparse(node.right)})]")
    if isinstance(node.op, ast.MatMult):
        left, right = ast.unparse(node.left), ast.unparse(node.right)
        for one, other in ((f"({left}).T", right), (left, f"({right}).T"), (f"({left}).T", f"({right}).T")):
            yield parsed(f"{one} @ ({other})")
        yield parsed(f"({left} * {right}).sum()")
        yield parsed(f"({right}).T @ ({left})")
        yield parsed(f"({right}) @ ({left}).T")
    yield node.left
    yield node.right
    if isinstance(node.right, ast.BinOp):  # brackets
        yield ast.BinOp(ast.BinOp(node.left, node.op, node.right.left), node.right.op, node.right.right)
    if isinstance(node.left, ast.BinOp):
        yield ast.BinOp(node.left.left, node.left.op, ast.BinOp(node.left.right, node.op, node.right))


def _of_comparison(node):
    [op, *more] = node.ops
    yield from (ast.Compare(node.left, [other], node.comparators) for other in _kin(op) if not more)


def _of_call(node):
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    text = ast.unparse(node)
    for family in FUNCTIONS:
        for other in sorted(family - {name}) if name in family else ():
            func = copy.copy(node.func)
            setattr(func, "attr" if isinstance(func, ast.Attribute) else "id", other)
            yield ast.Call(func, node.args, node.keywords)
    given = {keyword.arg for keyword in node.keywords}
    if name in REDUCTIONS:
        inside = text[:-1] + ", " * bool(node.args or node.keywords)
        for more in ("axis=0", "axis=1", "axis=-1", "axis=(0, 1)", "axis=(2, 3)") if "axis" not in given else ():
            yield parsed(f"{inside}{more})")
            yield parsed(f"{inside}{more}, keepdims=True)")
        if "axis" in given and "keepdims" not in given:
            yield parsed(f"{inside}keepdims=True)")
    if name == "range":
        *start, stop = [ast.unparse(arg) for arg in node.args[:2]]
        for change in (f"{stop} + 1", f"{stop} - 1"):
            yield parsed(f"range({', '.join([*start, change, *map(ast.unparse, node.args[2:])])})")
        yield parsed(f"range({', '.join(['0' if start else '1', stop, *map(ast.unparse, node.args[2:])])})")
    if len(node.args) > 1:
        for one in range(len(node.args) - 1):
            order = list(node.args)
            order[one], order[one + 1] = order[one + 1], order[one]
            yield ast.Call(node.func, order, node.keywords)
    for keyword in node.keywords:
        yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "np":
        yield node.func.value  # x of x.copy()
    if name != "range":
        yield from (arg for arg in node.args if not isinstance(arg, (ast.Constant, ast.Starred)))  # x of np.abs(x)


def _of_keyword(node):
    if node.arg == "axis":
        old = ast.unparse(node.value)
        for axis in AXES:
            if repr(axis) != old:
                yield ast.keyword("axis", parsed(repr(axis)))


def _of_subscript(node):
    yield node.value
    if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2 and isinstance(node.slice.elts[0], ast.Slice):
        whole = ast.unparse(node.value)
        yield parsed(f"{whole}[np.arange(len({whole})), {ast.unparse(node.slice.elts[1])}]")


def _of_slice(node):
    for field in ("lower", "upper"):
        value = getattr(node, field)
        for text in (f"{ast.unparse(value)} + 1", f"{ast.unparse(value)} - 1") if value else ():
            yield ast.Slice(**{"lower": node.lower, "upper": node.upper, "step": node.step} | {field: parsed(text)})
        if value:
            yield ast.Slice(**{"lower": node.lower, "upper": node.upper, "step": node.step} | {field: None})
    if node.step:
        yield ast.Slice(node.lower, node.upper, None)


def parsed(text):
    """Return the tree of an expression."""
    return ast.parse(text, mode="eval").body
