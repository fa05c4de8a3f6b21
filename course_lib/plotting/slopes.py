"""Costs as landscapes: valleys from above and in space, descents into them, secants, and training as one picture."""

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.charts import show_bars
from course_lib.plotting.planes import show_boundary
from course_lib.plotting.style import ROLES


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
    ax.plot(x, f(at) + slope * (x - at), "k", linewidth=1, label=f"tangent: slope {slope:.3f}".replace("-", "−"))
    for name, first, style in [("one-sided", at, "--"), ("central", at - h, "-.")]:
        value = (f(at + h) - f(first)) / (at + h - first)
        label = f"{name}: {value:.3f}".replace("-", "−")
        ax.plot(x, f(first) + value * (x - first), style, color=ROLES[name], linewidth=1.5, label=label)
        ax.plot(
            [first, at + h], [f(first), f(at + h)], "o", color=ROLES[name], markersize=8 if name == "one-sided" else 5
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, title=f"h = {h:.2g}", xlim=limits, ylim=ylim)
    ax.legend(loc="upper right")


def show_training(step, *, losses, steps, templates, plane, points, point_labels, probs, label):
    """Draw one moment of training: the borders in a plane, the rows of W, the loss so far, one digit's probabilities.

    Parameters
    ----------
    step : int                  which moment
    losses, steps : (K,), (K,)  the whole curve, of which the part up to step is drawn
    templates : (10, H, W)
    plane : callable            from points (M, 2) of the plane to classes
    points, point_labels : (N, 2), (N,)     drawn on the plane
    probs, label : (10,), int   of one digit
    """
    figure = plt.figure(figsize=(10, 4.6))
    left, right = figure.subfigures(1, 2, width_ratios=[1, 1.15])
    below, above = right.subfigures(2, 1)[::-1]
    show_boundary(plane, points, point_labels, margin=1, legend=False, xlabel="", ylabel="", ax=left.gca())
    left.gca().set(xticks=[], yticks=[], title=f"after {step} steps: borders in a plane through three digits")
    for ax, image in zip(above.subplots(2, 5).flat, templates):
        ax.imshow(image, cmap="RdBu_r", vmin=-2, vmax=2)
        ax.set_axis_off()
    first, second = below.subplots(1, 2)
    past = np.asarray(steps) <= step
    first.plot(np.asarray(steps)[past], np.asarray(losses)[past], color=ROLES["loss"])
    first.set(xlabel="step", ylabel="loss (nats)", xlim=(-5, max(steps)), ylim=(0, 1.05 * max(losses)))
    show_bars(
        probs, range(10), ylabel="probability", xlabel=f"class (right: {label})", highlight=label, numbers="", ax=second
    )
    second.set_ylim(0, 1)
