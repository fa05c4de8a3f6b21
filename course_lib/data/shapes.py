"""Shapes as signed distances: negative inside, zero on the edge, positive outside; and colours to paint them.

x and y are coordinates, arrays of any shape that broadcast; y points up. Every other number may be an array too, such
as one of shape (N, 1, 1) that gives each of N images its own. Distances are exact near the edges, which is where a
painter needs them; further away some are too short.
"""

import numpy as np


def circle(x, y, cx, cy, radius):
    """Distance to a circle round (cx, cy)."""
    return np.hypot(x - cx, y - cy) - radius


def ellipse(x, y, cx, cy, rx, ry):
    """Distance to an ellipse with half axes rx and ry."""
    return (np.hypot((x - cx) / rx, (y - cy) / ry) - 1) * np.minimum(rx, ry)


def ring(x, y, cx, cy, radius, width):
    """Distance to a ring: a circle drawn with a pen of this width."""
    return np.abs(circle(x, y, cx, cy, radius)) - width / 2


def box(x, y, cx, cy, rx, ry):
    """Distance to a rectangle, 2·rx wide and 2·ry high."""
    return np.maximum(np.abs(x - cx) - rx, np.abs(y - cy) - ry)


def round_box(x, y, cx, cy, rx, ry, radius):
    """Distance to a rectangle with rounded corners."""
    dx, dy = np.abs(x - cx) - (rx - radius), np.abs(y - cy) - (ry - radius)
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - radius


def line(x, y, start, end, width):
    """Distance to a straight stroke of a round pen, from start to end."""
    (x0, y0), (x1, y1) = start, end
    ux, uy = x1 - x0, y1 - y0
    along = np.clip(((x - x0) * ux + (y - y0) * uy) / (ux * ux + uy * uy), 0, 1)
    return np.hypot(x - x0 - along * ux, y - y0 - along * uy) - width / 2


def polygon(x, y, *corners):
    """Distance to a convex polygon; its corners run clockwise."""
    distance = None
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1]):
        ux, uy = x1 - x0, y1 - y0
        length = np.hypot(ux, uy)
        edge = x * (-uy / length) + y * (ux / length) + (x0 * uy - y0 * ux) / length
        distance = edge if distance is None else np.maximum(distance, edge)
    return distance


def both(*distances):
    """The points that lie in all the shapes."""
    return _fold(np.maximum, distances)


def either(*distances):
    """The points that lie in any of the shapes."""
    return _fold(np.minimum, distances)


def hsv(hue, saturation, value):
    """Turn hue (0 red, 1/3 green, 2/3 blue, 1 red again), saturation and value into RGB in [0, 1].

    Each argument is a number or (N, 1, 1); the colour is (N, 3, 1, 1), with N = 1 for three numbers.
    """
    hue, saturation, value = (np.array(c, np.float32, ndmin=3)[:, None] for c in (hue, saturation, value))
    sector = (np.array([5, 3, 1], np.float32)[:, None, None] + 6 * hue) % 6
    return value * (1 - saturation * np.clip(np.minimum(sector, 4 - sector), 0, 1))


def _fold(combine, distances):
    result, *others = distances
    for distance in others:
        result = combine(result, distance)
    return result
