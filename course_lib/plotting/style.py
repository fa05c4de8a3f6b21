"""Colours and what they mean, sizes and fonts, and the words that stand for a picture where it cannot be seen."""

import sys
from base64 import b64encode
from html import escape
from io import BytesIO

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

# Okabe and Ito's palette: eight colours that colour-blind readers can tell apart
COLORS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000"]

# What a colour means, in every lecture. Besides: class k of a plane is COLORS[k], and values of both signs are
# red above zero and blue below.
ROLES = {
    "right class": COLORS[1],
    "training": COLORS[0],
    "validation": COLORS[1],
    "loss": COLORS[0],
    "sigmoid": COLORS[0],
    "step": COLORS[7],
    "path": COLORS[0],
    "lowest": COLORS[2],
    "limit": COLORS[3],
    "promise": COLORS[3],
    "one-sided": COLORS[3],
    "central": COLORS[2],
    "backward": COLORS[5],
    "SGD": COLORS[0],
    "momentum": COLORS[1],
    "Nesterov": COLORS[5],
    "Adam": COLORS[3],
    "window": COLORS[2],
    "wrong": COLORS[6],
    "L1": COLORS[2],
    "L2": COLORS[3],
    "Huber": COLORS[4],
    "smooth L1": COLORS[5],
    "cross entropy": COLORS[0],
    "hinge": COLORS[1],
    "hinge, summed": COLORS[4],
    "quadratic on a sigmoid": COLORS[5],
    "mistakes": COLORS[7],
    "no remedy": COLORS[3],
    "remedy": COLORS[2],
}


def set_style():
    """Set the course's colours, sizes and fonts for all figures that follow; in a notebook, also what it shows."""
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
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        plt.switch_backend(plt.get_backend())  # loaded later, it would bring a formatter of its own
        shell.display_formatter.mimebundle_formatter.for_type(Figure, picture)


def describe(text, *, figure=None):
    """Say in words what a figure shows, for readers who cannot see it.

    Parameters
    ----------
    text : str          what one would tell somebody on the telephone
    figure : Figure     the current one by default
    """
    (figure or plt.gcf()).set_label(text)


def picture(figure, **_):
    """Return what a notebook shows for a figure: a picture of twice the resolution, with its size and description.

    Pages read the HTML: neither JupyterLab nor nbconvert give a plain PNG its alternative text.

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    data, metadata : dict       by MIME type: HTML with the words of describe, and the PNG in base64
    """
    file = BytesIO()
    figure.savefig(file, format="png", dpi=2 * figure.dpi, bbox_inches="tight")
    width, height = (pixels // 2 for pixels in size_of_png(file.getvalue()))
    alt, png = str(figure.get_label()), b64encode(file.getvalue()).decode()
    html = f'<img width="{width}" style="background:white" alt="{escape(alt)}" src="data:image/png;base64,{png}">'
    return {"text/html": html, "image/png": png}, {"image/png": {"width": width, "height": height, "alt": alt}}


def size_of_png(data):
    """Read width and height in pixels from the head of a PNG file."""
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def written(numbers, value):
    """Format a value with the minus sign that matplotlib writes on its axes."""
    return numbers.format(value).replace("-", "−")
