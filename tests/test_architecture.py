"""Who may import whom: the table of the design, held."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import course_lib

LIBRARY = Path(course_lib.__file__).parent
ANY = {"*"}
NBGRADER = {"nbgrader", "nbclient", "nbconvert", "nbformat", "traitlets", "sqlalchemy", "bleach", "bs4", "jinja2"}
NBGRADER |= {"jupyter_client", "jupyter_core", "zmq"}  # what nbclient stands on
NBGRADER |= {"latex2mathml", "filelock"}
TABLE = {  # room: (rooms it may import, packages it may import)
    "ops": (set(), {"numpy"}),
    "init": (set(), {"numpy"}),
    "optim": (set(), {"numpy"}),
    "augment": (set(), {"numpy"}),
    "checkpoint": (set(), {"numpy"}),
    "gradcheck": (set(), {"numpy"}),
    "nn": ({"ops", "init"}, {"numpy"}),
    "resume": ({"checkpoint"}, {"numpy"}),
    "train": ({"resume"}, {"numpy", "tqdm"}),
    "models": ({"ops", "optim", "train"}, {"numpy"}),
    "data": (set(), {"numpy", "PIL", "pooch", "tqdm"}),
    "plotting": (set(), {"numpy", "matplotlib"}),
    "checks": ({"ops", "optim", "augment", "gradcheck", "models", "data"}, {"numpy"}),
    "grading": ({"checks"}, NBGRADER),
    "doctor": (set(), set()),
    "demo": (ANY, ANY),
    "cli": (ANY, ANY),
}
NEVER = {"cli", "demo", "notebooks", "solutions", "tests"}  # nobody imports these; cli alone starts the demo


def imports(path):
    """Yield the dotted name of every import in a file; `from course_lib import ops` is course_lib.ops."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield from ([f"course_lib.{a.name}" for a in node.names] if node.module == "course_lib" else [node.module])


def room(path):
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


MODULES = [path for path in sorted(LIBRARY.rglob("*.py")) if path != LIBRARY / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_room_imports_only_what_the_table_allows(path):
    rooms, packages = TABLE[room(path)]
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "course_lib":
            other = rest.partition(".")[0]
            assert other == room(path) or rooms == ANY or other in rooms, f"{room(path)} may not import {name}"
            assert other not in NEVER - {room(path)} or room(path) == "cli", f"nobody imports {name}"
        elif top not in sys.stdlib_module_names:
            assert packages == ANY or top in packages, f"{room(path)} may not import {name}"


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("ops/*.py")), ids=lambda path: path.name)
def test_a_module_of_ops_imports_no_other_but_private_ones(path):
    others = [name for name in imports(path) if name.startswith("course_lib")]
    assert all(name.startswith("course_lib.ops._") for name in others), f"{path.name} imports {others}"


ENGINE, CONTENT = "course_lib.checks.engine", "course_lib.checks.exercises"


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("checks/engine/*.py")), ids=lambda path: path.name)
def test_the_check_engine_knows_no_exercise(path):
    assert all(name.startswith(ENGINE) for name in imports(path) if name.startswith("course_lib"))


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("checks/exercises/**/*.py")), ids=lambda path: path.stem)
def test_an_exercise_knows_of_the_checks_only_what_it_is_made_of(path):
    own = [name for name in imports(path) if name.startswith("course_lib.checks")]
    assert {name for name in own if not name.startswith(CONTENT)} <= {
        "course_lib.checks.catalogue",
        f"{ENGINE}.exercise",
        f"{ENGINE}.problem",
    }


def test_no_module_imports_itself_by_a_detour():
    graph = {name(path): {module for module in map(module_of, imports(path)) if module} for path in MODULES}
    while leaves := [module for module, others in graph.items() if not others & graph.keys() - {module}]:
        for leaf in leaves:
            del graph[leaf]
    assert not graph, f"these import each other in a circle, or stand on one: {sorted(graph)}"


def name(path):
    return ".".join(("course_lib", *path.relative_to(LIBRARY).with_suffix("").parts)).removesuffix(".__init__")


def module_of(imported):
    """Return the module of the library that an imported name is, or is in; None if it is of another package."""
    names = {name(path) for path in MODULES}
    return next((n for n in (imported, imported.rpartition(".")[0]) if n in names), None)


def test_every_room_of_the_table_exists():
    assert {room(path) for path in MODULES} == set(TABLE)


def test_importing_the_library_imports_nothing_heavy():
    code = (
        "import sys, course_lib; print([name for name in ('torch', 'matplotlib', 'nbgrader') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
