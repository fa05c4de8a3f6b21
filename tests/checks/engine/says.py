"""What structure says of every wrong answer that the tests know: of known mistakes and of beginners' answers.

`python -m tests.checks.engine.says` writes the table says.json anew, or only the exercises named: then read what has
changed, sentence by sentence.
"""

import contextlib
import functools
import io
import json
import re
import sys
from pathlib import Path
from unittest import mock

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.explain import explain
from course_lib.checks.engine.judge import attempt
from course_lib.checks.engine.structure import find
from tests.checks.engine.beginners import A1
from tests.checks.engine.beginners_lab import LAB as ANSWERS
from tests.checks.engine.lab import LAB

TABLE = Path(__file__).with_name("says.json")


@functools.cache  # training is slow, and several tests ask
def relation_of(exercise, answer, seed):
    with contextlib.redirect_stdout(io.StringIO()), mock.patch.object(find, "SECONDS", 60):  # one of them prints
        trials = attempt(exercise, answer, seed=seed)
        wrong = any(trial.problem for trial in trials)
        return find.find_relation(exercise, trials, answer) if wrong else None


def said(relation):
    """Write a relation without the numbers that a seed decides."""
    return relation and re.sub(r"\b\d+\.\d+|\b\d{3,}", "#", explain(relation))


def known_mistakes():
    """Yield (group, title, exercise, answer) for every known mistake; its hint is its title."""
    for name, exercise in EXERCISES.items():
        for mistake in exercise.mistakes:
            yield name, mistake.hint, exercise, mistake.function


def beginners():
    for name, functions in (A1 | ANSWERS).items():
        for function in functions:
            yield f"beginners: {name}", function.__name__, LAB[name], function


def table(names):
    """Return a dict from group and title to the sentences, of which there are several if mistakes share a hint.

    Groups that are not named are as they were reviewed; with no names, all are made anew.
    """
    rows = json.loads(TABLE.read_text(encoding="utf-8")) if names else {}
    for name in names:
        rows[name] = {}
    for group, title, exercise, answer in (*known_mistakes(), *beginners()):
        if names and group not in names:
            continue
        sentences = rows.setdefault(group, {}).setdefault(title, [])
        sentence = said(relation_of(exercise, answer, seed=0))
        if sentence not in sentences:
            sentences.append(sentence)
    return rows


if __name__ == "__main__":
    TABLE.write_text(json.dumps(table(sys.argv[1:]), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
