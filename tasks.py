"""Everything one does with this course, in an environment of its own: `python tasks.py --help`.

Standard library only. Works on Linux, macOS and Windows.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036, told here rather than by a traceback
    sys.exit("This course needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))

import argparse
import hashlib
import json
import os
import shlex
import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = ENVIRONMENT / "installed.json"  # written only after an installation that succeeded

LAB = "jupyterlab --LabApp.default_url=/lab/tree/notebooks/01_neurons.ipynb --allow-root"  # one is, in a container
LAB_SETTINGS = {"@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}}
TESTING = {"grading", "test", "torch"}
TESTS = "pytest -n auto --dist worksteal"  # a file stays with one worker as far as possible
NOTEBOOKS = sorted(
    file.relative_to(ROOT).as_posix()
    for folder in ("notebooks", "solutions")  # assignments/ is generated
    for file in ROOT.glob(f"{folder}/**/*.ipynb")
    if ".ipynb_checkpoints" not in file.parts
)
LEFTOVERS = """
    cell.metadata.colab cell.metadata.id cell.metadata.jp-MarkdownHeadingCollapsed cell.metadata.jupyter
    cell.metadata.outputId cell.metadata.trusted cell.metadata.vscode
    metadata.colab metadata.jupytext metadata.language_info.codemirror_mode metadata.language_info.file_extension
    metadata.language_info.mimetype metadata.language_info.nbconvert_exporter
    metadata.language_info.pygments_lexer metadata.language_info.version metadata.toc metadata.vscode
"""
STRIP = ["nbstripout", "--keep-id", "--unix-newlines", "--extra-keys", " ".join(LEFTOVERS.split()), *NOTEBOOKS]
JOBS = {  # name: (what it does, extras of pyproject.toml that it needs, commands)
    "demo": ("train a classifier, release an assignment, grade six samples", {"grading"}, ["course_lib.cli demo"]),
    "lab": ("open the lectures in JupyterLab", set(), [LAB]),
    "test": ("run the tests; further arguments go to pytest", TESTING, [TESTS]),
    "check": (
        "all that a change must pass: style, released assignments, tests",
        TESTING,
        ["ruff check .", "ruff format --check .", "course_lib.cli release --check", TESTS],
    ),
    "strip": (
        "take outputs, and what editors leave, out of notebooks/ and solutions/, before a commit",
        TESTING,
        [shlex.join(STRIP)],
    ),
    "text": (
        "jupytext, to edit or review a notebook as text: CONTRIBUTING.md says how",
        {"text"},
        ["jupytext"],
    ),
    "mutants": (
        "plant faults in course_lib and name those that no test notices; further arguments are modules: ops/conv",
        TESTING,
        ["mutants"],
    ),
    "bench": (
        "measure speed and accuracy next to torch; further arguments go to the benchmark of the ops",
        TESTING,
        ["benchmarks.training", "benchmarks.scenes", "benchmarks"],
    ),
}


def main():
    """Run the job that the command line names, and return its exit code."""
    lines = [f"  {name:7} {text}" for name, (text, _, _) in JOBS.items()]
    parser = argparse.ArgumentParser(
        description="Set up the course's own environment in .venv, once, and run a job in it.",
        epilog="\n".join(["jobs:", *lines]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("job", choices=JOBS, metavar="job", help="one of those below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to the job's last command")
    options = parser.parse_args()
    _, extras, commands = JOBS[options.job]
    try:
        set_up(extras)
        return run(commands, options.arguments)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def run(commands, arguments):
    """Run each command as a module of the environment's Python; return 0 if all succeed, else the first failure."""
    environment = os.environ | {
        "PATH": str(SCRIPTS) + os.pathsep + os.environ.get("PATH", ""),
        "VIRTUAL_ENV": str(ENVIRONMENT),
    }
    codes = []
    for command in commands:
        further = arguments if command is commands[-1] else []
        codes.append(wait(subprocess.Popen([PYTHON, "-m", *shlex.split(command), *further], cwd=ROOT, env=environment)))
    return next((code for code in codes if code), 0)


def wait(process):
    """Wait for a process and return its exit code. Ctrl-C reaches it too: let it end in its own way."""
    interrupted = False
    while process.poll() is None:
        try:
            process.wait()
        except KeyboardInterrupt:
            interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return process.returncode


def set_up(extras):
    """Make .venv hold the course and these extras. Does nothing if it does; mends it if it is broken."""
    wanted = fingerprint()
    if not works():
        make_environment()
    stamp = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() else {"extras": []}
    extras = sorted({*extras, *stamp["extras"]})
    if stamp == {"extras": extras, "fingerprint": wanted}:
        return
    install(extras)
    quieten_lab()
    STAMP.write_text(json.dumps({"extras": extras, "fingerprint": wanted}), encoding="utf-8")


def fingerprint():
    """Return a number that changes when what is to be installed does."""
    contents = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"".join(contents)).hexdigest()


def works():
    """Tell whether .venv has a Python that runs and has pip: it may be half made, or its Python may be gone."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment():
    """Make an empty .venv, in place of a broken one."""
    print("Making a virtual environment in .venv...", flush=True)
    try:
        venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=os.name != "nt")
    except (subprocess.CalledProcessError, OSError) as error:
        hint = "On Debian and Ubuntu, install the package python3-venv first."
        sys.exit(f"No virtual environment could be made: {error}\n{hint}")


def install(extras):
    """Install the course and these extras into .venv; on failure show what pip says and how to go on."""
    print("Installing the course; the first time takes minutes and needs the network...", flush=True)
    STAMP.unlink(missing_ok=True)
    target = f".[{','.join(extras)}]" if extras else "."
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    process = subprocess.run(
        [*pip, "-c", "constraints.txt", "-e", target],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
    )  # fmt: skip
    if process.returncode:
        print(process.stdout)
        sys.exit("pip could not install the course: see above. Run the same command again to go on where it stopped.")


def quieten_lab():
    """Answer JupyterLab's question about news and updates, which it would ask and look up on its first start."""
    settings = ENVIRONMENT / "share" / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(LAB_SETTINGS), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
