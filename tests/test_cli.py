import copy
import csv
import io
import os
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from course_lib import cli, doctor
from course_lib.grading import session
from course_lib.grading.release import release
from tests.grading import tiny

HELP = "-h, --help show this help message and exit"
HELPS = {  # command: what its help says, blanks and line ends apart
    "": "usage: course [-h] command ... Check, release and grade the course's assignments. positional "
    "arguments: command doctor say what is installed, what is missing, and how to get it check run your "
    "notebook and show what its checks say release write the students' version of assignments from "
    "solutions/ grade autograde all submissions: a table, feedback pages, the gradebook demo train a "
    "classifier, release an assignment, grade six sample submissions "
    f"options: {HELP}",
    "doctor": f"usage: course doctor [-h] Say what is installed, what is missing, and how to get it. options: {HELP}",
    "check": "usage: course check [-h] [--seconds SECONDS] notebook Run your notebook and show what its checks say. "
    f"positional arguments: notebook an .ipynb file; it is not changed options: {HELP} "
    "--seconds SECONDS time limit of a cell (30)",
    "release": "usage: course release [-h] [--check] [ASSIGNMENT ...] Write the students' version of assignments from "
    f"solutions/. positional arguments: ASSIGNMENT all of them, unless named options: {HELP} "
    "--check write nothing; exit 1 and name what is out of date",
    "grade": "usage: course grade [-h] [--submitted DIR] [--seed SEED] ASSIGNMENT Autograde all submissions: a table, "
    f"feedback pages, the gradebook. positional arguments: ASSIGNMENT options: {HELP} "
    "--submitted DIR holds STUDENT/ASSIGNMENT/ (submitted) --seed SEED the checks draw new cases from it: keep it to "
    "yourself",
    "demo": "usage: course demo [-h] Train a classifier, release an assignment, grade six sample submissions. "
    f"options: {HELP}",
}


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tiny.course(tmp_path)


def course_command(capsys, *arguments):
    """Run `course …`; return exit code, stdout and stderr."""
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("arguments", [tuple(command.split()) for command in HELPS], ids=str)
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


@pytest.mark.parametrize("command", HELPS)
def test_help_says(command, capsys):
    with pytest.raises(SystemExit):
        cli.main([*command.split(), "--help"])
    assert " ".join(capsys.readouterr().out.split()) == HELPS[command]


def test_a_terminal_of_ascii_letters_gets_all_of_them():
    code = "import sys; from course_lib.cli import main; sys.exit(main(['check', 'ä–α.ipynb']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, capture_output=True, check=False,
    )  # fmt: skip
    wanted = "course check: ä–α.ipynb cannot be read: No such file or directory."
    assert (done.returncode, done.stderr.decode("utf-8").strip()) == (2, wanted)


def test_every_command_writes_utf8(course, monkeypatch):
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", screen)
    assert cli.main(["check", "ä.ipynb"]) == 2
    assert screen.encoding == "utf-8"


def released(course, **answers):
    """Hand out the assignment and fill it in; return the notebook."""
    nb = nbformat.read(release(course, "tiny") / "tiny.ipynb", as_version=4)
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in tiny.submission().cells} | answers
    for cell in nb.cells:
        cell.source = answers[cell.metadata.nbgrader.grade_id]
    return nb


def test_check_shows_points_and_diagnoses(course, capsys, tmp_path):
    path = tmp_path / "mine.ipynb"
    tiny.write(released(course, triple="def triple(x):\n    retrun 3 * x"), path)
    before = path.read_bytes()
    code, out, err = course_command(capsys, "check", path)
    assert (code, err) == (1, "")
    assert (
        out.partition("\n\n")[2]
        == """\
  double      2 of 2
  triple      0 of 3
      its cell failed: SyntaxError: invalid syntax (line 2 of the cell)
  why        by hand

  together    2 of 5, and 1 more from a person who reads the written answer
"""
    )
    assert path.read_bytes() == before


def test_check_says_all_is_right_by_its_exit_code(course, capsys):
    code, out, _ = course_command(capsys, "check", "solutions/tiny/tiny.ipynb")
    assert code == 0
    assert "together    5 of 5" in out
    assert "failed" not in out


@pytest.mark.parametrize(
    "answer, words",
    [
        (
            "import os; os._exit(1)",
            'The notebook stopped: the kernel died in the cell "import os; os._exit(1)": a crash, an exit, or too '
            "little memory.",
        ),
        ("exit()", 'The notebook stopped: the cell "exit()" calls exit(), which ends the kernel.'),
    ],
    ids=["dead kernel", "exit"],
)
def test_check_keeps_what_was_checked_before_the_kernel_was_lost(course, capsys, tmp_path, answer, words):
    tiny.write(tiny.submission(triple=answer), tmp_path / "mine.ipynb")
    code, out, _ = course_command(capsys, "check", "mine.ipynb")
    assert code == 1
    assert "  double      2 of 2\n" in out
    assert "  triple      0 of 3  not run\n" in out
    assert " ".join(out.split()).endswith(words)
    assert out.count("stopped") == 1


def test_check_names_the_exercise_of_a_check_that_does_not_end(course, capsys, tmp_path):
    tiny.write(tiny.submission(triple="def triple(x):\n    while True: print('hello')"), tmp_path / "mine.ipynb")
    code, out, _ = course_command(capsys, "check", "mine.ipynb", "--seconds", "2")
    assert code == 1
    words = " ".join(out.split())
    assert "triple 0 of 3 stopped after 2 seconds: triple may hold a loop without end, and it printed" in words
    assert "characters: look for a print inside the loop" in words


def test_check_counts_every_check_of_the_assignment(course, capsys, tmp_path):
    nb = released(course, test_triple="# assert triple(3) == 9", written_why="*Write your answer here.*")
    del nb.cells[1]
    tiny.write(nb, tmp_path / "mine.ipynb")
    code, out, _ = course_command(capsys, "check", "mine.ipynb")
    assert code == 1
    assert (
        out.partition("\n\n")[2]
        == """\
  double      0 of 2
      the cell with this check is missing: take a fresh copy of the assignment
  triple      3 of 3
      the cell with this check was changed: the released one ran instead, as it will in grading
  why        by hand  not answered yet

  together    3 of 5, and 1 more from a person who reads the written answer
"""
    )


def test_check_reads_a_file_that_starts_with_a_byte_order_mark(course, capsys, tmp_path):
    (tmp_path / "mine.ipynb").write_bytes(b"\xef\xbb\xbf" + nbformat.writes(tiny.submission()).encode())
    code, out, _ = course_command(capsys, "check", "mine.ipynb")
    assert code == 0
    assert "  together    5 of 5" in out


def test_check_calls_a_python_file_one(course, capsys, tmp_path):
    (tmp_path / "mine.py").write_text("def double(x): return 2 * x", encoding="utf-8")
    code, _, err = course_command(capsys, "check", "mine.py")
    assert (code, err) == (2, "course check: mine.py is a Python file, not the notebook.\n")


def test_an_error_cannot_steer_the_terminal(course, capsys):
    code, _, err = course_command(capsys, "check", "\x1b[2J\r.ipynb")
    assert (code, err) == (2, "course check: \\x1b[2J\\r.ipynb cannot be read: No such file or directory.\n")


def test_check_counts_a_copied_cell_once(course, capsys, tmp_path):
    nb = released(course)
    nb.cells.append(copy.deepcopy(nb.cells[1]))
    nb.cells[-1].id = "copy"
    tiny.write(nb, tmp_path / "mine.ipynb")
    code, out, _ = course_command(capsys, "check", "mine.ipynb")
    assert code == 0
    assert "  double      2 of 2  its cell is there 2 times: the last one counts\n" in out
    assert "  together    5 of 5" in out


@pytest.mark.parametrize("terminal", [True, False])
def test_check_shows_progress_only_on_a_terminal(course, capsys, monkeypatch, terminal):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    _, out, _ = course_command(capsys, "check", "solutions/tiny/tiny.ipynb")
    assert ("cell 4 of 4" in out) is terminal
    assert out.rpartition("\r")[2].startswith("solutions/tiny/tiny.ipynb\n")


DAMAGED = "is damaged or no notebook: it may have been saved only in part"
WHOLE = nbformat.writes(tiny.submission())


@pytest.mark.parametrize(
    "content, words",
    [
        (None, "cannot be read: No such file or directory"),
        (b"no JSON", DAMAGED),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b"[1, 2]", DAMAGED),
        (b"{}", DAMAGED),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', DAMAGED),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1]}', DAMAGED),
        (WHOLE[: len(WHOLE) // 2].encode(), DAMAGED),
        (nbformat.writes(nbformat.v4.new_notebook()).encode(), "has no checks"),
    ],
    ids=[
        *("missing", "text", "empty", "blank", "bytes", "a list", "an object", "no cells", "no cell"),
        *("half a notebook", "without checks"),
    ],
)
def test_check_says_in_a_line_why_it_cannot(course, capsys, tmp_path, content, words):
    if content is not None:
        (tmp_path / "mine.ipynb").write_bytes(content)
    code, out, err = course_command(capsys, "check", "mine.ipynb")
    assert (code, out) == (2, "")
    assert err.startswith("course check: mine.ipynb ")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "path, words",
    [
        ("solutions/tiny/tiny", "cannot be read: No such file or directory, but there is solutions/tiny/tiny.ipynb"),
        ("solutions/tiny", "is a folder, not a notebook"),
        (".", "is a folder, not a notebook"),
    ],
)
def test_check_says_what_else_a_path_is(course, capsys, path, words):
    code, _, err = course_command(capsys, "check", path)
    assert (code, err.replace("\\", "/")) == (2, f"course check: {path} {words}.\n")


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


def test_the_checks_get_the_seed_of_the_command(course, capsys, monkeypatch):
    asked = []
    grade = session.grade
    monkeypatch.setattr(session, "grade", lambda *given, **options: asked.append(options) or grade(*given, **options))
    tiny.hand_in(course, "tomas", b"{")
    course_command(capsys, "grade", "tiny", "--seed", "5")
    assert [options["seed"] for options in asked] == [5]


def test_grade_shows_a_table_and_says_where_everything_is(course, capsys, tmp_path):
    tiny.hand_in(course, "mei", tiny.submission())
    tiny.hand_in(course, "tomas", b"{")
    code, out, err = course_command(capsys, "grade", "tiny", "--seed", "5")
    assert (code, err) == (1, "")
    assert "  mei              graded\n" in out
    words = "not graded: tiny.ipynb is damaged or no notebook: it may have been saved only in part"
    assert f"  tomas            {words}\n" in out
    assert "cases             drawn from seed 5\n" in out
    assert "mei        2    3    ·       5 of 6\n" in out
    assert "tomas      0    0    0       0 of 6\n" in out
    with open(tmp_path / "grades" / "tiny.csv", newline="", encoding="utf-8") as file:
        found = {row["student"]: (row["total"], row["maximum"], row["note"]) for row in csv.DictReader(file)}
    assert found == {"mei": ("5", "6", ""), "tomas": ("0", "6", words)}
    for place in ("feedback/STUDENT/tiny", "autograded/STUDENT/tiny", "grades/tiny.csv", "gradebook.db"):
        assert place in out.replace("\\", "/")
        assert (tmp_path / place.replace("STUDENT", "mei")).exists()
    assert "errors" not in out


@pytest.fixture
def no_kernel():
    with tiny.without_kernel():
        yield


def test_grade_ends_with_0_though_answers_wait_for_a_person(course, capsys, no_kernel):
    tiny.hand_in(course, "mei", tiny.submission())
    for setting in (None, 8):
        code, out, _ = course_command(capsys, "grade", "tiny")
        cases = "the public ones, which students know: --seed draws others" if setting is None else "drawn from seed 8"
        assert (code, f"cases             {cases}\n" in out) == (0, True)
        config = course.root / "nbgrader_config.py"
        config.write_text(
            config.read_text(encoding="utf-8").replace("# c.RunNotebook.seed = 1", "c.RunNotebook.seed = 8"),
            encoding="utf-8",
        )


def test_grade_keeps_an_unexpected_error_for_who_mends_it(course, capsys, no_kernel, monkeypatch):
    def fail(*arguments):
        raise KeyError("an unheard-of key")

    monkeypatch.setattr("course_lib.grading.convert.FeedbackOne.write_single_notebook", fail)
    tiny.hand_in(course, "mei\x1b[2J", tiny.submission())
    code, out, err = course_command(capsys, "grade", "tiny")
    assert (code, err) == (1, "")
    assert "  mei\\x1b[2J       no feedback page: nbgrader stopped at something unexpected in it\n" in out
    assert "\x1b" not in out
    assert "KeyError" not in out
    assert "errors in full    grades/tiny.errors.txt\n" in out.replace("\\", "/")
    assert "KeyError: 'an unheard-of key'" in (course.root / "grades" / "tiny.errors.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "package, module, command",
    [("nbgrader", "course", "release"), ("filelock", "lock", "grade")],
)
def test_a_missing_package_for_grading_is_one_line(course, capsys, monkeypatch, package, module, command):
    for name in (module, "session", "release"):
        monkeypatch.delitem(sys.modules, f"course_lib.grading.{name}", raising=False)
    for name in [package, *(name for name in sys.modules if name.startswith(f"{package}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    code, _, err = course_command(capsys, command, "tiny")
    assert code == 2
    assert err == f"course {command}: {package} is missing: pip install {package}.\n"


def test_the_demo_says_what_it_needs_where_only_the_library_is_installed(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "site-packages" / "course_lib" / "cli.py"))
    code, out, err = course_command(capsys, "demo")
    assert (code, out) == (2, "")
    assert err == (
        "course demo: it needs the course's repository, not its library alone: there, run python tasks.py demo.\n"
    )


def test_ctrl_c_is_one_line(course, capsys, monkeypatch):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("course_lib.grading.check.check_notebook", interrupt)
    assert course_command(capsys, "check", "mine.ipynb") == (130, "", "\ncourse check: stopped.\n")


@pytest.fixture
def a_machine(monkeypatch):
    """A machine with version 1.0 of all packages, 5 GB of room and no GPU, but for what a test puts in the dict."""
    others = {}
    python = SimpleNamespace(version_info=(3, 11), executable=sys.executable)
    monkeypatch.setattr(doctor, "sys", python)
    monkeypatch.setattr(doctor, "_version", lambda package: others.get(package, "1.0"))
    monkeypatch.setattr(doctor, "_gpu", lambda: others.get("GPU"))
    monkeypatch.setattr(doctor.shutil, "which", lambda program: others.get(program))
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda place: SimpleNamespace(free=others.get("disk", 5 * 2**30)))
    monkeypatch.setattr(doctor.platform, "python_version", lambda: ".".join(map(str, python.version_info)))
    return others


def test_doctor_names_what_is_there(a_machine, capsys):
    code, out, _ = course_command(capsys, "doctor")
    packages = ("numpy", "matplotlib", "jupyterlab", "ipykernel", "ipywidgets", "nbclient", "pillow", "pooch", "tqdm")
    wanted = [
        "  Python       3.11",
        *(f"  {name:12} 1.0" for name in packages),
        "  disk         5.0 GB free",
        "",
        "Not everybody needs these:",
        "  nbgrader     1.0",
        "  torch        1.0",
        "  GPU          none         torch finds none; nothing in the course demands one",
        "  sandbox      none         no bubblewrap; grading does not use it yet",
        "",
        "All that the lectures and assignments in NumPy need is there.",
    ]
    assert (code, out.splitlines()) == (0, wanted)


def test_doctor_says_what_is_missing_and_how_to_get_it(a_machine, capsys):
    a_machine |= {"jupyterlab": None, "torch": None, "nbgrader": None, "GPU": "cuda", "bwrap": "/bin/bwrap"}
    code, out, _ = course_command(capsys, "doctor")
    assert code == 1
    assert "jupyterlab   none         pip install jupyterlab\n" in out
    assert "nbgrader     none         to release and grade: pip install nbgrader\n" in out
    assert "torch        none         for lectures 11 to 13: pip install torch\n" in out
    assert "GPU          cuda\n" in out
    assert "sandbox      /bin/bwrap\n" in out
    assert "\nNot all that" in out


def test_doctor_wants_room_and_a_recent_python(a_machine, capsys):
    a_machine["disk"] = 2**30
    doctor.sys.version_info = (3, 10)
    code, out, _ = course_command(capsys, "doctor")
    assert code == 1
    assert "Python       3.10         install Python 3.11 or newer\n" in out
    assert "disk         1.0 GB free  make room: 1 GB is wanted here\n" in out


def test_doctor_reads_versions_and_asks_torch_for_a_gpu():
    """Takes 3 s: torch is imported in a process of its own."""
    torch = pytest.importorskip("torch")
    assert (doctor._version("numpy"), doctor._version("no-such-package")) == (np.__version__, None)
    accelerator = torch.accelerator
    assert doctor._gpu() == (str(accelerator.current_accelerator()) if accelerator.is_available() else None)
