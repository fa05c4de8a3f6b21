"""What formgrader is given: nothing that runs, and every word of the student."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from course_lib.grading.pages import harmless
from course_lib.grading.pages.clean import clean
from course_lib.grading.pages.harmless import clean_outputs, clean_texts, harmless_text
from tests.grading import tiny

DOT = "aGVsbG8="


@pytest.mark.parametrize(
    "source",
    [
        "Because $a < b$ and $c<d$, **and** `<script>`.\n\n$$\\begin{aligned}a &<b\\end{aligned}$$",
        "a < b, c > d & e; &lt;script&gt; \\<b>",
        "<b>x</b><br/>y<br>z <u>u</u>",
        "- [ ] open\n- [x] done\n\n| a |\n|---|\n| b |",
        "```python\nx = '<script>'\n```\n\n    <script>",
        f"![p](data:image/png;base64,{DOT}) ![q](figures/q.png) [r](https://example.org) <https://example.org>",
        "# $x$ <sub>2</sub>\n\n<details><summary>Hint</summary>text</details>",
        "",
    ],
)
def test_text_without_harm_stays_as_it_is(source):
    assert harmless_text(source) == source


@pytest.mark.parametrize(
    "source, shown",
    [
        ("<script>alert(1)</script> $a <b$ `a <b`", "&lt;script>alert(1)&lt;/script> $a <b$ `a <b`"),
        ("<b onclick='x'>y</b>", "&lt;b onclick='x'>y&lt;/b>"),
        ("<div onmouseover=alert(1) ", "&lt;div onmouseover=alert(1) "),
        ("x<!-- y -->", "x&lt;!-- y -->"),
        ("<font color=red>red</font>\n\n```\n<script>\n```", "&lt;font color=red>red&lt;/font>\n\n```\n<script>\n```"),
        ("![a](https://example.org/x.png) $$a <b$$", "picture: [a](https://example.org/x.png) $$a <b$$"),
        ("<?php x ?> and ``a <b``", "&lt;?php x ?> and ``a <b``"),
    ],
)
def test_tags_that_may_not_be_are_shown_as_text(source, shown):
    assert harmless_text(source) == shown
    assert harmless_text(shown) == shown


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1)) with $x$",
        "[x](data:text/html;base64,PGI+)",
        "[x](evil.html)",
        "![x](attachment:no.png)",
        "![x](/logout)",
        "```mermaid\n<script>alert(1)</script>\n```",
        "$\\href{javascript:alert(1)}{x}$",
        "\\hr&#101;f",
        "[x](javascript:alert(1))\n\n````\n```\n````",
        "<b>" + "x" * harmless.LONGEST,
    ],
)
def test_what_cannot_be_mended_is_shown_as_it_was_typed(source):
    text = harmless_text(source)
    assert text.startswith(harmless.NOTE + "```")
    fence = text.removeprefix(harmless.NOTE).partition("\n")[0]
    assert text == f"{harmless.NOTE}{fence}\n{source}\n{fence}"
    assert fence not in source
    html = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(text)
    assert "</code></pre>" in html
    assert clean(html) == html


def test_a_picture_that_is_attached_is_shown():
    assert harmless_text("![x](attachment:p)", {"p": {"image/png": DOT}}) == "![x](attachment:p)"


def test_no_text_of_the_assignments_and_lectures_is_changed():
    paths = [*tiny.ROOT.glob("solutions/*/*.ipynb"), *tiny.ROOT.glob("notebooks/*.ipynb")]
    assert paths
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                assert harmless_text(cell.source) == cell.source


def made_harmless(*cells, **metadata):
    nb = new_notebook(cells=list(cells), metadata=metadata)
    clean_texts(nb)
    clean_outputs(nb)
    nbformat.validate(nb)
    return nb


def outputs(*given):
    return made_harmless(new_code_cell("1", outputs=list(given))).cells[0].outputs


@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_of_an_output_its_text_and_pictures_stay(kind):
    data = {
        "text/plain": "<b>x</b>", "image/png": DOT, "image/jpeg": DOT, "text/html": "<script>", "text/markdown": "x",
        "text/latex": "$x$", "image/svg+xml": "<svg/>", "application/javascript": "alert(1)",
        "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
    }  # fmt: skip
    [output] = outputs(new_output(kind, data=data, metadata={"image/png": {"width": "1 onerror=alert(1)"}}))
    assert output.output_type == kind
    assert output.data == {"text/plain": "<b>x</b>", "image/png": DOT, "image/jpeg": DOT}
    assert output.metadata == {}


@pytest.mark.parametrize(
    "notes, kept",
    [
        ({"alt": '"><script>', "width": "1 onerror=alert(1)"}, {"alt": '"><script>'}),  # a page escapes it
        ({"alt": "x" * 2000}, {"alt": "x" * 1000}),
        ({"alt": ["x"]}, None),
        ("alt", None),
    ],
)
def test_of_a_picture_the_alternative_text_stays(notes, kept):
    output = new_output("display_data", data={"image/png": DOT, "text/plain": "x"})
    output.metadata = {"image/png": notes, "text/plain": {"alt": "x"}}  # as a kernel may send it
    nb = new_notebook(cells=[new_code_cell("1")])
    nb.cells[0].outputs = [output]
    clean_outputs(nb)
    assert nb.cells[0].outputs[0].metadata == ({"image/png": kept} if kept else {})


def test_alternative_text_is_escaped_on_a_page():
    output = new_output("display_data", data={"image/png": DOT}, metadata={"image/png": {"alt": '"><script>x'}})
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(
        made_harmless(new_code_cell("1", outputs=[output]))
    )
    assert BeautifulSoup(page, "html.parser").find("img")["alt"] == '"><script>x'


def test_an_output_without_text_says_what_it_was():
    given = new_output("display_data", data={"text/html": "<script>", "application/javascript": "alert(1)"})
    assert outputs(given)[0].data == {"text/plain": "(not shown: application/javascript, text/html)"}


@pytest.mark.parametrize("data", [{"image/png": '"><script>'}, {"image/png": ["x"]}, {"text/plain": {"x": 1}}])
def test_a_picture_or_text_that_is_none_is_not_shown(data):
    output = new_output("display_data")
    output.data = data  # as a kernel may send it
    nb = new_notebook(cells=[new_code_cell("1")])
    nb.cells[0].outputs = [output]
    clean_outputs(nb)
    assert nb.cells[0].outputs[0].data == {"text/plain": f"(not shown: {next(iter(data))})"}


def test_printed_text_and_errors_stay():
    printed = new_output("stream", name="stderr", text="<b>careful")
    error = new_output("error", ename="ValueError", evalue="<script>", traceback=["\x1b[31mone", "two"])
    assert outputs(printed, error) == [printed, error]


def test_metadata_and_numbers_that_a_page_would_repeat_go():
    notes = {"nbgrader": {"grade_id": "x"}, "tags": ["x"], "magics_language": '"><script>'}
    cell = new_code_cell("x < 1", metadata=notes)
    nb = new_notebook(
        cells=[cell, new_code_cell("2", execution_count=7)], metadata={"widgets": {}, "title": "<script>"}
    )
    nb.cells[0].execution_count = "<script>"  # as get_ipython().execution_count may be
    nb.metadata.kernelspec = {"name": "python3", "display_name": "x"}
    nb.metadata.language_info = {"name": '"><script>', "pygments_lexer": '"><script>'}
    clean_texts(nb)
    clean_outputs(nb)
    assert nb.metadata == {
        "kernelspec": {"name": "python3", "display_name": "x"}, "language_info": {"name": "python"}
    }  # fmt: skip
    assert nb.cells[0].metadata == {"nbgrader": {"grade_id": "x"}}
    assert [cell.execution_count for cell in nb.cells] == [None, 7]
    assert nb.cells[0].source == "x < 1"


def test_texts_and_their_attachments_are_cleaned():
    bundle = {"p.png": {"image/png": DOT, "text/html": "x"}, "evil": {'image/png" onerror="x': DOT, "image/jpeg": "<"}}
    picture = new_markdown_cell("![x](attachment:p.png)", attachments=bundle)
    evil = new_markdown_cell("![x](attachment:evil)", attachments=bundle)
    nb = made_harmless(picture, evil, new_markdown_cell("<script>"), new_raw_cell("<script>"))
    assert nb.cells[0].source == "![x](attachment:p.png)"
    assert nb.cells[0].attachments == {"p.png": {"image/png": DOT}}
    assert nb.cells[1].source.startswith(harmless.NOTE)
    assert [cell.source for cell in nb.cells[2:]] == ["&lt;script>", "&lt;script>"]
    assert "attachments" not in nb.cells[2]
