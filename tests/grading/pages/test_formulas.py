"""Formulas as MathML: that they are drawn, and that nothing but MathML of the converter comes out."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from course_lib.grading.pages import formulas
from course_lib.grading.pages.formulas import ATTRIBUTES, TAGS, mathml, render
from tests.grading import tiny


def drawn(source):
    """Return the texts of the formulas in the page of a markdown text, and the text of the page."""
    soup = BeautifulSoup(render(source, {}), features="html.parser")
    return [formula.get_text() for formula in soup("math")], soup.get_text()


@pytest.mark.parametrize(
    "source, shown, display",
    [
        ("so $a < b$ is", "a<b", "inline"),
        ("so \\\\(a < b\\\\) is", "a<b", "inline"),
        ("$$a\n< b$$", "a<b", "block"),
        ("\\\\[a < b\\\\]", "a<b", "block"),
        ("\\begin{equation*}a < b\\end{equation*}", "a<b", "block"),
        ("\\begin{aligned}a &= b \\\\ c &< d\\end{aligned}", "a=bc<d", "block"),
        ("$$\\begin{split}a &= b\\end{split}$$", "a=b", "block"),
        ("\\begin{gathered}a < b\\end{gathered}", "a<b", "block"),
        ("$\\begin{dcases}a < b\\end{dcases}$", "{a<b", "inline"),
        ("**bold $x_1$**", "x1", "inline"),
        ("# A head with $x_1$", "x1", "inline"),
        ("| a |\n|---|\n| $x_1$ |", "x1", "inline"),
    ],
)
def test_a_formula_is_drawn(source, shown, display):
    formula = BeautifulSoup(render(source, {}), features="html.parser").find("math")
    assert re.sub(r"\s", "", formula.get_text()) == shown
    assert formula["display"] == display


@pytest.mark.parametrize("source", ["`$x$`", "```\n$x$\n```", "    $x$", "```python\na = '$x$'\n```"])
def test_no_formula_in_code(source):
    found, text = drawn(source)
    assert found == []
    assert "$x$" in text


@pytest.mark.parametrize(
    "latex",
    [
        "\\nosuchcommand{x} < y",
        "x_1_2",
        "\\frac{1}",
        "a & b",
        "\\begin{tikz}x\\end{tikz}",
        "x" * 6_000,
        "{" * 400,
        "\\sqrt" * 2_000,
        "\\newcommand{\\a}{\\a\\a}\\a",
    ],
)
def test_a_formula_that_cannot_be_read_stays_as_it_is_written(latex):
    found, text = drawn(f"so ${latex}$ is")
    assert found == []
    assert f"${latex}$" in text
    assert f"$${latex}$$" in drawn(f"$${latex}$$")[1]


def test_an_environment_that_cannot_be_read_stays_as_it_is_written():
    source = "\\begin{nosuch}a < b\\end{nosuch}"
    assert drawn(source) == ([], source + "\n")


@pytest.mark.parametrize(
    "latex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        '\\text{" onerror="alert(1)}',
        "\\href{javascript:alert(1)}{x}",
        "\\style{background:url(x)}{x}",
        "\\class{score}{x}",
        "\\color{red}{x}",
    ],
)
def test_nothing_but_mathml_comes_out(latex):
    html = render(f"${latex}$ and ![a ${latex}$ b](data:image/png;base64,aGVsbG8=)", {})
    soup = BeautifulSoup(html, features="html.parser")
    inside = soup.find("math")
    assert {tag.name for tag in [inside, *inside(True)]} <= TAGS
    assert {name for tag in [inside, *inside(True)] for name in tag.attrs} <= ATTRIBUTES
    assert [tag.name for tag in soup(True) if tag.find_parent("math") is None] == ["p", "math", "img"]
    assert set(soup.find("img").attrs) == {"src", "alt"}


def test_the_text_around_is_cleaned():
    assert render("a <script>x</script> <b onclick='y'>$z$</b>", {}).startswith("<p>a x <b><math")


def test_a_mark_in_an_attribute_becomes_the_formulas_text():
    renderer = formulas.FormulaRenderer()
    mark = re.search('"(.*)"', renderer.inline_math('x < "y"'))[1]
    assert renderer.draw(f'<img alt="{mark}">') == '<img alt="$x &lt; &quot;y&quot;$">'


def test_two_renderers_have_marks_of_their_own():
    assert formulas.FormulaRenderer().inline_math("x") != formulas.FormulaRenderer().inline_math("x")


@pytest.mark.parametrize(
    "latex, text",
    [("\\log x", "log\u2009x"), ("\\log(x)", "log(x)"), ("a b", "ab"), ("\\log", "log"), ("1 0", "10")],
)
def test_a_thin_space_stands_behind_the_name_of_a_function(latex, text):
    assert BeautifulSoup(mathml(latex), features="html.parser").get_text() == text


def test_attachments_are_shown():
    html = render("![plot](attachment:p.png)", {"p.png": {"image/png": "aGVsbG8="}})
    assert 'src="data:image/png;base64,aGVsbG8="' in html


@pytest.mark.parametrize("path", sorted(tiny.ROOT.glob("solutions/*/*.ipynb")), ids=lambda path: path.stem)
def test_all_formulas_of_an_assignment_are_drawn(path):
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    count = sum(len(drawn(source)[0]) for source in cells)
    assert count > 10
    for source in cells:
        page = BeautifulSoup(render(source, {}), features="html.parser")
        for code in page("code"):
            code.decompose()
        assert "$" not in page.get_text()
        assert "\\" not in page.get_text()
