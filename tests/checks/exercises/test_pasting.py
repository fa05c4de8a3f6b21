"""An exercise asks for the step after the lecture: what a lecture defines is no answer to it."""

import ast
import importlib
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest

from course_lib.checks import CheckFailed, check
from course_lib.checks.catalogue import EXERCISES

ROOT = Path(__file__).resolve().parents[3]
LECTURES = sorted((ROOT / "notebooks").glob("*.ipynb"))


def defined(path):
    """Return the functions that a lecture defines under an exercise's name; all that they may call is there."""
    space, found = {}, []
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type != "code":
            continue
        for node in ast.parse("".join(line for line in cell.source.splitlines(True) if line[0] not in "%!")).body:
            asked = isinstance(node, ast.FunctionDef) and node.name in EXERCISES
            if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef):
                with suppress(*() if asked else (NameError,)):  # a default may be what a cell has computed
                    exec(compile(ast.unparse(node), str(path), "exec"), space)
            if asked:
                found.append(space[node.name])
    return found


PASTED = [
    pytest.param(function, id=f"{path.stem}-{function.__name__}") for path in LECTURES for function in defined(path)
]


def test_some_lecture_defines_what_an_exercise_asks_for():
    assert len(PASTED) >= 3


@pytest.mark.parametrize("function", PASTED)
def test_what_a_lecture_defines_is_refused(function):
    with pytest.raises(CheckFailed):
        check(function)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda exercise: exercise.name)
def test_the_librarys_own_is_refused_in_a_sentence(exercise):
    module = importlib.import_module(exercise.reference.__module__)
    with pytest.raises(CheckFailed, match=f"^This is the library's own {exercise.name}: write yours, and check that"):
        check(getattr(module, exercise.name))
