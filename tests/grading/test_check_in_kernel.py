import pytest

from course_lib.grading import check
from course_lib.grading.check import check_notebook
from tests.grading import tiny

FLOOD = "def double(x):\n    while True:\n        print('still here, and still printing')"


def test_a_print_in_an_endless_loop_is_explained(tmp_path):
    """Takes five seconds: one is the time limit of each of two cells, the rest starts and stops a kernel."""
    path = tmp_path / "tiny.ipynb"
    tiny.write(tiny.submission(double=FLOOD), path)
    row = check_notebook(path, seconds=2).rows[0]
    assert row.points == 0
    [line] = row.lines
    start, _, end = line.partition(", and it printed ")
    assert start == "stopped after 2 seconds: double may hold a loop without end"
    count, _, advice = end.partition(" characters: ")
    assert int(count.replace(",", "")) > 100_000
    assert advice == "look for a print inside the loop"


@pytest.mark.parametrize("seconds, whole", [(30, 300), (60, 600), (1, 10)])
def test_the_notebook_has_ten_times_the_time_of_a_cell(tmp_path, monkeypatch, seconds, whole):
    path = tmp_path / "tiny.ipynb"
    tiny.write(tiny.submission(), path)
    asked = {}
    monkeypatch.setattr(check, "run_notebook", lambda nb, **options: asked.update(options))
    check_notebook(path, seconds=seconds)
    assert (asked["seconds"], asked["notebook_seconds"]) == (seconds, whole)
