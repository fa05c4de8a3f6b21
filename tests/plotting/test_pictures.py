"""The table of pictures, and what is said when a picture changes."""

from unittest import mock

import matplotlib.pyplot as plt
import pytest

from course_lib import plotting
from tests.plotting import pictures


def test_every_picture_in_the_table_belongs_to_a_test(request):
    if pictures.NEW is not None or any("::" in argument for argument in request.config.args):
        pytest.skip("the table is being written, or a part of the tests was asked for")
    files = {name.partition("::")[0] for name in pictures.COLLECTED}
    gone = {name for name in pictures.table() if name.partition("::")[0] in files} - pictures.COLLECTED
    assert not gone, "tests that are gone: `python -m tests.plotting.pictures` writes the table anew"


def drawn(**options):
    plt.figure()
    plt.plot([0, 1], [0.5, 1], **options)
    plt.text(0.5, 0.5, "here")
    lines = list(pictures.described([plt.gcf()]))
    plt.close()
    return lines


def said(found, expected):
    return "\n".join(pictures.changes(found, expected))


@pytest.mark.parametrize(
    "options, words",
    [
        ({"zorder": 3}, ["found    zorder=3", "expected zorder=2"]),
        ({"color": "red"}, ["found    color=#ff0000", "expected color=#0072b2"]),
        ({"dashes": (2, 1)}, ["found    dashes=0 2 1", "expected dashes=0"]),
        ({"alpha": 0.5}, ["found    alpha=0.5"]),
    ],
)
def test_what_differs_is_named_with_its_artist(options, words):
    told = said(drawn(**options), drawn())
    assert told.startswith("Line2D ×1, line 3\n")
    assert all(word in told for word in words)


def test_a_picture_is_the_same_but_for_the_last_digits():
    assert not said(drawn(), drawn())
    assert pictures.same("xy=0.100001 2", "xy=0.1 2")
    assert not pictures.same("xy=0.101 2", "xy=0.1 2")
    assert not pictures.same("text=10.0", "text=10")
    assert not pictures.same("color=#0072b2", "color=#0072b3")


def test_parts_that_are_new_or_gone_are_named():
    [*most, last] = drawn()
    assert said(most, [*most, last]) == f"line 4\n  found    \n  expected {last}"
    assert said([*most, last], most) == f"line 4\n  found    {last}\n  expected "


def test_a_changed_picture_fails_with_what_to_do_and_is_left_for_a_look(tmp_path):
    plt.plot([1, 2])
    lines = list(pictures.described([plt.gcf()]))
    with mock.patch.object(pictures, "NEW", None), pytest.raises(pytest.fail.Exception) as failed:
        pictures.check("test_charts.py::test_of_nobody", lines, tmp_path)
    told = str(failed.value)
    assert "test_of_nobody draws another picture" in told
    assert "python -m tests.plotting.pictures" in told
    assert str(tmp_path / "figure1.png") in told
    assert (tmp_path / "figure1.png").exists()


def test_figures_that_a_test_closes_are_seen():
    with pictures.watched() as seen:
        plotting.show_bars([1], "a", ylabel="y")
        plt.close()
        plotting.show_bars([2], "b", ylabel="y")
    assert [line for line in seen if line.startswith("Figure")] == ["Figure ×1: size_inches=6.4 3.6; zorder=0"] * 2
