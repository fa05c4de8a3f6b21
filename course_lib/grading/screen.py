"""What `course check` writes on a terminal."""

import re
import sys
import textwrap
from contextlib import contextmanager

from course_lib.grading.manifest import Oddity
from course_lib.grading.visible import visible

WIDTH = 102  # characters: the checks break their lines at 96, and these stand 6 further in
SHORT = 48  # characters: a remark no longer than this stands beside the points
ARRAY = re.compile(r"\[\s*-?[\d\[]")


def as_text(result):
    """Write a check.Result as a table: exercise, points, and below it what is wrong."""
    width = max(len("together"), *(len(row.exercise.name) for row in result.rows))
    lines = []
    for row in result.rows:
        got = "by hand" if row.points is None else f"{row.points:g} of {row.exercise.points:g}"
        said = [*(_in_words(remark, row.exercise) for remark in row.remarks), *row.lines]
        beside = len(said) == 1 and len(said[0]) <= SHORT
        lines.append(f"  {row.exercise.name:{width}}  {got:>8}" + (f"  {said[0]}" if beside else ""))
        lines += [] if beside else [wrapped(" " * 6 + line) for line in said]
    lines += ["", f"  {'together':{width}}  {_total(result.rows)}"]
    stopped = [f"The notebook stopped: {result.stopped}."] if result.stopped else []
    for trouble in stopped + result.troubles:
        lines += ["", *(wrapped(line) for line in trouble.splitlines())]
    return "\n".join(visible(line) for text in lines for line in text.split("\n"))


def _in_words(remark, exercise):
    what = "for this answer" if exercise.by_hand else "with this check"
    return {
        Oddity.MISSING: f"the cell {what} is missing: take a fresh copy of the assignment",
        Oddity.CHANGED: f"the cell {what} was changed: the released one ran instead, as it will in grading",
        Oddity.UNANSWERED: "not answered yet",
        Oddity.COPIED: f"its cell is there {remark.count} times: the last one counts",
    }[remark.oddity]


def wrapped(line):
    """Break a long line at its own indentation, but not one that shows an array: its numbers would come apart."""
    if ARRAY.search(line):
        return line
    indent = line[: len(line) - len(line.lstrip())]
    parts = textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(parts)


@contextmanager
def progress_line():
    """Give a function that shows `cell 12 of 45`, and clear the line at the end. None where nobody watches."""
    if not sys.stdout.isatty():
        yield None
        return
    try:
        yield lambda number, total: print(f"\r{f'cell {number} of {total}':24}", end="", flush=True)
    finally:
        print(f"\r{'':24}\r", end="", flush=True)


def _total(rows):
    by_check = [row for row in rows if row.points is not None]
    by_hand = [row for row in rows if row.points is None]
    most = sum(row.exercise.points for row in by_check)
    text = f"{f'{sum(row.points for row in by_check):g} of {most:g}':>8}"
    if not by_hand:
        return text
    more = sum(row.exercise.points for row in by_hand)
    return f"{text}, and {more:g} more from a person who reads the written answer{'s' * (len(by_hand) > 1)}"
