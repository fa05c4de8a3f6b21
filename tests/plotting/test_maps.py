"""What pictures of feature maps hold: tiles, filters, wires, windows, fields, and accuracy against size."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES, maps


@pytest.fixture
def net(rng):
    """An image, 2 maps, 2 smaller ones, 9 maps, flat, probabilities; and the weights between."""
    shapes = [(1, 8, 8), (2, 6, 6), (2, 3, 3), (9, 1, 1), (9,), (3,)]
    weights = [rng.normal(size=(2, 1, 3, 3)), None, rng.normal(size=(9, 2, 3, 3)), None, rng.normal(size=(3, 9))]
    return [rng.random(shape) for shape in shapes], weights


@pytest.mark.parametrize("count, shape", [(1, (1, 1)), (8, (8, 1)), (9, (5, 2)), (16, (8, 2)), (17, (6, 3))])
def test_a_stack_has_at_most_eight_maps_in_a_column(count, shape):
    assert maps.stack_shape(count) == shape
    heights = maps.stack_heights(count)
    assert len(heights) == shape[0]
    assert 1 > heights[0] >= heights[-1] > 0
    assert shape[0] * maps.tile_height(count) <= 1  # no tile lies on another


def test_show_network_draws_every_map_as_a_square_tile_in_one_scale(net):
    plotting.show_network(*net, names="abcdef", units="xyz", right=1)
    ax = plt.gca()
    grey = [image for image in ax.images if image.get_cmap().name == "gray_r"]
    assert len(grey) == 1 + 2 + 2 + 9
    left, right, bottom, top = grey[0].get_extent()
    assert ax.get_aspect() * (top - bottom) == pytest.approx(right - left)
    assert len({image.get_clim() for image in grey[1:3]}) == 1
    filters = [image for image in ax.images if image.get_cmap().name == "RdBu_r"]
    assert len(filters) == 2
    np.testing.assert_array_equal(filters[0].get_array(), net[1][0][0, 0])


def test_show_network_wires_maps_by_their_filters_and_each_pooled_map_to_its_own(net):
    plotting.show_network(*net, names="abcdef")
    drawn = [wires for wires in plt.gca().collections if isinstance(wires, LineCollection)]
    to_maps, pooled, mixed, last = drawn
    assert [len(wires.get_segments()) for wires in (to_maps, pooled, mixed, last)] == [2, 2, 18, 27]
    for start, end in pooled.get_segments():
        assert start[1] == end[1]
    assert max(color[3] for color in mixed.get_colors()) == 1
    [funnel] = [patch for patch in plt.gca().patches if isinstance(patch, plt.Polygon)]
    assert len(funnel.get_xy()) == 5  # four corners, closed


def test_show_network_backward_draws_gradients_of_maps_in_both_colours(net):
    values = [column - 0.5 for column in net[0][:3]]
    plotting.show_network(values, net[1][:2], names="abc", bars=False, backward=True)
    assert {image.get_cmap().name for image in plt.gca().images} == {"RdBu_r"}


def test_of_very_many_wires_only_the_strong_ones_are_seen(rng):
    weights = rng.normal(size=(10, 200))
    plotting.show_network([np.ones(200), np.ones(10)], [weights], names="ab")
    alphas = plt.gca().collections[0].get_colors()[:, 3]
    np.testing.assert_allclose(alphas, (np.abs(weights) / np.abs(weights).max()).ravel() ** 3)


def test_show_pooling_frames_windows_in_the_colour_of_what_they_keep():
    image = np.arange(25.0).reshape(5, 5)
    plotting.show_pooling(image, image[2::2, 2::2], kernel=3, stride=2)
    left, right = plt.gcf().axes
    assert [text.get_text() for text in right.texts] == ["12", "14", "22", "24"]
    assert len(left.texts) == 25
    assert [patch.get_edgecolor() for patch in left.patches] == [patch.get_edgecolor() for patch in right.patches]
    for patch, (row, column) in zip(left.patches, np.ndindex(2, 2)):
        x, y = patch.get_xy()
        assert column * 2 - 0.5 < x < x + patch.get_width() < column * 2 + 2.5
        assert row * 2 - 0.5 < y < row * 2
    assert left.get_title() == "windows 3×3, stride 2"


def test_show_field_frames_the_same_pixels_twice():
    plotting.show_field(np.zeros((8, 8)), np.ones((8, 8)), corner=(2, 1), size=5, title="a unit")
    left, right = plt.gcf().axes[:2]
    for ax in (left, right):
        [frame] = ax.patches
        assert (frame.get_xy(), frame.get_width()) == ((0.5, 1.5), 5)
        assert frame.get_edgecolor() == to_rgba(ROLES["limit"])
    assert left.get_title() == "a unit"


def test_show_sizes_draws_each_run_and_the_mean():
    plotting.show_sizes({"flat": [("small", 10, [0.5, 0.7])], "deep": [("a", 20, [0.8]), ("b", 99, [0.9])]}, ylabel="y")
    ax = plt.gca()
    means, runs, *_ = ax.lines
    np.testing.assert_allclose(means.get_xydata(), [[10, 0.6]])
    np.testing.assert_allclose(runs.get_xydata(), [[10, 0.5], [10, 0.7]])
    assert [text.get_text() for text in ax.texts] == ["small", "a", "b"]
    assert ax.get_xscale() == "log"
    assert ax.lines[2].get_color() == COLORS[0]
