"""What graphs, layers and networks hold: circles, wires, numbers, bars, arrows."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES


def written_at(ax):
    return [text.get_text() for text in ax.texts]


def test_show_graph_lights_the_wires_that_carry_a_one():
    plotting.show_graph({"p": (0, 0), "q": (1, 2)}, {("p", "q"): 1, ("q", "p"): 0}, title="it", size=(3, 2))
    ax = plt.gca()
    assert [line.get_color() for line in ax.lines] == [COLORS[1], "0.7"]
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[0, 0], [1, 2]])
    assert written_at(ax) == ["1", "0", "p", "q"]
    assert ax.get_title() == "it"
    assert tuple(plt.gcf().get_size_inches()) == (3, 2)


def test_show_layers_wires_every_unit_with_all_of_the_layer_before():
    plotting.show_layers([3, 4, 1], names=["x", "h", "a"])
    ax = plt.gca()
    assert len(ax.lines) == 3 * 4 + 4 * 1
    assert [name for name in written_at(ax) if name] == ["x1", "x2", "x3", "h1", "h2", "h3", "h4", "a1"]


def network(**options):
    values = [np.arange(20) / 20, np.array([-1.5, 3.0]), np.array([0.25, 0.75])]
    weights = [np.outer([1, -2], np.ones(20)), None]
    plotting.show_network(values, weights, names=["in", "scores", "out"], right=1, **options)
    return plt.gca()


def test_show_network_draws_a_wire_for_each_weight_red_above_zero_and_the_stronger_the_larger():
    wires = network().collections
    colors, widths = wires[0].get_colors(), wires[0].get_linewidths()
    assert len(colors) == 40
    assert (colors[:20, 0] > colors[:20, 2]).all()  # red
    assert (colors[20:, 2] > colors[20:, 0]).all()  # blue
    assert (colors[:20, 3] == 0.5).all()
    assert (colors[20:, 3] == 1).all()
    assert widths[0] < widths[-1]
    assert len(wires[1].get_segments()) == 4  # the mixing, all to all


def test_show_network_writes_scores_into_circles_and_probabilities_beside_bars():
    ax = network(units=["cat", "fox"])
    for word in ("in", "scores", "out", "−1.5", "3.0", "0.25", "0.75", "cat", "fox", "forward"):
        assert word in written_at(ax)
    bars = ax.patches[-2:]
    np.testing.assert_allclose([bar.get_width() for bar in bars], [0.6 * 0.25, 0.6 * 0.75])
    assert [bar.get_facecolor() for bar in bars] == [to_rgba(COLORS[0]), to_rgba(ROLES["right class"])]
    assert len(ax.images) == 1  # the strip of the twenty inputs
    assert ax.images[0].get_cmap().name == "gray_r"


def test_show_network_backward_turns_the_arrow_and_gives_gradients_both_colours():
    ax = network(backward=True, bars=False, image=np.array([[1.0, -2.0]]))
    assert "backward" in written_at(ax)
    strip, image = ax.images
    assert {drawn.get_cmap().name for drawn in (strip, image)} == {"RdBu_r"}
    assert image.get_clim() == (-2, 2)
    [arrow] = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert arrow.xy[0] < arrow.xyann[0]
    assert to_rgba(arrow.arrow_patch.get_edgecolor()) == to_rgba(ROLES["backward"])


def test_show_network_goes_forward_to_the_right_and_shows_the_image_in_grey():
    ax = network(image=np.array([[1.0, 0.5]]))
    [arrow] = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert arrow.xy[0] > arrow.xyann[0]
    assert ax.images[-1].get_clim() == (0, 1)
    assert ax.images[-1].get_cmap().name == "gray_r"


def test_show_network_draws_a_single_unit_in_the_middle_and_large_numbers_without_decimals():
    plotting.show_network([np.array([12.5]), np.array([1.0])], [np.ones((1, 1))], names="ab")
    assert "12" in written_at(plt.gca())
    assert plt.gca().collections[0].get_segments()[0][0][1] == 0.5


def test_show_network_writes_no_minus_before_a_zero():
    plotting.show_network([np.array([-0.04, 1.0]), np.array([0.2, 0.8])], [np.ones((2, 2))], names="ab")
    assert {"0.0", "1.0"} <= set(written_at(plt.gca()))


def test_show_chain_writes_stages_and_links_with_arrows_there_and_back():
    for back, count in ((True, 4), (False, 2)):
        plotting.show_chain({"W": "6 weights", "z": "2 scores", "L": "1 loss"}, ["first", "second"], back=back)
        ax = plt.gca()
        assert [word for word in written_at(ax) if word] == [
            "W", "6 weights", "z", "2 scores", "L", "1 loss", "first", "second",
        ]  # fmt: skip
        assert sum(bool(getattr(text, "arrow_patch", None)) for text in ax.texts) == count
        plt.close()
