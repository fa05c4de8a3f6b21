"""The course's pictures, one call each: drawn on the axes given, or else on a new figure.

style       colours and what they mean, sizes, alternative text
charts      images, curves, bars, matrices
planes      what a classifier says in a plane
networks    graphs, layers, the picture of a network with its numbers
filters     a filter at one place, all its places, its depth, im2col
benches     losses side by side, the lines and borders they make
maps        feature maps in that picture, pooling windows, receptive fields, accuracy against size
hidden      a computational graph with its numbers, a plane bent by a hidden layer
fitting     over-fitting and its remedies: borders, searches, colours in space, thinned nets, gains
slopes      valleys, surfaces, descents, races, secants
movies      a slider over pictures drawn beforehand, which needs no kernel
"""

from course_lib.plotting.benches import show_bench, show_fits, show_margins
from course_lib.plotting.charts import (
    show_bars,
    show_boxes,
    show_confusion,
    show_curves,
    show_images,
    show_matrix,
    show_pixels,
    show_spread,
)
from course_lib.plotting.filters import show_filter_bank, show_im2col, show_maps, show_places, show_window
from course_lib.plotting.fitting import show_borders, show_color_space, show_gains, show_search, show_thinned
from course_lib.plotting.hidden import show_computation, show_hidden_space
from course_lib.plotting.maps import show_field, show_pooling, show_sizes
from course_lib.plotting.movies import movie
from course_lib.plotting.networks import show_chain, show_graph, show_layers, show_network
from course_lib.plotting.planes import show_boundary, show_rows, show_separation
from course_lib.plotting.slopes import show_descents, show_race, show_secants, show_surface, show_training, show_valley
from course_lib.plotting.style import COLORS, ROLES, describe, set_style

__all__ = [
    "COLORS",
    "ROLES",
    "describe",
    "movie",
    "set_style",
    "show_bars",
    "show_bench",
    "show_borders",
    "show_boundary",
    "show_boxes",
    "show_chain",
    "show_color_space",
    "show_computation",
    "show_confusion",
    "show_curves",
    "show_descents",
    "show_field",
    "show_filter_bank",
    "show_fits",
    "show_gains",
    "show_graph",
    "show_hidden_space",
    "show_im2col",
    "show_images",
    "show_layers",
    "show_maps",
    "show_margins",
    "show_matrix",
    "show_network",
    "show_pixels",
    "show_places",
    "show_pooling",
    "show_race",
    "show_rows",
    "show_search",
    "show_secants",
    "show_separation",
    "show_sizes",
    "show_spread",
    "show_surface",
    "show_thinned",
    "show_training",
    "show_valley",
    "show_window",
]
