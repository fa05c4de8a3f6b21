"""What `course check` makes of a run whose outputs are given: no kernel runs here."""

import pytest
from nbformat.v4 import new_output

from course_lib.grading import check
from course_lib.grading.errors import NoChecks, NoKernel
from course_lib.grading.manifest import Oddity, Remark, write_manifest
from course_lib.grading.points import GradedCell
from tests.grading import tiny

FAILED = new_output("error", ename="AssertionError", evalue="no", traceback=[])


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Check a notebook; outputs are what its cells leave, stopped is why it did not end."""

    def run(nb, outputs=None, stopped=None, **options):
        def run_notebook(nb, *, folder, seconds, progress, **more):
            told.update(folder=folder, seconds=seconds, progress=progress)
            for index, output in (outputs or {}).items():
                nb.cells[index].outputs = [output]
            return stopped

        monkeypatch.setattr(check, "run_notebook", run_notebook)
        tiny.write(nb, tmp_path / "mine.ipynb")
        return check.check_notebook(tmp_path / "mine.ipynb", **options)

    told = run.__dict__
    return run


def points(result):
    return [(row.exercise.name, row.points, row.lost) for row in result.rows]


def test_all_is_right(run):
    result = run(tiny.submission())
    assert points(result) == [("double", 2, False), ("triple", 3, False), ("why", None, False)]
    assert (result.complete, result.stopped, result.troubles) == (True, None, [])
    assert all(row.remarks == row.lines == [] for row in result.rows)


def test_a_check_that_fails_costs_its_points_and_says_why(run):
    result = run(tiny.submission(), {1: FAILED})
    assert points(result) == [("double", 0, True), ("triple", 3, False), ("why", None, False)]
    assert (result.complete, result.rows[0].lines, result.troubles) == (False, ["AssertionError: no"], [])


def test_a_part_of_the_points_is_not_all_of_them(run):
    result = run(tiny.submission(), {1: new_output("execute_result", data={"text/plain": "0.5"})})
    assert (points(result)[0], result.complete) == (("double", 0.5, True), False)


def test_what_is_odd_and_what_stopped_it_is_data(run):
    result = run(tiny.submission(written_why=""), {0: FAILED}, stopped="the kernel died")
    assert result.stopped == "the kernel died"
    assert result.rows[2].remarks == [Remark(Oddity.UNANSWERED)]
    assert result.troubles == ['In the cell "def double(x):": AssertionError: no']


def test_a_check_that_is_missing_gives_nothing(run):
    nb = tiny.submission()
    write_manifest(nb)
    del nb.cells[1]
    result = run(nb)
    assert points(result)[0] == ("double", 0, True)
    assert result.rows[0].remarks == [Remark(Oddity.MISSING)]


def test_the_run_is_told_where_how_long_and_whom_to_tell(run, tmp_path):
    run(tiny.submission(), seconds=7, progress=print)
    assert (run.folder, run.seconds, run.progress) == (tmp_path.resolve(), 7, print)
    run(tiny.submission())
    assert (run.seconds, run.progress) == (30, None)


def test_a_notebook_without_checks_is_refused(run, tmp_path):
    with pytest.raises(NoChecks) as caught:
        run(tiny.notebook(()))
    assert caught.value.path == tmp_path / "mine.ipynb"


def test_a_kernel_that_does_not_start_is_told_as_that(run, monkeypatch, tmp_path):
    def run_notebook(*arguments, **options):
        raise RuntimeError("it died")

    run(tiny.submission())
    monkeypatch.setattr(check, "run_notebook", run_notebook)
    with pytest.raises(NoKernel, match="no kernel starts: it died"):
        check.check_notebook(tmp_path / "mine.ipynb")


def test_verdicts_are_values():
    row = check.Verdict(GradedCell(0, "test_a", 2, False), 1, [], [])
    for value in (row, check.Result([row], None, [])):
        with pytest.raises(AttributeError):
            value.rows = value.points = None
