"""The files that say what to install agree with each other, and notebooks are committed without outputs."""

import subprocess
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
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def wanted(project):
    extras = project["optional-dependencies"].values()
    return requirements([*project["dependencies"], *(line for extra in extras for line in extra)])


def test_every_requirement_has_a_tested_pin_in_its_range(wanted):
    pins = requirements((ROOT / "constraints.txt").read_text().splitlines())
    for name, allowed in wanted.items():
        [pin] = pins[name]
        assert pin.operator == "=="
        assert allowed.contains(pin.version), f"{name}: {pin} is not in {allowed}"


def test_constraints_name_no_file_host_or_build():
    text = (ROOT / "constraints.txt").read_text()
    assert "://" not in text
    assert " @ " not in text
    assert "+" not in text
    assert "--" not in text


def test_environment_yml_asks_for_what_pyproject_asks_for(project, wanted):
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    [pip] = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    assert "--editable ." in pip
    lines = [entry for entry in dependencies if isinstance(entry, str)]
    lines += [entry for entry in pip if not entry.startswith("--")]
    found = {CONDA_NAMES.get(name, name): specifier for name, specifier in requirements(lines).items()}
    assert str(found.pop("python")) == project["requires-python"]
    found.pop("pip")
    assert found == wanted


def test_a_learner_installs_neither_torch_nor_nbgrader(project):
    assert not {"torch", "nbgrader"} & set(requirements(project["dependencies"]))


def notebooks():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.ipynb"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(path for path in listed.stdout.splitlines() if (ROOT / path).exists())


@pytest.mark.parametrize("path", notebooks())
def test_a_notebook_is_committed_without_outputs(path):
    nb = nbformat.read(ROOT / path, as_version=4)
    nbformat.validate(nb)
    for cell in nb.cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell.id


def test_there_are_notebooks_to_look_at():
    assert len(notebooks()) >= 3


def test_these_tests_run_on_a_supported_python(project):
    assert sys.version_info >= (3, 11)
    assert project["requires-python"] == ">=3.11"
