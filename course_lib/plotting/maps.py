"""Feature maps: stacks of them in the picture of a network, windows that slide over one, what one of its units sees."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.style import COLORS, ROLES, written

ROWS = 8  # maps in a column of a stack: more stand side by side
STRETCH = 7  # in the picture of a network, a unit up is so many units across: what draws a tile as a square


def stack_shape(count):
    """Return rows and columns in which a stack of feature maps is laid out."""
    columns = -(-count // ROWS)
    return -(-count // columns), columns


def stack_heights(count):
    """Return the heights of a stack's rows, from near the top, 1, to near the bottom, 0."""
    rows, _ = stack_shape(count)
    return 1 - (np.arange(rows) + 0.5) / rows


def tile_height(count):
    """Return the height of a map in the picture of a network: fewer are drawn larger."""
    return min(0.9 / stack_shape(count)[0], 0.34)


def stack_width(count):
    """Return the width of a stack in the picture of a network."""
    return stack_shape(count)[1] * tile_height(count) * STRETCH * 1.08


def draw_stack(ax, place, maps, *, signed=False):
    """Draw feature maps as tiles in columns round a place, all in one scale of greys; signed ones in red and blue.

    Parameters
    ----------
    place : float           the middle of the stack
    maps : (C, H, W)
    """
    rows, columns = stack_shape(len(maps))
    height = tile_height(len(maps))
    across, largest = height * STRETCH, np.abs(maps).max() or 1
    for index, image in enumerate(maps):
        x = place + 1.08 * across * (index // rows - (columns - 1) / 2)
        y = stack_heights(len(maps))[index % rows]
        edges = (x - across / 2, x + across / 2, y - height / 2, y + height / 2)
        style = {"cmap": "RdBu_r" if signed else "gray_r", "vmin": -largest if signed else 0, "vmax": largest}
        ax.imshow(image, extent=edges, aspect="auto", zorder=2, **style)
        ax.add_patch(plt.Rectangle(edges[::2], across, height, fill=False, lw=0.6, ec="0.4", zorder=3))


def draw_filters(ax, place, filters):
    """Draw small filters of one channel between an image and its maps, each at its map's height.

    Parameters
    ----------
    filters : (F, 1, KH, KW)
    """
    largest, height = np.abs(filters).max() or 1, 0.75 * tile_height(len(filters))
    for image, y in zip(filters[:, 0], stack_heights(len(filters))):
        edges = (place - height * STRETCH / 2, place + height * STRETCH / 2, y - height / 2, y + height / 2)
        ax.imshow(image, extent=edges, aspect="auto", zorder=2, cmap="RdBu_r", vmin=-largest, vmax=largest)


def show_pooling(image, pooled, *, kernel, stride, name="largest", numbers="{:g}", axes=None):
    """Write an image's numbers with a frame round each pooling window, and beside it what the windows keep.

    Parameters
    ----------
    image : (H, W)
    pooled : (OH, OW)
    kernel, stride : int    of square windows; a frame has the colour of its number in the result
    name : str              what is kept, above the result
    """
    if axes is None:
        widths = [image.shape[1], pooled.shape[1]]
        axes = plt.figure(figsize=(5.6, 3)).subplots(1, 2, width_ratios=widths)
    for ax, grid, title in zip(axes, (image, pooled), (f"windows {kernel}×{kernel}, stride {stride}", f"the {name}")):
        ax.imshow(grid, cmap="gray_r", vmin=0, vmax=2.5 * max(image.max(), 1), zorder=0)
        for (row, column), value in np.ndenumerate(grid):
            ax.text(column, row, written(numbers, value), ha="center", va="center")
        ax.set(title=title, xticks=[], yticks=[])
    for index, (row, column) in enumerate(np.ndindex(pooled.shape)):
        inset = 0.08 + 0.05 * (index % 4) if stride < kernel else 0.06  # frames that overlap stay apart
        color = COLORS[(0, 3, 2, 5, 4, 1)[index % 6]]
        corner = column * stride - 0.5 + inset, row * stride - 0.5 + inset
        size = kernel - 2 * inset
        axes[0].add_patch(plt.Rectangle(corner, size, size, fill=False, lw=2.5, ec=color))
        axes[1].add_patch(plt.Rectangle((column - 0.42, row - 0.42), 0.84, 0.84, fill=False, lw=2.5, ec=color))


def show_field(image, slopes, *, corner, size, title=None, axes=None):
    """Show an image with the receptive field that was computed for a unit, and beside it what was measured.

    Parameters
    ----------
    image : (H, W)
    slopes : (H, W)         how strongly each pixel moves the unit; 0 is white
    corner : (row, column)  the field's first pixel; it may lie outside
    size : int              its side, in pixels
    """
    axes = plt.figure(figsize=(7.4, 3.5)).subplots(1, 2) if axes is None else axes
    axes[0].imshow(image, cmap="gray_r", vmin=0, vmax=1)
    drawn = axes[1].imshow(slopes, cmap="Purples", vmin=0, vmax=slopes.max() or 1)
    for ax in axes:
        place = corner[1] - 0.5, corner[0] - 0.5
        ax.add_patch(plt.Rectangle(place, size, size, fill=False, lw=2.5, ec=ROLES["limit"], clip_on=False))
        ax.set(xticks=[], yticks=[])
    axes[0].set_title(title)
    axes[1].set_title("mean |slope| of the unit at each pixel")
    axes[1].figure.colorbar(drawn, ax=axes[1], shrink=0.8)


def show_sizes(models, *, xlabel="parameters", ylabel, title=None, ax=None):
    """Draw what several runs of each model reach against its number of parameters: small dots, and their mean.

    Parameters
    ----------
    models : dict       family -> list of (name, parameters, (K,) values), up to three families; a line joins the models
                        of a family
    """
    ax = ax or plt.figure(figsize=(6.4, 4)).gca()
    for (family, members), color, marker in zip(models.items(), (COLORS[7], COLORS[0], COLORS[3]), "sDo"):
        sizes, means = [size for _, size, _ in members], [np.mean(values) for *_, values in members]
        ax.plot(sizes, means, marker=marker, ms=8, lw=1.2, color=color, label=family)
        for name, size, values in members:
            ax.plot([size] * len(values), values, ".", ms=5, color=color, alpha=0.5)
            edge, offset, va = (max(values), 5, "bottom") if marker == "o" else (min(values), -5, "top")
            place = {"xytext": (0, offset), "textcoords": "offset points", "ha": "center", "va": va}
            ax.annotate(name, (size, edge), fontsize=8, **place)
    ax.set(xscale="log", xlabel=xlabel, ylabel=ylabel, title=title)
    ax.margins(0.12)
    ax.legend(loc="lower right")


def wire_rows(left, right, w):
    """List the wires between two stacks of maps, as (height, height, strength from 0 to 1).

    Parameters
    ----------
    left, right : int       maps in each
    w : (F, C, KH, KW) or None      None: each map has a wire to its own successor alone
    """
    starts, ends = stack_heights(left), stack_heights(right)
    if w is None:
        return [(a, b, 0.5) for a, b in zip(starts, ends)]
    norms = np.sqrt((w**2).sum(axis=(2, 3)))  # (F, C)
    largest = norms.max() or 1
    return [(starts[c % len(starts)], ends[f % len(ends)], norms[f, c] / largest) for f, c in np.ndindex(norms.shape)]


def spread(widths, gap):
    """Return the middles of columns of these widths that stand a gap apart, the first at 0."""
    places = [0.0]
    for left, right in pairwise(widths):
        places.append(places[-1] + left / 2 + gap + right / 2)
    return places
