"""Each picture with the options and defaults that other tests leave out; pictures.json says what they draw.

They are drawn in a style that is not the course's: so it is seen what the pictures leave to the style.
"""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import plotting
from course_lib.plotting import maps

STYLE = {
    "axes.prop_cycle": plt.cycler(color=["#ff0000", "#ee0000"]), "axes.titlesize": 13, "font.size": 11,
    "image.cmap": "viridis", "lines.linewidth": 3, "lines.markersize": 7, "patch.linewidth": 1.1,
    "scatter.edgecolors": "#00ff00", "text.color": "#0000aa", "axes.labelsize": 12, "legend.loc": "center",
}  # fmt: skip
SQUARE = np.arange(16.0).reshape(4, 4)
CORNERS, SIDES = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 0, 1, 1])
RANGE = {"across": (-1, 3), "up": (-2, 2)}


def bowl(v):
    return ((v - 1) ** 2).sum(axis=-1)


def walk(*slowness):
    """Return a walk of 12 steps towards (1, 1)."""
    return 1 - np.stack([np.power(slow, np.arange(13)) for slow in slowness], axis=1)


def many_losses():
    x = np.linspace(-2, 2, 5)
    losses = {name: (power * x, x + power) for power, name in enumerate(["L2", "L1", "a", "Huber", "b", "c", "d"])}
    plotting.show_bench(losses, x=x, xlabel="error", ylim=(0, 4), slope_lim=(-3, 3))


def spread(**options):
    runs = {"training": [[1.0, 2.0], [3.0, 2.0]], "mine": [[2.0, 1.0]]}
    plotting.show_spread(runs, x=[1, 2], xlabel="x", ylabel="y", **options)


def photographs():
    images = {f"map {number}": SQUARE / 16 for number in range(5)} | {"edge?": SQUARE / 8 - 1}
    plotting.show_maps(images, marks={"map 1": (2, 1)})


def fits():
    lines = {name: (1, number) for number, name in enumerate(["L2", "L1", "Huber", "mine", "yours"])}
    frame = {"names": ["a", "b"], "xlabel": "where", "ylabel": "how long", "ylim": (0, 6)}
    plotting.show_fits(np.array([0.2, 0.8]), np.array([1.0, 2.0]), lines=lines, **frame)


def search(count, **options):
    searches = {f"number {number}": (SQUARE[:, :2] + 1, None) for number in range(count)}
    plotting.show_search(searches, xlabel="rate", ylabel="decay", **options)


def thinned(count, **options):
    keeps = [[number % 2, 1, number % 3] for number in range(count)]
    plotting.show_thinned(np.array([3.0, -1.0, 0.5]), np.array([1.0, -2.0, 4.0]), keeps, **options)


def network(first, *others, **options):
    rng = np.random.default_rng(0)
    values, weights = [first], []
    for column in others:
        w = None
        if np.ndim(column) == 3 or np.ndim(values[-1]) == 1:
            w = rng.normal(size=(len(column), len(values[-1]), *[3, 3][: 2 * (np.ndim(column) == 3)]))
        weights.append(w)
        values.append(column)
    plotting.show_network(values, weights, names="abcde"[: len(values)], **options)


def sizes(**options):
    models = {
        "flat": [("small", 10, [0.5, 0.7]), ("large", 100, [0.6])],
        "deep": [("one", 20, [0.8]), ("two", 99, [0.9, 0.7])],
        "wide": [("it", 50, [0.4, 0.9, 0.8])],
    }
    plotting.show_sizes(models, ylabel="right", **options)


def race(count, **options):
    paths = {name: walk(0.9 - 0.2 * number, 0.5) for number, name in enumerate(["SGD", "momentum", "mine", "Adam"])}
    paths = dict(list(paths.items())[:count])
    plotting.show_race(bowl, paths, step=10, levels=[1, 2], lowest=(1, 1), **RANGE, **options)


def space(ways, **options):
    plotting.show_color_space(SQUARE[:, :3] / 16, np.array([0.01, 0.02, 0.04]), ways, **options)


def halves(where):
    return (where[:, 0] > 0.5).astype(int)


def borders():
    _, axes = plt.subplots(1, 3)
    nets, fresh = {"it": [halves, halves], "again": [halves, halves]}, {"it": [0.5, 0.9], "again": [0.6, 0.7]}
    plotting.show_borders(1, nets=nets, points=CORNERS, labels=SIDES, steps=[0, 50], fresh=fresh, axes=axes)


def training():
    probs = np.array([0.1, 0.3, *[0.075] * 8])
    plotting.show_training(
        2, losses=[3, 2, 1.5, 1], templates=[SQUARE / 8 - 1] * 10, plane=halves, points=CORNERS[::2], names="ab",
        probs=probs, label=1,
    )  # fmt: skip


def hidden_space():
    plotting.show_hidden_space(
        2, losses=[3, 2, 1.5, 1], encode=lambda x: x**2, decide=halves, points=CORNERS, labels=SIDES
    )


def secants():
    frame = {"limits": (0, 2), "ylim": (-1, 4), "xlabel": "x", "ylabel": "f"}
    plotting.show_secants(np.square, 2, at=1, h=0.4567, **frame)


DRAWN = {
    "curves": lambda: plotting.show_curves({"loss": [3, 2], "mine": [1, 2]}, xlabel="x", ylabel="y"),
    "bars": lambda: plotting.show_bars([1, -2], "ab", ylabel="y", highlight=0),
    "graph": lambda: plotting.show_graph({"a": (0, 0), "b": (1, 1)}, {("a", "b"): 1, ("b", "a"): 2}),
    "chain": lambda: plotting.show_chain({"W": "6 weights", "z": "2 scores"}, ["first"]),
    "filter bank": lambda: plotting.show_filter_bank(2, 3, names=["image", "filters", "maps"]),
    "separation": lambda: plotting.show_separation((4, 2), -2, CORNERS, SIDES),
    "training": training,
    "hidden space": hidden_space,
    "secants": secants,
    "filters of zeros": lambda: maps.draw_filters(plt.gca(), 0, np.zeros((2, 1, 3, 3))),
    "seven losses": many_losses,
    "pixels": lambda: plotting.show_pixels(SQUARE / 16),
    "spread": spread,
    "spread log": lambda: spread(title="it", log="xy"),
    "boxes": lambda: plotting.show_boxes(SQUARE / 16, {name: (slice(0, 2), slice(1, 3)) for name in "abc"}),
    "images": lambda: plotting.show_images([SQUARE] * 9, limits=(0, 9), scale="ink"),
    "images named": lambda: plotting.show_images([SQUARE] * 3, titles="abc", title="it", size=2, gap=0.2),
    "matrix": lambda: plotting.show_matrix([[3, -10], [6, -6]], numbers="{:g}"),
    "confusion": lambda: plotting.show_confusion(np.array([0, 1, 1, 2]), np.array([0, 2, 2, 1])),
    "im2col": lambda: plotting.show_im2col(SQUARE, np.array([[1, -1]]), numbers="{:.1f}"),
    "im2col of zeros": lambda: plotting.show_im2col(np.eye(2), np.zeros((2, 2))),
    "window": lambda: plotting.show_window(SQUARE / 16, np.ones((1, 3)), 3, numbers="{:.1f}"),
    "maps": photographs,
    "fits": fits,
    "margins": lambda: plotting.show_margins(np.array([1.0, 1]), -1.0, CORNERS, SIDES, pulls=SIDES == 1),
    "places": lambda: plotting.show_places(5, 3, 1, 2, room=11),
    "search": lambda: search(1),
    "search log": lambda: search(2, log="x"),
    "color space": lambda: space(np.linalg.qr(SQUARE[:3, :3] + np.diag([1, 5, 9]))[0]),
    "color space turned": lambda: space(0.9 * np.eye(3), names=("a", "b", "c"), view=(5, 40)),
    "thinned": lambda: thinned(9),
    "thinned numbers": lambda: thinned(3, numbers="{:.2f}", columns=2),
    "gains": lambda: plotting.show_gains({"a": [1.0, 2.0], "b": [-1.0]}, xlabel="points", numbers="{:.2f}"),
    "borders": borders,
    "pooling": lambda: plotting.show_pooling(
        SQUARE, SQUARE[1::2, 1::2] / 4, kernel=2, stride=2, name="mean", numbers="{:.1f}"
    ),
    "pooling with overlap": lambda: plotting.show_pooling(SQUARE / 16, SQUARE[:3, :3], kernel=2, stride=1),
    "field": lambda: plotting.show_field(SQUARE / 16, np.zeros((4, 4)), corner=(-1, 2), size=2),
    "sizes": sizes,
    "sizes named": lambda: sizes(xlabel="weights", title="it"),
    "network": lambda: network(np.array([0.5, -1.0, 20.0]), np.array([-10.0, 0.0]), np.array([0.3, 0.7]), right=0),
    "network of zeros": lambda: network(np.zeros(3), np.zeros(2), np.zeros(2), bars=False, units="xy"),
    "network of maps": lambda: network(
        SQUARE[None], np.ones((3, 2, 2)), np.zeros((9, 2, 2)), np.arange(36.0), np.array([0.3, 0.7]), image=SQUARE
    ),
    "network of flattened maps": lambda: network(SQUARE.reshape(2, 2, 4), np.arange(16.0), np.array([0.3, 0.7])),
    "network of maps backward": lambda: network(
        SQUARE[None] - 8, np.ones((3, 2, 2)), bars=False, backward=True, image=np.zeros((2, 2)), right=1
    ),
    "layers": lambda: plotting.show_layers([2, 3], names="xh", title="it"),
    "computation": lambda: plotting.show_computation(
        {"max": (0, 0), "$x_1$": (1, 0)}, {("max", "$x_1$"): 1}, forward={"max": 7, "$x_1$": 5}, backward={"max": 0.5}
    ),
    "boundary": lambda: plotting.show_boundary(halves, CORNERS, SIDES, margin=0.2, equal=False, size=9),
    "rows": lambda: plotting.show_rows(np.eye(2), np.zeros(2), CORNERS, SIDES, moved=1),
    "valley": lambda: plotting.show_valley(
        bowl, levels=[1], names=("a", "b"), lowest=(1, 1), path=walk(0.5, 0.2), **RANGE
    ),
    "surface": lambda: plotting.show_surface(bowl, across=(0, 7), up=(-3, 8)),
    "surface turned": lambda: plotting.show_surface(
        bowl, names="abc", view=(5, 40), path=walk(0.5, 0.2), lowest=(1, 1), **RANGE
    ),
    "descent": lambda: plotting.show_descents(np.square, {"one": [2.0, 1.0, 0.5]}, limits=(-3, 3)),
    "race of one": lambda: race(1),
    "race of four": lambda: race(4, tail=2, title="it"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_with_its_options(name):
    plt.rcParams.update(STYLE)
    DRAWN[name]()
    assert plt.get_fignums() == [1]
