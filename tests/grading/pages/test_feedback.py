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
    return write_page(course, nb)


def write_page(course, nb):
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
    assert "AssertionError, without a message" in text(html)
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


def summary(html):
    """Return the rows of the table on top as lists of words, and all the text above it."""
    top = BeautifulSoup(html, features="html.parser").select_one("#summary")
    rows = [[cell.get_text() for cell in row("td")] for row in top("tr")]
    return rows, [paragraph.get_text() for paragraph in top(["h1", "p"])]


def set_grades(course, **grades):
    """Write points into the gradebook: automatic ones of a name, or a dict of nbgrader's fields."""
    with course.gradebook() as gradebook:
        for name, given in grades.items():
            grade = gradebook.find_grade(name, "tiny", "tiny", "mei")
            fields = {"auto_score": None, "manual_score": None, "needs_manual_grade": False}
            for field, value in (fields | (given if isinstance(given, dict) else {"auto_score": given})).items():
                setattr(grade, field, value)
        gradebook.db.commit()


def test_the_summary_shows_who_got_what_and_where_it_is(course):
    set_grades(course, test_double=2, test_triple=1.5, written_why={"needs_manual_grade": True})
    html = page(course)
    rows, words = summary(html)
    assert words == ["tiny", "mei", "3.5 of 6 points, and up to 1 more when a person has read what waits"]
    assert rows == [
        ["✓", "double", "2 of 2", ""],
        ["✗", "triple", "1.5 of 3", ""],
        ["…", "why", "– of 1", "a person has to read this answer"],
    ]
    soup = BeautifulSoup(html, features="html.parser")
    for link in soup.select("#summary a"):
        assert soup.find("a", attrs={"name": link["href"].removeprefix("#")})


def test_an_answer_that_a_person_has_read_does_not_wait_though_nbgrader_asks_again(course):
    set_grades(course, test_double=0, test_triple=0, written_why={"manual_score": 1, "needs_manual_grade": True})
    html = page(course)
    rows, words = summary(html)
    assert (rows[2], words[2]) == (["✓", "why", "1 of 1", ""], "1 of 6 points")
    assert "Not graded yet" not in text(html)


def test_comments_of_a_person_are_shown_and_linked(course):
    set_grades(course, written_why={"needs_manual_grade": True})
    with course.gradebook() as gradebook:
        for name, words in (("written_why", "Why is that so?"), ("double", "Nicely done, with $x^2$.")):
            gradebook.find_comment(name, "tiny", "tiny", "mei").manual_comment = words
        gradebook.db.commit()
    html = page(course)
    assert "Not graded yet: a person has to read this answer. Why is that so?" in text(html)
    assert "Nicely done, with <math" in html
    rows, _ = summary(html)
    assert [row[3] for row in rows] == ["comment", "", "a person has to read this answer; comment"]
    soup = BeautifulSoup(html, features="html.parser")
    for link in soup.select("#summary a[href^='#comment']"):
        assert soup.find("a", attrs={"name": link["href"].removeprefix("#")})


def test_nbgraders_own_comment_is_no_persons(course):
    set_grades(course, written_why=0)
    with course.gradebook() as gradebook:
        comment = gradebook.find_comment("written_why", "tiny", "tiny", "mei")
        comment.manual_comment, comment.auto_comment = None, "No response."
        gradebook.db.commit()
    html = page(course)
    assert "No response." in text(html)
    assert summary(html)[0][2][3] == ""


def test_deleted_exercises_are_named(course):
    nb = tiny.notebook()
    del nb.cells[3]
    rows, words = summary(write_page(course, nb))
    assert rows[-1] == ["✗", "triple", "0 of 3", "its cell is not in the notebook"]
    assert "of 6 points" in words[2]


def test_a_late_submission_says_what_it_cost(course):
    set_grades(course, test_double=2, test_triple=3, written_why=0)
    with course.gradebook() as gradebook:
        gradebook.find_submission_notebook("tiny", "tiny", "mei").late_submission_penalty = 1.5
        gradebook.db.commit()
    _, words = summary(page(course))
    assert words[2:] == ["3.5 of 6 points", "1.5 points less because it was late."]


def test_formulas_are_drawn_in_text_and_not_in_code(course):
    cells = [new_markdown_cell("Because $a < b$:\n\n$$e^x$$\n\nbut `$c < d$`"), new_code_cell("price = '$5$'")]
    soup = BeautifulSoup(page(course, cells=cells), features="html.parser")
    assert [formula.get_text() for formula in soup("math")][-2:] == ["a<b", "ex"]
    assert "$c < d$" in [code.string for code in soup("code")]
    assert "'$5$'" in soup.get_text()


def test_a_link_to_data_is_no_link_and_a_picture_of_data_stays(course):
    source = "[here](data:text/html;base64,PGI+) ![plot](data:image/png;base64,aGVsbG8=)"
    soup = BeautifulSoup(page(course, cells=[new_markdown_cell(source)]), features="html.parser")
    assert not soup.select("a[href^=data]")
    assert "here" in soup.get_text()
    assert soup.select_one("img[alt=plot]")["src"] == "data:image/png;base64,aGVsbG8="


def test_the_page_is_dark_where_the_screen_is_and_never_on_paper(course):
    styles = BeautifulSoup(page(course), features="html.parser").find_all("style")
    assert "@media screen and (prefers-color-scheme: dark)" in styles[-1].string


def test_long_lines_are_broken_and_not_cut(course):
    styles = BeautifulSoup(page(course), features="html.parser").find_all("style")
    assert re.search(r"\bpre {[^}]*white-space: pre-wrap;[^}]*overflow-wrap: anywhere", styles[-1].string)
