"""The mutation testing finds what tests miss, tried on a package of two functions."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = '''"""Small."""


def clip(x, top=3):
    """Limit x."""
    if x > top:
        return top
    return x


def twice(x):
    return x + x
'''
TESTS = """import subprocess
import sys

from course_lib.small import clip


def test_clip():
    assert clip(5, top=3) == 3
    assert clip(2) == 2


def test_twice_in_another_process():
    code = "import sys; from course_lib.small import twice; sys.exit(twice(3) != 6)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
"""
EXPLAINED = '["course_lib/small.py"]\n"clip: if x >= top:" = "x = top gives top either way"\n"gone: x" = "no longer"\n'

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants need fork")


@pytest.fixture
def repository(tmp_path):
    texts = {
        "course_lib/__init__.py": "", "course_lib/small.py": LIBRARY, "tests/test_small.py": TESTS,
        "mutants/explained.toml": EXPLAINED,
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def mutants(repository, *arguments, first="pass"):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{first}\n"
    code += "from mutants.__main__ import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=repository, env=os.environ | {"PYTHONPATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_faults_that_no_test_notices_are_named_and_counted(repository):
    """Takes 3 s: a process or two for each of eight faults. One is explained, and two are noticed by a subprocess."""
    done = mutants(repository)
    shown, _, table = done.stdout.partition("\n\n")
    assert shown.split("\n") == [
        "",
        "course_lib/small.py:4",
        '"clip: def clip(x, top=2):" = ""',
        "course_lib/small.py:4",
        '"clip: def clip(x, top=4):" = ""',
    ]
    assert "explained, but noticed or gone: course_lib/small.py: gone: x\n" in table
    assert table.splitlines()[-2].split() == ["small.py", "8", "5", "0", "1", "2", "75.0"]
    assert done.returncode == 1
    assert (repository / "course_lib/small.py").read_text(encoding="utf-8") == LIBRARY


def test_a_test_that_fails_beforehand_stops_it(repository):
    (repository / "tests/test_small.py").write_text("def test_wrong():\n    assert 0\n", encoding="utf-8")
    done = mutants(repository, "small")
    assert done.stderr.endswith("tests/test_small.py fails although nothing was changed.\n")
    assert done.returncode == 1


def test_an_unknown_module_gets_a_sentence(repository):
    assert (
        mutants(repository, "ops/cnov").stderr == "course_lib has no module ops/cnov: write ops/conv, say, or checks.\n"
    )


def test_nothing_of_the_repository_is_imported_before_a_fault_is_planted():
    from mutants.__main__ import packages

    names = {name.partition(".")[0] for name in packages(ROOT)}
    assert "numpy" in names
    assert not names & {"course_lib", "tests", "mutants", "benchmarks", "tasks"}


def test_a_library_that_is_imported_already_stops_it(repository):
    done = mutants(repository, first=f"sys.path.insert(0, {str(repository)!r}); import course_lib.small")
    assert done.stderr.endswith("course_lib was imported before any fault was planted, so no test could notice one.\n")
    assert done.returncode == 1


def test_windows_gets_a_sentence():
    code = "import os; del os.fork; import runpy; runpy.run_module('mutants', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Mutants need fork: Linux, macOS, or WSL on Windows.\n")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("x = a + b", {"x = a - b"}),
        ("x = a < b", {"x = a <= b", "x = a >= b"}),
        ("x = not (a or b)", {"x = (a or b)", "x = not (a and b)"}),
        ("x = f(a, axis=1)", {"x = f(a)", "x = f(a, axis=0)", "x = f(a, axis=2)"}),
        ("x = y.copy()", {"x = y"}),
        ("x[0] = y", {"pass # x[0] = y", "x[1] = y", "x[-1] = y"}),
        ("if x:\n    f(x)", {"if True:", "if False:", "pass # f(x)"}),
        ("raise ValueError(f'é {a + b:5}') # é", {
            "pass # raise ValueError(f'é {a + b:5}') # é", "raise ValueError('mutant') # é",
            "raise ValueError(f'é {a - b:5}') # é",
        }),
        ("while True:\n    break", {"while False:", "continue"}),
        ("def f(a: g = None) -> h:\n    '''Words.'''\n    return a", {"return None"}),
        ("x = f(None)", {"x = f(0)"}),
        ("@dataclass(frozen=True)\nclass A:\n    b: c = None\n    d: e = 2", {"d: e = 3", "d: e = 1"}),
        ("import math\nif __name__ == '__main__':\n    f(1)", set()),
    ],
)  # fmt: skip
def test_what_is_changed(source, wanted):
    from mutants.faults import faults

    found = list(faults(source))
    assert {fault.shown for fault in found} == wanted
    assert all(ast.parse(fault.source) for fault in found)


def test_every_second_fault_is_half_of_them(repository):
    counts = [
        int(re.search(r"^all +(\d+)", mutants(repository, *arguments, "small").stdout, re.MULTILINE)[1])
        for arguments in ((), ("--every", "2"))
    ]
    assert counts[1] == -(-counts[0] // 2)


def test_what_students_write_besides():
    from mutants.exercises import slips
    from mutants.faults import faults

    source = "def f(x, w):\n    return x @ w.T, x"
    found = {fault.shown for fault in faults(source, more=slips)} - {fault.shown for fault in faults(source)}
    assert found == {
        "return (x, x @ w.T)", "return (x @ w.T,)", "return x @ w.T", "return x.T @ w.T, x", "return x @ w, x",
        "return w.T @ x, x", "return x * w.T, x",
    }  # fmt: skip


def test_an_ignored_option_has_its_default_everywhere():
    from course_lib.checks.catalogue import EXERCISES
    from mutants.exercises import ignored

    ((shown, source),) = ignored(EXERCISES["softmax"].answer)
    assert shown == "temperature ignored"
    assert "    temperature = 1.0\n" in source
