"""What formgrader makes of a submission that is full of scripts: its own template renders the graded notebook."""

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.server_extensions.formgrader import handlers

from course_lib.grading.autograde import grade
from course_lib.grading.gradebook import read_grades
from course_lib.grading.release import register
from tests.grading import tiny

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
SHOW = f"""
from IPython.display import HTML, Javascript, Markdown, display
for evil in (HTML("{SCRIPT}"), Javascript("alert(1)"), Markdown("{IMAGE}")):
    display(evil)
display({{"image/png": 'x" onerror="alert(1)'}}, raw=True)
display({{"image/png": "aGVsbG8="}}, raw=True, metadata={{"image/png": {{"width": "1 onerror=alert(1)"}}}})
display({{"image/svg+xml": "<svg onload=alert(1)/>", "text/plain": "a drawing"}}, raw=True)
display({{"application/vnd.jupyter.widget-view+json": {{"model_id": "{SCRIPT}"}}}}, raw=True)
print("{SCRIPT}")
raise ValueError("{SCRIPT}")
"""


def evil():
    nb = tiny.submission(written_why=f"Because $a < b$, {SCRIPT} {IMAGE}")
    bundle = {"e": {'image/png" onerror="alert(1)" x="': "aGVsbG8="}}
    nb.cells += [
        new_code_cell(SHOW),
        new_code_cell("1", metadata={"magics_language": f'">{SCRIPT}', "tags": [f'">{SCRIPT}']}),
        new_markdown_cell(f"```mermaid\n{SCRIPT}\n```"),
        new_markdown_cell("[x](javascript:alert(1)) <a href='data:text/html,x'>y</a>"),
        new_markdown_cell("![x](attachment:e)", attachments=bundle),
        new_markdown_cell("<div onmouseover=alert(1) "),
        new_markdown_cell(f"<svg><animate onbegin=alert(1)>\n\n<iframe srcdoc='{SCRIPT}'></iframe>"),
        new_raw_cell(SCRIPT + IMAGE),
    ]
    nb.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}, "x": SCRIPT}}
    nb.metadata.language_info = {"name": f'">{SCRIPT}', "pygments_lexer": f'">{SCRIPT}'}
    return nb


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tiny.course(tmp_path_factory.mktemp("course"))
    register(course, "tiny")
    tiny.hand_in(course, "mallory", evil())
    before = submitted(course)
    [(_, outcome)] = grade(course, "tiny", submitted=course.path("submitted"))
    assert outcome.whole
    assert submitted(course) == before  # the student's own file stays as it was
    return course


def submitted(course):
    return (course.path("submitted") / "mallory" / "tiny" / "tiny.ipynb").read_bytes()


@pytest.fixture(scope="module")
def notebook(course):
    """Return the part of formgrader's page that shows the notebook."""
    exporter = HTMLExporter(template_name="formgrade", extra_template_basedirs=[handlers.template_path])
    resources = dict.fromkeys(["assignment_id", "notebook_id", "submission_id", "base_url", "student"], "x")
    resources |= dict.fromkeys(["last_name", "first_name", "notebook_path"], "x") | {"index": 0, "total": 1}
    path = course.path("autograded") / "mallory" / "tiny" / "tiny.ipynb"
    html, _ = exporter.from_filename(str(path), resources=resources)
    return BeautifulSoup(html, features="html.parser").find(id="notebook")


def test_nothing_in_it_runs(notebook):
    assert not notebook(["script", "iframe", "svg", "object", "embed", "style", "link", "form"])
    attributes = [(name, value) for tag in notebook(True) for name, value in tag.attrs.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert not [value for _, value in attributes if str(value).startswith(("javascript:", "data:text"))]


def test_the_reader_sees_every_word(notebook):
    text = notebook.get_text()
    assert f"Because $a < b$, {SCRIPT} {IMAGE}" in text
    for words in ("[x](javascript:alert(1))", "<div onmouseover=alert(1)", "a drawing", f"ValueError: {SCRIPT}"):
        assert words in text


def test_the_points_are_as_without(course):
    [row] = read_grades(course, "tiny", {}).rows
    assert row.points == (2, 3, None)
