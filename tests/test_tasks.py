import ast
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

TASKS = Path(__file__).resolve().parents[1] / "tasks.py"


class Pip:
    """Stands for pip and venv: counts what it is asked to do, and fails on demand."""

    def __init__(self):
        self.installed, self.made, self.fails = [], 0, False

    def install(self, extras):
        if self.fails:
            sys.exit("pip could not install")
        self.installed.append(extras)

    def make(self):
        self.made += 1


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    """Return tasks.py as a module whose folder is a temporary one."""
    spec = importlib.util.spec_from_file_location("tasks", TASKS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("first")
    environment = tmp_path / ".venv"
    environment.mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ENVIRONMENT", environment)
    monkeypatch.setattr(module, "STAMP", environment / "installed.json")
    return module


@pytest.fixture
def pip(tasks, monkeypatch):
    pip = Pip()
    monkeypatch.setattr(tasks, "install", pip.install)
    monkeypatch.setattr(tasks, "make_environment", pip.make)
    monkeypatch.setattr(tasks, "works", lambda: True)
    return pip


def test_installs_once(tasks, pip):
    tasks.set_up({"grading"})
    tasks.set_up({"grading"})
    tasks.set_up(set())
    assert pip.installed == [["grading"]]


def test_a_job_that_needs_more_adds_it_and_keeps_the_rest(tasks, pip):
    tasks.set_up({"grading"})
    tasks.set_up({"test"})
    tasks.set_up({"grading"})
    assert pip.installed == [["grading"], ["grading", "test"]]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_installs_again_when_what_is_to_be_installed_changes(tasks, pip, tmp_path, name):
    tasks.set_up({"test"})
    (tmp_path / name).write_text("second")
    tasks.set_up(set())
    assert pip.installed == [["test"], ["test"]]


def test_a_failed_installation_is_tried_again(tasks, pip):
    pip.fails = True
    with pytest.raises(SystemExit):
        tasks.set_up({"grading"})
    assert not tasks.STAMP.exists()
    pip.fails = False
    tasks.set_up({"grading"})
    assert pip.installed == [["grading"]]


def test_a_broken_environment_is_made_anew(tasks, pip, monkeypatch):
    monkeypatch.setattr(tasks, "works", lambda: False)
    tasks.set_up(set())
    assert pip.made == 1


def test_an_environment_works_only_if_its_python_runs_and_has_pip(tasks, monkeypatch, tmp_path):
    monkeypatch.setattr(tasks, "PYTHON", tmp_path / "gone")
    assert not tasks.works()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "half"], check=True)
    monkeypatch.setattr(tasks, "PYTHON", tmp_path / "half" / tasks.SCRIPTS.name / Path(sys.executable).name)
    assert not tasks.works()
    monkeypatch.setattr(tasks, "PYTHON", sys.executable)
    assert tasks.works()


def test_pip_failing_shows_what_it_says_and_leaves_no_stamp(tasks, monkeypatch, tmp_path, capsys):
    tasks.STAMP.write_text(json.dumps({"extras": [], "fingerprint": "old"}))
    monkeypatch.setattr(tasks, "PYTHON", sys.executable)
    (tmp_path / "pip.py").write_text(
        "import sys\nprint('no network')\nsys.exit('a reason')"
    )  # found before the real one
    with pytest.raises(SystemExit, match="Run the same command again"):
        tasks.install([])
    shown = capsys.readouterr().out
    assert "no network" in shown
    assert "a reason" in shown
    assert not tasks.STAMP.exists()


def test_the_lab_does_not_ask_about_news(tasks):
    tasks.quieten_lab()
    settings = json.loads((tasks.ENVIRONMENT / "share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {"checkForUpdates": False, "fetchNews": "false"}


def test_the_lab_starts_for_anybody_on_this_machine_only_and_asks_for_a_token(tasks, monkeypatch, tmp_path):
    """As root too, as in a container. Takes 3 s: JupyterLab starts for real."""
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    _, _, [command] = tasks.JOBS["lab"]
    lab = subprocess.Popen(
        [sys.executable, "-m", *shlex.split(command), "--ServerApp.open_browser=False"],
        cwd=tmp_path, env=os.environ | folders, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        shown = ""
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/lab/tree/notebooks/\S+\.ipynb\?token=\w{20}", shown)):
            line = lab.stderr.readline()
            assert line, f"it ended with {lab.wait()} and said: {shown}"
            shown += line
        assert answer(f"{found[1]}/api/contents") == 403
    finally:
        lab.terminate()
        lab.communicate(timeout=30)


def answer(url):
    """Return the HTTP status. The lab prints its address a moment before it listens."""
    for _ in range(300):
        try:
            return urllib.request.urlopen(url, timeout=30).status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            time.sleep(0.1)
    return None


def test_every_command_runs_and_the_first_failure_is_the_exit_code(tasks, monkeypatch, tmp_path):
    monkeypatch.setattr(tasks, "PYTHON", sys.executable)
    for name, code in (("one", 0), ("two", 3), ("three", 4)):
        (tmp_path / f"{name}.py").write_text(
            f"import sys\nopen('{name}.log', 'w').write(' '.join(sys.argv[1:]))\nsys.exit({code})"
        )
    assert tasks.run(["one", "two", "three --flag"], ["-k", "word"]) == 3
    assert (tmp_path / "one.log").read_text(encoding="utf-8") == ""
    assert (tmp_path / "three.log").read_text(encoding="utf-8") == "--flag -k word"


def test_notebooks_are_committed_as_strip_leaves_them(tasks, monkeypatch, tmp_path):
    """It takes away what editors write, and nothing else: nbgrader's words and ours, and the names of cells, stay."""
    monkeypatch.setattr(tasks, "PYTHON", sys.executable)
    committed = {name: (TASKS.parent / name).read_bytes() for name in tasks.NOTEBOOKS}
    for name, content in committed.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(used(content))
    assert tasks.run(tasks.JOBS["strip"][2], []) == 0
    stripped = {name: (tmp_path / name).read_bytes() for name in tasks.NOTEBOOKS}
    assert [name for name in committed if stripped[name] != committed[name]] == []
    assert len(committed) >= 5


def used(content):
    """Return the notebook as an editor saves it after a run."""
    nb = nbformat.reads(content.decode(), as_version=4)
    nb.metadata.language_info |= {"version": "3.14.0", "codemirror_mode": {"name": "ipython", "version": 3}}
    nb.metadata |= {"vscode": {"interpreter": {}}, "widgets": {}, "colab": {"provenance": []}}
    for number, cell in enumerate(nb.cells):
        cell.metadata |= {"collapsed": True, "vscode": {}, "jp-MarkdownHeadingCollapsed": True, "trusted": True}
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="hello")]
    return nbformat.writes(nb).encode()


def test_help_names_every_job_in_a_line(tasks):
    done = subprocess.run([sys.executable, TASKS, "--help"], capture_output=True, text=True, check=True)
    for name, (text, _, _) in tasks.JOBS.items():
        assert f"  {name:7} {text}\n" in done.stdout


def test_jobs_ask_only_for_extras_that_exist(tasks):
    import tomllib

    extras = tomllib.loads(TASKS.with_name("pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert {extra for _, wanted, _ in tasks.JOBS.values() for extra in wanted} <= set(extras)


def test_uses_the_standard_library_only():
    for node in ast.walk(ast.parse(TASKS.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        assert all(name.partition(".")[0] in sys.stdlib_module_names for name in names)


def test_an_old_python_gets_a_sentence():
    code = f"import sys; sys.version_info = (3, 9, 1); exec(open({str(TASKS)!r}).read())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "This course needs Python 3.11 or newer; this is 3.9.\n"
    assert done.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_leaves_no_traceback(tmp_path):
    (tmp_path / "endless.py").write_text("print('started', flush=True)\nimport time\nwhile True: time.sleep(1)")
    code = f"""if True:
        import runpy, signal, sys
        from pathlib import Path
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job of a shell ignores it
        tasks = runpy.run_path({str(TASKS)!r})
        scope = tasks["main"].__globals__
        scope.update(PYTHON=sys.executable, ROOT=Path({str(tmp_path)!r}), set_up=lambda extras: None)
        scope["JOBS"]["test"] = ("", set(), ["endless"])
        sys.argv = ["tasks.py", "test"]
        sys.exit(tasks["main"]())"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout.readline() == "started\n"
    time.sleep(0.1)
    os.killpg(process.pid, 2)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped." in out
    assert "tasks.py" not in err
