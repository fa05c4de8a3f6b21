"""What hidden layers do: numbers on a computational graph, and a plane bent by a layer while it learns."""

import matplotlib.pyplot as plt
import numpy as np

from course_lib.plotting.networks import show_graph
from course_lib.plotting.style import COLORS, ROLES, written


def show_computation(spots, wires, *, forward, backward=(), numbers="{:g}", title=None, size=(6, 3.4), ax=None):
    """Draw a computational graph: above each circle its value, below it the slope of the result with respect to it.

    Parameters
    ----------
    spots : dict        name -> (x, y), units apart, inputs at the left
    wires : dict        (name, name) -> label, such as the local slope of the gate at its end
    forward : dict      name -> value; circles without one stay blank, and a spot's name is its letter or gate
    backward : dict     name -> slope
    numbers : str       how both are written
    """
    ax = ax or plt.figure(figsize=size).gca()
    show_graph(spots, wires, title=title, ax=ax)
    for shown, side, align, color in ((forward, 1, "bottom", "black"), (backward, -1, "top", ROLES["backward"])):
        for name in shown:
            reach = 20 if len(name.strip("$")) > 2 and "_" not in name else 14  # in points: a word has a larger circle
            ax.annotate(
                written(numbers, shown[name]), spots[name], (0, side * reach), textcoords="offset points",
                ha="center", va=align, color=color, weight="bold", annotation_clip=False, in_layout=False,
            )  # fmt: skip
    ax.margins(x=0.1, y=0.3)


def show_hidden_space(step, *, losses, encode, decide, points, labels, axes=None):
    """Draw one moment of a net with two hidden units: the plane of inputs, the same plane bent, and the loss so far.

    Parameters
    ----------
    step : int              which moment
    losses : (K,)           after each step; the part up to this one is drawn
    encode : callable       from inputs (M, 2) in [0, 1] to hidden outputs (M, 2) in [0, 1]
    decide : callable       from hidden outputs (M, 2) to classes (M,), 0 or 1
    points, labels : (N, 2), (N,)
    """
    axes = plt.figure(figsize=(10, 3.4)).subplots(1, 3) if axes is None else axes
    ways = np.linspace(0, 1, 11)
    lines = [[(place, way) for way in np.linspace(0, 1, 41)] for place in ways]
    lines = np.array(lines + [[(b, a) for a, b in line] for line in lines])  # (22, 41, 2)
    panels = [("inputs", "x", lambda plane: plane), ("the same, seen by the hidden layer", "h", encode)]
    for ax, (title, letter, see) in zip(axes, panels):
        edge = np.linspace(-0.1, 1.1, 200)
        ground = np.stack(np.meshgrid(edge, edge), axis=-1).reshape(-1, 2)
        classes = decide(encode(ground) if letter == "x" else ground).reshape(200, 200)
        levels, colors = [-0.5, 0.5, 1.5], COLORS[:2]
        ax.contourf(edge, edge, classes, levels, colors=colors, alpha=0.25)
        for line in lines:
            ax.plot(*see(line).T, color="gray", linewidth=0.6)
        for label, marker in enumerate("os"):
            where = see(points[labels == label])
            ax.scatter(*where.T, color=COLORS[label], marker=marker, edgecolor="black", s=90, zorder=3)
        frame = {"xlim": (-0.1, 1.1), "ylim": (-0.1, 1.1), "aspect": "equal"}
        ax.set(xlabel=f"${letter}_1$", ylabel=f"${letter}_2$", title=title, xticks=[0, 1], yticks=[0, 1], **frame)
    axes[2].plot(losses[: step + 1], color=ROLES["loss"])
    axes[2].set(xlabel="step", ylabel="cost", xlim=(-5, len(losses)), ylim=(0, 1.1 * max(losses)))
    axes[2].set_title(f"after {step} steps: cost {losses[step]:.3f}")
