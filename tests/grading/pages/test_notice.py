from bs4 import BeautifulSoup

from course_lib.grading.pages.feedback import POLICY
from course_lib.grading.pages.notice import write_notice
from tests.grading import tiny

LINES = ["the file is not a notebook", "Found: <script>alert(1)</script> & \ud800.", "Save it & hand it in again."]


def test_a_notice_lies_where_the_page_would_and_says_why(tmp_path):
    course = tiny.course(tmp_path)
    path = write_notice(course, "tiny", "mei <b>", LINES)
    assert path == tmp_path / "feedback" / "mei <b>" / "tiny" / "tiny.html"
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), features="html.parser")
    assert [part.get_text() for part in soup.select("#summary > *")] == [
        "tiny", "mei <b>", "The file is not a notebook.", LINES[1].replace("\ud800", "?"), LINES[2],
    ]  # fmt: skip
    assert soup.select_one("#summary").get_text(" ", strip=True).endswith(f". {LINES[2]}")
    assert not soup.find_all(["script", "b"])
    assert soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"] == POLICY
    assert soup.find("meta", charset="utf-8")
    assert "#summary" in soup.find("style").string


def test_a_notice_takes_the_place_of_an_earlier_one(tmp_path):
    course = tiny.course(tmp_path)
    write_notice(course, "tiny", "mei", ["one"])
    assert "Two." in write_notice(course, "tiny", "mei", ["two"]).read_text(encoding="utf-8")


def test_a_notice_has_the_date_of_the_submission_that_it_is_about(tmp_path):
    course = tiny.course(tmp_path)
    elsewhere = tmp_path / "from the LMS"
    for folder, date in ((course.path("submitted"), "old"), (elsewhere, "new")):
        (folder / "mei" / "tiny").mkdir(parents=True)
        (folder / "mei" / "tiny" / "timestamp.txt").write_text(date, encoding="utf-8")
    for submitted, date in ((elsewhere, "new"), (None, "old")):
        page = write_notice(course, "tiny", "mei", ["one"], submitted=submitted)
        assert page.with_name("timestamp.txt").read_text(encoding="utf-8") == date
