"""Losses and slopes on their two axes, lines through measurements, borders with their margins."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES
from tests.plotting.seeing import words

X = np.linspace(-2, 2, 5)


def bench(**options):
    losses = {"L2": (X**2, 2 * X), "L1": (np.abs(X), np.sign(X)), "mine": (X, X)}
    plotting.show_bench(losses, x=X, xlabel="error", ylim=(0, 4), slope_lim=(-3, 3), **options)
    return plt.gcf().axes


def test_show_bench_draws_losses_at_the_left_and_slopes_at_the_right():
    left, right = bench()
    assert words(left) == ("error", "loss", "loss")
    assert words(right) == ("error", "slope", "slope of the loss: how it pulls")
    assert (left.get_ylim(), right.get_ylim()) == ((0, 4), (-3, 3))
    assert left.get_xlim() == right.get_xlim() == (-2, 2)
    [l2, l1, _] = [line.get_ydata() for line in left.lines[1:]]  # the first is the axis
    np.testing.assert_array_equal(l2, X**2)
    np.testing.assert_array_equal(l1, np.abs(X))
    np.testing.assert_array_equal(right.lines[1].get_ydata(), 2 * X)


def test_show_bench_tells_losses_apart_by_colour_and_by_dashes_and_names_each_once():
    left, right = bench()
    for ax in (left, right):
        assert [line.get_color() for line in ax.lines[1:3]] == [ROLES["L2"], ROLES["L1"]]
        assert len({line.get_linestyle() for line in ax.lines[1:]}) == 3
    [legend] = plt.gcf().legends
    assert [text.get_text() for text in legend.get_texts()] == ["L2", "L1", "mine"]


def test_show_bench_marks_places_on_both_axes_and_takes_axes():
    figure, axes = plt.subplots(1, 2)
    bench(marked=(-1, 1), axes=axes)
    assert plt.get_fignums() == [figure.number]
    for ax in axes:
        assert [line.get_xdata()[0] for line in ax.lines[1:3]] == [-1, 1]


MEASURED = np.array([0.0, 0.5, 0.9]), np.array([1.0, 3.0, 2.0])


def fits(**options):
    frame = {"names": ["a", "b", "c"], "xlabel": "where", "ylabel": "how long", "ylim": (0, 4)}
    plotting.show_fits(*MEASURED, **{"lines": {"L1": (2, 1), "L2": (0, 2)}} | frame | options)
    return plt.gca()


def test_show_fits_draws_each_line_and_names_each_measurement():
    ax = fits(title="it")
    assert words(ax) == ("where", "how long", "it")
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    assert [note.xy for note in ax.texts] == list(zip(*MEASURED))
    first, second, dots = ax.lines
    np.testing.assert_allclose(first.get_ydata(), 2 * first.get_xdata() + 1)
    np.testing.assert_allclose(second.get_ydata(), 2)
    assert (first.get_color(), second.get_color()) == (ROLES["L1"], ROLES["L2"])
    assert first.get_linestyle() != second.get_linestyle()
    np.testing.assert_array_equal(dots.get_xydata(), np.transpose(MEASURED))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["L1", "L2"]
    assert (ax.get_ylim(), ax.get_xlim()) == ((0, 4), (-0.05, 1))


def test_show_fits_draws_faint_lines_without_a_legend_and_the_moved_point_in_a_colour_of_its_own():
    ax = fits(lines={}, faint=[(1, 0), (-1, 2)], moved=2)
    faint, falling, _, moved = ax.lines
    np.testing.assert_allclose(faint.get_ydata(), faint.get_xdata())
    np.testing.assert_allclose(falling.get_ydata(), 2 - falling.get_xdata())
    assert {line.get_color() for line in (faint, falling)} == {"gray"}
    assert moved.get_xydata().tolist() == [[0.9, 2.0]]
    assert moved.get_color() == ROLES["wrong"]
    assert ax.get_legend() is None


def test_show_fits_takes_axes():
    _, (left, right) = plt.subplots(1, 2)
    fits(ax=left)
    assert left.lines
    assert not right.lines


POINTS, LABELS = np.array([[-2.0, 0.0], [-1.0, 1.0], [1.0, 0.0], [2.0, 1.0]]), np.array([0, 0, 1, 1])


def test_show_margins_draws_the_border_and_the_two_lines_of_margin_one():
    plotting.show_margins(np.array([2.0, 0.0]), -1.0, POINTS, LABELS, title="it")
    ax = plt.gca()
    answers = ax.images[0].get_array()
    assert (answers[:, 0] == 0).all()
    assert (answers[:, -1] == 1).all()
    [lines] = [drawn for drawn in ax.collections if hasattr(drawn, "levels")]
    assert list(lines.levels) == [-1, 0, 1]
    places = [path.vertices[:, 0].mean() for path in lines.get_paths()]
    np.testing.assert_allclose(places, [0, 0.5, 1], atol=1e-9)
    assert words(ax)[2] == "it"
    assert ax.get_legend() is None


def test_show_margins_rings_the_points_it_is_told_to_and_stays_in_its_frame():
    plotting.show_margins(np.array([1.0, 0.0]), 0.0, POINTS, LABELS, pulls=np.array([True, False, False, True]))
    ax = plt.gca()
    rings = ax.collections[-1]
    np.testing.assert_array_equal(rings.get_offsets(), POINTS[[0, 3]])
    assert rings.get_facecolor().size == 0
    assert tuple(rings.get_edgecolor()[0]) == to_rgba("black")
    assert (ax.get_xlim(), ax.get_ylim()) == ((-2.5, 2.5), (-0.5, 1.5))


def test_show_margins_without_weights_draws_no_border_and_rings_nothing_if_nothing_pulls():
    _, (left, right) = plt.subplots(1, 2)
    plotting.show_margins(np.zeros(2), 0.0, POINTS, LABELS, pulls=np.zeros(4, bool), ax=left)
    assert not [drawn for drawn in left.collections if hasattr(drawn, "levels")]
    assert len(left.collections) == 2  # the points of both classes
    assert not right.images


def test_losses_have_colours_of_their_own():
    together = [("L1", "L2", "Huber", "smooth L1"), ("hinge", "hinge, summed", "cross entropy", "L2", "mistakes")]
    for names in together:
        assert len({ROLES[name] for name in names}) == len(names)
    assert ROLES["cross entropy"] == ROLES["loss"] == COLORS[0]
