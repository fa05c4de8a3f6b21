"""Every lecture runs from top to bottom in a clean kernel, quietly, and has the form that the course promises."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NOTATION = NOTEBOOKS / "00_notation.ipynb"  # to look things up, so it has no story, no exercises and no figures
LECTURES = sorted(set(NOTEBOOKS.glob("*.ipynb")) - {NOTATION})
TIME_LIMIT = 120  # seconds a cell, for a hanging cell only: the lectures' own promise is 40 s in all on two cores
MOST_WORDS, MOST_LINES, MOST_GUESSES = 75, 12, 3  # aim at 60 and 10
LONGER = {"intro"}  # what you can do afterwards is a list


def sources(lecture, kind):
    return [cell.source for cell in nbformat.read(lecture, 4).cells if cell.cell_type == kind]


each_lecture = pytest.mark.parametrize("lecture", LECTURES, ids=lambda path: path.stem)


def test_there_are_lectures():
    assert [path.stem[:2] for path in LECTURES] == [f"{number:02d}" for number in range(1, len(LECTURES) + 1)]
    assert len(LECTURES) >= 4


@each_lecture
def test_lecture_and_its_answers_run_quietly_and_every_figure_is_described(lecture, thorough):
    """Takes up to half a minute: a kernel starts, small nets are trained. The folded answers run if thorough."""
    outputs = run(lecture, answers(lecture) if thorough else [])
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    figures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(figures) >= 4
    described = [output.metadata["image/png"].get("alt") for output in figures]
    assert all(described), f"plotting.describe is missing: {described}"


def test_the_shapes_on_the_page_of_notation_hold():
    outputs = run(NOTATION, [])
    assert [output.output_type for output in outputs] == ["stream"] * 2
    assert {output.name for output in outputs} == {"stdout"}


def run(lecture, further):
    """Run all cells, those with sliders once more, as a reader does, and further code, such as that of folded answers.

    Returns what the cells show, and what the widgets do.
    """
    notebook = nbformat.read(lecture, 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    last = [nbformat.v4.new_code_cell(code) for code in further]
    notebook.cells += last
    folder = {"metadata": {"path": str(lecture.parent)}}
    client = NotebookClient(notebook, timeout=TIME_LIMIT, resources=folder)
    with client.setup_kernel():
        sliders = [cell for cell in cells if "interact(" in cell.source]
        for cell in cells + sliders + last:
            client.execute_cell(cell, notebook.cells.index(cell))
        widgets = [
            nbformat.from_dict(output) for state in client.widget_state.values() for output in state.get("outputs", [])
        ]
    return [output for cell in cells for output in cell.outputs] + widgets


def answers(lecture):
    """Return the code that folded answers hold."""
    return re.findall(r"^```python\n(.*?)^```", "\n".join(sources(lecture, "markdown")), flags=re.S | re.M)


def cells_before_the_lists(lecture):
    cells = nbformat.read(lecture, 4).cells
    return cells[: [cell.id for cell in cells].index("check-it")]


@each_lecture
def test_lecture_is_cut_into_small_cells(lecture):
    texts = [cell for cell in cells_before_the_lists(lecture) if cell.cell_type == "markdown" and cell.id not in LONGER]
    words = {cell.id: len(prose(cell.source).split()) for cell in texts}
    assert {name: count for name, count in words.items() if count > MOST_WORDS} == {}
    assert sorted(words.values())[len(words) // 2] <= 60
    code = [cell for cell in nbformat.read(lecture, 4).cells if cell.cell_type == "code"]
    lines = {cell.id: sum(bool(line.strip()) for line in cell.source.splitlines()) for cell in code}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
    assert sorted(lines.values())[len(lines) // 2] <= 10


@each_lecture
def test_lecture_asks_to_guess_first_only_now_and_then(lecture):
    assert len(re.findall("guess first", "\n".join(sources(lecture, "markdown")), flags=re.I)) <= MOST_GUESSES


@each_lecture
def test_lecture_has_something_that_moves_with_a_line_to_try(lecture):
    assert re.search(r"plotting\.movie\(|@interact\(", "\n".join(sources(lecture, "code")))
    assert re.search(r"^Try[ ,]", "\n".join(sources(lecture, "markdown")), flags=re.M)


@each_lecture
def test_what_a_slider_draws_is_not_changed_by_later_cells(lecture):
    """A slider is moved when all cells have run: a name that a later cell gives another value would be drawn then."""
    cells = [ast.parse(code) for code in sources(lecture, "code")]
    for index, cell in enumerate(cells):
        if any(getattr(node, "id", "") == "interact" for node in ast.walk(cell) if not isinstance(node, ast.alias)):
            later = {name for other in cells[index + 1 :] for name in names(other, ast.Store)}
            arguments = {node.arg for node in ast.walk(cell) if isinstance(node, ast.arg)}
            assert not (names(cell, ast.Load) - arguments) & later


def names(tree, context):
    """Return the names that a cell uses, or makes, but for those of its functions."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for part in ast.walk(node)}
    every = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, context)]
    return {node.id for node in every if context is ast.Load or id(node) not in inside}


@each_lecture
def test_check_it_runs(lecture):
    cells = nbformat.read(lecture, 4).cells
    after = cells[[cell.id for cell in cells].index("check-it") + 1]
    assert after.cell_type == "code"
    assert "assert " in after.source


@each_lecture
def test_exercises_say_minutes_and_stars_and_two_ask_for_code(lecture):
    text = "\n".join(sources(lecture, "markdown"))
    exercises = re.findall(r"^\*\*(\d+)\.\*\*(.{40})", text, flags=re.M)
    assert [int(number) for number, _ in exercises] == list(range(1, len(exercises) + 1))
    for number, start in exercises:
        assert re.match(r" \(\d+ min, ★{1,3}(, code)?\) ", start), f"exercise {number}: {start}"
    assert text.count("★, code)") >= 2


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
