"""Colours and sizes, descriptions, and that every picture can be drawn into another."""

import sys
from base64 import b64decode
from html import escape
from unittest import mock

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES
from course_lib.plotting.style import picture, size_of_png, written


def test_style_is_the_courses():
    figure = plt.figure()
    ax = figure.gca()
    ax.plot([1, 2])
    ax.plot([2, 1], label="falls")
    assert tuple(figure.get_size_inches()) == (6.4, 3.6)
    assert (figure.dpi, mpl.rcParams["axes.titlesize"], mpl.rcParams["image.cmap"]) == (100, "medium", "gray_r")
    assert type(figure.get_layout_engine()).__name__ == "ConstrainedLayoutEngine"
    assert [line.get_color() for line in ax.lines] == COLORS[:2]
    assert ax.lines[0].get_linewidth() == 2
    assert [ax.spines[side].get_visible() for side in ("top", "right", "left", "bottom")] == [False, False, True, True]
    assert not ax.legend().get_frame_on()


def test_a_notebook_shows_figures_by_the_courses_own_picture(monkeypatch):
    shell, switched = mock.Mock(), mock.Mock()
    monkeypatch.setitem(sys.modules, "IPython", mock.Mock(get_ipython=lambda: shell))
    monkeypatch.setattr(plt, "switch_backend", switched)
    plotting.set_style()
    switched.assert_called_once_with(plt.get_backend())
    shell.display_formatter.mimebundle_formatter.for_type.assert_called_once_with(Figure, picture)


def test_colours_are_eight_that_differ_as_okabe_and_ito_chose_them():
    assert [to_hex(color).upper() for color in COLORS] == [
        "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000",
    ]  # fmt: skip


def test_roles_are_colours_of_the_palette():
    assert set(ROLES.values()) <= set(COLORS)
    plt.figtext(0, 0, "\n".join(f"{role} {color}" for role, color in ROLES.items()))  # for the table of pictures
    assert ROLES["training"] != ROLES["validation"]
    assert ROLES["step"] != ROLES["sigmoid"]


def test_a_figure_carries_its_description_into_the_notebook():
    figure = plt.figure(figsize=(2, 1))
    figure.gca().plot([1, 2])
    plotting.describe('it "rises" & ends')
    data, metadata = picture(figure)
    assert f'alt="{escape("""it "rises" & ends""")}"' in data["text/html"]
    assert data["image/png"] in data["text/html"]
    assert metadata["image/png"]["alt"] == 'it "rises" & ends'
    width, height = size_of_png(b64decode(data["image/png"]))
    assert (metadata["image/png"]["width"], metadata["image/png"]["height"]) == (width // 2, height // 2)
    assert 300 < width < 500  # two inches of 100 pixels, doubled; what stays empty is cut off


def test_paper_that_stays_empty_is_cut_off():
    figure = plt.figure(figsize=(4, 3))
    figure.text(0.5, 0.5, "a")
    width, height = size_of_png(b64decode(picture(figure)[0]["image/png"]))
    assert max(width, height) < 200  # of 800 and 600


def test_describe_speaks_of_the_current_figure_or_of_another():
    first, second = plt.figure(), plt.figure()
    plotting.describe("two")
    plotting.describe("one", figure=first)
    assert (first.get_label(), second.get_label()) == ("one", "two")


def test_a_minus_is_written_as_on_the_axes():
    assert written("{:.1f}", -1.25) == "−1.2"


def bowl(v):
    return (v**2).sum(axis=-1)


def left_and_right(where):
    return (where[:, 0] > 0).astype(int)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plotting.show_curves({"": [1, 2]}, xlabel="x", ylabel="y", ax=ax),
        lambda ax: plotting.show_bars([1, 2], "ab", ylabel="y", ax=ax),
        lambda ax: plotting.show_matrix(np.eye(2), ax=ax),
        lambda ax: plotting.show_confusion(np.array([0, 1]), np.array([1, 0]), ax=ax),
        lambda ax: plotting.show_boundary(left_and_right, np.eye(2), np.array([0, 1]), ax=ax),
        lambda ax: plotting.show_separation((1, 1), 0, np.eye(2), np.array([0, 1]), ax=ax),
        lambda ax: plotting.show_rows(np.eye(2), np.zeros(2), np.eye(2), np.array([0, 1]), ax=ax),
        lambda ax: plotting.show_boxes(np.eye(2), {}, ax=ax),
        lambda ax: plotting.show_graph({"a": (0, 0)}, {}, ax=ax),
        lambda ax: plotting.show_layers([2, 1], names="ab", ax=ax),
        lambda ax: plotting.show_network([np.ones(2), np.ones(2)], [np.eye(2)], names="ab", ax=ax),
        lambda ax: plotting.show_chain({"a": "", "b": ""}, ["c"], ax=ax),
        lambda ax: plotting.show_valley(bowl, across=(-1, 1), up=(-1, 1), levels=[1], ax=ax),
        lambda ax: plotting.show_secants(abs, 1, at=1, h=1, limits=(0, 3), ylim=(0, 3), xlabel="", ylabel="", ax=ax),
    ],
)
def test_a_picture_is_drawn_on_the_axes_given_or_else_on_a_new_figure(draw):
    _, (left, right) = plt.subplots(1, 2)
    draw(left)
    assert left.has_data() or left.texts
    assert not right.has_data()
    assert not right.texts
    assert len(plt.get_fignums()) == 1
    draw(None)
    assert len(plt.get_fignums()) == 2
