"""`python tasks.py mutants exercises [NAME …]`: is every wrong answer refused, and is it told why?

Each fault that a machine can plant in the right answers of the exercises is checked as a student's answer would be.
An answer that passes all the same is printed, with what was changed: a case is missing, or it is right after all; then
explained.toml says why, under [exercises/NAME].
"""

import ast
import contextlib
import copy
import io
from collections import Counter, defaultdict
from typing import NamedTuple

import tqdm

from course_lib.checks import CheckFailed, check
from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.exercise import source_of, with_source
from mutants.faults import changed_node, faults

REFUSED, NAMED, ACCEPTED = "refused", "named", "accepted"
SAYS_WHY = ("none",)  # kinds of problem whose sentence asks for the cause: "is `return` missing?"


class Verdict(NamedTuple):
    exercise: str
    shown: str  # the changed line
    outcome: str  # one of the three above; named is refused and told why
    hint: str


def slips(node, parent):
    """Yield what students write in the place of a node, besides what a machine would."""
    match node:
        case ast.BinOp(left=left, right=right, op=ast.MatMult()):
            yield changed_node(node, left=_transposed(left))
            yield changed_node(node, right=_transposed(right))
            yield changed_node(node, left=right, right=left)
            yield changed_node(node, op=ast.Mult())
        case ast.BinOp(left=left, right=right, op=ast.Sub() | ast.Div()):
            yield changed_node(node, left=right, right=left)
            yield left
        case ast.BinOp(left=left, right=right):
            yield left
            yield right
        case ast.Attribute(attr="T", value=value):
            yield value
        case ast.Call(args=[first, second], keywords=[]):
            yield changed_node(node, args=[second, first])
        case ast.Call(args=[argument], func=ast.Attribute(attr="exp" | "log" | "sqrt" | "abs")):
            yield argument
        case ast.Subscript(value=value, ctx=ast.Load()):
            yield value
        case ast.AugAssign(target=target, value=value):
            yield ast.Assign([target], value, lineno=node.lineno)
        case ast.Return(value=ast.Tuple(elts=[first, second, *others])):
            yield ast.Return(ast.Tuple([second, first, *others]))
            yield ast.Return(ast.Tuple([first, *others]))
            yield ast.Return(first)
        case ast.Return(value=ast.expr() as value):
            yield ast.Return(ast.UnaryOp(ast.USub(), value))


def ignored(function):
    """Yield the function's source with each option taken as its default everywhere, as if it were not there."""
    tree = ast.parse(source_of(function))
    arguments = tree.body[0].args
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if default is not None:
            changed = copy.deepcopy(tree)
            changed.body[0].body.insert(0, ast.Assign([ast.Name(argument.arg, ast.Store())], default))
            yield f"{argument.arg} ignored", ast.unparse(ast.fix_missing_locations(changed))


def answers(exercise):
    """Yield (what was changed, a wrong answer) for every fault in an exercise's right answer."""
    changed = [(fault.shown, fault.source) for fault in faults(source_of(exercise.answer), more=slips)]
    for shown, text in [*ignored(exercise.answer), *dict(changed).items()]:
        yield shown, with_source(exercise.answer, text)


def judge(name, shown, answer):
    """Check a wrong answer as a student would, and read the verdict."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(answer)
    except CheckFailed as failed:
        text = " ".join(str(failed).split())
        hint = text.partition("Hint: ")[2].partition(" To try it")[0]
        said = failed.problem is not None and failed.problem.kind in SAYS_WHY
        return Verdict(name, shown, NAMED if hint or said else REFUSED, hint)
    return Verdict(name, shown, ACCEPTED, "")


def main(names, explained):
    """Judge every wrong answer to the exercises, or to all; return 0 if none passes that is not explained, else 1."""
    todo = [(name, *changed) for name in names or EXERCISES for changed in answers(EXERCISES[name])]
    verdicts = [judge(*one) for one in tqdm.tqdm(todo, "wrong answers", unit="answer", smoothing=0.02)]
    return report(verdicts, explained)


def is_explained(verdict, explained):
    """Whether explained.toml says why an answer that passes is right."""
    return verdict.shown in explained.get(f"exercises/{verdict.exercise}", {})


def report(verdicts, explained):
    """Print what passed, what was not named, and a table; return 0 if all that passed is explained, else 1."""
    counts, left = defaultdict(Counter), []
    for verdict in verdicts:
        fine = verdict.outcome == ACCEPTED and is_explained(verdict, explained)
        counts[verdict.exercise]["right after all" if fine else verdict.outcome] += 1
        if verdict.outcome == REFUSED:
            print(f"not named: {verdict.exercise}: {verdict.shown}")
        elif verdict.outcome == ACCEPTED and not fine:
            left.append(f"accepted: {verdict.exercise}: {verdict.shown}")
    print("\n".join(left))
    _print_table(counts)
    return 1 if left else 0


def _print_table(counts):
    counts["all"] = sum(counts.values(), Counter())
    width = max(map(len, counts))
    print(f"{'':{width}}  wrong  refused %  named %  right after all")
    for name, count in counts.items():
        wrong = count[REFUSED] + count[NAMED] + count[ACCEPTED]
        refused, named = (100 * sum(count[kind] for kind in kinds) / wrong for kinds in ((REFUSED, NAMED), (NAMED,)))
        print(f"{name:{width}}  {wrong:5}  {refused:9.1f}  {named:7.1f}  {count['right after all']:15}")


def _transposed(node):
    return node.value if isinstance(node, ast.Attribute) and node.attr == "T" else ast.Attribute(node, "T", ast.Load())
