"""What a classifier says in a plane: its regions, borders and weights."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap

from course_lib.plotting.style import COLORS


def show_boundary(
    predict,
    points,
    labels,
    *,
    margin=0.5,
    legend=True,
    equal=True,
    class_names=None,
    size=36,
    xlabel="$x_1$",
    ylabel="$x_2$",
    title=None,
    ax=None,
):
    """Colour the plane by what a classifier says there, and draw the points with their right classes on it.

    Parameters
    ----------
    predict : callable      from points (M, 2) to classes (M,), integers from 0 to 7
    points : (N, 2)
    labels : (N,)           integers from 0 to 7
    margin : float          how far the picture reaches beyond the points
    legend : bool           name the classes beside the picture
    class_names : sequence  such as "noughts"; "class 0", … by default
    size : float            of a point
    equal : bool            a unit is as long across as up, so that angles and distances are true

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
        classes, origin="lower", extent=(left, right, bottom, top), aspect="equal" if equal else "auto",
        cmap=colors, vmin=-0.5, vmax=num_classes - 0.5, alpha=0.25, interpolation="nearest",
    )  # fmt: skip
    for label, marker in zip(range(num_classes), "os^Dv*PX"):
        name = f"class {label}" if class_names is None else class_names[label]
        style = {"color": COLORS[label], "marker": marker, "edgecolor": "black", "label": name, "s": size}
        ax.scatter(*points[labels == label].T, **style)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title, xlim=(left, right), ylim=(bottom, top))
    ax.locator_params(nbins=5)
    if legend:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))


def show_separation(w, b, points, labels, *, scale=0.1, title=None, ax=None, **options):
    """Colour the plane by a perceptron, 1 where w·x + b > 0, and draw w as an arrow from the border.

    Parameters
    ----------
    w : (2,)
    b : float
    points, labels : (N, 2), (N,)   drawn on it
    scale : float                   the arrow's length for each unit of w, in units of the plane; 0 draws none
    title : str                     "w = (…), b = …" by default
    options                         go to show_boundary
    """
    w = np.array(w, float)
    ax = ax or plt.figure(figsize=(4.4, 3.6)).gca()
    title = f"w = ({w[0]:g}, {w[1]:g}), b = {b:g}".replace("-", "−") if title is None else title
    show_boundary(lambda x: (x @ w + b > 0).astype(int), points, labels, legend=False, title=title, ax=ax, **options)
    if w.any() and scale:
        start = -b * w / (w @ w)  # the border's nearest point to the origin
        ax.annotate("", start + scale * w, start, arrowprops={"arrowstyle": "-|>", "lw": 2, "shrinkA": 0, "shrinkB": 0})


def show_rows(w, b, points, labels, *, scale=0.1, moved=None, ax=None, **options):
    """Colour the plane by a linear classifier, the class of the largest score, with each row of w as an arrow.

    Parameters
    ----------
    w : (C, 2)
    b : (C,)
    points, labels : (N, 2), (N,)   drawn on it
    scale : float                   an arrow's length for each unit of w, in units of the plane
    moved : int                     the row whose arrow is drawn thicker
    options                         go to show_boundary
    """
    ax = ax or plt.figure(figsize=(5.6, 4)).gca()
    show_boundary(lambda x: (x @ w.T + b).argmax(axis=1), points, labels, ax=ax, **options)
    centre = points.mean(axis=0)
    for row, (weights, color) in enumerate(zip(w, COLORS)):
        tip, width = centre + scale * weights, 3.5 if row == moved else 2
        ax.annotate("", tip, centre, arrowprops={"arrowstyle": "-|>", "lw": width, "shrinkA": 0, "shrinkB": 0})
        ax.annotate(f"row {row}", tip, ha="center", va="center", bbox={"fc": "white", "ec": color, "lw": 2, "pad": 2})
