"""What images, curves, bars and matrices hold: their axes, artists, numbers, colours and words."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS, ROLES
from tests.plotting.seeing import texts, ticks, words


def test_show_images_draws_one_picture_each_and_leaves_the_rest_blank(rng):
    images = rng.random((10, 1, 8, 8))
    plotting.show_images(images, titles=range(10), columns=4)
    axes = plt.gcf().axes
    assert len(axes) == 12
    assert not any(ax.axison for ax in axes)
    assert [bool(ax.images) for ax in axes] == [True] * 10 + [False] * 2
    for ax, image in zip(axes, images):
        np.testing.assert_array_equal(ax.images[0].get_array(), image[0])
    assert [ax.get_title() for ax in axes] == [*map(str, range(10)), "", ""]
    assert axes[0].title.get_fontsize() == 9
    assert plt.gcf().get_suptitle() == ""


@pytest.mark.parametrize(
    "count, options, shape, inches",
    [
        (10, {}, (2, 8), (8 * 1.1, 2 * 1.1)),
        (1, {}, (1, 1), (1.1, 1.1)),
        (3, {}, (1, 3), (3 * 1.1, 1.1)),
        (8, {}, (1, 8), (8 * 1.1, 1.1)),
        (9, {"columns": 3, "size": 2.0}, (3, 3), (6.0, 6.0)),
        (4, {"columns": 2, "titles": "abcd"}, (2, 2), (2.2, 2 * (1.1 + 0.25 * 1.1))),
        (4, {"columns": 2, "title": "above"}, (2, 2), (2.2, 2.2 + 0.3)),
    ],
)
def test_show_images_makes_the_grid_as_large_as_it_takes(count, options, shape, inches):
    plotting.show_images(np.zeros((count, 4, 4)), **options)
    assert plt.gcf().axes[0].get_gridspec().get_geometry() == shape
    np.testing.assert_allclose(plt.gcf().get_size_inches(), inches)


def test_show_images_takes_rgb_batches(rng):
    images = rng.integers(256, size=(2, 3, 4, 6), dtype=np.uint8)
    plotting.show_images(images)
    np.testing.assert_array_equal(plt.gcf().axes[0].images[0].get_array(), images[0].transpose(1, 2, 0))


def test_show_images_takes_lists_and_grey_images_without_channels(rng):
    images = list(rng.random((2, 4, 6)))
    plotting.show_images(images)
    np.testing.assert_array_equal(plt.gcf().axes[1].images[0].get_array(), images[1])


def test_show_images_spreads_each_image_over_all_greys_unless_told_the_limits():
    images = np.array([[[0.0, 1.0]], [[2.0, 4.0]]])
    plotting.show_images(images)
    drawn = [ax.images[0] for ax in plt.gcf().axes]
    assert [image.get_clim() for image in drawn] == [(0, 1), (2, 4)]
    assert drawn[0].get_cmap().name == "gray_r"
    plotting.show_images(images, limits=(-1, 5), cmap="RdBu_r", title="both")
    drawn = [ax.images[0] for ax in plt.gcf().axes]
    assert [image.get_clim() for image in drawn] == [(-1, 5), (-1, 5)]
    assert drawn[0].get_cmap().name == "RdBu_r"
    assert plt.gcf().get_suptitle() == "both"
    assert plt.gcf()._suptitle.get_fontsize() == mpl.font_manager.FontProperties(size="medium").get_size_in_points()


def test_show_images_refuses_titles_of_other_images(rng):
    with pytest.raises(ValueError, match="titles must be one for each of the 3 images: found 4"):
        plotting.show_images(rng.random((3, 4, 4)), titles=range(4))


def test_show_curves_leaves_colors_over():
    plotting.show_curves({"a": [1, 2]}, xlabel="x", ylabel="y", colors=["red", "green"])
    [line] = plt.gca().lines
    assert line.get_color() == "red"


def test_show_curves_labels_its_axes_and_counts_epochs_from_one():
    plotting.show_curves({"train": [3, 2], "test": [3, 2.5]}, xlabel="epoch", ylabel="loss", title="both")
    ax = plt.gca()
    assert [list(line.get_xdata()) for line in ax.lines] == [[1, 2], [1, 2]]
    assert [list(line.get_ydata()) for line in ax.lines] == [[3, 2], [3, 2.5]]
    assert words(ax) == ("epoch", "loss", "both")
    assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "linear")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["train", "test"]


@pytest.mark.parametrize("epochs", [2, 3, 7, 20, 30, 60, 64, 72, 80, 90])
def test_show_curves_marks_whole_epochs_at_round_numbers(epochs):
    plotting.show_curves({"loss": range(epochs)}, xlabel="epoch", ylabel="loss")
    marks = plt.gca().get_xticks()
    assert all(mark == int(mark) for mark in marks)
    step = marks[1] - marks[0]
    assert step in (1, 2, 5, 10, 20, 50)
    assert len(marks) <= 12


def test_show_curves_marks_fewer_epochs_where_there_is_less_room():
    _, (narrow, wide) = plt.subplots(1, 2, figsize=(6, 2), width_ratios=[1, 5])
    for ax in (narrow, wide):
        plotting.show_curves({"loss": range(90)}, xlabel="epoch", ylabel="loss", ax=ax)
    assert len(narrow.get_xticks()) < len(wide.get_xticks()) <= 12


def test_show_curves_draws_at_the_positions_given_and_one_curve_needs_no_legend():
    plotting.show_curves({"": [3, 2]}, x=[0.25, 0.75], xlabel="x", ylabel="y")
    ax = plt.gca()
    assert list(ax.lines[0].get_xdata()) == [0.25, 0.75]
    assert ax.get_legend() is None
    assert ax.get_title() == ""
    assert any(mark != int(mark) for mark in ax.get_xticks())


@pytest.mark.parametrize("log, scales", [("x", ("log", "linear")), ("y", ("linear", "log")), ("xy", ("log", "log"))])
def test_show_curves_takes_logarithms_where_it_is_told_to(log, scales):
    plotting.show_curves({"": [3, 2]}, x=[1, 10], xlabel="x", ylabel="y", log=log)
    assert (plt.gca().get_xscale(), plt.gca().get_yscale()) == scales


def test_show_bars_writes_the_values_and_highlights_one():
    plotting.show_bars([0.25, -0.75, 0.5], ["cat", 7, "fox"], ylabel="score", xlabel="class", title="it", highlight=1)
    ax = plt.gca()
    assert [bar.get_height() for bar in ax.patches] == [0.25, -0.75, 0.5]
    assert ticks(ax.xaxis) == ["cat", "7", "fox"]
    assert [text.get_text() for text in ax.texts] == ["0.25", "−0.75", "0.50"]
    assert {text.get_fontsize() for text in ax.texts} == {9}
    assert [bar.get_facecolor() for bar in ax.patches] == [to_rgba(COLORS[index]) for index in (0, 1, 0)]
    assert words(ax) == ("class", "score", "it")
    low, high = ax.get_ylim()  # 15 % of room above and below, for the numbers
    assert (low, high) == (pytest.approx(-0.75 - 0.15 * 1.25), pytest.approx(0.5 + 0.15 * 1.25))
    assert ax.texts[0].get_position()[1] == 2  # points above the bar


def test_show_bars_needs_no_numbers_and_no_highlight():
    plotting.show_bars([1, 2], "ab", ylabel="n", numbers="")
    ax = plt.gca()
    assert not ax.texts
    assert {bar.get_facecolor() for bar in ax.patches} == {to_rgba(COLORS[0])}
    assert words(ax) == ("", "n", "")
    plotting.show_bars([1, 2], "ab", ylabel="n", numbers="{:.0f} %")
    assert [text.get_text() for text in plt.gca().texts] == ["1 %", "2 %"]


def test_show_matrix_centres_its_colours_on_zero_and_writes_its_numbers():
    matrix = [[1.0, -5.0, 4.0], [0.0, 3.0, -3.01]]
    options = {"xlabel": "to", "ylabel": "from", "title": "it", "xticks": "abc", "yticks": ["p", "q"]}
    plotting.show_matrix(matrix, **options)
    ax = plt.gca()
    [image] = ax.images
    np.testing.assert_array_equal(image.get_array(), matrix)
    assert image.get_clim() == (-5, 5)
    assert image.get_cmap().name == "RdBu_r"
    assert texts(ax) == {  # white on dark cells: more than 0.6 of the largest
        (0, 0): ("1.00", "black"), (1, 0): ("−5.00", "white"), (2, 0): ("4.00", "white"),
        (0, 1): ("0.00", "black"), (1, 1): ("3.00", "black"), (2, 1): ("−3.01", "white"),
    }  # fmt: skip
    assert {(text.get_ha(), text.get_va(), text.get_fontsize()) for text in ax.texts} == {("center", "center", 9)}
    assert words(ax) == ("to", "from", "it")
    assert (ticks(ax.xaxis), ticks(ax.yaxis)) == (["a", "b", "c"], ["p", "q"])
    assert list(ax.get_xticks()) == [0, 1, 2]
    np.testing.assert_allclose(plt.gcf().get_size_inches(), (0.62 * 3 + 2.2, 0.5 * 2 + 1.2))
    assert len(plt.gcf().axes) == 1


def test_show_matrix_without_numbers_has_a_scale_beside_it():
    plotting.show_matrix(np.zeros((2, 3)), numbers="")
    ax, scale = plt.gcf().axes
    assert not ax.texts
    assert scale.get_label() == "<colorbar>"
    assert ax.images[0].get_clim() == (-1, 1)
    assert (ticks(ax.xaxis), ticks(ax.yaxis)) == (["0", "1", "2"], ["0", "1"])
    assert words(ax) == ("", "", "")


def test_show_confusion_counts_rows_by_right_class():
    labels, predictions = np.array([0, 0, 0, 2, 2, 2, 2]), np.array([0, 1, 1, 2, 2, 1, 0])
    plotting.show_confusion(labels, predictions, title="it")
    ax = plt.gca()
    assert texts(ax) == {
        (0, 0): ("1", "gray"), (1, 0): ("2", "black"), (0, 2): ("1", "black"), (1, 2): ("1", "black"),
        (2, 2): ("2", "gray"),
    }  # fmt: skip
    [image] = ax.images
    np.testing.assert_array_equal(image.get_array(), [[0, 2, 0], [0, 0, 0], [1, 1, 0]])  # only mistakes are coloured
    assert (image.get_clim(), image.get_cmap().name) == ((0, 3), "Oranges")
    assert words(ax) == ("predicted class", "right class", "it")
    assert list(ax.get_xticks()) == list(ax.get_yticks()) == [0, 1, 2]
    assert {(text.get_ha(), text.get_va(), text.get_fontsize()) for text in ax.texts} == {("center", "center", 9)}
    np.testing.assert_allclose(plt.gcf().get_size_inches(), (0.42 * 3 + 1.2, 0.42 * 3 + 1))


def test_show_confusion_makes_room_for_every_class_and_for_no_mistake():
    plotting.show_confusion(np.array([0, 0]), np.array([0, 1]))
    assert plt.gca().images[0].get_array().shape == (2, 2)
    plotting.show_confusion(np.array([0, 2]), np.array([0, 0]))
    assert plt.gca().images[0].get_array().shape == (3, 3)
    plotting.show_confusion(np.array([0, 1]), np.array([0, 1]))
    assert plt.gca().images[0].get_clim() == (0, 1.5)
    assert plt.gca().get_title() == ""


def test_show_images_can_say_what_the_values_are_and_leave_paper_between():
    plotting.show_images(np.ones((3, 4, 4)), limits=(-2, 2), scale="weight", gap=0.5)
    *_, bar = plt.gcf().axes
    assert bar.get_ylabel() == "weight"
    np.testing.assert_allclose(plt.gcf().get_size_inches(), (3 * 1.1 + 0.8, 1.1))
    assert plt.gcf().get_layout_engine().get()["wspace"] == 0.5


def test_show_curves_gives_a_name_its_colour_everywhere_unless_told_another():
    curves = {"validation": [1, 2], "training": [2, 1], "anything": [0, 0]}
    plotting.show_curves(curves, xlabel="x", ylabel="y")
    assert [line.get_color() for line in plt.gca().lines[:2]] == [ROLES["validation"], ROLES["training"]]
    plotting.show_curves(curves, xlabel="x", ylabel="y", colors=["red"])
    assert [line.get_color() for line in plt.gca().lines[:2]] == ["red", ROLES["training"]]


def test_show_pixels_writes_each_pixel_as_a_multiple():
    plotting.show_pixels(np.array([[0, 0.5], [1, 0.25]]), times=4, titles=("a", "b"))
    picture, numbers = plt.gcf().axes
    assert texts(numbers) == {
        (0, 0): ("0", "black"),
        (1, 0): ("2", "black"),
        (0, 1): ("4", "black"),
        (1, 1): ("1", "black"),
    }
    assert (words(picture), words(numbers)) == (("column", "row", "a"), ("column", "row", "b"))
    assert [ax.images[0].get_alpha() for ax in (picture, numbers)] == [1, 0.25]


def test_show_boxes_frames_whole_pixels():
    plotting.show_boxes(
        np.zeros((8, 8)), {"left": (slice(2, 6), slice(0, 4)), "dot": (slice(0, 1), slice(7, 8))}, title="it"
    )
    ax = plt.gca()
    assert [(box.get_label(), box.get_bbox().bounds) for box in ax.patches] == [
        ("left", (-0.5, 1.5, 4, 4)), ("dot", (6.5, -0.5, 1, 1)),
    ]  # fmt: skip
    assert ax.patches[0].get_edgecolor() != ax.patches[1].get_edgecolor()
    assert ax.images[0].get_clim() == (0, 1)
    assert words(ax) == ("column", "row", "it")


def test_show_spread_draws_the_mean_and_a_band_from_lowest_to_highest():
    runs = {"Adam": np.array([[1.0, 2.0], [3.0, 2.0], [5.0, 8.0]]), "mine": np.ones((1, 2))}
    plotting.show_spread(runs, x=[0.1, 1.0], xlabel="across", ylabel="up", title="it", log="x")
    ax = plt.gca()
    line, other = ax.lines
    np.testing.assert_array_equal(line.get_xydata(), [[0.1, 3], [1, 4]])
    assert line.get_color() == ROLES["Adam"] != other.get_color()
    band = ax.collections[0]
    assert to_rgba(ROLES["Adam"], 0.2) == tuple(band.get_facecolor()[0])
    corners = band.get_paths()[0].vertices
    assert {tuple(corner) for corner in corners} == {(0.1, 1), (1, 2), (1, 8), (0.1, 5)}
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Adam", "mine"]
    assert words(ax) == ("across", "up", "it")
