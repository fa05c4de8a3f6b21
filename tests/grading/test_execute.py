import os

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_lib.grading import kernel
from course_lib.grading.execute import run_notebook

UNINTERRUPTIBLE = """
import time
while True:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        pass
"""


def run(tmp_path, *sources, seconds=20, **options):
    """Run cells of these sources; return the problem, and for each cell its first output's name or text."""
    nb = new_notebook(cells=[new_code_cell(source) for source in sources])
    problem = run_notebook(nb, folder=tmp_path, seconds=seconds, **options)
    return problem, [next((o.get("ename") or o.get("text") for o in cell.outputs), None) for cell in nb.cells]


def test_an_error_does_not_stop_the_cells_after_it(tmp_path):
    problem, outputs = run(tmp_path, "x = 1", "1 / 0", "def f(:", "print(x)")
    assert problem is None
    assert outputs == [None, "ZeroDivisionError", "SyntaxError", "1\n"]


@pytest.mark.parametrize(
    "last, words",
    [
        ("exit()", 'the cell "exit()" calls exit()'),
        ("import os; os._exit(1)", 'the kernel died in the cell "import os; os._exit(1)"'),
    ],
)
def test_a_lost_kernel_keeps_what_ran_and_fails_the_rest(tmp_path, last, words):
    problem, outputs = run(tmp_path, "print('kept')", last, "print('never')", "print('nor this')")
    assert words in problem
    assert outputs == ["kept\n", "KernelLost", "NotRun", "NotRun"]


def test_a_loop_is_stopped_and_the_next_cell_runs(tmp_path):
    problem, outputs = run(tmp_path, "while True: pass", "print('next')", seconds=1)
    assert problem is None
    assert outputs == ["TimeLimit", "next\n"]


def test_a_loop_that_cannot_be_interrupted_ends_the_notebook(tmp_path, monkeypatch):
    """Takes seven seconds: the time limit, nbclient's four of waiting for the kernel's last word, and our own."""
    monkeypatch.setattr(kernel, "PATIENCE", 1)
    problem, outputs = run(tmp_path, UNINTERRUPTIBLE, "print('never')", seconds=1)
    assert 'the cell "import time" did not stop after 1 seconds' in problem
    assert outputs == ["KernelLost", "NotRun"]


def test_a_loop_that_ends_the_notebooks_time_is_stopped_and_the_rest_does_not_run(tmp_path):
    problem, outputs = run(tmp_path, "print('kept')", "while True: pass", "print('never')", notebook_seconds=1)
    assert problem == 'the notebook\'s 1 seconds were used up, 1 of them in the cell "while True: pass"'
    assert outputs == ["kept\n", "TimeLimit", "NotRun"]


def test_the_cell_that_is_stopped_says_whose_time_was_up(tmp_path):
    nb = new_notebook(cells=[new_code_cell("while True: pass")])
    assert run_notebook(nb, folder=tmp_path, seconds=20, notebook_seconds=1) is None
    assert nb.cells[0].outputs[-1].evalue == (
        "stopped after 1 seconds, with which the notebook's 1 seconds were used up"
    )


def test_no_tag_and_no_foreign_kernel_keeps_a_cell_from_running(tmp_path):
    nb = new_notebook(
        cells=[new_markdown_cell("text"), new_code_cell("print('ran')", metadata={"tags": ["skip-execution"]})],
        metadata={"kernelspec": {"name": "of-another-machine", "display_name": "Python"}},
    )
    assert run_notebook(nb, folder=tmp_path) is None
    assert nb.cells[1].outputs[0].text == "ran\n"


def test_the_kernel_sees_the_folder_and_the_environment_and_this_process_does_not_change(tmp_path):
    before = dict(os.environ)
    source = "import os; print(os.getcwd()); print(os.environ['COURSE_CHECK_SEED'])"
    _, [text] = run(tmp_path, source, environment={"COURSE_CHECK_SEED": "7"})
    assert text.split() == [str(tmp_path.resolve()), "7"]
    assert dict(os.environ) == before


def test_an_error_that_prints_no_traceback_is_an_error_all_the_same(tmp_path):
    hide = "get_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None"
    _, outputs = run(tmp_path, hide, "1 / 0")
    assert outputs[1] == "ZeroDivisionError"


def test_an_error_that_prints_no_traceback_is_cut_as_well(tmp_path):
    hide = "get_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None"
    nb = new_notebook(cells=[new_code_cell(hide), new_code_cell("raise ValueError('y' * 3_000_000)")])
    run_notebook(nb, folder=tmp_path)
    [error] = nb.cells[1].outputs
    assert (error.ename, len(error.evalue)) == ("ValueError", 500_000)


def test_progress_is_told_before_each_code_cell_that_runs(tmp_path):
    nb = new_notebook(cells=[new_markdown_cell("text"), *(new_code_cell(source) for source in ("1", "exit()", "2"))])
    told = []
    run_notebook(nb, folder=tmp_path, progress=lambda *numbers: told.append(numbers))
    assert told == [(1, 3), (2, 3)]
