"""What pictures of over-fitting hold: borders at a moment, marks on axes, arrows in space, thinned nets, gains."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES
from tests.plotting.seeing import words

POINTS, LABELS = np.array([[-1.0, 0.0], [1.0, 0.0], [2.0, 1.0], [0.5, 1.0]]), np.array([0, 1, 1, 0])


def halves(where):
    return (where[:, 0] > 0).astype(int)


def nothing(where):
    return np.zeros(len(where), int)


def test_show_borders_draws_each_net_at_the_moment_and_the_curves_up_to_it():
    nets = {"plain": [nothing, halves, nothing], "cured": [halves, nothing, halves]}
    fresh = {"plain": [0.5, 0.9, 0.6], "cured": [0.6, 0.7, 0.8]}
    plotting.show_borders(1, nets=nets, points=POINTS, labels=LABELS, steps=[0, 10, 100], fresh=fresh)
    left, middle, right = plt.gcf().axes
    assert left.get_title() == "plain: 75% of these points right"
    assert middle.get_title() == "cured: 50% of these points right"
    assert left.images[0].get_array().max() == 1
    assert middle.images[0].get_array().max() == 0
    assert words(right) == ("step", "fresh points right", "after 10 steps")
    assert [line.get_xdata().tolist() for line in right.lines] == [[0, 10], [0, 10]]
    assert [line.get_ydata().tolist() for line in right.lines] == [[0.5, 0.9], [0.6, 0.7]]
    assert [line.get_color() for line in right.lines] == [ROLES["no remedy"], ROLES["remedy"]]
    assert right.get_xlim() == (-3, 103)
    assert right.get_ylim() == (0.4, 1)
    assert tuple(plt.gcf().get_size_inches()) == (10.2, 3.5)


def test_show_search_marks_every_value_on_both_axes_and_the_best_trial():
    settings = np.array([[0.1, 1e-3], [1.0, 1e-3], [10.0, 1e-5]])
    searches = {"tried": (settings, [0.5, 0.912, 0.1]), "planned": (settings, None)}
    plotting.show_search(searches, xlabel="rate", ylabel="decay", log="xy")
    tried, planned = plt.gcf().axes
    assert (words(tried), words(planned)) == (("rate", "decay", "tried"), ("rate", "", "planned"))
    assert (tried.get_xscale(), tried.get_yscale()) == ("log", "log")
    across, up = tried.lines
    assert across.get_xdata().tolist() == [0.1, 1, 10]
    assert (across.get_ydata() == 0).all()
    assert up.get_ydata().tolist() == [1e-3, 1e-3, 1e-5]
    assert (up.get_xdata() == 0).all()
    colors = [tuple(color) for color in tried.collections[0].get_facecolor()]
    assert colors == [to_rgba(color) for color in (COLORS[0], ROLES["lowest"], COLORS[0])]
    assert [text.get_text() for text in tried.texts] == ["50", "91", "10"]
    assert not planned.texts
    assert {tuple(color) for color in planned.collections[0].get_facecolor()} == {to_rgba(COLORS[0])}


def test_show_color_space_draws_pixels_in_their_colours_and_lines_of_two_standard_deviations():
    pixels = np.array([[0.0, 0.5, 1.0], [1.0, 0.5, 0.0]])
    plotting.show_color_space(pixels, np.array([0.01, 0.04, 0.09]), -np.eye(3))
    ax = plt.gca()
    plt.gcf().canvas.draw()
    [cloud] = ax.collections
    np.testing.assert_allclose(sorted(cloud.get_facecolor()[:, :3].tolist()), pixels)  # drawn by distance
    lines = [np.transpose(line.get_data_3d()) for line in ax.lines if line.get_color() == "black"]
    reaches = np.array([[0, 0, 0.6], [0, 0.4, 0], [0.2, 0, 0]])  # the longest first, towards the light
    np.testing.assert_allclose(lines, np.stack([0.5 - reaches, 0.5 + reaches], axis=1))
    assert [text.get_text() for text in ax.texts] == ["$p_1$", "$p_2$", "$p_3$"]
    np.testing.assert_allclose(ax.texts[0].get_position_3d(), [0.5, 0.5, 1.22])
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()) == ("red", "green", "blue")
    assert ax.get_xlim() == ax.get_ylim() == ax.get_zlim() == (0, 1)


def test_show_thinned_draws_only_the_wires_that_are_left_and_writes_the_output():
    x, w = np.array([3.0, 1.0]), np.array([1.0, -2.0])
    plotting.show_thinned(x, w, [[1, 1], [1, 0], [0, 0]], columns=2)
    axes = plt.gcf().axes
    assert len(axes) == 4
    assert not any(ax.axison for ax in axes)
    whole, half, none, empty = axes
    assert [ax.texts[-1].get_text() for ax in (whole, half, none)] == ["1.0", "3.0", "0.0"]
    assert [text.get_text() for text in half.texts] == ["3", "1", "3.0"]
    styles = [line.get_linestyle() for line in half.lines if len(line.get_xdata()) == 2]
    assert styles == ["-", ":"]
    assert not empty.lines


@pytest.mark.parametrize("values, mean", [([1.0, -2.0, 4.0], "+1.0"), ([-3.0, -1.0, -2.0], "−2.0")])
def test_show_gains_draws_each_run_their_span_and_mean(values, mean):
    plotting.show_gains({"first": [0.5, 0.5, 0.5], "second": values}, xlabel="points", title="it")
    ax = plt.gca()
    zero, *drawn = ax.lines
    assert set(zero.get_xdata()) == {0}
    span, dots, middle = drawn[3:]
    assert span.get_xdata().tolist() == [min(values), max(values)]
    assert list(dots.get_xdata()) == values
    assert dots.get_color() == ROLES["remedy"]
    assert middle.get_xdata()[0] == pytest.approx(np.mean(values))
    assert [text.get_text() for text in ax.texts] == ["+0.5", mean]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["first", "second"]
    assert [line.get_ydata()[0] for line in (drawn[0], span)] == [1, 0]
    assert words(ax) == ("points", "", "it")
