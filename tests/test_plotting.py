"""What the pictures hold: their axes, artists, numbers, colours and words."""

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.colors import to_hex, to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS


@pytest.fixture(autouse=True)
def course_style():
    with mpl.rc_context():
        plotting.set_style()
        yield
    plt.close("all")


def words(ax):
    """Return what is written at the axes: horizontal, vertical, above."""
    return ax.get_xlabel(), ax.get_ylabel(), ax.get_title()


def texts(ax):
    """Return what is written into the picture: position -> (text, colour)."""
    return {text.get_position(): (text.get_text(), text.get_color()) for text in ax.texts}


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


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


def test_colours_are_eight_that_differ_as_okabe_and_ito_chose_them():
    assert [to_hex(color).upper() for color in COLORS] == [
        "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000",
    ]  # fmt: skip


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


def halves(where):
    return (where[:, 0] > 0).astype(int)


def test_show_boundary_asks_the_classifier_over_the_whole_plane(rng):
    points, asked = rng.normal(size=(20, 2)), []

    def predict(where):
        asked.append(where)
        return halves(where)

    plotting.show_boundary(predict, points, halves(points), margin=1)
    low, high = asked[-1].min(axis=0), asked[-1].max(axis=0)
    np.testing.assert_allclose(low, points.min(axis=0) - 1)
    np.testing.assert_allclose(high, points.max(axis=0) + 1)
    assert len(asked[-1]) == 300 * 300
    ax = plt.gca()
    assert ax.get_xlim() == (low[0], high[0])
    assert ax.get_ylim() == (low[1], high[1])


def test_show_boundary_colours_the_plane_by_the_answer_and_the_points_by_the_truth():
    points, labels = np.array([[-1.0, 0.0], [1.0, 0.0], [1.0, 2.0]]), np.array([0, 0, 1])
    plotting.show_boundary(lambda where: 2 * halves(where), points, labels, title="it")
    ax = plt.gca()
    [image] = ax.images
    answers = image.get_array()
    assert answers.shape == (300, 300)
    assert (answers[:, :150] == 0).all()
    assert (answers[:, 150:] == 2).all()
    assert tuple(image.get_extent()) == (-1.5, 1.5, -0.5, 2.5)
    assert (image.origin, image.get_alpha(), image.get_interpolation()) == ("lower", 0.25, "nearest")
    assert ax.get_aspect() == "auto"
    colors = [tuple(image.cmap(image.norm(label)))[:3] for label in range(3)]
    assert colors == [to_rgba(color)[:3] for color in COLORS[:3]]
    assert image.get_clim() == (-0.5, 2.5)
    assert [scatter.get_offsets().tolist() for scatter in ax.collections] == [
        points[:2].tolist(),
        points[2:].tolist(),
        [],
    ]
    for index, scatter in enumerate(ax.collections):
        assert scatter.get_label() == f"class {index}"
        assert tuple(scatter.get_edgecolor()[0]) == to_rgba("black")
    assert tuple(ax.collections[1].get_facecolor()[0]) == to_rgba(COLORS[1])
    assert words(ax) == ("$x_1$", "$x_2$", "it")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["class 0", "class 1", "class 2"]
    assert tuple(plt.gcf().get_size_inches()) == (4.4, 3.6)


def test_show_boundary_marks_each_class_by_a_shape_of_its_own():
    points = np.stack([np.arange(8.0), np.arange(8.0)], axis=1)
    plotting.show_boundary(lambda where: np.clip(np.rint(where[:, 0]), 0, 7), points, np.arange(8), legend=False)
    ax = plt.gca()
    shapes = {tuple(scatter.get_paths()[0].vertices.ravel().round(6)) for scatter in ax.collections}
    assert len(ax.collections) == len(shapes) == 8
    assert ax.get_legend() is None


def test_show_boundary_refuses_more_classes_than_it_has_colours():
    points = np.eye(2)
    for labels, answers in (([0, 8], [0, 1]), ([0, 1], [0, 8])):
        with pytest.raises(ValueError, match=r"^show_boundary tells 8 classes apart, 0 to 7: found class 8"):
            plotting.show_boundary(lambda where, last=answers[1]: halves(where) * last, points, np.array(labels))


def test_show_boundary_writes_the_names_it_is_given_beside_the_picture():
    points = np.array([[0.0, 0.0], [1.0, 1.0]])
    plotting.show_boundary(halves, points, np.array([0, 1]), xlabel="length (cm)", ylabel="width (cm)")
    ax = plt.gca()
    assert words(ax) == ("length (cm)", "width (cm)", "")
    plt.gcf().canvas.draw()
    legend, picture = ax.get_legend().get_window_extent(), ax.get_window_extent()
    assert legend.x0 >= picture.x1
    assert 0 <= picture.y1 - legend.y1 < 10  # pixels
    assert ax.get_xlim() == (-0.5, 1.5)


def test_show_boundary_marks_about_five_places_on_each_axis():
    plotting.show_boundary(halves, np.array([[0.5, 0.5], [5.5, 9.5]]), np.array([0, 1]))
    assert list(plt.gca().get_xticks()) == [0, 2, 4, 6]
    assert list(plt.gca().get_yticks()) == [0, 2, 4, 6, 8, 10]


def test_show_boundary_ends_at_its_margin_also_where_more_was_drawn_before():
    _, ax = plt.subplots()
    ax.plot([-9, 9], [-9, 9])
    plotting.show_boundary(halves, np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([0, 1]), ax=ax)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-0.5, 1.5), (-0.5, 2.5))


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plotting.show_curves({"": [1, 2]}, xlabel="x", ylabel="y", ax=ax),
        lambda ax: plotting.show_bars([1, 2], "ab", ylabel="y", ax=ax),
        lambda ax: plotting.show_matrix(np.eye(2), ax=ax),
        lambda ax: plotting.show_confusion(np.array([0, 1]), np.array([1, 0]), ax=ax),
        lambda ax: plotting.show_boundary(halves, np.eye(2), np.array([0, 1]), ax=ax),
    ],
    ids=["curves", "bars", "matrix", "confusion", "boundary"],
)
def test_a_picture_is_drawn_on_the_axes_given_or_else_on_a_new_figure(draw):
    _, (left, right) = plt.subplots(1, 2)
    draw(left)
    assert left.has_data()
    assert not right.has_data()
    assert len(plt.get_fignums()) == 1
    draw(None)
    assert len(plt.get_fignums()) == 2
