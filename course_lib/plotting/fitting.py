"""Over-fitting and its remedies: borders while nets train, searches, colours in space, thinned nets, gains."""

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.charts import show_curves
from course_lib.plotting.planes import show_boundary
from course_lib.plotting.style import COLORS, ROLES, written


def show_borders(moment, *, nets, points, labels, steps, fresh, axes=None):
    """Draw one moment of several nets that train on the same points: their borders, and their accuracy on fresh points.

    Parameters
    ----------
    moment : int            which of the steps
    nets : dict             title -> K callables, one for each step, from points (M, 2) to classes (M,)
    points, labels : (N, 2), (N,)
    steps : (K,)            after how many steps each callable was taken
    fresh : dict            title -> (K,) accuracies in [0, 1]; drawn up to this moment
    """
    axes = plt.figure(figsize=(10.2, 3.5)).subplots(1, len(nets) + 1) if axes is None else axes
    for ax, (title, predicts) in zip(axes, nets.items()):
        right = (predicts[moment](points) == labels).mean()
        options = {"legend": False, "margin": 0.3, "size": 26, "title": f"{title}: {right:.0%} of these points right"}
        show_boundary(predicts[moment], points, labels, ax=ax, **options)
    shown = {title: values[: moment + 1] for title, values in fresh.items()}
    colors = [ROLES["no remedy"], ROLES["remedy"]]
    show_curves(shown, x=steps[: moment + 1], xlabel="step", ylabel="fresh points right", colors=colors, ax=axes[-1])
    axes[-1].set(xlim=(-0.03 * steps[-1], 1.03 * steps[-1]), ylim=(0.4, 1), title=f"after {steps[moment]} steps")
    axes[-1].legend(loc="lower right")


def show_search(searches, *, xlabel, ylabel, log="", axes=None):
    """Draw which settings searches try: a panel each, and on each axis a mark for every value that is tried.

    Parameters
    ----------
    searches : dict         title -> (K, 2) settings and (K,) results, written in per cent; or None for those
    log : str               the axes with a logarithmic scale: "x", "y" or "xy"
    """
    axes = plt.figure(figsize=(8.4, 3.6)).subplots(1, len(searches), sharex=True, sharey=True) if axes is None else axes
    for ax, (title, (settings, results)) in zip(np.atleast_1d(axes), searches.items()):
        across, up = np.transpose(settings)
        for axis in log:
            getattr(ax, f"set_{axis}scale")("log")
        best = None if results is None else int(np.argmax(results))
        ax.scatter(across, up, s=45, color=[ROLES["lowest"] if k == best else COLORS[0] for k in range(len(across))])
        ax.plot(across, np.zeros_like(across), "|", ms=18, mew=2, color=COLORS[0], transform=ax.get_xaxis_transform())
        ax.plot(np.zeros_like(up), up, "_", ms=18, mew=2, color=COLORS[3], transform=ax.get_yaxis_transform())
        for place, result in zip(settings, [] if results is None else results):
            ax.annotate(f"{100 * result:.0f}", place, (6, 4), textcoords="offset points", fontsize=9)
        ax.set(xlabel=xlabel, title=title)
    np.atleast_1d(axes)[0].set_ylabel(ylabel)


def show_color_space(pixels, eigenvalues, eigenvectors, *, names=("red", "green", "blue"), view=(18, -110), ax=None):
    """Draw pixels as points of the space of colours, each in its own, and the directions in which they vary.

    Parameters
    ----------
    pixels : (M, 3)         in [0, 1]
    eigenvalues : (3,)      smallest first
    eigenvectors : (3, 3)   in the columns; lines through the mean, two standard deviations to either side
    view : (float, float)   from where one looks: degrees above the ground, degrees around
    """
    ax = ax or plt.figure(figsize=(6.4, 5.2)).add_subplot(projection="3d", computed_zorder=False)
    pixels = np.asarray(pixels)
    ax.scatter(*pixels.T, c=pixels, s=9, linewidth=0, depthshade=False, zorder=1)
    centre = pixels.mean(axis=0)
    for rank, index in enumerate(np.argsort(eigenvalues)[::-1]):
        way = eigenvectors[:, index] * (1 if eigenvectors[:, index].sum() > 0 else -1)
        reach = 2 * np.sqrt(eigenvalues[index]) * way
        for width, color in ((6, "white"), (3, "black")):
            ax.plot(*np.transpose([centre - reach, centre + reach]), color=color, linewidth=width, zorder=2)
        box = {"facecolor": "white", "edgecolor": "black", "pad": 2}
        ax.text(*(centre + 1.2 * reach), f"$p_{rank + 1}$", ha="center", va="center", bbox=box, zorder=3)
    ax.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1), xlabel=names[0], ylabel=names[1])
    ax.set_zlabel(names[2], labelpad=10)
    ax.locator_params(nbins=3)
    ax.view_init(*view)
    ax.set_box_aspect((1, 1, 1), zoom=0.95)  # a unit is equally long in all three


def show_thinned(x, w, keeps, *, numbers="{:.1f}", columns=8):
    """Draw the nets that dropout thins out of one: circles of inputs wired to one output, which is written below.

    Parameters
    ----------
    x, w : (D,)             inputs, and the weights of the wires
    keeps : (K, D)          bool: which inputs each net has left
    """
    rows = -(-len(keeps) // columns)
    axes = plt.figure(figsize=(1.15 * columns, 1.75 * rows)).subplots(rows, columns, squeeze=False)
    heights = np.arange(len(x))[::-1] - (len(x) - 1) / 2
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, keep in zip(axes.flat, np.asarray(keeps, bool)):
        for height, value, kept in zip(heights, x, keep):
            color = COLORS[0] if kept else "lightgray"
            ax.plot([0, 1], [height, 0], color=color, linewidth=2 if kept else 0.6, linestyle="-" if kept else ":")
            ax.plot(0, height, "o", markersize=15, markerfacecolor="white", markeredgecolor=color)
            label = written("{:g}", value)
            ax.text(0, height, label, ha="center", va="center", fontsize=8, color="black" if kept else "lightgray")
        ax.plot(1, 0, "o", markersize=9, color="black")
        ax.set(xlim=(-0.35, 1.35), ylim=(heights[-1] - 1.3, heights[0] + 0.5))
        out = written(numbers, float((w * x)[keep].sum()))
        ax.text(0.5, heights[-1] - 1, out, ha="center", va="center", weight="bold")


def show_gains(gains, *, xlabel, numbers="{:+.1f}", title=None, ax=None):
    """Draw what each remedy brings: a dot for every run, a line from the lowest to the highest, a bar at the mean.

    Parameters
    ----------
    gains : dict        name -> (K,) gains; the first is drawn on top
    numbers : str       how a mean is written, at the right
    """
    ax = ax or plt.figure(figsize=(7.4, 0.42 * len(gains) + 1.1)).gca()
    ax.axvline(0, color="gray", linewidth=1)
    heights = np.arange(len(gains))[::-1]
    for height, values in zip(heights, gains.values()):
        ax.plot([min(values), max(values)], [height, height], color="lightgray", linewidth=5, zorder=1)
        ax.plot(values, np.full(len(values), height), "o", color=ROLES["remedy"], markersize=5, zorder=2)
        ax.plot(np.mean(values), height, "|", color="black", markersize=18, markeredgewidth=2.5, zorder=3)
        ax.annotate(written(numbers, np.mean(values)), (1.01, height), xycoords=("axes fraction", "data"), va="center")
    ax.set_yticks(heights, list(gains))
    ax.set(xlabel=xlabel, title=title, ylim=(-0.6, len(gains) - 0.4))
