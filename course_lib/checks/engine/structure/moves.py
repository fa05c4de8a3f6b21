"""Lines of a function that stand elsewhere, or are left out, or collect with += in place of =: see `edits`."""

import ast
import copy

NEAR = 4  # lines before a loop that may belong into it
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


def moved(tree):
    """Yield (node, what, old, new) with the tree changed so; it is as it was when the next is asked for."""
    for body in [lines for node in ast.walk(tree) for lines in _bodies(node)]:
        for index, line in enumerate(list(body)):
            yield from _in_place(body, index, line)
            yield from _among_lines(body, index, line)
            if isinstance(line, (ast.For, ast.While, ast.If)):
                for inside in _bodies(line):
                    yield from _across(body, index, inside, first_line(line) if inside is line.body else "else")


def _bodies(node):
    lists = [value for _, value in ast.iter_fields(node) if isinstance(value, list) and value]
    return [value for value in lists if isinstance(value[0], ast.stmt)]


def _in_place(body, index, line):
    """Put += for =, = for +=, break for continue."""
    for new in _otherwise(line):
        body[index] = ast.fix_missing_locations(ast.copy_location(new, line))
        yield line, "replaced", _operator(line), _operator(new)
        body[index] = line


def _otherwise(line):
    if isinstance(line, ast.Assign) and len(line.targets) == 1 and not isinstance(line.targets[0], ast.Tuple):
        yield ast.AugAssign(line.targets[0], ast.Add(), line.value)
    if isinstance(line, ast.AugAssign):
        yield ast.Assign([copy.copy(line.target)], line.value)
        for op in SIGNS:
            if not isinstance(line.op, op):
                yield ast.AugAssign(line.target, op(), line.value)
    if isinstance(line, ast.Break):
        yield ast.Continue()
    if isinstance(line, ast.Continue):
        yield ast.Break()


def _operator(line):
    if isinstance(line, ast.AugAssign):
        return f"{SIGNS.get(type(line.op), '')}="
    return "=" if isinstance(line, ast.Assign) else ast.unparse(line)


def _among_lines(body, index, line):
    """Leave a line out, or put it before the one before it."""
    if isinstance(line, (ast.Return, ast.FunctionDef)):
        return
    if len(body) > 1:
        del body[index]
        yield line, "left out", first_line(line), ""
        body.insert(index, line)
    if index:
        body[index - 1], body[index] = body[index], body[index - 1]
        yield line, "moved up", first_line(line), first_line(body[index])
        body[index - 1], body[index] = body[index], body[index - 1]


def _across(body, index, inside, head):
    """Move a line that is next to a loop or a condition into it, or its first or last line out of it."""
    for before in range(max(0, index - NEAR), index):
        yield from _carried(body, before, inside, 0, "moved in", head)
    if index + 1 < len(body):
        yield from _carried(body, index + 1, inside, len(inside), "moved in last", head)
    if len(inside) > 1:
        yield from _carried(inside, 0, body, index, "moved before", head)
        yield from _carried(inside, len(inside) - 1, body, index + 1, "moved after", head)


def _carried(here, index, there, place, what, head):
    line = here.pop(index)
    there.insert(place, line)
    yield line, what, first_line(line), head
    there.pop(place)
    here.insert(index, line)


def first_line(node):
    """Return the first line of a statement, without its colon."""
    return ast.unparse(node).split("\n")[0].rstrip(":")
