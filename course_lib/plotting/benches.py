"""Losses side by side: what they cost and how they pull, the lines they fit, the borders they draw."""

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.planes import show_boundary
from course_lib.plotting.style import ROLES

_DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]  # so that curves are told apart without colours, too


def show_bench(losses, *, x, xlabel, ylim, slope_lim, marked=(), axes=None):
    """Draw losses on one axis and their slopes on another, beside it.

    Parameters
    ----------
    losses : dict           name -> (values, slopes), (K,) each; a name that ROLES knows has its colour everywhere
    x : (K,)                where
    xlabel : str            what x is
    ylim, slope_lim : (low, high)       of the two axes
    marked : sequence       places with a thin line across both
    """
    axes = plt.figure(figsize=(10, 4.1)).subplots(1, 2) if axes is None else axes
    titles = [("loss", ylim), ("slope of the loss: how it pulls", slope_lim)]
    for which, (ax, (title, limits)) in enumerate(zip(axes, titles)):
        ax.axhline(0, color="lightgray", linewidth=1, zorder=0)
        for place in marked:
            ax.axvline(place, color="lightgray", linewidth=1, zorder=0)
        for index, (name, curves) in enumerate(losses.items()):
            style = {"linestyle": _DASHES[index % len(_DASHES)], "color": ROLES.get(name), "label": name}
            ax.plot(x, curves[which], **style)
        ax.set(xlabel=xlabel, ylabel="slope" if which else "loss", title=title, ylim=limits, xlim=(x[0], x[-1]))
    axes[0].figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(losses))


def show_fits(x, t, *, names, lines, faint=(), xlabel, ylabel, ylim, moved=None, title=None, ax=None):
    """Draw named measurements and the lines that were fitted to them.

    Parameters
    ----------
    x, t : (N,)             measurements
    names : sequence of N   written beside them
    lines : dict            name -> (w, b) of the line w·x + b; a name that ROLES knows has its colour everywhere
    faint : sequence        of further (w, b), drawn thin and grey
    moved : int             the measurement drawn larger, and in the colour of what is wrong
    """
    ax = ax or plt.figure(figsize=(6.4, 4)).gca()
    ends = np.array([-0.05, 1.0])
    for w, b in faint:
        ax.plot(ends, w * ends + b, color="gray", linewidth=0.7)
    for index, (name, (w, b)) in enumerate(lines.items()):
        style = {"linestyle": _DASHES[index % len(_DASHES)], "color": ROLES.get(name), "label": name}
        ax.plot(ends, w * ends + b, **style)
    ax.plot(x, t, "ko", markersize=6, zorder=3)
    for place, value, name in zip(x, t, names):
        box = {"fc": "white", "ec": "none", "pad": 1, "alpha": 0.8}
        ax.annotate(name, (place, value), (8, -15), textcoords="offset points", fontsize=9, bbox=box)
    if moved is not None:
        ax.plot(x[moved], t[moved], "o", color=ROLES["wrong"], markeredgecolor="black", markersize=11, zorder=4)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title, xlim=ends, ylim=ylim)
    if lines:
        ax.legend(loc="upper left")


def show_margins(w, b, points, labels, *, pulls=None, title=None, ax=None):
    """Colour the plane by the sign of z = w·x + b, with dashed lines where z is −1 and 1, and ring points.

    Parameters
    ----------
    w, b : (2,), float
    points, labels : (N, 2), (N,)   labels 0 and 1
    pulls : (N,) of bool            which points are ringed
    """
    ax = ax or plt.figure(figsize=(5, 3.6)).gca()
    options = {"legend": False, "title": title, "ax": ax}
    show_boundary(lambda where: (where @ w + b > 0).astype(int), points, labels, **options)
    limits = ax.get_xlim(), ax.get_ylim()
    across, up = np.meshgrid(*(np.linspace(*limit, 60) for limit in limits))
    z = across * w[0] + up * w[1] + b
    if np.any(w):
        ax.contour(across, up, z, levels=[-1, 0, 1], colors="black", linewidths=1.2, linestyles=["--", "-", "--"])
    if pulls is not None and np.any(pulls):
        ax.scatter(*points[pulls].T, s=130, facecolors="none", edgecolors="black", linewidths=1.5)
    ax.set(xlim=limits[0], ylim=limits[1])
