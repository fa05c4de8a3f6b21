import json
import re
import shutil

import nbformat
import pytest
from nbgrader.nbgraderformat import ValidationError

from course_lib.grading.course import Course
from course_lib.grading.errors import CannotGenerate, NoCourse, UnknownAssignment
from course_lib.grading.release import differences, release
from tests.grading import tiny

REAL = Course.find(tiny.ROOT)


@pytest.fixture
def course(tmp_path):
    return tiny.course(tmp_path)


def copy_of(assignment, folder):
    """Return a course with an assignment of this repository."""
    shutil.copy(tiny.ROOT / "nbgrader_config.py", folder)
    shutil.copytree(REAL.path("source") / assignment, folder / "solutions" / assignment)
    return Course.find(folder)


def secrets(cell, words):
    """Return the lines between BEGIN and END markers of a cell."""
    marked = re.compile(rf"BEGIN {words}\n(.*?)^[^\n]*END {words}", re.DOTALL | re.MULTILINE)
    return [line for block in marked.findall(cell.source) for line in block.splitlines() if len(line.strip()) > 1]


@pytest.mark.parametrize("assignment", REAL.assignments())
def test_the_release_gives_nothing_away(assignment, tmp_path):
    course = copy_of(assignment, tmp_path)
    source = nbformat.read(course.path("source") / assignment / f"{assignment}.ipynb", as_version=4)
    folder = release(course, assignment)
    released = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)
    recorded = [line for check in released.metadata.course.checks for line in check.source.splitlines()]
    assert recorded
    found = {"solutions": [], "hidden tests": [], "written answers": []}
    for whole, given in zip(source.cells, released.cells, strict=True):
        assert given.get("outputs", []) == []
        assert given.get("execution_count") is None
        written = whole.metadata.get("nbgrader", {}).get("grade_id", "").startswith("written")
        found["solutions"] += [(line, given) for line in secrets(whole, "SOLUTION")]
        found["hidden tests"] += [(line, given) for line in secrets(whole, "HIDDEN TESTS")]
        found["written answers"] += [(line, given) for line in whole.source.splitlines() if written and line]
    for kind, lines in found.items():
        assert lines, f"the source has no {kind}, so that this test proves nothing"
        for line, given in lines:
            assert line not in given.source.splitlines()
            assert line not in recorded
    assert not any(marker in json.dumps(released.metadata) for marker in ("BEGIN SOL", "HIDDEN TESTS"))
    assert not any(marker in cell.source for cell in released.cells for marker in ("BEGIN SOL", "HIDDEN TESTS"))
    assert [path.name for path in folder.rglob("*")] == [f"{assignment}.ipynb"]


@pytest.mark.parametrize("assignment", REAL.assignments())
def test_the_committed_release_is_up_to_date(assignment):
    assert differences(REAL, assignment) == []


def test_a_release_is_the_same_every_time_and_leaves_nothing_else(course):
    before = set(course.root.rglob("*"))
    first = (release(course, "tiny") / "tiny.ipynb").read_bytes()
    assert (release(course, "tiny") / "tiny.ipynb").read_bytes() == first
    assert differences(course, "tiny") == []
    new = {path.relative_to(course.root).as_posix() for path in set(course.root.rglob("*")) - before}
    assert new == {"assignments", "assignments/tiny", "assignments/tiny/tiny.ipynb"}


def test_differences_name_what_changed_is_missing_or_too_much(course):
    assert differences(course, "tiny") == ["tiny/tiny.ipynb"]
    folder = release(course, "tiny")
    (folder / "leftover.txt").write_text("from an earlier year", encoding="utf-8")
    (folder / "tiny.ipynb").write_text("edited by hand", encoding="utf-8")
    assert [path.replace("\\", "/") for path in differences(course, "tiny")] == ["tiny/leftover.txt", "tiny/tiny.ipynb"]
    release(course, "tiny")
    assert differences(course, "tiny") == []


def test_line_ends_of_windows_are_no_difference(course):
    (course.path("source") / "tiny" / "data.csv").write_bytes(b"1,2\n3,4\n")
    folder = release(course, "tiny")
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert differences(course, "tiny") == []
    (folder / "data.csv").write_bytes(b"1,2\r\n3,5\r\n")
    assert [path.replace("\\", "/") for path in differences(course, "tiny")] == ["tiny/data.csv"]


def test_what_a_notebook_editor_hides_is_no_assignment(course):
    tiny.write(tiny.notebook(), course.path("source") / ".ipynb_checkpoints" / "tiny-checkpoint.ipynb")
    assert course.assignments() == ["tiny"]


def test_a_source_whose_notes_are_damaged_says_which_cell(course):
    nb = tiny.notebook()
    del nb.cells[1].metadata.nbgrader["points"]
    tiny.write(nb, course.path("source") / "tiny" / "tiny.ipynb")
    with pytest.raises(CannotGenerate, match=r"^tiny cannot be .*: .*'test_double' does not have points$") as caught:
        release(course, "tiny")
    assert isinstance(caught.value.error, ValidationError)


@pytest.mark.parametrize("error", [KeyError("points"), AttributeError("no"), TypeError("no"), RuntimeError("")])
def test_a_raw_error_of_python_is_in_words(error):
    assert str(CannotGenerate("tiny", error)) == (
        "tiny cannot be generated: nbgrader's notes in its notebook are damaged"
    )


def test_a_stub_names_its_exercise(course):
    nb = nbformat.read(release(course, "tiny") / "tiny.ipynb", as_version=4)
    assert 'raise NotImplementedError("Exercise 1: double")' in nb.cells[0].source
    assert 'raise NotImplementedError("Exercise 2: triple")' in nb.cells[2].source
    with pytest.raises(NotImplementedError, match="Exercise 2: triple"):
        exec(nb.cells[2].source + "\ntriple(1)", {})


def test_a_stub_has_the_number_of_the_heading_above_it(course):
    nb = tiny.notebook()
    nb.cells.insert(0, nbformat.v4.new_markdown_cell("## Exercise 7: `double` and triple\n\n*Two functions*"))
    tiny.write(nb, course.path("source") / "tiny" / "tiny.ipynb")
    released = nbformat.read(release(course, "tiny") / "tiny.ipynb", as_version=4)
    stubs = re.findall(
        r"Exercise \d+: \w+", "".join(cell.source for cell in released.cells if cell.cell_type == "code")
    )
    assert stubs == ["Exercise 7: double", "Exercise 7: triple"]


def test_the_metadata_lists_the_checks_in_order_and_without_hidden_tests(course):
    nb = nbformat.read(release(course, "tiny") / "tiny.ipynb", as_version=4)
    checks = [tuple(check[key] for key in ("grade_id", "points", "by_hand")) for check in nb.metadata.course.checks]
    assert checks == [("test_double", 2, False), ("test_triple", 3, False), ("written_why", 1, True)]
    sources = {check["grade_id"]: check["source"] for check in nb.metadata.course.checks}
    assert sources["test_double"] == "assert double(3) == 6, f'double(3) is {double(3)}'"
    assert sources["written_why"] == "*Write your answer here.*"
    assert "1234" not in json.dumps(nb.metadata)


def test_data_files_go_along_and_bytecode_does_not(course):
    source = course.path("source") / "tiny"
    (source / "data.csv").write_text("1,2", encoding="utf-8")
    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "answers.pyc").write_bytes(b"secret")
    folder = release(course, "tiny")
    assert sorted(path.name for path in folder.rglob("*")) == ["data.csv", "tiny.ipynb"]


def test_an_unknown_assignment_is_one_line(course):
    with pytest.raises(UnknownAssignment, match=r"no assignment called big in .*; there are: tiny$"):
        release(course, "big")


def test_a_source_that_cannot_be_generated_says_why_and_keeps_the_old_release(tmp_path):
    course = tiny.course(tmp_path)
    folder = release(course, "tiny")
    path = course.path("source") / "tiny" / "tiny.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    nb["cells"][0]["source"] = "### BEGIN SOLUTION\nreturn 1"
    path.write_text(json.dumps(nb), encoding="utf-8")
    with pytest.raises(CannotGenerate, match="tiny cannot be generated: no end solution statement"):
        release(course, "tiny")
    assert (folder / "tiny.ipynb").exists()


def test_outside_a_course_is_one_line(tmp_path):
    with pytest.raises(NoCourse, match=r"no nbgrader_config\.py in .* or above"):
        Course.find(tmp_path)
