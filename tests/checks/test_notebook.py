"""What a student meets in a notebook: cells that were not run, that failed, and a kernel that was restarted."""

import ast
import atexit
import re
import time
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from course_lib.checks import CheckFailed, check, notebook
from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.notebook import explain_missing, nearest
from tests.checks.trying import unwrapped

SOLUTION = Path(__file__).parents[2] / "solutions" / "a1_softmax_classifier" / "a1_softmax_classifier.ipynb"
IMPORT = "import numpy as np\nfrom course_lib.checks import by_hand, check, inputs"
STUB = "def softmax(scores, *, temperature=1.0):\n    raise NotImplementedError"
RIGHT = """def softmax(scores, *, temperature=1.0):
    exps = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return exps / exps.sum(axis=1, keepdims=True)"""
WRONG = "def softmax(scores, **options):\n    return scores"
BROKEN = "x = 1\ndef softmax(scores:\n    return scores"
LATE = "1 / 0\ndef softmax(scores):\n    return scores"
HAND = "by_hand(softmax, np.zeros((1, 2)), wanted=[[1 / 2, 1 / 2]])"
UNKNOWN = "Run the cell that defines softmax; after a restart of the kernel, run all cells above this one."
SYNTAX = (
    "he last run of its cell ended in a syntax error, line 2 of the cell: '(' was never closed. Mend that, and run the"
)
EARLY = "he last run of its cell ended in an error, before it came to `def softmax`. Mend that, and run the cell again."


@pytest.fixture(scope="module")
def shell():
    """An IPython in this process: a kernel takes seconds to start."""
    config = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    shell = InteractiveShell.instance(config=config)
    yield shell
    atexit.unregister(shell.atexit_operations)
    shell.atexit_operations()
    InteractiveShell.clear_instance()


@pytest.fixture
def run(shell, capsys):
    """Give a function that runs cells and returns what the last one shows."""
    for name in [name for name in shell.user_ns if not name.startswith("_") and name not in shell.user_ns_hidden]:
        del shell.user_ns[name]
    shell.user_ns["In"][:], shell.execution_count = [""], 1
    shell.set_custom_exc((), None)
    explain_missing(EXERCISES)

    def run(*cells):
        for cell in (IMPORT, *cells):
            capsys.readouterr()
            shell.run_cell(cell, store_history=True)
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("call", ["check(softmax)", HAND, "softmax(**inputs(softmax, 3))"])
def test_an_exercise_that_is_not_defined_is_told_in_a_sentence(run, call):
    assert run(call) == f"softmax is not defined in this kernel.\n{UNKNOWN}\n"


def test_a_definition_that_failed_is_told(run):
    assert f"T{SYNTAX}" in run(BROKEN, "check(softmax)")
    assert f"T{EARLY}" in run(LATE, "check(softmax)")


@pytest.mark.parametrize("name", ["my_softmax", "sofmax", "Softmax", "softmax2"])
def test_a_function_of_a_similar_name_is_told(run, name):
    shown = run(f"def {name}(scores):\n    pass", "check(softmax)")
    assert (
        shown == f"softmax is not defined in this kernel.\nThere is {name}: call it softmax, and run its cell again.\n"
    )


def test_an_exercise_of_a_similar_name_is_not_meant(run):
    assert UNKNOWN in run("def softmax_jacobian(probs):\n    pass\nsoftmax_scores = 3", "check(softmax)")
    assert nearest("softmax", []) is None


PLAIN = [
    "nothing", "softmax(3)", "check(nothing)", "def f():\n    return softmax\nf()", "def f():\n    x += 1\nf()",
    "def f():\n    check(softmax)\nf()", "print(1 / 0)", "raise NameError('softmax')", "import types; types.softmax",
]  # fmt: skip


@pytest.mark.parametrize("cell", PLAIN)
def test_every_other_error_is_shown_as_ever(shell, run, cell):
    changed = run(cell)
    shell.set_custom_exc((), None)
    plain = run(cell)
    assert "Traceback" in plain
    assert re.sub(r"In ?\[\d+\]", "In", changed) == re.sub(r"In ?\[\d+\]", "In", plain)


def test_somebody_elses_handler_stays(shell, run):
    shell.set_custom_exc((NameError,), lambda shell, kind, error, traceback, tb_offset=None: print("mine"))
    explain_missing(EXERCISES)
    assert run("check(softmax)") == "mine\n"


@pytest.mark.parametrize(
    "before, verdict", [(RIGHT, "✓ softmax is right"), (WRONG, "softmax is wrong"), (STUB, "not written")]
)
@pytest.mark.parametrize("failed, why", [(BROKEN, SYNTAX), (LATE, EARLY)])
def test_a_version_from_before_is_told(run, before, verdict, failed, why):
    for call in ("check(softmax)", HAND):
        shown = unwrapped(run(before, failed, call))
        assert f"This is the softmax from before: t{why}" in shown
        if call != HAND:
            assert verdict in shown
    lines = shown.index("This is"), shown.index("softmax", shown.index("again.") if before != RIGHT else 0)
    assert lines[0] < lines[1] or before == RIGHT


@pytest.mark.parametrize(
    "cells",
    [
        (RIGHT,),
        (BROKEN, RIGHT),
        (RIGHT, BROKEN, RIGHT),
        (WRONG, RIGHT),
        (RIGHT, "def softmax_jacobian(probs:"),
        (WRONG, f"{RIGHT}\nsoftmax = (lambda right: lambda scores, **options: right(scores, **options))(softmax)"),
        ("def same(f):\n    return lambda scores, **options: f(scores, **options)", f"@same\n{RIGHT}"),
        (RIGHT, "from functools import partial\nsoftmax = partial(softmax)"),
        (RIGHT, "right = softmax", WRONG, "softmax = lambda scores, **options: right(scores, **options)"),
    ],
)
def test_a_version_of_now_is_not_called_old(run, cells):
    assert run(*cells, "check(softmax)") == "✓ softmax is right on all 15 cases.\n"


def test_without_a_notebook_all_is_silent(monkeypatch):
    monkeypatch.setattr(notebook, "_shell", lambda: None)
    explain_missing(EXERCISES)
    with pytest.raises(CheckFailed):
        check(type(check)((lambda scores: scores).__code__, {}, "softmax"))
    assert notebook.advice("softmax", EXERCISES) == UNKNOWN


SLOW = """from dataclasses import replace
from course_lib.checks.catalogue import EXERCISES
EXERCISES["softmax"] = replace(EXERCISES["softmax"], seconds=1)"""
LOOP = "def softmax(scores, **options):\n    while True:\n        print('here')"


def test_in_a_kernel(tmp_path):
    """Takes some seconds: a kernel starts, and one second is a loop's time limit."""
    cells = [
        ("check(softmax)", f"NameError: softmax is not defined in this kernel.\n{UNKNOWN}"),
        (STUB, ""), ("check(softmax)", "NotWritten: softmax is not written yet"),
        (BROKEN, "SyntaxError"), ("check(softmax)", f"NotWritten: This is the softmax from before: t{SYNTAX}"),
        (LOOP, ""), ("check(softmax)", "CheckFailed: softmax does not come to an end. Case 1: two rows"),
        ("softmax = lambda scores, **options: scores", ""),
        ("check(softmax)", "CheckFailed: softmax is wrong on 15 of 15"),
        (RIGHT, ""), ("check(softmax)", "✓ softmax is right on all 15 cases."), (HAND, "✓ softmax agrees"),
        ("nothing", "NameError: ---"),
    ]  # fmt: skip
    nb = new_notebook(cells=[new_code_cell(source) for source in (IMPORT, SLOW, *(cell for cell, _ in cells))])
    started = time.monotonic()
    client = NotebookClient(nb, timeout=60, allow_errors=True, kernel_name="python3")
    client.execute(cwd=str(tmp_path))
    assert time.monotonic() - started < 30
    for cell, (source, words) in zip(nb.cells[2:], cells, strict=True):
        shown = re.sub(r"\x1b\[[\d;]*m", "", unwrapped(text(cell)))
        assert shown.startswith(unwrapped(words)), source
        assert len(text(cell).splitlines()) < 15


def text(cell):
    return "".join(
        f"{output.ename}: " + "\n".join(output.traceback) if output.output_type == "error" else output.get("text", "")
        for output in cell.outputs
    )


def test_the_solution_says_that_all_is_right_and_leaves_no_names_by_hand():
    """The cells by hand of A1 assign nothing: their numbers must not stand in for a student's."""
    nb = nbformat.read(SOLUTION, 4)
    hands = [cell.source for cell in nb.cells if cell.source.startswith("# By hand")]
    assert len(hands) == sum(".a1." in exercise.answer.__module__ for exercise in EXERCISES.values())
    for source in hands:
        assert all(isinstance(line, ast.Expr) and line.value.func.id == "by_hand" for line in ast.parse(source).body)
