"""Feedback pages, made by nbgrader from notebooks that were executed before: no kernel runs here."""

import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from course_lib.grading.autograde import grade
from course_lib.grading.convert import FeedbackOne, convert
from course_lib.grading.release import register
from tests.grading import tiny

RED = "\x1b[0;31m"
TRACEBACK = [f"{RED}AssertionError{RED}", "----> 3 assert double(1234) == 2468, 'large numbers are not doubled'"]
HARMFUL = """# A heading

A paragraph with **bold** text, a [link](https://example.org), and $x < y$.

<script>alert(1)</script><img src="x" onerror="alert(2)"><a href="javascript:alert(3)">here</a>
<iframe src="https://example.org"></iframe>
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tiny.course(tmp_path_factory.mktemp("course"))
    register(course, "tiny")
    tiny.hand_in(course, "mei", b"")  # not a notebook: it is recorded, and no kernel runs
    dict(grade(course, "tiny", submitted=course.path("submitted")))
    return course


def page(course, *, outputs=(), cells=()):
    """Return the feedback page of a graded notebook: outputs of the test with the hidden part, and further cells."""
    nb = tiny.notebook()
    nb.cells[1].outputs = list(outputs)
    nb.cells += cells
    tiny.write(nb, course.path("autograded") / "mei" / "tiny" / "tiny.ipynb")
    convert(FeedbackOne, course, "tiny", "mei")
    return (course.path("feedback") / "mei" / "tiny" / "tiny.html").read_text(encoding="utf-8")


def text(html):
    return BeautifulSoup(html, features="html.parser").get_text()


def failure(evalue="large numbers are not doubled", ename="AssertionError"):
    return new_output("error", ename=ename, evalue=evalue, traceback=TRACEBACK)


def test_a_failed_hidden_test_shows_its_message_and_nothing_else(course):
    html = page(course, outputs=[failure()])
    assert "AssertionError: large numbers are not doubled" in text(html)
    assert "double(3)" in text(html)
    assert "1234" not in html
    assert "HIDDEN TESTS" not in html


def test_a_hidden_test_without_a_message_says_so(course):
    html = page(course, outputs=[failure(evalue="")])
    assert "AssertionError: a test failed; it has no message" in text(html)
    assert "1234" not in html


def test_a_diagnosis_is_shown_as_it_is(course):
    html = page(course, outputs=[failure("double is wrong.\n  Hint: multiply.", ename="CheckFailed")])
    assert "double is wrong.\n  Hint: multiply." in text(html)
    assert "CheckFailed" not in html


def test_what_the_answer_prints_during_hidden_tests_is_not_shown(course):
    html = page(course, outputs=[new_output("stream", name="stdout", text="x = 1234")])
    assert "1234" not in html


@pytest.mark.parametrize(
    "output",
    [
        new_output("error", ename="TypeError", evalue="", traceback=TRACEBACK),
        new_output("stream", name="stdout", text=f"['', {tiny.HIDDEN!r}]"),
        new_output("execute_result", data={"text/plain": repr(tiny.HIDDEN)}),
    ],
    ids=["a traceback", "print(In)", "In[-1]"],
)
def test_an_output_elsewhere_that_quotes_a_hidden_test_is_withheld(course, output):
    html = page(course, cells=[new_code_cell("In", outputs=[output])])
    assert "1234" not in html
    assert "quotes a hidden test" in html


def test_other_outputs_stay(course):
    cells = [new_code_cell("2", outputs=[new_output("execute_result", data={"text/plain": "'a small result'"})])]
    assert "a small result" in page(course, cells=cells)


def test_nothing_a_student_wrote_runs_or_loads(course):
    outputs = [new_output("display_data", data={kind: HARMFUL}) for kind in ("text/html", "text/markdown")]
    outputs.append(new_output("display_data", data={"application/javascript": "alert(4)"}))
    html = page(course, cells=[new_markdown_cell(HARMFUL), new_code_cell("", outputs=outputs)])
    soup = BeautifulSoup(html, features="html.parser")
    assert not soup.find_all(["script", "iframe", "object", "embed", "link"])
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not [tag for tag in soup.find_all(href=True) if tag["href"].lower().startswith("javascript")]
    assert not [tag for tag in soup.find_all(src=True) if tag["src"].startswith("http")]
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_ordinary_formatting_stays(course):
    soup = BeautifulSoup(page(course, cells=[new_markdown_cell(HARMFUL)]), features="html.parser")
    assert soup.find("h1", string="A heading")
    assert soup.find("strong", string="bold")
    assert soup.find("a", href="https://example.org")


def test_a_plot_is_shown(course):
    cells = [new_code_cell("plot", outputs=[new_output("display_data", data={"image/png": "aGVsbG8="})])]
    assert 'src="data:image/png;base64,aGVsbG8="' in page(course, cells=cells)


def test_the_list_on_top_names_the_exercises(course):
    soup = BeautifulSoup(page(course), features="html.parser")
    assert [link.string for link in soup.select("#toc a")][:2] == ["double", "triple"]


def test_long_lines_are_broken_and_not_cut(course):
    styles = BeautifulSoup(page(course), features="html.parser").find_all("style")
    assert re.search(r"\bpre {[^}]*white-space: pre-wrap;[^}]*overflow-wrap: anywhere", styles[-1].string)
