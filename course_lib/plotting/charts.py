"""Images, curves, bars and matrices."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator

from course_lib.plotting.style import COLORS, ROLES, written


def show_images(images, *, titles=None, columns=8, size=1.1, limits=None, cmap="gray_r", title=None, scale=None, gap=0):
    """Show a grid of images.

    Parameters
    ----------
    images : (N, H, W), (N, 1, H, W) or (N, 3, H, W)    grey values in any range, or RGB in [0, 1] or uint8
    titles : sequence of N strings or numbers
    columns : int       images a row
    size : float        of an image, in inches
    limits : (low, high)    grey values drawn as white and black; by default each image's own minimum and maximum
    cmap : str          matplotlib colour map; "RdBu_r" with symmetric limits for values of both signs
    title : str         above the grid
    gap : float         additional paper between two images, as a fraction of an image
    scale : str         what the values are: a colour bar beside the grid says so, where there are limits
    """
    images = np.asarray(images)
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"titles must be one for each of the {len(images)} images: found {len(titles)}")
    if images.ndim == 4:
        images = images.transpose(0, 2, 3, 1)  # matplotlib wants the channels last, and takes one for grey
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    size_of_title = 0.25 * size if titles is not None else 0
    height = rows * (size + size_of_title) + (0.3 if title else 0)
    width = columns * size + (0.8 if scale else 0)
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), squeeze=False)
    if gap:
        figure.get_layout_engine().set(wspace=gap, hspace=gap)
    low, high = limits or (None, None)
    for ax in axes.flat:
        ax.set_axis_off()
    for index, (image, ax) in enumerate(zip(images, axes.flat)):
        drawn = ax.imshow(image, cmap=cmap, vmin=low, vmax=high)
        if titles is not None:
            ax.set_title(str(titles[index]), fontsize=9, pad=3)
    if title:
        figure.suptitle(title, fontsize="medium")
    if scale:
        figure.colorbar(drawn, ax=axes, label=scale)


def show_curves(curves, *, x=None, xlabel, ylabel, title=None, log=(), colors=(), ax=None):
    """Draw one line for each entry of a dict, with a legend if there are several.

    Parameters
    ----------
    curves : dict       label -> (K,) values; a label that ROLES knows has its colour everywhere
    x : (K,)            the horizontal positions; 1, 2, … by default, as epochs count
    xlabel, ylabel : str
    log : str           the axes with a logarithmic scale: "x", "y" or "xy"
    colors : sequence   for the first lines, in place of the style's
    ax : Axes
    """
    ax = ax or plt.figure().gca()
    for index, (label, values) in enumerate(curves.items()):
        color = colors[index] if index < len(colors) else None
        places = np.arange(1, len(values) + 1) if x is None else x
        ax.plot(places, values, label=label, color=ROLES.get(label) if color is None else color)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if x is None:
        ax.xaxis.set_major_locator(MaxNLocator(nbins="auto", integer=True, steps=[1, 2, 5, 10]))
    for axis in log:
        getattr(ax, f"set_{axis}scale")("log")
    if len(curves) > 1:
        ax.legend()


def show_spread(runs, *, x, xlabel, ylabel, title=None, log=(), ax=None):
    """Draw the mean of several runs as a line, and from the lowest to the highest of them as a band.

    Parameters
    ----------
    runs : dict         label -> (R, K) values, R runs at K places; a label that ROLES knows has its colour everywhere
    x : (K,)            the places
    xlabel, ylabel, log, ax     as for show_curves
    """
    ax = ax or plt.figure().gca()
    for label, values in runs.items():
        low, mean, high = np.min(values, axis=0), np.mean(values, axis=0), np.max(values, axis=0)
        [line] = ax.plot(x, mean, "o-", markersize=4, label=label, color=ROLES.get(label))
        ax.fill_between(x, low, high, color=line.get_color(), alpha=0.2, linewidth=0)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    for axis in log:
        getattr(ax, f"set_{axis}scale")("log")
    ax.legend()


def show_bars(values, labels, *, ylabel, xlabel=None, title=None, highlight=None, numbers="{:.2f}", ax=None):
    """Draw one bar for each value and write the value above it.

    Parameters
    ----------
    values : (K,)
    labels : sequence of K      below the bars
    highlight : int             the bar drawn in the colour of the right class
    numbers : str               how a value is written; "" writes none
    """
    ax = ax or plt.figure().gca()
    colors = [ROLES["right class"] if index == highlight else COLORS[0] for index in range(len(values))]
    bars = ax.bar([str(label) for label in labels], values, color=colors)
    if numbers:
        ax.bar_label(bars, labels=[written(numbers, value) for value in values], padding=2, fontsize=9)
        ax.margins(y=0.15)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)


def show_matrix(matrix, *, xlabel=None, ylabel=None, xticks=None, yticks=None, title=None, numbers="{:.2f}", ax=None):
    """Show a matrix as a heat map: red above zero, blue below, white at zero.

    Parameters
    ----------
    matrix : (R, C)
    xticks, yticks : sequences of C and R labels; row and column numbers by default
    numbers : str       how a value is written into its cell; "" writes none
    """
    matrix = np.asarray(matrix)
    ax = ax or plt.figure(figsize=(0.62 * matrix.shape[1] + 2.2, 0.5 * matrix.shape[0] + 1.2)).gca()
    limit = np.abs(matrix).max() or 1
    image = ax.imshow(matrix, cmap="RdBu_r", vmin=-limit, vmax=limit)
    if numbers:
        for (row, column), value in np.ndenumerate(matrix):
            color = "white" if abs(value) > 0.6 * limit else "black"
            ax.text(column, row, written(numbers, value), ha="center", va="center", color=color, fontsize=9)
    else:
        ax.figure.colorbar(image)
    ax.set_xticks(range(matrix.shape[1]), range(matrix.shape[1]) if xticks is None else xticks)
    ax.set_yticks(range(matrix.shape[0]), range(matrix.shape[0]) if yticks is None else yticks)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)


def show_confusion(labels, predictions, *, title=None, ax=None):
    """Count how often each class was taken for each other one: off the diagonal are the mistakes.

    Parameters
    ----------
    labels, predictions : (N,)  integers from 0
    """
    num_classes = max(np.max(labels), np.max(predictions)) + 1
    counts = np.zeros((num_classes, num_classes), int)
    np.add.at(counts, (labels, predictions), 1)
    mistakes = counts * (1 - np.eye(num_classes))
    ax = ax or plt.figure(figsize=(0.42 * num_classes + 1.2, 0.42 * num_classes + 1)).gca()
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(mistakes.max(), 1) * 1.5)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            color = "gray" if row == column else "black"
            ax.text(column, row, count, ha="center", va="center", color=color, fontsize=9)
    ax.set_xticks(range(num_classes))
    ax.set_yticks(range(num_classes))
    ax.set(xlabel="predicted class", ylabel="right class", title=title)


def show_pixels(image, *, times=16, titles=("what we see", "what is stored"), axes=None):
    """Show an image, and beside it the number of each pixel.

    Parameters
    ----------
    image : (H, W)
    times : int             the numbers are written as multiples of 1 / times
    titles : two strings
    """
    axes = plt.figure(figsize=(6.8, 3.4)).subplots(1, 2) if axes is None else axes
    for ax, title, alpha in zip(axes, titles, (1, 0.25)):
        ax.imshow(image, alpha=alpha)
        ax.set(xlabel="column", ylabel="row", title=title)
    for (row, column), pixel in np.ndenumerate(image):
        axes[1].text(column, row, f"{times * pixel:.0f}", ha="center", va="center", fontsize=9)


def show_boxes(image, boxes, *, title=None, ax=None):
    """Show an image with named frames around some of its regions.

    Parameters
    ----------
    image : (H, W)      grey values in [0, 1]
    boxes : dict        name -> (rows, columns), two slices with a start and a stop
    """
    ax = ax or plt.figure(figsize=(3.6, 2.8)).gca()
    ax.imshow(image, vmin=0, vmax=1)
    for (name, (rows, columns)), color in zip(boxes.items(), COLORS[::3]):
        corner, size = (columns.start - 0.5, rows.start - 0.5), (columns.stop - columns.start, rows.stop - rows.start)
        ax.add_patch(plt.Rectangle(corner, *size, fill=False, lw=3, edgecolor=color, label=name))
    ax.set(title=title, xlabel="column", ylabel="row")
