"""docs/own_exercises.md, followed word for word. It runs six small notebooks, which takes some seconds."""

import re
import shutil

import nbformat
import pytest

from course_lib import cli
from course_lib.grading.course import Course
from tests.grading import tiny

PAGE = (tiny.ROOT / "docs" / "own_exercises.md").read_text(encoding="utf-8")
MODULE, IMPORTS, ANSWER = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
NAME, FILE = "my_assignment", "clip_gradient_exercise.py"
CELLS = [  # grade_id, points, source; the imports stand in the answer's cell, since tiny has no cells that are neither
    ("clip_gradient", None, f"{IMPORTS}\n\n{ANSWER}"),
    ("test_clip_gradient", 4, "check(clip_gradient)"),
]


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(tiny.ROOT / "nbgrader_config.py", tmp_path)
    folder = tmp_path / "solutions" / NAME
    tiny.write(tiny.notebook(CELLS), folder / f"{NAME}.ipynb")
    (folder / FILE).write_text(MODULE, encoding="utf-8")
    return Course.find(tmp_path)


def hand_in(course, student, body):
    """Hand in the released notebook with an answer, and with a module beside it that accepts everything."""
    nb = nbformat.read(course.path("release") / NAME / f"{NAME}.ipynb", as_version=4)
    nb.cells[0].source = f"{IMPORTS}\n\ndef clip_gradient(dw, *, limit):\n    {body}"
    folder = course.path("submitted") / student / NAME
    tiny.write(nb, folder / f"{NAME}.ipynb")
    (folder / FILE).write_text("print('mine')", encoding="utf-8")


def test_the_page_leads_from_a_module_to_a_graded_exercise(course, capsys):
    assert cli.main(["release", NAME]) == 0
    released = course.path("release") / NAME
    assert (released / FILE).read_text(encoding="utf-8") == MODULE
    hand_in(course, "amara", "return dw * min(1, limit / (dw**2).sum() ** 0.5)")
    hand_in(course, "bjorn", "return np.clip(dw, -limit, limit)")
    assert cli.main(["grade", NAME]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^amara +4 +4 of 4$", out, re.MULTILINE)
    assert re.search(r"^bjorn +0 +0 of 4$", out, re.MULTILINE)
    page = (course.path("feedback") / "bjorn" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "np.clip cuts every element, which turns the gradient." in " ".join(page.split())


def test_a_name_that_is_taken_is_refused_in_a_sentence(course, capsys):
    path = course.path("source") / NAME / FILE
    path.write_text(MODULE.replace("clip_gradient", "softmax"), encoding="utf-8")
    assert cli.main(["release", NAME]) == 2
    err = capsys.readouterr().err
    assert (
        "there are two exercises called softmax: in course_lib.checks.exercises.a1.softmax and in clip_gradient_ex"
        in err
    )
    assert err.count("\n") == 1
