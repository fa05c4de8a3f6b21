import pytest

from course_lib.grading.visible import as_cell, visible


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Zoë Ødegård, 李雷: −3 °C · 5 %", "Zoë Ødegård, 李雷: −3 °C · 5 %"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("one\rtwo\nthree\tfour", r"one\rtwo\nthree\tfour"),
        ("gpj.\u202eexe", r"gpj.\u202eexe"),
        ("a\u2028b\u2029c\u200bd", r"a\u2028b\u2029c\u200bd"),
        ("\x9b31m", r"\x9b31m"),
        ("not text: \udcff", r"not text: \udcff"),
        ("\u200d and \u200c", "\u200d and \u200c"),  # joiners
    ],
)
def test_characters_that_could_steer_a_terminal_are_written_out(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize("formula", ["=1+2", "+1", "-1", "@SUM(A1)", "  =1+2"])
def test_no_cell_of_a_spreadsheet_is_a_formula(formula):
    assert as_cell(formula) == f"'{formula}"


@pytest.mark.parametrize(
    "text, shown", [("\t=1", r"\t=1"), ("\r=1", r"\r=1"), ("mei", "mei"), ("a=1", "a=1"), ("", "")]
)
def test_other_cells_stay_as_they_are_shown(text, shown):
    assert as_cell(text) == shown
