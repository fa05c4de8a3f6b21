"""The course's pictures, one call each: drawn on the axes given, or else on a new figure."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.ticker import MaxNLocator

# Okabe and Ito's palette: eight colours that colour-blind readers can tell apart
COLORS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000"]


def set_style():
    """Set the course's colours, sizes and fonts for all figures that follow."""
    plt.rcParams.update(
        {
            "figure.figsize": (6.4, 3.6),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "axes.prop_cycle": plt.cycler(color=COLORS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": "medium",
            "image.cmap": "gray_r",
            "legend.frameon": False,
            "lines.linewidth": 2,
        }
    )


def show_images(images, *, titles=None, columns=8, size=1.1, limits=None, cmap="gray_r", title=None):
    """Show a grid of images.

    Parameters
    ----------
    images : (N, H, W), (N, 1, H, W) or (N, 3, H, W)    grey values in any range, or RGB in [0, 1] or uint8
    titles : sequence of N strings
    columns : int       images a row
    size : float        of an image, in inches
    limits : (low, high)    grey values drawn as white and black; by default each image's own minimum and maximum
    cmap : str          matplotlib colour map; "RdBu_r" with symmetric limits for values of both signs
    title : str         above the grid
    """
    images = np.asarray(images)
    if images.ndim == 4:
        images = images.transpose(0, 2, 3, 1)  # matplotlib wants the channels last, and takes one for grey
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    size_of_title = 0.25 * size if titles is not None else 0
    height = rows * (size + size_of_title) + (0.3 if title else 0)
    figure, axes = plt.subplots(rows, columns, figsize=(columns * size, height), squeeze=False)
    low, high = limits or (None, None)
    for ax in axes.flat:
        ax.set_axis_off()
    for index, (image, ax) in enumerate(zip(images, axes.flat)):
        ax.imshow(image, cmap=cmap, vmin=low, vmax=high)
        if titles is not None:
            ax.set_title(str(titles[index]), fontsize=9, pad=3)
    if title:
        figure.suptitle(title, fontsize="medium")


def show_curves(curves, *, x=None, xlabel, ylabel, title=None, log=(), ax=None):
    """Draw one line for each entry of a dict, with a legend if there are several.

    Parameters
    ----------
    curves : dict       label -> (K,) values
    x : (K,)            the horizontal positions; 1, 2, … by default, as epochs count
    xlabel, ylabel : str
    log : str           the axes with a logarithmic scale: "x", "y" or "xy"
    ax : Axes
    """
    ax = ax or plt.figure().gca()
    for label, values in curves.items():
        ax.plot(np.arange(1, len(values) + 1) if x is None else x, values, label=label)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if x is None:
        ax.xaxis.set_major_locator(MaxNLocator(nbins="auto", integer=True, steps=[1, 2, 5, 10]))
    for axis in log:
        getattr(ax, f"set_{axis}scale")("log")
    if len(curves) > 1:
        ax.legend()


def show_bars(values, labels, *, ylabel, xlabel=None, title=None, highlight=None, numbers="{:.2f}", ax=None):
    """Draw one bar for each value and write the value above it.

    Parameters
    ----------
    values : (K,)
    labels : sequence of K      below the bars
    highlight : int             the bar drawn in the second colour, such as the right class
    numbers : str               how a value is written; "" writes none
    """
    ax = ax or plt.figure().gca()
    colors = [COLORS[int(index == highlight)] for index in range(len(values))]
    bars = ax.bar([str(label) for label in labels], values, color=colors)
    if numbers:
        ax.bar_label(bars, labels=[_written(numbers, value) for value in values], padding=2, fontsize=9)
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
            ax.text(column, row, _written(numbers, value), ha="center", va="center", color=color, fontsize=9)
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


def show_boundary(
    predict, points, labels, *, margin=0.5, legend=True, xlabel="$x_1$", ylabel="$x_2$", title=None, ax=None
):
    """Colour the plane by what a classifier says there, and draw the points with their right classes on it.

    Parameters
    ----------
    predict : callable      from points (M, 2) to classes (M,), integers from 0 to 7
    points : (N, 2)
    labels : (N,)           integers from 0 to 7
    margin : float          how far the picture reaches beyond the points
    legend : bool           name the classes beside the picture

    Raises
    ------
    ValueError              if a class has no colour of its own
    """
    ax = ax or plt.figure(figsize=(4.4, 3.6)).gca()
    (left, bottom), (right, top) = points.min(axis=0) - margin, points.max(axis=0) + margin
    xs, ys = np.meshgrid(np.linspace(left, right, 300), np.linspace(bottom, top, 300))
    classes = np.reshape(predict(np.column_stack([xs.ravel(), ys.ravel()])), xs.shape)
    num_classes = int(max(np.max(labels), np.max(classes))) + 1
    if num_classes > len(COLORS):
        raise ValueError(f"show_boundary tells 8 classes apart, 0 to 7: found class {num_classes - 1}")
    colors = ListedColormap(COLORS[:num_classes])
    ax.imshow(
        classes, origin="lower", extent=(left, right, bottom, top), aspect="auto",
        cmap=colors, vmin=-0.5, vmax=num_classes - 0.5, alpha=0.25, interpolation="nearest",
    )  # fmt: skip
    for label, marker in zip(range(num_classes), "os^Dv*PX"):
        style = {"color": COLORS[label], "marker": marker, "edgecolor": "black", "label": f"class {label}"}
        ax.scatter(*points[labels == label].T, **style)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title, xlim=(left, right), ylim=(bottom, top))
    ax.locator_params(nbins=5)
    if legend:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))


def _written(numbers, value):
    """Format a value with the minus sign that matplotlib writes on its axes."""
    return numbers.format(value).replace("-", "−")
