import time

import pytest

from course_lib.grading.plain import plain


@pytest.mark.parametrize(
    "text, left",
    [
        ("\x1b[0;31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;a title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq device\x9cx", "x"),
        ("\x1b]never ended", "]never ended"),
        ("\x1bcreset", "creset"),
        ("50 %\r60 %\x08\x00\x7f", "50 %60 %"),
        ("abc\u202edcba\u2066x\u2069", "abcdcbax"),
        ("half \ud800 a letter\ufeff", "half  a letter"),
        ("one\u2028two\u2029three", "onetwothree"),
        ("\U000e0041tag", "tag"),
    ],
)
def test_what_commands_a_terminal_goes(text, left):
    assert plain(text) == left


@pytest.mark.parametrize("text", ["a\tb\nc", "σ ≤ ∑ ü 你好 שלום", "👩\u200d🔬", "می\u200cخواهم", "[0;31m <b>"])
def test_letters_and_signs_of_all_kinds_stay(text):
    assert plain(text) == text


def test_what_is_no_text_becomes_one():
    assert plain(3) == "3"


@pytest.mark.parametrize("part", ["\x1b]", "\x1b[", "\x1b[1", "\x90"])
def test_a_flood_of_beginnings_takes_no_time(part):
    start = time.perf_counter()
    plain(part * 20_000)
    assert time.perf_counter() - start < 2
