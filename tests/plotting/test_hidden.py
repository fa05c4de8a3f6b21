"""What is drawn on a computational graph, and of a plane that a hidden layer bends."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES
from tests.plotting.seeing import words

SPOTS = {"x": (0, 1), "y": (0, 0), "+": (1, 0.5)}


def placed(ax):
    """Return what is written at each spot, apart from its name: text -> (spot, points above it, colour)."""
    notes = [text for text in ax.texts if hasattr(text, "xyann")]
    return {text.get_text(): (text.xy, text.xyann[1], text.get_color()) for text in notes}


def test_show_computation_writes_values_above_and_slopes_below_where_there_are_any():
    wires = {("x", "+"): "× 1", ("y", "+"): "× 1"}
    plotting.show_computation(SPOTS, wires, forward={"x": -2, "y": 5, "+": 3}, backward={"+": -4}, title="it")
    ax = plt.gca()
    notes = placed(ax)
    assert set(notes) == {"−2", "5", "3", "−4"}
    assert notes["3"][0] == notes["−4"][0] == (1, 0.5)
    assert notes["3"][1] > 0 > notes["−4"][1]
    assert notes["3"][2] == "black"
    assert notes["−4"][2] == ROLES["backward"]
    assert {"x", "y", "+", "× 1"} <= {text.get_text() for text in ax.texts}
    assert ax.get_title() == "it"


def test_show_computation_draws_a_graph_without_slopes_in_the_numbers_asked_for():
    plotting.show_computation(SPOTS, {}, forward={"x": 0.126}, numbers="{:.2f}", size=(3, 2))
    assert list(placed(plt.gca())) == ["0.13"]
    assert tuple(plt.gcf().get_size_inches()) == (3, 2)


def test_show_computation_writes_further_from_the_larger_circle_of_a_word():
    plotting.show_computation({"max": (0, 0), "$x_1$": (1, 0)}, {}, forward={"max": 7, "$x_1$": 5})
    notes = placed(plt.gca())
    assert notes["7"][1] > notes["5"][1] > 0


def show(step=1, axes=None):
    corners = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    plotting.show_hidden_space(
        step, losses=[0.5, 0.25, 0.125], encode=lambda x: x**2, decide=lambda h: (h[:, 0] > 0.25).astype(int),
        points=corners, labels=np.array([0, 0, 1, 1]), axes=axes,
    )  # fmt: skip
    return plt.gcf().axes


def test_show_hidden_space_draws_the_grid_as_the_inputs_have_it_and_as_the_layer_bends_it():
    inputs, hidden, _ = show()
    assert words(inputs)[:2] == ("$x_1$", "$x_2$")
    assert words(hidden)[:2] == ("$h_1$", "$h_2$")
    assert len(inputs.lines) == len(hidden.lines) == 22
    for before, after in zip(inputs.lines, hidden.lines):
        np.testing.assert_allclose(after.get_xydata(), before.get_xydata() ** 2)
    assert {ax.get_aspect() for ax in (inputs, hidden)} == {1}


def borders(ax):
    """Return where, from the left, the colour of the plane changes to class 1."""
    areas = [path.vertices for path in ax.collections[0].get_paths()]
    return min(area[:, 0].min() for area in areas[1:])


def test_show_hidden_space_colours_both_planes_by_the_answer_and_the_points_by_their_class():
    inputs, hidden, _ = show()
    assert abs(borders(inputs) - 0.5) < 0.01  # the square of ½ is ¼
    assert abs(borders(hidden) - 0.25) < 0.01
    for ax in (inputs, hidden):
        assert [to_rgba(COLORS[label]) for label in (0, 1)] == [
            tuple(scatter.get_facecolor()[0]) for scatter in ax.collections[1:]
        ]


def test_show_hidden_space_draws_the_loss_up_to_the_step_on_the_axes_given():
    own = plt.figure().subplots(1, 3)
    curve = show(step=1, axes=own)[2]
    np.testing.assert_array_equal(curve.lines[0].get_xydata(), [[0, 0.5], [1, 0.25]])
    assert words(curve) == ("step", "cost", "after 1 steps: cost 0.250")
