"""What planes hold: regions, points, borders and arrows."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from course_lib import plotting
from course_lib.plotting import COLORS
from tests.plotting.seeing import words


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
    assert ax.get_aspect() == 1
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


def test_show_boundary_may_stretch_its_axes_and_name_its_classes():
    points = np.array([[0.0, 0.0], [1.0, 9.0]])
    options = {"equal": False, "class_names": ["no", "yes"], "size": 9}
    plotting.show_boundary(halves, points, np.array([0, 1]), **options)
    ax = plt.gca()
    assert ax.get_aspect() == "auto"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["no", "yes"]
    assert {scatter.get_sizes()[0] for scatter in ax.collections} == {9}


CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def arrows(ax):
    """Return the arrows as (tail, head), in the plane's units."""
    return [(np.array(arrow.xyann), np.array(arrow.xy)) for arrow in ax.texts if getattr(arrow, "arrow_patch", None)]


def test_show_separation_draws_w_at_right_angles_to_the_border_from_the_point_nearest_to_the_origin():
    w, b = np.array([4, 2]), -2
    plotting.show_separation(w, b, CORNERS, np.array([0, 0, 1, 1]), xlabel="dry", ylabel="late")
    ax = plt.gca()
    [(tail, head)] = arrows(ax)
    assert w @ tail + b == pytest.approx(0)
    np.testing.assert_allclose(head - tail, 0.1 * w)
    assert words(ax) == ("dry", "late", "w = (4, 2), b = −2")
    answers = ax.images[0].get_array()
    assert answers[0, 0] == 0  # the lower left corner
    assert answers[-1, -1] == 1
    assert ax.get_legend() is None
    assert ax.get_aspect() == 1


def test_show_separation_draws_no_arrow_without_weights_or_if_told_so():
    for w, scale in (((0, 0), 0.1), ((1, 1), 0)):
        plotting.show_separation(w, 1, CORNERS, np.array([0, 0, 1, 1]), scale=scale, title="it")
        assert not arrows(plt.gca())
        assert plt.gca().get_title() == "it"


def test_show_rows_draws_each_row_from_the_middle_of_the_points():
    w, b = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0]]), np.zeros(3)
    plotting.show_rows(w, b, CORNERS, np.array([0, 1, 2, 2]), moved=1, scale=0.5)
    ax = plt.gca()
    drawn = arrows(ax)
    np.testing.assert_allclose([tail for tail, _ in drawn], [[0.5, 0.5]] * 3)
    np.testing.assert_allclose([head - tail for tail, head in drawn], 0.5 * w)
    assert [arrow.arrow_patch.get_linewidth() for arrow in ax.texts if arrow.arrow_patch] == [2, 3.5, 2]
    assert [text.get_text() for text in ax.texts if text.get_text()] == ["row 0", "row 1", "row 2"]
    classes = ax.images[0].get_array()
    assert (classes[150, -1], classes[-1, 150], classes[0, 0]) == (0, 1, 2)
