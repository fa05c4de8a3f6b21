"""What cells that put out too much leave behind. No time here is exact: the machine may be busy."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_lib.grading import kernel
from course_lib.grading.execute import run_notebook

LINE = "hello world, this is a line of text"


def run(tmp_path, *sources, seconds=30):
    """Run cells of these sources and return the notebook; it ends in a cell that prints "next"."""
    nb = new_notebook(cells=[new_code_cell(source) for source in (*sources, "print('next')")])
    assert run_notebook(nb, folder=tmp_path, seconds=seconds) is None
    assert nb.cells[-1].outputs[-1].text == "next\n"
    return nb


def kinds(cell):
    return [output.get("ename") or output.get("name") or output.output_type for output in cell.outputs]


def peak_memory():
    """Return the most memory that this process ever held, in bytes."""
    resource = pytest.importorskip("resource")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_a_print_flood_is_cut_while_it_comes(tmp_path):
    """Takes three seconds: the flood runs for two."""
    before = peak_memory()
    nb = run(tmp_path, f"while True: print('{LINE}')", seconds=2)
    cell = nb.cells[0]
    assert cell.metadata["course"]["printed"] > 1_000_000
    assert f"this one printed {cell.metadata['course']['printed']:,}." in cell.outputs[0].text
    assert cell.outputs[1].text.startswith(LINE)
    assert kinds(cell)[-1] == "TimeLimit"
    assert len(nbformat.writes(nb)) < 2_000_000
    assert peak_memory() - before < 60e6


def test_a_message_too_large_to_read_costs_neither_memory_nor_the_cells_after_it(tmp_path):
    """Takes ten seconds: the kernel needs some of them to send 60 MB, and four pass before its silence is noticed."""
    before = peak_memory()
    nb = run(tmp_path, "x = 1; print('x' * 60_000_000)", "print(x)")
    assert kinds(nb.cells[0]) == ["stdout"]
    assert "this one gave more.]" in nb.cells[0].outputs[0].text
    assert nb.cells[0].metadata["course"] == {"printed": None}
    assert nb.cells[1].outputs[0].text == "1\n"
    assert peak_memory() - before < 40e6


def test_an_output_of_a_million_characters_is_whole(tmp_path):
    cell = run(tmp_path, "print('x' * 999_000)").cells[0]
    assert [len(output.text) for output in cell.outputs] == [999_001]
    assert "course" not in cell.metadata


def test_many_small_outputs_are_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 10_000)
    cell = run(tmp_path, "for i in range(300): display(i)").cells[0]
    assert 40 < len(cell.outputs) < 90
    assert "about 10,000 characters are kept, and this one gave more." in cell.outputs[0].text


@pytest.mark.parametrize(
    "last, kind, text",
    [
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("import sys; print('careful', file=sys.stderr)", "stderr", "careful\n"),
        ("0.5", "execute_result", "{'text/plain': '0.5'}"),
    ],
)
def test_what_decides_the_points_is_kept_after_a_flood(tmp_path, monkeypatch, last, kind, text):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    cell = run(tmp_path, f"print('x' * 9_000)\n{last}").cells[0]
    assert kinds(cell) == ["stdout", "stdout", kind]
    assert text in str(cell.outputs[-1].get("evalue") or cell.outputs[-1].get("text") or cell.outputs[-1].data)


def test_what_decides_the_points_is_shortened_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    big = "'y' * 90_000"
    nb = run(tmp_path, f"raise ValueError({big})", big, f"import sys; print({big}, file=sys.stderr)")
    assert [kinds(cell)[1:] for cell in nb.cells[:3]] == [["ValueError"], ["execute_result"], ["stderr"]]
    assert all(len(json.dumps(cell.outputs)) < 6_000 for cell in nb.cells)
    assert all("yyy" in json.dumps(cell.outputs) for cell in nb.cells[:3])
    assert nb.cells[1].outputs[-1].data["text/plain"].startswith("'yyy")


def test_errors_and_results_without_end_are_cut_too(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    errors = "for i in range(40):\n    try: 1 / 0\n    except ZeroDivisionError: get_ipython().showtraceback()"
    results = "import sys\nfor i in range(40): sys.displayhook('z' * 900)"
    nb = run(tmp_path, errors, results)
    assert all(len(json.dumps(cell.outputs)) < 8_000 for cell in nb.cells)


def test_a_picture_with_no_room_is_left_out_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    show = "display({'image/png': 'A' * %d}, raw=True)"
    cell = run(tmp_path, f"{show % 4_000}; {show % 9_000}").cells[0]
    assert kinds(cell) == ["stdout", "display_data"]
    assert cell.outputs[1].data["image/png"] == "A" * 4_000


@pytest.mark.parametrize("wait", [True, False])
def test_a_plot_that_is_drawn_again_and_again_is_kept(tmp_path, monkeypatch, wait):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    loop = f"for i in range(9):\n    clear_output(wait={wait}); print(str(i) * 4_000)"
    cell = run(tmp_path, f"from IPython.display import clear_output\n{loop}").cells[0]
    assert [output.text[:9] for output in cell.outputs] == ["888888888"]


def test_a_display_that_is_updated_is_kept_in_its_last_state(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    source = "shown = display('', display_id=True)\nfor i in range(9): shown.update(str(i) * 4_000)"
    nb = run(tmp_path, source, "shown.update('z' * 9_000)", "shown.update('small')")
    assert nb.cells[0].outputs[0].data["text/plain"] == "'small'"
    assert kinds(nb.cells[1]) == ["stdout"]
    assert "gave more" in nb.cells[1].outputs[0].text


def test_a_display_in_a_cell_that_was_cut_is_not_mixed_up_with_its_note(tmp_path, monkeypatch):
    monkeypatch.setattr(kernel, "MOST_OUTPUT", 5_000)
    nb = run(tmp_path, "shown = display('old', display_id=True); print('x' * 9_000)", "shown.update('new')")
    assert kinds(nb.cells[0]) == ["stdout", "display_data", "stdout"]
    assert nb.cells[0].outputs[1].data["text/plain"] == "'old'"
    nbformat.validate(nb)  # the note has not become half a display


def test_widgets_leave_nothing_behind(tmp_path):
    source = "import ipywidgets\nout = ipywidgets.Output()\nwith out: print('inside')"
    cell = run(tmp_path, source).cells[0]
    assert [output.text for output in cell.outputs] == ["inside\n"]


def test_a_students_own_note_in_a_cell_is_forgotten(tmp_path):
    nb = new_notebook(cells=[new_code_cell("1", metadata={"course": {"printed": 7}}), new_code_cell("")])
    assert run_notebook(nb, folder=tmp_path) is None
    assert "course" not in nb.cells[0].metadata
