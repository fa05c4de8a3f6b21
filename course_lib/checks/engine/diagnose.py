"""Say what is wrong with an answer, on which input, and, if the mistake is a known one, how to cure it."""

import inspect
import textwrap

import numpy as np

from course_lib.checks.engine.exercise import Cached
from course_lib.checks.engine.explain import explain
from course_lib.checks.engine.hints import find_hint, find_two
from course_lib.checks.engine.literal import literal
from course_lib.checks.engine.structure.find import find_change, find_relation
from course_lib.checks.engine.structure.source import returns_at_once

WIDTH = 96  # characters a line: what fits beside the prompt in a notebook
SHOWN = 3  # lines of what a function printed
FLOOD = 10_000  # characters: nobody reads more of one call's output
DIGITS = range(6, 18)  # of a number in a message: as many as tell found and expected apart

WORDS = {  # kind of problem: the sentence
    "unwritten": "{where} is not written yet: the line `raise NotImplementedError` is still there",
    "raised": "it raises {found}{place}",
    "endless": "{reason}: {suspect} may hold a loop without end{flood}",
    "silent": "it raises no error here, expected {expected}",
    "changed": "it changes its input {where}: work on a copy (`a = {where}` is only a second name, and so is a slice "
    "of it), or make a new array (`{where} = {where} - …`; `-=` and `{where}[…] = …` change the old one)",
    "none": "{what} None (is `return` missing?), expected {expected}",
    "parts": "{what} {found}, expected {expected}",
    "type": "{what} {found}, expected {expected}",
    "shape": "{where} has shape {found}, expected {expected}",
    "dtype": "{where} has dtype {found}, expected {expected}",
    "finite": "{where} is {found}{wanted}",
    "value": "{where} is {found}, expected {expected}{count}",
    "accuracy": "it recognises {found:.1%} of the held-out digits; at least {expected:.0%} is wanted",
    "order": "it takes the samples in the order given",
    "same order": "it takes the samples in the same order in every epoch",
    "visits": "in one epoch it does not use every sample exactly once",
    "whole": "each of its steps uses all samples, whatever batch_size is",
    "sizes": "its batches do not have the sizes {expected}",
    "rng": "it does not use {where}",
    "fact": "{where}",
}


def describe(problem):
    """Put a Problem into words."""
    found, expected = problem.found, problem.expected
    if problem.kind == "raised":
        found = ": ".join(filter(None, found))
    if problem.kind == "endless":
        return endless(f"stopped after {expected:g} seconds{_place(problem)}", "it", found)
    if problem.kind in ("value", "finite"):
        found, expected = _apart(found, expected)
    if isinstance(expected, tuple) and problem.kind in ("parts", "none"):
        comma = "," * (len(expected) == 1)
        expected = f"a tuple of {len(expected)}: ({', '.join(expected)}{comma})"
    return WORDS[problem.kind].format(
        where=problem.where,
        found=found,
        expected=expected,
        what=f"{problem.where} is" if problem.where else "it returns",
        place=_place(problem),
        wanted="" if problem.expected is None else f", expected {expected}",
        count=f" ({problem.wrong} of {problem.size} elements are wrong; this one most)" if problem.size > 1 else "",
    )


def endless(reason, suspect, printed):
    """Say why a call was stopped, what to look at, and that it printed more than anybody reads, if it did.

    printed : int or None       characters; None if they could not be counted
    """
    flood = ""
    if printed is None or printed > FLOOD:
        amount = "more than can be read" if printed is None else f"{printed:,} characters"
        flood = f", and it printed {amount}: look for a print inside the loop"
    return WORDS["endless"].format(reason=reason, suspect=suspect, flood=flood)


def show_printed(printed, what="Your function"):
    """Write the first lines of what a function printed in its calls, and how many there were; a list of lines."""
    count, texts = sum(part.lines for part in printed), [line for part in printed for line in part.start.splitlines()]
    if not count:
        return []
    shown = [f"  {line[:WIDTH]}{' …' * (len(line) > WIDTH)}" for line in texts[:SHOWN]]
    if count == 1:
        return [f"{what} printed a line:", *shown]
    return [f"{what} printed {count:,} lines{'; the first:' if count > len(shown) else ':'}", *shown]


def diagnose(exercise, trials, *, function=None, forward=None, wrong_callees=(), public=True):
    """Write the diagnosis of a wrong answer.

    Parameters
    ----------
    exercise : Exercise
    trials : list           of Attempt, at least one of them with a problem
    function : callable     the answer, to be called again where that may tell why it is wrong
    forward : callable      the student's own, if the answer was tried with it
    wrong_callees : iterable        names of exercises whose functions the answer calls, and that are wrong too
    public : bool           whether the student can draw the same cases
    """
    name, last = exercise.name, trials[-1]
    wrong = [trial for trial in trials if trial.problem]
    if all(trial.problem.kind == "unwritten" for trial in wrong):
        return unwritten(name, wrong[0].problem)
    first = last if last.endless else wrong[0]
    number = trials.index(first) + 1
    many = "does not come to an end." if last.endless else f"is wrong on {len(wrong)} of {len(trials)} cases."
    lines = [f"{name} {many} Case {number}: {first.case.title}."]
    lines += show_inputs(exercise, first.case)
    lines.append(describe(first.problem))
    lines += [f"NumPy warned: {'; '.join(first.outcome.warnings)}."] if first.outcome.warnings else []
    if not last.endless:  # else every other call may be as slow
        blamed = [f"It calls {callee}, which is wrong too. Mend that first." for callee in wrong_callees]
        lines += blamed or _hints(exercise, trials, function, forward)  # one's mistake may look like another's
        with_forward = f", forward={exercise.forward.__name__}" if forward else ""
        again = f"{exercise.use.__name__}({name}, " if exercise.use else f"{name}("
        lines += [f"To try it: {again}**inputs({name}, {number}{with_forward}))"] if public else []
    return "\n".join(
        [
            wrap(lines[0]),
            *(wrap(line, "  ") for line in lines[1:]),
            *(f"  {line}" for line in show_printed([first.outcome.printed], "On this case your function")),
        ]
    )


def unwritten(name, missing):
    """Say that an exercise's function is not written yet, or one that it calls."""
    lead = "" if missing.where == name else f"{name} cannot be checked: "
    return wrap(f"{lead}{describe(missing)}. After writing it, run its cell: the check knows only what was run.")


def _hints(exercise, trials, function, forward):
    """Return the hint, in a list: of what is said for certain first, then of what fits in part."""
    cure, relation = next(trial.problem.cure for trial in trials if trial.problem), returns_at_once(function)
    known = None if relation or cure else find_hint(exercise, trials)
    if known and not known.whole:
        relation = find_change(exercise, trials, function, forward)
    hint = None if relation else cure or (known and known.text) or find_two(exercise, trials)
    if not hint:
        relation = relation or find_relation(exercise, trials, function, forward)
        hint = relation and explain(relation)
    return [f"Hint: {hint}"] if hint else []


def show_inputs(exercise, case):
    """Write out each input but the random generator, as lines of Python."""
    lines = []
    for name, value in [*zip(exercise.inputs, case.args), *case.options.items()]:
        if isinstance(value, Cached):
            lines += _show_cached(name, value, exercise.forward)
        elif not _draws(value):
            lines.append(f"{name} = {literal(value)}")
    return list(dict.fromkeys(lines))  # two of a Cached's parts have the same inputs


def _show_cached(name, cached, forward):
    names = list(inspect.signature(forward).parameters)[: len(cached.args)]
    sources = [*zip(names, cached.args), *cached.options.items()]
    shown = [source for source in sources if not _draws(source[1])]
    given = ", ".join([*names, *(f"{option}={_named(option, value)}" for option, value in cached.options.items())])
    return [
        *(f"{source} = {literal(value)}" for source, value in shown),
        f"{name} = {forward.__name__}({given})[{cached.part}]",
    ]


def _named(option, value):
    """Return the name under which an option is shown, or of a generator what makes one like it."""
    return f"np.random.default_rng({value.bit_generator.seed_seq.entropy})" if _draws(value) else option


def _draws(value):
    return isinstance(value, np.random.Generator)


def _place(problem):
    """Say in which function and line it happened, as far as that is known."""
    if not problem.line:
        return f", in {problem.where}" if problem.where else ""
    return f", in {problem.where}, line `{problem.line}`" if problem.where else f", in the line `{problem.line}`"


def _apart(found, expected):
    """Write two numbers with so many digits that they differ."""
    for digits in DIGITS:
        texts = tuple("" if number is None else f"{number:.{digits}g}" for number in (found, expected))
        if texts[0] != texts[1]:
            break
    return texts


def wrap(line, indent=""):
    """Break a long line at blanks, what follows two further in."""
    return textwrap.fill(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
