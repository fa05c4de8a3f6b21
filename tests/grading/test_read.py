import nbformat
import pytest

from course_lib.grading.errors import Flaw, UnreadableNotebook
from course_lib.grading.read import read_notebook
from tests.grading import tiny

TEXT = nbformat.writes(tiny.submission())


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new).encode()


@pytest.mark.parametrize("content", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), changed("\n", "\r\n")])
def test_a_notebook_is_read_however_its_editor_wrote_it(tmp_path, content):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(content)
    assert read_notebook(str(path)) == tiny.submission()


def test_a_notebook_of_an_older_editor_is_read(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(changed('"nbformat_minor": 5', '"nbformat_minor": 4'))
    assert len(read_notebook(path).cells) == 5


@pytest.mark.parametrize(
    "content, flaw",
    [
        (b"", Flaw.EMPTY),
        (b" \n", Flaw.EMPTY),
        (b"\xef\xbb\xbf", Flaw.EMPTY),
        (b"\xff\xfe{", Flaw.NOT_TEXT),
        (b"{", Flaw.DAMAGED),
        (b"[]", Flaw.DAMAGED),
        (changed('"metadata": {', '"metadatum": {'), Flaw.DAMAGED),
        (changed('"source": [', '"saurce": ['), Flaw.DAMAGED),
        (changed('"cell_type": "code"', '"cell_tipe": "code"'), Flaw.DAMAGED),
        (changed('"outputs": []', '"outputs": [1]'), Flaw.DAMAGED),
        (changed('"nbgrader": {', '"nbgrader": [], "n": {'), Flaw.DAMAGED),
        (changed("2 * x", r"\ud800"), Flaw.DAMAGED),
    ],
)
def test_what_is_no_notebook_has_a_flaw(tmp_path, content, flaw):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(content)
    with pytest.raises(UnreadableNotebook) as caught:
        read_notebook(path)
    assert (caught.value.path, caught.value.flaw, caught.value.reason) == (path, flaw, None)


def test_a_python_file_is_called_one(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("x = 1", encoding="utf-8")
    with pytest.raises(UnreadableNotebook) as caught:
        read_notebook(path)
    assert caught.value.flaw is Flaw.PYTHON


@pytest.mark.parametrize("make, flaw", [("folder", Flaw.FOLDER), (None, Flaw.NO_ACCESS)])
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_no_file_is_named_with_the_notebook_that_may_be_meant(tmp_path, make, flaw, whole):
    path = tmp_path / "mine"
    if make:
        path.mkdir()
    if whole:
        (tmp_path / "mine.ipynb").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnreadableNotebook) as caught:
        read_notebook(path)
    assert (caught.value.flaw, caught.value.instead) == (flaw, tmp_path / "mine.ipynb" if whole else None)
    assert caught.value.reason == (None if make else "No such file or directory")
