"""How a figure looks, in words: a line for each axes, and one for all of its artists of a kind.

Only what the drawing code decides: not how wide a text is, nor where a layout puts things.
"""

import zlib

import numpy as np
from matplotlib import axes, collections, colors, figure, image, legend, lines, patches, text
from matplotlib.axis import Axis
from matplotlib.spines import Spine
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

MANY, LONG = 12, 240  # numbers, characters: of more there is a digest
EDGE = "facecolor edgecolor linewidth linestyle hatch"
LOOKS = {  # what decides how an artist looks: getters without their get_, attributes, or names in DERIVED
    text.Text: "text position xy xyann xycoords anncoords annotation_clip color fontsize fontweight fontstyle ha va "
    "rotation",
    lines.Line2D: "data color linewidth dashes marker markersize markerfacecolor markeredgecolor markeredgewidth in",
    patches.FancyArrowPatch: f"arrowstyle connectionstyle shrinkA shrinkB mutation_scale {EDGE}",
    patches.FancyBboxPatch: f"boxstyle {EDGE}",
    patches.Patch: f"outline {EDGE} fill",
    Poly3DCollection: "array clim cmap linewidth",  # the rest depends on how it is sorted by depth
    collections.Collection: f"outline offsets sizes array clim cmap levels {EDGE}",
    image.AxesImage: "shape array clim cmap extent interpolation origin",
    legend.Legend: "entries name _loc _ncols anchor frame_on",
    axes.Axes: "place _colorbar_info facecolor spines xlim ylim zlim aspect axison title_pad elev azim _box_aspect "
    "computed_zorder x y z",
    figure.FigureBase: "place label size_inches dpi layout",
}  # fmt: skip
ALWAYS = "zorder alpha visible clip_on in_layout"
USUAL = {"visible": "True", "clip_on": "True", "in_layout": "True", "axison": "True", "fill": "True",
         "xycoords": "data", "fontweight": "normal", "fontstyle": "normal", "rotation": "0", "origin": "upper",
         "anncoords": "data", "color": "#000000", "fontsize": "10", "linestyle": "solid", "dpi": "100",
         "connectionstyle": "Arc3 rad:0", "spines": "left bottom", "title_pad": "8.33333", "aspect": "auto",
         "layout": "h_pad:0.04167 w_pad:0.04167 hspace:0.02 wspace:0.02 rect:0 0 1 1"}  # fmt: skip


def _place(part):
    spec = getattr(part, "_subplotspec", None)
    grid = spec and spec.get_gridspec()
    return spec and [grid.get_geometry(), "at", spec.num1, grid.get_width_ratios(), grid.get_height_ratios()]


def _outline(artist):
    if isinstance(artist, patches.Patch):
        return artist.get_patch_transform().transform(artist.get_path().vertices)
    return np.concatenate([np.zeros((0, 2)), *(path.vertices for path in artist.get_paths())])


def _axis(name):
    def seen(ax):
        axis = getattr(ax, f"{name}axis", None) if getattr(ax, "_axis3don", ax.axison) else None
        return axis and {
            "label": axis.label.get_text(), "size": axis.label.get_size(), "pad": axis.labelpad,
            "scale": axis.get_scale(), "ticks": axis.get_ticklocs(),
            "words": [label.get_text() for label in axis.get_ticklabels()], **axis.get_tick_params(),
        }  # fmt: skip

    return seen


DERIVED = {
    "place": _place,
    "outline": _outline,
    **{name: _axis(name) for name in "xyz"},
    # which coordinate is the data's, where the other one is the axes'
    "in": lambda line: [x for x in "xy" if line.get_transform() == getattr(line.axes, f"get_{x}axis_transform")()],
    "position": lambda text: None if hasattr(text, "xyann") else text.get_position(),
    "data": lambda line: line.get_data_3d() if hasattr(line, "get_data_3d") else line.get_xydata(),
    "dashes": lambda line: line._unscaled_dash_pattern,
    "cmap": lambda artist: [artist.cmap.name, *map(colors.to_hex, artist.cmap(range(artist.cmap.N % 256)))],
    "shape": lambda image: image.get_array().shape,
    "entries": lambda legend: [(text.get_text(), text.get_fontsize()) for text in legend.get_texts()],
    "name": lambda legend: legend.get_title().get_text(),
    "anchor": lambda legend: legend._bbox_to_anchor and legend._bbox_to_anchor._bbox.bounds,
    "spines": lambda ax: [name for name, spine in ax.spines.items() if spine.get_visible()],
    "title_pad": lambda ax: ax.titleOffsetTrans.get_matrix()[1, 2],
    "layout": lambda figure: engine.get() if (engine := figure.get_layout_engine()) else vars(figure.subplotpars),
}


def atoms(value):
    """Flatten a value into numbers and words."""
    match value:
        case None:
            return []
        case str() | bool() | np.bool_():
            return [str(value)]
        case dict():
            pairs = {key: " ".join(map(said, atoms(part))) for key, part in value.items() if key != "parents"}
            return [f"{key}:{part}" for key, part in pairs.items() if part not in ("", "False")]
        case tuple() | list() | map():
            return [atom for part in value for atom in atoms(part)]
        case int() | float() | np.ndarray() | np.number():
            return np.ma.filled(np.ma.asarray(value, float), np.nan).ravel().tolist()
        case _:
            return [type(value).__name__, *atoms(vars(value))]


def said(atom):
    return atom if isinstance(atom, str) else f"{round(atom, 9) + 0.0:.6g}"


def look(artist, name):
    """Return the atoms of one look of an artist."""
    if name in DERIVED:
        return atoms(DERIVED[name](artist))
    getter = getattr(artist, f"get_{name}", None)
    value = getter() if getter else getattr(artist, name, None)
    if name.endswith("color") and value is not None:
        shades = [colors.to_hex(row, keep_alpha=row[3] < 1) for row in colors.to_rgba_array(value)]
        return shades[:1] if len(set(shades)) == 1 else shades or ["none"]
    return atoms(value)


def column(values):
    """Write one look of several artists: once if they share it, digested if it is long."""
    values = values[:1] if all(value == values[0] for value in values) else values
    if sum(map(len, values)) > MANY and all(isinstance(atom, float) for value in values for atom in value):
        numbers = np.nan_to_num(np.concatenate(values))
        digest = numbers.min(), numbers.max(), numbers.mean(), (numbers * np.sin(np.arange(len(numbers)))).mean()
        return f"{len(numbers)} numbers: {' '.join(map(said, digest))}"
    words = " | ".join(" ".join(map(said, value)) for value in values)
    return words if len(words) <= LONG else f"{words[: LONG // 2]} … {zlib.crc32(words.encode()):08x}"


def described(artists, indent=""):
    """Yield a line for each figure or axes, followed by their parts', and one for all other artists of a kind."""
    kinds = {}
    for number, artist in enumerate(artists):
        kinds.setdefault((type(artist), number * isinstance(artist, axes.Axes | figure.FigureBase)), []).append(artist)
    for (kind, _), alike in kinds.items():
        names = next(names for key, names in LOOKS.items() if issubclass(kind, key))
        looks = {name: column([look(artist, name) for artist in alike]) for name in f"{names} {ALWAYS}".split()}
        shown = [f"{name}={words}" for name, words in looks.items() if words not in ("", USUAL.get(name))]
        yield f"{indent}{kind.__name__} ×{len(alike)}: {'; '.join(shown)}"
        yield from described([part for artist in alike for part in parts(artist)], indent + " ")


def parts(artist):
    """Return what an artist is made of and somebody may see; ticks and spines are looks of their axes."""
    if isinstance(artist, text.Text):
        return [part for part in (artist.get_bbox_patch(), getattr(artist, "arrow_patch", None)) if part]
    if not isinstance(artist, axes.Axes | figure.FigureBase):
        return []
    found = [part for part in artist.get_children() if not isinstance(part, Axis | Spine) and part is not artist.patch]
    return [part for part in found if not isinstance(part, text.Text) or part.get_text() or parts(part)]
