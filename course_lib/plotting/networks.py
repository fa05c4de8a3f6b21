"""Networks: as wired graphs, as layers of circles, and with their numbers, from the image to the probabilities."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection

from course_lib.plotting.maps import STRETCH, draw_filters, draw_stack, spread, stack_width, wire_rows
from course_lib.plotting.style import COLORS, ROLES, written

GAP = 2.4  # between two columns
CROWD = 1000  # wires between two columns: of more, only the strong ones are seen
MANY = 16  # units in a column: more are drawn as a strip, without numbers


def show_graph(spots, wires, *, title=None, size=(5, 2.6), ax=None):
    """Draw named circles and labelled wires; a wire that carries a 1 is orange.

    Parameters
    ----------
    spots : dict        name -> (x, y)
    wires : dict        (name, name) -> label; the number 1 lights the wire
    size : (float, float)       of a new figure, in inches
    """
    ax = ax or plt.figure(figsize=size).gca()
    style = {"ha": "center", "va": "center", "in_layout": False}
    for (start, end), label in wires.items():
        (x0, y0), (x1, y1) = spots[start], spots[end]
        ax.plot([x0, x1], [y0, y1], color=COLORS[1] if label == 1 else "0.7", zorder=1)
        middle = 0.55 * x0 + 0.45 * x1, 0.55 * y0 + 0.45 * y1
        ax.text(*middle, label, bbox={"color": "white", "pad": 1}, fontsize=9, **style)
    for name, spot in spots.items():
        ax.text(*spot, name, bbox={"boxstyle": "circle,pad=0.4", "fc": "white"}, **style)
    ax.set(title=title, xmargin=0.12, ymargin=0.2)
    ax.set_axis_off()


def show_layers(sizes, *, names, title=None, ax=None):
    """Draw a network of fully connected layers as circles, each wired to all of the layer before.

    Parameters
    ----------
    sizes : sequence of int     units in each layer, the inputs first
    names : sequence of str     a letter for each layer's units
    """
    columns = [[f"{name}{unit + 1}" for unit in range(size)] for name, size in zip(names, sizes)]
    spots = {
        unit: (1.6 * number, len(column) / 2 - place)
        for number, column in enumerate(columns)
        for place, unit in enumerate(column)
    }
    wires = {(a, b): "" for left, right in pairwise(columns) for a in left for b in right}
    show_graph(spots, wires, title=title, ax=ax)


def show_network(values, weights, *, names, units=None, image=None, right=None, bars=True, backward=False, ax=None):
    """Draw a network with its numbers: a column of units for each layer, a wire for each weight, red above zero.

    Parameters
    ----------
    values : list of (K,) or (C, H, W)      columns from left to right, such as pixels, scores, probabilities; or their
                                gradients; feature maps are drawn as a stack of images
    weights : list              between two columns: (out, in) numbers, or None for a function that mixes all; between
                                two stacks (F, C, KH, KW) filters, or None for a function of each map alone
    names : list of str         above the columns
    units : sequence of str     beside the units of the last column; their numbers by default
    image : (H, W)              drawn at the left, where the first column comes from
    right : int                 the unit of the last column that is the right class
    bars : bool                 draw the last column as bars, as probabilities are
    backward : bool             the arrow below points from the end to the start: the picture shows gradients
    """
    ax = ax or plt.figure(figsize=(9, 4.2)).gca()
    places = spread([stack_width(len(column)) if _is_stack(column) else 0 for column in values], GAP)
    heights = [_heights(len(column)) for column in values]
    has_maps = any(map(_is_stack, values))
    for column, w in enumerate(weights):
        if _is_stack(values[column]):
            _draw_wires_of_maps(ax, places[column : column + 2], values[column : column + 2], w)
        else:
            _draw_wires(ax, places[column : column + 2], heights[column : column + 2], w)
    for column, (place, height, numbers, name) in enumerate(zip(places, heights, values, names)):
        last = column == len(values) - 1
        if last and bars:
            _draw_bars(ax, place, height, numbers, right)
        elif _is_stack(numbers):
            draw_stack(ax, place, numbers, signed=backward)
        else:
            _draw_units(ax, place, height, numbers, signed=backward or (column > 0 and not has_maps))
        ax.text(place + ((0.6 if has_maps else 0.25) if last and bars else 0), 1.08, name, ha="center", va="bottom")
    labels = range(len(values[-1])) if units is None else units
    end = places[-1] + ((2.2 if has_maps else 1.15) if bars else 0.5)
    for height, label, index in zip(heights[-1], labels, range(len(values[-1]))):
        weight = "bold" if index == right else "normal"
        ax.text(end, height, str(label), ha="left", va="center", weight=weight, fontsize=9)
    if image is not None:
        ax.imshow(image, extent=(-2.1, -0.5, 0.2, 0.8), aspect="auto", cmap="RdBu_r" if backward else "gray_r",
                  **_limits(image, backward))  # fmt: skip
    color = ROLES["backward"] if backward else "0.4"
    start = -stack_width(len(values[0])) / 2 if _is_stack(values[0]) else 0
    ends = ((start - 0.2, -0.1), (end, -0.1))[:: -1 if backward else 1]
    ax.annotate("", ends[1], ends[0], arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2})
    ax.text((start + end - 0.2) / 2, -0.13, "backward" if backward else "forward", ha="center", va="top", color=color)
    stretch = STRETCH if has_maps else "auto"
    left = -2.3 if image is not None else start - 0.5
    ax.set(xlim=(left, end + 0.4), ylim=(-0.22, 1.2), aspect=stretch)
    ax.set_axis_off()


def show_chain(stages, links, *, back=True, ax=None):
    """Draw functions one after the other, each with how many numbers it has, and what stands between two of them.

    Parameters
    ----------
    stages : dict       name -> words below it
    links : list of str     one between each two stages
    back : bool         draw the way back below, from the last stage to the first
    """
    ax = ax or plt.figure(figsize=(8.4, 2)).gca()
    for place, (name, words) in enumerate(stages.items()):
        ax.text(place, 0, name, ha="center", va="center", fontsize=15)
        ax.text(place, -0.32, words, ha="center", va="top", color="dimgray")
    for place, link in enumerate(links):
        ax.annotate("", (place + 0.85, 0.05), (place + 0.15, 0.05), arrowprops={"arrowstyle": "->", "lw": 2})
        ax.text(place + 0.5, 0.2, link, ha="center")
        if back:
            style = {"arrowstyle": "->", "lw": 2, "color": ROLES["backward"]}
            ax.annotate("", (place + 0.15, -0.1), (place + 0.85, -0.1), arrowprops=style)
    ax.set(xlim=(-0.4, len(stages) - 0.6), ylim=(-0.75, 0.5))
    ax.set_axis_off()


def _heights(count):
    """Spread a column's units from the top, 1, to the bottom, 0."""
    return np.linspace(1, 0, count) if count > 1 else np.array([0.5])


def _limits(numbers, signed):
    largest = np.abs(numbers).max() or 1
    return {"vmin": -largest if signed else 0, "vmax": largest}


def _draw_wires(ax, places, heights, w):
    """Draw a wire for each weight, the stronger the larger; grey ones where all is mixed without weights."""
    left, right = heights
    ends = [[(places[0] + 0.08, a), (places[1] - 0.08, b)] for b in right for a in left]
    if w is None:
        ax.add_collection(LineCollection(ends, colors="0.85", linewidths=0.6, zorder=0))
        return
    strengths = (np.abs(w) / (np.abs(w).max() or 1)).ravel()
    colors = plt.get_cmap("RdBu_r")(np.where(np.ravel(w) > 0, 0.9, 0.1))
    crowded = len(strengths) > CROWD
    colors[:, 3] = strengths**3 if crowded else strengths
    widths = strengths if crowded else 0.3 + 1.5 * strengths
    ax.add_collection(LineCollection(ends, colors=colors, linewidths=widths, zorder=0))


def _is_stack(column):
    return np.ndim(column) == 3


def _draw_wires_of_maps(ax, places, columns, w):
    """Draw how maps become maps, or one long column; small filters of an image are drawn on their wires."""
    left, right = columns
    start = places[0] + stack_width(len(left)) / 2
    if not _is_stack(right):  # flattened: every pixel of every map has its place
        corners = [(start, 1), (start, 0), (places[1] - 0.08, 0), (places[1] - 0.08, 1)]
        ax.add_patch(plt.Polygon(corners, color="0.93", zorder=0))
        return
    end = places[1] - stack_width(len(right)) / 2
    wires = wire_rows(len(left), len(right), w)
    colors = [(0.3, 0.3, 0.3, strength) for *_, strength in wires]
    ends = [[(start, a), (end, b)] for a, b, _ in wires]
    if w is not None and w.shape[1] == 1:
        ends = [[(start, a), ((start + end) / 2, b), (end, b)] for a, b, _ in wires]
        draw_filters(ax, (start + end) / 2, w)
    ax.add_collection(LineCollection(ends, colors=colors, linewidths=0.8, zorder=0))


def _draw_units(ax, place, heights, numbers, signed):
    style = {"cmap": "RdBu_r" if signed else "gray_r", **_limits(numbers, signed)}
    if len(numbers) > MANY:
        half = 0.5 / (len(numbers) - 1)
        strip = (place - 0.08, place + 0.08, -half, 1 + half)
        ax.imshow(np.reshape(numbers, (-1, 1)), extent=strip, aspect="auto", zorder=2, **style)
        ax.add_patch(plt.Rectangle((strip[0], -half), 0.16, 1 + 2 * half, fill=False, lw=0.8, zorder=3))
        return
    ax.scatter(np.full(len(numbers), place), heights, c=numbers, s=480, edgecolor="black", lw=0.8, zorder=2, **style)
    largest = np.abs(numbers).max() or 1
    for height, number in zip(heights, numbers):
        color = "white" if abs(number) > 0.6 * largest else "black"
        digits = 1 if largest < 10 else 0
        label = written(f"{{:.{digits}f}}", round(float(number), digits) + 0.0)  # no minus before a zero
        ax.text(place, height, label, ha="center", va="center", color=color, fontsize=8, zorder=3)


def _draw_bars(ax, place, heights, numbers, right):
    colors = [ROLES["right class"] if index == right else COLORS[0] for index in range(len(numbers))]
    ax.barh(heights, np.asarray(numbers) * 0.6, height=0.6 / len(numbers), left=place, color=colors)
    for height, number in zip(heights, numbers):
        ax.text(place + 0.6 * number + 0.05, height, f"{number:.2f}", va="center", fontsize=9)
