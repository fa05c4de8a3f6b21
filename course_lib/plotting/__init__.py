"""The course's pictures, one call each: drawn on the axes given, or else on a new figure.

style       colours and what they mean, sizes, alternative text
charts      images, curves, bars, matrices
planes      what a classifier says in a plane
networks    graphs, layers, the picture of a network with its numbers
hidden      a computational graph with its numbers, a plane bent by a hidden layer
fitting     over-fitting and its remedies: borders, searches, colours in space, thinned nets, gains
slopes      valleys, surfaces, descents, secants
movies      a slider over pictures drawn beforehand, which needs no kernel
"""

from course_lib.plotting.charts import (
    show_bars,
    show_boxes,
    show_confusion,
    show_curves,
    show_images,
    show_matrix,
    show_pixels,
)
from course_lib.plotting.fitting import show_borders, show_color_space, show_gains, show_search, show_thinned
from course_lib.plotting.hidden import show_computation, show_hidden_space
from course_lib.plotting.movies import movie
from course_lib.plotting.networks import show_chain, show_graph, show_layers, show_network
from course_lib.plotting.planes import show_boundary, show_rows, show_separation
from course_lib.plotting.slopes import show_descents, show_secants, show_surface, show_training, show_valley
from course_lib.plotting.style import COLORS, ROLES, describe, set_style

__all__ = [
    "COLORS",
    "ROLES",
    "describe",
    "movie",
    "set_style",
    "show_bars",
    "show_borders",
    "show_boundary",
    "show_boxes",
    "show_chain",
    "show_color_space",
    "show_computation",
    "show_confusion",
    "show_curves",
    "show_descents",
    "show_gains",
    "show_graph",
    "show_hidden_space",
    "show_images",
    "show_layers",
    "show_matrix",
    "show_network",
    "show_pixels",
    "show_rows",
    "show_search",
    "show_secants",
    "show_separation",
    "show_surface",
    "show_thinned",
    "show_training",
    "show_valley",
]
