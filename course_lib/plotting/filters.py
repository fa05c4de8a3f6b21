"""What convolutions do: a filter at one place, all places along a side, filters as deep as images, im2col."""

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.style import COLORS, ROLES, written

CELL = 0.42  # inches


def show_window(image, kernel, place, *, names=("image", "filter", "feature map"), signed=False, numbers="{:g}"):
    """Draw a filter at one place of an image: what it meets, each product, their sum, and the map so far.

    Parameters
    ----------
    image : (H, W)
    kernel : (KH, KW)
    place : int             0 is the upper left, counted row by row as one reads
    names : three strings   of the image, of the kernel and of what comes out
    signed : bool           the image has values of both signs, red above zero and blue below
    """
    height, width = image.shape
    tall, wide = kernel.shape
    out_h, out_w = height - tall + 1, width - wide + 1
    patches = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    out = (patches * kernel).sum(axis=(2, 3)).astype(float)  # (OH, OW)
    row, column = divmod(place, out_w)
    products = patches[row, column] * kernel
    total = written(numbers, out[row, column])
    future = np.arange(out.size).reshape(out.shape) > place

    cells = width, wide, wide, wide, out_w
    figure = plt.figure(figsize=(CELL * (sum(cells) + 5), CELL * (max(height, out_h) + 1.4)), layout="none")
    figure.subplots_adjust(left=0.01, right=0.99, bottom=0.05, top=0.9, wspace=0.25)
    axes = figure.subplots(1, 5, gridspec_kw={"width_ratios": cells})
    grey = {} if signed else {"cmap": "gray", "limits": (0, max(1, image.max()))}
    limit = np.abs(patches * kernel).max() or 1
    _cells(axes[0], image, numbers=numbers, title=names[0], **grey)
    _frame(axes[0], (row, column), kernel.shape, ROLES["window"])
    _cells(axes[1], patches[row, column], numbers=numbers, title="patch", **grey)
    _frame(axes[1], (0, 0), kernel.shape, ROLES["window"])
    _cells(axes[2], kernel, numbers=numbers, title=f"× {names[1]}")
    _cells(axes[3], products, numbers=numbers, title="= products", limits=(-limit, limit))
    axes[3].set_xlabel(f"sum {total}")
    limit = np.abs(out).max() or 1
    shown = np.where(future, np.nan, out)
    _cells(axes[4], shown, numbers=numbers, title=names[2], limits=(-limit, limit))
    _frame(axes[4], (row, column), (1, 1), ROLES["window"])


def show_places(size, kernel, stride=1, padding=0, *, room=None, ax=None):
    """Draw all places of a filter along one side of an image, one below the other, and say how many there are.

    Parameters
    ----------
    size, kernel, stride, padding : int     in pixels
    room : int              pixels that the picture has room for, so that several have one scale
    """
    length = size + 2 * padding
    starts = range(0, length - kernel + 1, stride)
    ax = ax or plt.figure(figsize=(0.3 * length + 0.4, 0.22 * len(starts) + 1)).gca()
    left_over = length - (starts[-1] + kernel)
    for pixel in range(length):
        inside = padding <= pixel < size + padding
        style = {"fc": "0.75" if inside else "white", "ec": "black", "ls": "-" if inside else ":"}
        ax.add_patch(plt.Rectangle((pixel, 0), 1, 1, hatch="///" if pixel >= length - left_over else None, **style))
        if not inside:
            ax.text(pixel + 0.5, 0.5, "0", ha="center", va="center", fontsize=9)
    for number, start in enumerate(starts):
        box = (start + 0.08, -0.75 - 0.75 * number), kernel - 0.16, 0.5
        ax.add_patch(plt.Rectangle(*box, fc=ROLES["window"], alpha=0.75, lw=0))
    around = f" + 2·{padding}" if padding else ""
    by_formula = f"({size} − {kernel}{around})/{stride} + 1"
    value = (length - kernel) / stride + 1
    rounded = f" = {len(starts)}" if value == len(starts) else f" = {value:g}, {len(starts)} places"
    ax.set_title(by_formula + rounded, fontsize=10)
    width, height = room or length, max(len(starts), (room or 0) - kernel + 1)
    ax.set(xlim=(-0.2, width + 0.2), ylim=(-0.75 * height - 0.3, 1.2), aspect="equal")
    ax.set_axis_off()


def show_im2col(image, kernel, *, numbers="{:g}"):
    """Draw what a filter meets at each place as a column of a matrix, and the one product that gives all outputs.

    Parameters
    ----------
    image : (H, W)          small: at most 8 places are told apart by colour
    kernel : (KH, KW)
    """
    patches = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    out_h, out_w = patches.shape[:2]
    cols = patches.reshape(out_h * out_w, -1).T  # (KH·KW, OH·OW)
    row = kernel.reshape(1, -1)
    out = row @ cols
    widths = image.shape[1], row.shape[1], cols.shape[1], cols.shape[1]
    figure = plt.figure(figsize=(CELL * (sum(widths) + 4), CELL * (len(cols) + 2)))
    axes = figure.subplots(1, 4, gridspec_kw={"width_ratios": widths})
    grey = {"cmap": "gray", "limits": (-0.6 * np.max(image), np.max(image))}
    _cells(axes[0], image, numbers=numbers, title="image", **grey)
    _cells(axes[1], row, numbers=numbers, title="filter, as a row")
    _cells(axes[2], cols, numbers=numbers, title="@ columns", **grey)
    limit = np.abs(out).max() or 1
    _cells(axes[3], out, numbers=numbers, title="= map, as a row", limits=(-limit, limit))
    for place, color in zip(range(cols.shape[1]), COLORS):
        inset = 0.05 + 0.08 * place  # frames that overlap stay visible
        _frame(axes[0], divmod(place, out_w), kernel.shape, color, inset=inset)
        _frame(axes[2], (0, place), (len(cols), 1), color, inset=0.04)
        _frame(axes[3], (0, place), (1, 1), color, inset=0.04)


def show_maps(images, *, signed=(), limit=1.0, columns=4, size=2.4, marks=None):
    """Show photographs and feature maps side by side.

    Parameters
    ----------
    images : dict       name -> (H, W) or (3, H, W) with values in [0, 1], as a photograph has
    signed : names      of maps that are drawn red above zero, blue below; and so is a name that ends in "?"
    limit : float       values of this size have the full colour; None takes each map's largest
    columns : int       images a row
    size : float        of an image, in inches
    marks : dict        name -> (row, column), a place with a ring around it
    """
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    axes = plt.figure(figsize=(columns * size, rows * (size + 0.3))).subplots(rows, columns, squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, (name, image) in zip(axes.flat, images.items()):
        look = {"cmap": "gray", "vmin": 0, "vmax": 1}
        if name in signed or name.endswith("?"):
            largest = limit or np.abs(image).max() or 1
            look = {"cmap": "RdBu_r", "vmin": -largest, "vmax": largest}
        shown = image.transpose(1, 2, 0) if image.ndim == 3 else image
        ax.imshow(shown, interpolation="nearest", **look)
        ax.set_title(name, fontsize=10)
        if name in (marks or {}):
            row, column = marks[name]
            ax.plot(column, row, "o", markersize=16, mfc="none", mec=ROLES["window"], mew=3)


def show_filter_bank(channels, filters, *, names, ax=None):
    """Draw a convolutional layer: an image of several channels, filters as deep as it is, one map a filter.

    Parameters
    ----------
    channels, filters : int     three channels are drawn as red, green and blue
    names : three strings       below the image, the filters and the maps
    """
    ax = ax or plt.figure(figsize=(8, 3.6)).gca()
    tints = ["#f4b6b0", "#b9dfb4", "#b4cdf0"] if channels == 3 else ["0.9"] * channels
    middle = filters * 1.5 / 2
    corner = _sheets(ax, (0, middle - 1.6), 3.2, tints)
    ax.add_patch(plt.Rectangle((corner[0] + 0.5, corner[1] + 1.7), 0.9, 0.9, fill=False, lw=2.5, ec=ROLES["window"]))
    for number in range(filters):
        low = 1.5 * (filters - 1 - number) + 0.3
        _sheets(ax, (6, low), 0.9, tints)
        ax.annotate("", (5.7, low + 0.45), (4.4, middle), arrowprops={"arrowstyle": "->", "color": "0.5"})
        ax.annotate("", (9.6, low + 0.45), (7.6, low + 0.45), arrowprops={"arrowstyle": "->", "color": "0.5"})
        ax.add_patch(plt.Rectangle((9.9, low - 0.15), 1.2, 1.2, fc="0.92", ec="black"))
    for place, words in zip((1.8, 6.6, 10.5), names):
        ax.text(place, -0.35, words, ha="center", va="top")
    ax.set(xlim=(-0.3, 11.8), ylim=(-1.7, max(1.5 * filters + 0.4, middle + 2.4)), aspect="equal")
    ax.set_axis_off()


def _sheets(ax, corner, side, tints):
    """Draw sheets one before the other; return the lower left corner of the one in front."""
    for depth, tint in reversed(list(enumerate(tints))):
        offset = 0.22 * depth
        ax.add_patch(plt.Rectangle((corner[0] + offset, corner[1] + offset), side, side, fc=tint, ec="black", lw=0.8))
    return corner


def _cells(ax, values, *, numbers, title, cmap="RdBu_r", limits=None):
    """Draw numbers in coloured cells; a NaN is a cell to come."""
    values = np.asarray(values, float)
    largest = np.nanmax(np.abs(values)) or 1
    low, high = limits or (-largest, largest)
    ax.imshow(values, cmap=cmap, vmin=low, vmax=high)
    shades = plt.get_cmap(cmap)((values - low) / (high - low))[..., :3] @ (0.3, 0.59, 0.11)
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            color = "white" if shades[row, column] < 0.5 else "black"
            ax.text(column, row, written(numbers, value), ha="center", va="center", color=color, fontsize=9)
    ax.set_xticks(np.arange(values.shape[1] + 1) - 0.5, [])
    ax.set_yticks(np.arange(values.shape[0] + 1) - 0.5, [])
    ax.grid(color="0.8", lw=0.5)
    ax.tick_params(length=0)
    ax.spines[["top", "right"]].set_visible(True)
    ax.set_title(title, fontsize=10)


def _frame(ax, corner, shape, color, *, inset=0.0):
    """Draw a frame around cells, from a corner (row, column)."""
    low = corner[1] - 0.5 + inset, corner[0] - 0.5 + inset
    size = shape[1] - 2 * inset, shape[0] - 2 * inset
    ax.add_patch(plt.Rectangle(low, *size, fill=False, lw=2.5, ec=color, zorder=3, clip_on=False))
