import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_lib.grading.place import cell_name


@pytest.mark.parametrize(
    "text, source, name",
    [
        ("## Exercise 1: f\n\n*5 points*", "check(f)", 'the cell "check(f)" under "Exercise 1: f"'),
        ("# A1\n\n## The function `f`", "\n  x = 1\ny = 2", 'the cell "x = 1" under "The function f"'),
        ("# A1\n```python\n# no heading\n```", "1", 'the cell "1" under "A1"'),
        ("no heading, though #1 is a number", "1", 'the cell "1"'),
        ("# A1", "", 'the cell "(empty)" under "A1"'),
        ("# A1", "   \n" + "x" * 40, f'the cell "{"x" * 40}" under "A1"'),
        ("# A1", "x" * 39 + " yz", f'the cell "{"x" * 39} …" under "A1"'),
        ("# A\x1b[31m1\u202e", "x\x1b]0;title\x07 = 1", 'the cell "x = 1" under "A1"'),
        ("# A1", "# " + "long " * 20, 'the cell "# long long long long long long long lon …" under "A1"'),
    ],
)  # fmt: skip
def test_a_cell_is_named_by_its_first_line_and_the_heading_above(text, source, name):
    cells = [new_markdown_cell(text), new_code_cell("import this"), new_code_cell(source), new_markdown_cell("# Later")]
    assert cell_name(new_notebook(cells=cells), 2) == name


def test_text_without_a_heading_in_between_does_not_hide_the_heading():
    cells = [new_markdown_cell("# First"), new_markdown_cell("# A1"), new_markdown_cell("text"), new_code_cell("1")]
    assert cell_name(new_notebook(cells=cells), 3) == 'the cell "1" under "A1"'
