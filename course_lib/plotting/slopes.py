"""Costs as landscapes: valleys from above and in space, descents, races, secants, and training as one picture."""

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.charts import show_bars
from course_lib.plotting.planes import show_boundary
from course_lib.plotting.style import ROLES, written


def show_valley(cost, *, across, up, levels, path=None, lowest=None, names=("$w$", "$b$"), title=None, ax=None):
    """Draw a cost of two weights from above: labelled lines of equal cost, and a walk on them.

    Parameters
    ----------
    cost : callable         from points (…, 2) to costs (…)
    across, up : (low, high)        of the two weights, one unit as long as the other
    levels : sequence       the costs to draw a line for
    path : (K, 2)           where a walk stopped
    lowest : (2,)           marked by a star
    """
    ax = ax or plt.figure(figsize=(4.6, 4.4)).gca()
    first, second = np.meshgrid(np.linspace(*across, 200), np.linspace(*up, 200))
    lines = ax.contour(first, second, cost(np.stack([first, second], axis=-1)), levels, colors="gray", linewidths=0.8)
    ax.clabel(lines, fontsize=8)
    if lowest is not None:
        ax.plot(*lowest, "*", color=ROLES["lowest"], markersize=13)
    if path is not None:
        ax.plot(*np.transpose(path), "o-", color=ROLES["path"], markersize=4, linewidth=1)
    ax.set(xlabel=names[0], ylabel=names[1], title=title, xlim=across, ylim=up, aspect="equal")


def show_surface(cost, *, across, up, path=None, lowest=None, names=("$w$", "$b$", "cost"), view=(35, -60), ax=None):
    """Draw a cost of two weights as a landscape in space, with a walk on it; the arguments are show_valley's.

    Parameters
    ----------
    view : (float, float)   from where one looks: degrees above the ground, degrees around
    """
    ax = ax or plt.figure(figsize=(5.6, 4.6)).add_subplot(projection="3d")
    first, second = np.meshgrid(np.linspace(*across, 60), np.linspace(*up, 60))
    height = cost(np.stack([first, second], axis=-1))
    ax.plot_surface(first, second, height, cmap="viridis", alpha=0.75, linewidth=0, rcount=60, ccount=60)
    lift = 0.02 * np.ptp(height)  # above the surface, so that it does not hide the walk
    if path is not None:
        ax.plot(*np.transpose(path), cost(np.asarray(path)) + lift, "o-", color="black", ms=3, lw=1, zorder=5)
    if lowest is not None:
        ax.plot(*lowest, cost(np.asarray(lowest)) + lift, "*", color=ROLES["lowest"], markersize=12, zorder=6)
    ax.set(xlabel=names[0], ylabel=names[1], zlabel=names[2])
    ax.locator_params(nbins=4)
    ax.view_init(*view)
    ax.set_box_aspect((np.ptp(across), np.ptp(up), 0.6 * np.ptp(up)), zoom=0.85)


def show_descents(curve, paths, *, limits, steps=None, axes=None):
    """Draw walks on a curve, one panel each, as far as they have come.

    Parameters
    ----------
    curve : callable        from positions to heights
    paths : dict            title -> (K,) positions
    limits : (low, high)    of the positions, in every panel
    steps : int             how many steps to show; all by default
    """
    axes = plt.figure(figsize=(9.5, 2.6)).subplots(1, len(paths), sharex=True, sharey=True) if axes is None else axes
    line = np.linspace(*limits, 200)
    for ax, (title, path) in zip(np.atleast_1d(axes), paths.items()):
        shown = np.asarray(path)[: None if steps is None else steps + 1]
        ax.plot(line, curve(line), color="lightgray")
        ax.plot(shown, curve(shown), "o-", markersize=4, linewidth=1, color=ROLES["path"])
        ax.plot(shown[-1], curve(shown[-1]), "o", markersize=9, color=ROLES["path"])
        ax.set(xlabel="$v$", title=title, xlim=limits, ylim=(-0.05 * curve(line).max(), curve(line).max()))
    np.atleast_1d(axes)[0].set_ylabel("cost")


def show_race(cost, paths, *, step, across, up, levels, lowest, tail=6, title=None):
    """Draw several walks in one valley as far as they have come, and beside it how far above the lowest each one is.

    Parameters
    ----------
    cost, across, up, levels, lowest    as for show_valley; the cost at lowest is where the heights begin
    paths : dict            name -> (K, 2), where a walk stood after each step; a name that ROLES knows has its colour
    step : int              how many steps to show
    tail : int              how many of the last ones stand out
    """
    left, right = plt.figure(figsize=(8.8, 4.2)).subplots(1, 2, width_ratios=[1, 1.4])
    show_valley(cost, across=across, up=up, levels=levels, lowest=lowest, title=title, ax=left)
    heights = {name: cost(np.asarray(path)) - cost(np.asarray(lowest)) for name, path in paths.items()}
    for (name, path), style in zip(paths.items(), ("-", "--", "-.", ":")):
        shown = np.asarray(path)[: step + 1]
        [line] = left.plot(*shown.T, style, marker="o", markersize=3, linewidth=1.2, color=ROLES.get(name), alpha=0.3)
        left.plot(*shown[-tail - 1 :].T, style, marker="o", markersize=3, linewidth=1.2, color=line.get_color())
        left.plot(*shown[-1], "o", markersize=9, color=line.get_color(), markeredgecolor="black")
        right.plot(heights[name][: step + 1], style, color=line.get_color(), label=name)
    highest, deepest = (pick([pick(height) for height in heights.values()]) for pick in (max, min))
    right.set(xlabel="step", ylabel="cost above the lowest", yscale="log")
    right.set(xlim=(0, len(path) - 1), ylim=(max(deepest, 1e-10 * highest) / 2, 2 * highest))
    right.legend(loc="lower left")


def show_secants(f, slope, *, at, h, limits, ylim, xlabel, ylabel, ax=None):
    """Draw a curve, its tangent, and the lines through the points where finite differences evaluate it.

    Parameters
    ----------
    f : callable            from a number to a number
    slope : float           the true one at that place
    at, h : float           the place and the nudge
    limits, ylim : (low, high)
    """
    ax = ax or plt.figure(figsize=(5, 3.4)).gca()
    x = np.linspace(*limits, 80)
    ax.plot(x, [f(value) for value in x], color="lightgray", linewidth=6, zorder=0)
    ax.plot(x, f(at) + slope * (x - at), "k", linewidth=1, label=f"tangent: slope {written('{:.3f}', slope)}")
    for name, first, style in [("one-sided", at, "--"), ("central", at - h, "-.")]:
        value = (f(at + h) - f(first)) / (at + h - first)
        label = f"{name}: {written('{:.3f}', value)}"
        ax.plot(x, f(first) + value * (x - first), style, color=ROLES[name], linewidth=1.5, label=label)
        ax.plot(
            [first, at + h], [f(first), f(at + h)], "o", color=ROLES[name], markersize=8 if name == "one-sided" else 5
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, title=f"h = {h:.2g}", xlim=limits, ylim=ylim)
    ax.legend(loc="upper right")


def show_training(step, *, losses, templates, plane, points, names, probs, label):
    """Draw one moment of training: borders in a plane, the rows of W, the loss so far, one digit's probabilities.

    Parameters
    ----------
    step : int              which moment
    losses : (K,)           after each step; the part up to this one is drawn
    templates : (10, H, W)
    plane : callable        from points (M, 2) of the plane to classes, integers from 0
    points : (P, 2)         one for each class of the plane, drawn on it
    names : sequence of P   the classes' names
    probs, label : (10,), int       of one digit
    """
    left, right = plt.figure(figsize=(10, 4.4)).subfigures(1, 2, width_ratios=[1, 1.25])
    above, below = right.subfigures(2, 1)
    ax = left.subplots()
    titles = {"title": f"after {step} steps: borders", "xlabel": "", "ylabel": "", "class_names": names}
    show_boundary(plane, points, np.arange(len(points)), margin=1, size=110, ax=ax, **titles)
    ax.get_legend().set(loc="upper right", bbox_to_anchor=(1, 1), title="average")
    ax.set(xticks=[], yticks=[])
    for tile, image in zip(above.subplots(2, 5).flat, templates):
        tile.imshow(image, cmap="RdBu_r", vmin=-1.5, vmax=1.5)
        tile.set_axis_off()
    curve, bars = below.subplots(1, 2)
    curve.plot(losses[: step + 1], color=ROLES["loss"])
    curve.set(xlabel="step", ylabel="loss (nats)", xlim=(-5, len(losses)), ylim=(0, 1.1 * max(losses)))
    words = {"xlabel": f"class of a {label}", "ylabel": "probability"}
    show_bars(probs, range(10), highlight=label, numbers="", ax=bars, **words)
    bars.set_ylim(0, 1)
