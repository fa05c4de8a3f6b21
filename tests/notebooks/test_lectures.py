"""Every lecture runs from top to bottom in a clean kernel, quietly, and has the form that the course promises."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

LECTURES = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
TIME_LIMIT = 120  # seconds a cell, for a hanging cell only: the lectures' own promise is 40 s in all on two cores


def sources(lecture, kind):
    return [cell.source for cell in nbformat.read(lecture, 4).cells if cell.cell_type == kind]


each_lecture = pytest.mark.parametrize("lecture", LECTURES, ids=lambda path: path.stem)


def test_there_are_lectures():
    assert [path.stem[:2] for path in LECTURES] == [f"{number:02d}" for number in range(1, len(LECTURES) + 1)]
    assert len(LECTURES) >= 4


@each_lecture
def test_lecture_runs_and_writes_nothing_to_stderr(lecture):
    """Takes some seconds: a kernel starts, and small nets are trained."""
    outputs = run(lecture)
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 4


def run(lecture):
    """Run all cells, then those with sliders once more, as a reader does; return what they and the widgets show."""
    notebook = nbformat.read(lecture, 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    folder = {"metadata": {"path": str(lecture.parent)}}
    client = NotebookClient(notebook, timeout=TIME_LIMIT, resources=folder)
    with client.setup_kernel():
        for cell in cells + [cell for cell in cells if "interact(" in cell.source]:
            client.execute_cell(cell, notebook.cells.index(cell))
        widgets = [
            nbformat.from_dict(output) for state in client.widget_state.values() for output in state.get("outputs", [])
        ]
    return [output for cell in cells for output in cell.outputs] + widgets


@each_lecture
def test_lecture_is_cut_into_small_cells(lecture):
    told, _ = "\0".join(sources(lecture, "markdown")).split("## Check it")  # what follows are lists
    words = [len(prose(text).split()) for text in told.split("\0")]
    lines = [sum(bool(line.strip()) for line in text.splitlines()) for text in sources(lecture, "code")]
    assert 25 <= len(nbformat.read(lecture, 4).cells) <= 60
    assert max(lines) <= 17
    assert max(words) <= 90
    assert sorted(words)[len(words) // 2] <= 60


def prose(markdown):
    """Leave out folded answers, code, formulas, tables and headings."""
    for left_out in (r"<details>.*?</details>", r"```.*?```|`[^`]*`", r"\$\$.*?\$\$|\$[^$]*\$", r"^[|#][^\n]*$"):
        markdown = re.sub(left_out, " ", markdown, flags=re.S | re.M)
    return markdown


@each_lecture
def test_lecture_ends_with_the_four_sections_and_folded_answers(lecture):
    text = "\n".join(sources(lecture, "markdown"))
    titles = re.findall(r"^## (.+)$", text, flags=re.M)
    assert titles[-4:] == ["Check it", "Roads not taken", "Exercises", "Sources"]
    assert text.count("<details>") == text.count("</details>") >= 4


@each_lecture
def test_lecture_keeps_to_the_voice(lecture):
    text = "\n".join(map(prose, sources(lecture, "markdown")))
    assert not re.findall(r"\b(simply|obviously|let's dive|in this notebook)\b|!(?!\[)", text, flags=re.I)
