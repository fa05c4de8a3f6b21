"""What the tests draw, in words: the table pictures.json, as somebody once looked at it, and what differs from it.

`python -m tests.plotting.pictures` writes the table anew: look at the pictures whose lines change.
"""

import json
import re
import sys
from contextlib import contextmanager
from functools import cache
from itertools import zip_longest
from math import isclose
from pathlib import Path
from unittest import mock

import matplotlib.pyplot as plt
import pytest

from tests.plotting.looks import described

TABLE = Path(__file__).with_name("pictures.json")
NEW = None  # a table, while one is written
COLLECTED = set()  # names of the tests that pytest found
NUMBER = re.compile(r"(?<![\w#.])-?\d+(?:\.\d+)?(?:e[-+]\d+)?(?!\w)")
REPORT = """{name} draws another picture than pictures.json holds:

{changes}

Look at it: {files}. If it is right, `python -m tests.plotting.pictures` writes the table anew."""


def name_of(item):
    return f"{item.path.name}::{item.name}"


def same(found, expected):
    """Tell whether two looks agree, but for the last digits of their numbers; what is written agrees wholly."""
    if found.startswith(("text=", "entries=")):
        return found == expected
    pairs = zip(NUMBER.findall(found), NUMBER.findall(expected))
    alike = NUMBER.sub("#", found) == NUMBER.sub("#", expected)
    return alike and all(isclose(float(a), float(b), rel_tol=2e-5, abs_tol=1e-7) for a, b in pairs)


def changes(found, expected):
    """Yield in words what differs between the lines of two pictures, line by line and look by look."""
    for number, (line, other) in enumerate(zip_longest(found, expected, fillvalue=""), 1):
        looks, others = ([part.strip() for part in re.split("[:;] (?=\\w+=)", text)] for text in (line, other))
        if looks[0] != others[0]:  # from here on, the pictures have other parts
            yield f"line {number}\n  found    {line}\n  expected {other}"
            return
        lost = [look for look in others if not any(same(look, one) for one in looks)]
        new = [look for look in looks if not any(same(look, one) for one in others)]
        if lost or new:
            yield f"{looks[0]}, line {number}\n  found    {'; '.join(new)}\n  expected {'; '.join(lost)}"


@cache
def table():
    return json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}


def check(name, seen, folder):
    """Fail if the lines of a test's figures are not those of the table; then leave the figures in a folder."""
    if NEW is not None:
        NEW[name] = seen
    elif differ := list(changes(seen, table().get(name, []))):
        files = [folder / f"figure{number}.png" for number in plt.get_fignums()]
        for number, file in zip(plt.get_fignums(), files):
            plt.figure(number).savefig(file)
        files = " ".join(map(str, files)) or "the test has closed it"
        pytest.fail(REPORT.format(name=name, changes="\n".join(differ), files=files), pytrace=False)


@contextmanager
def watched():
    """Give a list that holds, at the end, the lines of all figures: those closed meanwhile, then those still open."""
    seen, close = [], plt.close

    def look_and_close(which=None):
        numbers = plt.get_fignums() if which == "all" else [(which or plt.gcf()).number]
        seen.extend(described([plt.figure(number) for number in numbers]))
        close(which)

    with mock.patch.object(plt, "close", look_and_close):
        yield seen
    seen.extend(described([plt.figure(number) for number in plt.get_fignums()]))


def write():
    """Run the tests and write what they draw; return pytest's exit code."""
    global NEW
    NEW = {}
    code = pytest.main(["-q", "-p", "no:xdist", str(TABLE.parent)])
    if code == pytest.ExitCode.OK:
        drawn = {name: NEW[name] for name in sorted(NEW) if NEW[name]}
        TABLE.write_text(json.dumps(drawn, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    from tests.plotting import pictures  # as the tests import it

    sys.exit(pictures.write())
