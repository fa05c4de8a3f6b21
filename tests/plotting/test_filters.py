"""What is drawn of convolutions: windows, places, depth, columns."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_lib import plotting
from course_lib.ops import conv
from course_lib.plotting import ROLES
from tests.plotting.seeing import texts

IMAGE = np.arange(12.0).reshape(3, 4)
KERNEL = np.array([[1, 0], [0, -2]])


def numbers(ax):
    """Return what is written into the cells: (row, column) -> text."""
    return {(int(y), int(x)): text for (x, y), (text, _) in texts(ax).items()}


def frames(ax):
    """Return the frames around cells: (row, column, height, width), rounded to whole cells."""
    return [tuple(round(n + 0.01) for n in (f.get_y() + 0.5, f.get_x() + 0.5, f.get_height(), f.get_width()))
            for f in ax.patches]  # fmt: skip


def axes():
    return plt.gcf().axes


def test_show_window_shows_the_patch_the_products_their_sum_and_the_map_so_far():
    plotting.show_window(IMAGE, KERNEL, 4)
    image, patch, kernel, products, out = axes()
    assert frames(image) == [(1, 1, 2, 2)]
    assert numbers(image)[2, 3] == "11"
    assert numbers(patch) == {(0, 0): "5", (0, 1): "6", (1, 0): "9", (1, 1): "10"}
    assert numbers(kernel)[1, 1] == "−2"
    assert numbers(products) == {(0, 0): "5", (0, 1): "0", (1, 0): "0", (1, 1): "−20"}
    assert products.get_xlabel() == "sum −15"
    assert numbers(out) == {(0, 0): "−10", (0, 1): "−11", (0, 2): "−12", (1, 0): "−14", (1, 1): "−15"}
    assert frames(out) == [(1, 1, 1, 1)]
    assert to_hex(out.patches[0].get_edgecolor()).upper() == ROLES["window"]
    assert [ax.get_title() for ax in axes()] == ["image", "patch", "× filter", "= products", "feature map"]


def test_show_window_draws_a_signed_image_red_and_blue_around_white():
    plotting.show_window(IMAGE - 5, KERNEL, 0, names=("a", "b", "c"), signed=True)
    assert axes()[0].images[0].get_clim() == (-6, 6)
    assert axes()[0].images[0].get_cmap().name == "RdBu_r"
    assert [axes()[k].get_title() for k in (0, 2, 4)] == ["a", "× b", "c"]


def test_show_window_of_zeros_and_a_number_format():
    plotting.show_window(np.zeros((2, 2)), np.zeros((2, 2)), 0, numbers="{:.1f}")
    assert axes()[3].get_xlabel() == "sum 0.0"


@pytest.mark.parametrize("setting, title", [
    ((7, 3), "(7 − 3)/1 + 1 = 5"),
    ((7, 3, 2, 1), "(7 − 3 + 2·1)/2 + 1 = 4"),
    ((8, 3, 2, 0), "(8 − 3)/2 + 1 = 3.5, 3 places"),
])  # fmt: skip
def test_show_places_draws_a_bar_a_place_and_hatches_what_is_left_over(setting, title):
    plotting.show_places(*setting)
    ax = plt.gca()
    size, kernel, stride, padding = (*setting, 1, 0)[:4]
    count = conv.conv_output_size(size, kernel, stride, padding)
    bars = [p for p in ax.patches if p.get_height() == 0.5]
    assert [round(bar.get_x()) for bar in bars] == [stride * k for k in range(count)]
    assert {round(bar.get_width()) for bar in bars} == {kernel}
    pixels = [p for p in ax.patches if p.get_height() == 1]
    assert len(pixels) == size + 2 * padding
    assert sum(p.get_hatch() is not None for p in pixels) == (size + 2 * padding - kernel) % stride
    assert [text.get_text() for text in ax.texts] == ["0"] * 2 * padding
    assert ax.get_title() == title


def test_show_places_with_room_has_the_same_scale_for_all():
    _, axes = plt.subplots(1, 2)
    for setting, ax in zip([(7, 3, 2), (7, 3, 1, 1)], axes):
        plotting.show_places(*setting, room=9, ax=ax)
    assert axes[0].get_xlim() == axes[1].get_xlim() == (-0.2, 9.2)
    assert axes[0].get_ylim() == axes[1].get_ylim()


def test_show_im2col_writes_windows_as_columns_and_their_product():
    plotting.show_im2col(IMAGE, KERNEL)
    image, row, columns, out = axes()
    centres = [f.get_center() for f in image.patches]  # frames that overlap have different sizes
    assert [(round(y - 0.5), round(x - 0.5)) for x, y in centres] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert len({f.get_width() for f in image.patches}) == 6
    assert numbers(row) == {(0, 0): "1", (0, 1): "0", (0, 2): "0", (0, 3): "−2"}
    cols = conv.im2col(IMAGE[None, None], kernel=2)[0]
    assert numbers(columns) == {place: f"{value:g}" for place, value in np.ndenumerate(cols)}
    assert numbers(out)[0, 5] == "−16"
    colors = [[to_hex(p.get_edgecolor()) for p in ax.patches] for ax in (image, columns, out)]
    assert colors[0] == colors[1] == colors[2]
    assert len(set(colors[0])) == 6


def test_show_maps_draws_photographs_grey_or_in_colour_and_maps_red_and_blue():
    photo = np.random.default_rng(0).random((3, 4, 5))
    images = {"cat": photo, "grey": photo[0], "edge?": photo[1] - 1, "map": photo[2]}
    plotting.show_maps(images, signed=["map"], columns=2, limit=2, marks={"edge?": (1, 3)})
    drawn = [ax.images[0] for ax in axes()]
    np.testing.assert_array_equal(drawn[0].get_array(), photo.transpose(1, 2, 0))
    assert [image.get_cmap().name for image in drawn[1:]] == ["gray", "RdBu_r", "RdBu_r"]
    assert [image.get_clim() for image in drawn[1:]] == [(0, 1), (-2, 2), (-2, 2)]
    assert [ax.get_title() for ax in axes()] == list(images)
    (ring,) = axes()[2].lines
    assert (list(ring.get_xdata()), list(ring.get_ydata())) == ([3], [1])
    assert tuple(plt.gcf().get_size_inches()) == pytest.approx((4.8, 5.4))


def test_show_maps_takes_each_maps_own_largest_value_without_a_limit():
    plotting.show_maps(
        {"a?": np.array([[0.0, -3]]), "b?": np.array([[0.5, 0]]), "nothing?": np.zeros((1, 2))}, limit=None
    )
    assert [ax.images[0].get_clim() for ax in axes()] == [(-3, 3), (-0.5, 0.5), (-1, 1)]


@pytest.mark.parametrize("channels, filters", [(3, 4), (1, 2), (5, 1)])
def test_show_filter_bank_draws_filters_as_deep_as_the_image_and_a_map_for_each(channels, filters):
    plotting.show_filter_bank(channels, filters, names=["image", "filters", "maps"])
    ax = plt.gca()
    sides = [round(p.get_width(), 1) for p in ax.patches if isinstance(p, plt.Rectangle)]
    assert sides.count(3.2) == channels
    assert sides.count(0.9) == filters * channels + 1  # and the window
    assert sides.count(1.2) == filters
    assert [text.get_text() for text in ax.texts if text.get_text()] == ["image", "filters", "maps"]
    front, back = (to_hex(ax.patches[k].get_facecolor()) for k in (channels - 1, 0))
    assert (front != back) == (channels == 3)
