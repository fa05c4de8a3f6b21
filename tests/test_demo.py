"""The demo's own part: what it draws, hands out and prints. grading/test_samples.py grades its samples."""

import re

import nbformat
import pytest

from course_lib import demo
from course_lib.grading import samples
from course_lib.grading.points import grade_id


@pytest.fixture
def graded(monkeypatch):
    """Put a grader in place of the real one: it fails test_cross_entropy, in words, and returns what it was asked."""
    asked = []

    def grade_all(course, assignment):
        asked.append((assignment, sorted(path.name for path in course.path("submitted").iterdir())))
        nb = nbformat.read(course.path("release") / assignment / f"{assignment}.ipynb", as_version=4)
        for cell in nb.cells:
            if grade_id(cell) in ("test_softmax", "test_cross_entropy"):
                cell.outputs = [
                    nbformat.v4.new_output("stream", text="before"),
                    nbformat.v4.new_output("error", ename="CheckFailed", evalue=f"{grade_id(cell)}\nis wrong"),
                ]
        place = course.path("autograded") / "yuki" / assignment
        place.mkdir(parents=True)
        nbformat.write(nb, place / f"{assignment}.ipynb")

    monkeypatch.setattr(demo, "grade_all", grade_all)
    return asked


def test_the_demo_trains_hands_out_and_reads_a_diagnosis_aloud(graded, monkeypatch, tmp_path, capsys):
    """Takes 3 s: it trains on the digits for 30 epochs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here" / "plots").mkdir(parents=True)
    (tmp_path / "here" / "plots" / "old.png").write_text("an earlier demo's", encoding="utf-8")
    (tmp_path / "here" / "mine.txt").write_text("not the demo's", encoding="utf-8")
    assert demo.run(tmp_path / "here") == 0
    shown = capsys.readouterr().out.replace("\\", "/")
    [accuracy] = re.findall(r"([\d.]+)% of 359 digits that it has not seen are read correctly\.", shown)
    assert 94 <= float(accuracy) <= 99
    for picture in ("learning_curve", "templates", "confusion"):
        assert (tmp_path / "here" / "plots" / f"{picture}.png").stat().st_size > 10_000
        assert re.search(rf"\n{picture.replace('_', ' '):17} here/plots/{picture}\.png\n", shown)
    assert (tmp_path / "here" / "mine.txt").exists()
    assert not (tmp_path / "here" / "plots" / "old.png").exists()
    assert f"\nreleased          here/course/assignments/{samples.ASSIGNMENT}\n" in shown
    students = [sample.student for sample in samples.SAMPLES]
    assert graded == [(samples.ASSIGNMENT, students)]
    assert all(f"\n  {sample.student:8} {sample.story}\n" in shown for sample in samples.SAMPLES)
    assert re.search(
        r"\nWhat yuki reads in the feedback on exercise 3:\n\n  test_cross_entropy\n  is wrong\n"
        r"\nAll of it lies in here\. It took \d+ seconds\.\n$",
        shown,
    )
    headings = re.findall(r"^\d  .*", shown, flags=re.M)
    assert headings == [
        "1  One fully connected layer learns to read digits (lecture 04)",
        "2  An assignment is released, and six students hand it in",
        "3  nbgrader runs and grades them",
    ]
