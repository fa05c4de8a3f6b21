import copy
import csv
import subprocess
import sys

import nbformat
import pytest

from course_lib import cli, doctor
from tests.grading import tiny

pytestmark = pytest.mark.xdist_group("cli")
COMMANDS = ("doctor", "check", "release", "grade", "demo")


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tiny.course(tmp_path)


def course_command(capsys, *arguments):
    """Run `course …`; return exit code, stdout and stderr."""
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("arguments", [(), *((command,) for command in COMMANDS)], ids=str)
def test_help_imports_nothing_heavy(arguments):
    code = f"""if True:
        import sys
        from course_lib.cli import main
        try:
            main([*{arguments}, '--help'])
        except SystemExit as end:
            assert end.code == 0
        print([name for name in ('numpy', 'nbgrader', 'nbformat', 'torch', 'matplotlib') if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: course")
    assert done.stdout.endswith("[]\n")


def test_check_shows_points_and_diagnoses(course, capsys, tmp_path):
    path = tmp_path / "mine.ipynb"
    tiny.write(tiny.submission(triple="def triple(x):\n    retrun 3 * x"), path)
    before = path.read_bytes()
    code, out, err = course_command(capsys, "check", path)
    assert (code, err) == (1, "")
    assert "  double      2 of 2\n" in out
    assert "  triple      0 of 3\n      NameError: name 'triple' is not defined\n" in out
    assert "  why        by hand\n" in out
    assert "  together    2 of 5\n" in out
    assert "Cell 3 (triple) failed: SyntaxError: invalid syntax (line 2 of the cell)\n" in out
    assert path.read_bytes() == before


def test_check_says_all_is_right_by_its_exit_code(course, capsys):
    code, out, _ = course_command(capsys, "check", "solutions/tiny/tiny.ipynb")
    assert code == 0
    assert "together    5 of 5" in out
    assert "failed" not in out


@pytest.mark.parametrize(
    "answer, words",
    [
        ("import os; os._exit(1)", "The notebook stopped: the kernel died in cell 3 (triple)"),
        ("while True: pass", "Cell 3 (triple) failed: TimeLimit: stopped after 2 seconds"),
    ],
    ids=["dead kernel", "endless loop"],
)
def test_check_keeps_what_was_checked_before_the_kernel_was_lost(course, capsys, tmp_path, answer, words):
    tiny.write(tiny.submission(triple=answer), tmp_path / "mine.ipynb")
    code, out, _ = course_command(capsys, "check", "mine.ipynb", "--seconds", "2")
    assert code == 1
    assert "  double      2 of 2\n" in out
    assert "  triple      0 of 3\n" in out
    assert words in out


def test_check_names_a_cell_that_was_copied(course, capsys, tmp_path):
    nb = tiny.submission()
    nb.cells.append(copy.deepcopy(nb.cells[1]))
    nb.cells[-1].id = "copy"
    tiny.write(nb, tmp_path / "mine.ipynb")
    _, out, _ = course_command(capsys, "check", "mine.ipynb")
    assert "test_double is there 2 times: delete the copies." in out


@pytest.mark.parametrize(
    "content, words",
    [
        (None, "cannot be read: No such file or directory"),
        (b"no JSON", "is not a notebook: it holds no JSON"),
        (b"", "is not a notebook: it holds no JSON"),
        (b"\xff\xfe", "is not a notebook: it holds no JSON"),
        (b"[1, 2]", "is not a notebook"),
        (nbformat.writes(nbformat.v4.new_notebook()).encode(), "has no checks"),
    ],
    ids=["missing", "text", "empty", "bytes", "other JSON", "without checks"],
)
def test_check_says_in_a_line_why_it_cannot(course, capsys, tmp_path, content, words):
    if content is not None:
        (tmp_path / "mine.ipynb").write_bytes(content)
    code, out, err = course_command(capsys, "check", "mine.ipynb")
    assert (code, out) == (2, "")
    assert err.startswith("course check: mine.ipynb ")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_check_refuses_a_time_limit_that_is_none(course, capsys, seconds):
    with pytest.raises(SystemExit, match="2"):
        cli.main(["check", "mine.ipynb", f"--seconds={seconds}"])
    assert f"expected a whole number of seconds, at least 1: found {seconds}" in capsys.readouterr().err


def test_release_writes_and_its_check_compares(course, capsys):
    code, out, _ = course_command(capsys, "release", "--check")
    assert code == 1
    assert "not as generated from solutions/: assignments/tiny/tiny.ipynb" in out.replace("\\", "/")
    assert course_command(capsys, "release", "tiny")[:2] == (0, "released assignments/tiny\n")
    assert course_command(capsys, "release", "--check") == (0, "1 assignment up to date.\n", "")
    assert not (course.root / "gradebook.db").exists()


@pytest.mark.parametrize("command", ["release", "grade"])
def test_an_unknown_assignment_is_one_line(course, capsys, command):
    code, out, err = course_command(capsys, command, "big")
    assert (code, out) == (2, "")
    assert err.startswith(f"course {command}: no assignment called big in ")
    assert err.endswith("; there are: tiny.\n")


def test_outside_a_course_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, _, err = course_command(capsys, "release")
    assert code == 2
    assert "no nbgrader_config.py in" in err


def test_grade_shows_a_table_and_says_where_everything_is(course, capsys, tmp_path):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.hand_in(course, "tomas", b"{")
    code, out, err = course_command(capsys, "grade", "tiny", "--seed", "5")
    assert (code, err) == (1, "")
    assert "  mei      graded\n" in out
    assert "  tomas    not graded: the file is not a notebook\n" in out
    assert "mei        2    3    ·       5 of 6\n" in out
    assert "tomas      0    0    0       0 of 6\n" in out
    with open(tmp_path / "grades" / "tiny.csv", newline="", encoding="utf-8") as file:
        assert [row["total"] for row in csv.DictReader(file)] == ["5", "0"]
    for place in ("feedback/STUDENT/tiny", "autograded/STUDENT/tiny", "grades/tiny.csv", "gradebook.db"):
        assert place in out.replace("\\", "/")
        assert (tmp_path / place.replace("STUDENT", "mei")).exists()


def test_a_missing_nbgrader_is_one_line(course, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbgrader.api", None)
    for name in [name for name in sys.modules if name.startswith("course_lib.grading.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    code, _, err = course_command(capsys, "release")
    assert code == 2
    assert err == "course release: nbgrader is missing: pip install -e '.[grading]'.\n"


def test_ctrl_c_is_one_line(course, capsys, monkeypatch):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("course_lib.grading.check.check_notebook", interrupt)
    assert course_command(capsys, "check", "mine.ipynb") == (130, "", "\ncourse check: stopped.\n")


def test_doctor_names_what_is_there(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "_gpu", lambda: None)
    code, out, _ = course_command(capsys, "doctor")
    assert code == 0
    for name in ("Python", "numpy", "jupyterlab", "nbgrader", "torch", "GPU", "sandbox", "disk"):
        assert f"  {name:12} " in out


def test_doctor_says_what_is_missing_and_how_to_get_it(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "_gpu", lambda: None)
    monkeypatch.setattr(doctor, "_version", lambda package: None if package in ("jupyterlab", "torch") else "1.0")
    code, out, _ = course_command(capsys, "doctor")
    assert code == 1
    assert "jupyterlab   none         pip install -e .\n" in out
    assert "torch        none         for lectures 11 to 13: pip install -e '.[torch]'\n" in out
    assert "Not all that" in out
