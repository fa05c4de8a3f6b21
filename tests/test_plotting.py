import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt

from course_lib import plotting


@pytest.fixture(autouse=True)
def course_style():
    with mpl.rc_context():
        plotting.set_style()
        yield
    plt.close("all")


def test_show_images_draws_one_picture_each_and_leaves_the_rest_blank(rng):
    plotting.show_images(rng.random((10, 1, 8, 8)), titles=range(10), columns=4)
    axes = plt.gcf().axes
    assert sum(bool(ax.images) for ax in axes) == 10
    assert [ax.get_title() for ax in axes[:3]] == ["0", "1", "2"]


def test_show_images_takes_rgb_batches(rng):
    images = rng.integers(256, size=(2, 3, 4, 6), dtype=np.uint8)
    plotting.show_images(images)
    np.testing.assert_array_equal(plt.gcf().axes[0].images[0].get_array(), images[0].transpose(1, 2, 0))


def test_show_curves_labels_its_axes_and_counts_epochs_from_one():
    plotting.show_curves({"train": [3, 2], "test": [3, 2.5]}, xlabel="epoch", ylabel="loss", log="y")
    ax = plt.gca()
    assert list(ax.lines[0].get_xdata()) == [1, 2]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("epoch", "loss", "log")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["train", "test"]


def test_show_bars_writes_the_values_and_highlights_one():
    plotting.show_bars([0.25, 0.75], ["cat", "dog"], ylabel="probability", highlight=1)
    ax = plt.gca()
    assert {"0.25", "0.75"} <= {text.get_text() for text in ax.texts}
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()


def test_show_matrix_centres_its_colours_on_zero():
    plotting.show_matrix([[1.0, -3.0]])
    assert plt.gca().images[0].get_clim() == (-3, 3)


def test_show_confusion_counts_rows_by_right_class():
    plotting.show_confusion(np.array([0, 0, 2]), np.array([0, 1, 2]))
    counts = {text.get_position(): text.get_text() for text in plt.gca().texts}
    assert counts == {(0, 0): "1", (1, 0): "1", (2, 2): "1"}


def test_show_boundary_asks_the_classifier_over_the_whole_plane(rng):
    points, asked = rng.normal(size=(20, 2)), []

    def predict(where):
        asked.append(where)
        return (where[:, 0] > 0).astype(int)

    plotting.show_boundary(predict, points, predict(points), margin=1)
    low, high = asked[-1].min(axis=0), asked[-1].max(axis=0)
    np.testing.assert_allclose(low, points.min(axis=0) - 1)
    np.testing.assert_allclose(high, points.max(axis=0) + 1)
