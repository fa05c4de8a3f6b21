import pytest

from course_lib.checks.engine.diagnose import show_printed
from course_lib.checks.engine.printed import KEPT, Printed


def printed(*texts):
    stream = Printed()
    for text in texts:
        print(text, end="", file=stream)
    return stream


@pytest.mark.parametrize(
    "texts, lines, characters",
    [
        ((), 0, 0), (("",), 0, 0), (("a",), 1, 1), (("a\n",), 1, 2), (("a", "b", "\n"), 1, 3), (("a\nb", ""), 2, 3),
        (("\n\n",), 2, 2),
    ],
)  # fmt: skip
def test_lines_and_characters_are_counted(texts, lines, characters):
    stream = printed(*texts)
    assert (stream.lines, stream.characters, stream.start) == (lines, characters, "".join(texts))
    assert stream.writable()


def test_only_the_start_is_kept():
    stream = printed("x" * (KEPT - 1), "yz" * KEPT, "end")
    assert stream.start == "x" * (KEPT - 1) + "y"
    assert stream.characters == 3 * KEPT + 2
    assert stream.write("four") == 4
    with pytest.raises(TypeError):
        stream.write(4)


@pytest.mark.parametrize(
    "texts, shown",
    [
        (([],), []),
        ((["a\n"],), ["Your function printed a line:", "  a"]),
        ((["a\n"], [], ["b"]), ["Your function printed 2 lines:", "  a", "  b"]),
        ((["a\nb\nc\n"],), ["Your function printed 3 lines:", "  a", "  b", "  c"]),
        ((["a\nb\nc\nd\n"],), ["Your function printed 4 lines; the first:", "  a", "  b", "  c"]),
        ((["w" * 96 + "\n"],), ["Your function printed a line:", "  " + "w" * 96]),
        ((["w" * 97 + "\n"],), ["Your function printed a line:", "  " + "w" * 96 + " …"]),
        ((["w\n" * 1234],), ["Your function printed 1,234 lines; the first:", "  w", "  w", "  w"]),
    ],
)
def test_the_first_lines_are_shown_with_a_count(texts, shown):
    assert show_printed([printed(*text) for text in texts]) == shown
