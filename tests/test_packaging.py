"""The files that say what to install agree with each other, and the notebooks are in order."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"pytorch": "torch"}


def requirements(lines):
    """Map canonical names to version ranges; a comment or this project itself is left out."""
    parsed = [Requirement(line) for line in lines if line.strip() and not line.startswith(("#", "convnet-course"))]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def wanted(project):
    extras = project["optional-dependencies"].values()
    return requirements([*project["dependencies"], *(line for extra in extras for line in extra)])


def test_every_requirement_has_a_tested_pin_in_its_range(wanted):
    pins = requirements((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())
    for name, allowed in wanted.items():
        [pin] = pins[name]
        assert pin.operator == "=="
        assert allowed.contains(pin.version), f"{name}: {pin} is not in {allowed}"


def test_constraints_name_no_file_host_or_build():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert "+" not in text
    assert "--" not in text


def test_environment_yml_asks_for_what_pyproject_asks_for(project, wanted):
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    [pip] = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    assert "--editable ." in pip
    lines = [entry for entry in dependencies if isinstance(entry, str)]
    lines += [entry for entry in pip if not entry.startswith("--")]
    found = {CONDA_NAMES.get(name, name): specifier for name, specifier in requirements(lines).items()}
    assert str(found.pop("python")) == project["requires-python"]
    found.pop("pip")
    for optional in requirements(project["optional-dependencies"]["text"]):
        assert optional not in found  # it would put its own buttons into the lab
        del wanted[optional]
    assert found == wanted


def test_a_learner_installs_neither_torch_nor_nbgrader(project):
    assert not {"torch", "nbgrader"} & set(requirements(project["dependencies"]))


NOTEBOOKS = [file for folder in ("notebooks", "solutions") for file in sorted((ROOT / folder).rglob("[!.]*.ipynb"))]
NOTEBOOKS = [file for file in NOTEBOOKS if ".ipynb_checkpoints" not in file.parts]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_a_notebook_is_valid_and_its_cells_are_named_by_topic(path):
    """A number lies after the first insertion, and the letters that an editor draws say nothing."""
    nb = nbformat.read(path, as_version=4)
    nbformat.validate(nb)
    ids = [cell.id for cell in nb.cells]
    assert not [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or len(name) > 64]
    assert not [name for name in ids if re.match(r"cell-\d|(?=\D*\d)[0-9a-f]{8}(-|$)", name)]
    assert len(set(ids)) == len(ids)


def test_there_are_notebooks_to_look_at():
    assert len(NOTEBOOKS) >= 5


def test_no_file_has_the_line_ends_of_windows():
    """Git turns them round on the way in (.gitattributes); an archive or an editor may not."""
    folders = ("assignments", "benchmarks", "course_lib", "docs", "mutants", "notebooks", "solutions", "tests")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.*") if "__pycache__" not in file.parts]
    files += [ROOT / ".ci" / "run", *(file for file in ROOT.glob("*.*") if file.is_file())]
    text = [file for file in files if file.is_file() and file.suffix not in (".npz", ".png", ".db")]
    assert not [str(file) for file in text if b"\r\n" in file.read_bytes()]


PROGRAMS = [
    ROOT / "tasks.py",
    *(file for top in ("benchmarks", "course_lib", "docs", "mutants") for file in (ROOT / top).rglob("*.py")),
]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_text_is_read_and_written_in_utf8(path):
    """Windows reads in its own encoding unless it is told; there, one σ in a file is an error."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for call in calls:
        name = ast.unparse(call.func)
        opens = name == "open" or name.endswith((".read_text", ".write_text", "path.open", "io.open"))
        binary = any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in call.args[-1:])
        encoded = any(keyword.arg == "encoding" for keyword in call.keywords)
        assert encoded or binary or not opens, f"line {call.lineno}: {ast.unparse(call)}"


def test_these_tests_run_on_a_supported_python(project):
    assert sys.version_info >= (3, 11)
    assert project["requires-python"] == ">=3.11"
