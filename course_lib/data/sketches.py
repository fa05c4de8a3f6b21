"""Ten things to draw, each a few shapes painted one over the other.

A sketch takes the coordinates x and y of every pixel, (N, H, W), y up, the thing within [-1, 1], and pick(low, high),
which draws one number for each of the N images. It yields parts from back to front: (signed distance, colour).
"""

import numpy as np

from course_lib.data.shapes import both, box, circle, either, ellipse, hsv, line, polygon, ring, round_box


def boat(x, y, pick):
    """A sailing boat: mast, two sails, hull with a stripe, a flag."""
    top, boom, mast = pick(0.7, 0.95), pick(0.45, 0.75), pick(-0.15, 0.05)
    sail = hsv(pick(0, 1), pick(0, 0.6), pick(0.85, 1))
    hull = polygon(x, y, (-0.85, -0.35), (0.85, -0.35), (0.55, -0.8), (-0.55, -0.8))
    yield polygon(x, y, (mast, 0.98), (mast + 0.3, 0.88), (mast, 0.78)), hsv(pick(0, 1), 0.9, 0.9)
    yield line(x, y, (mast, -0.4), (mast, 0.95), 0.08), hsv(0.08, 0.6, 0.4)
    yield polygon(x, y, (mast + 0.07, top), (mast + boom, -0.24), (mast + 0.07, -0.24)), sail
    yield polygon(x, y, (mast - 0.08, top - 0.2), (mast - 0.08, -0.24), (mast - 0.6, -0.24)), sail * 0.85
    yield hull, hsv(pick(0, 1), pick(0.4, 0.9), pick(0.4, 0.9))
    yield both(hull, np.abs(y + 0.46) - 0.04), hsv(0, 0, 0.95)


def car(x, y, pick):
    """A car from the side: cabin with two windows, body, wheels, lamps."""
    roof, front, back = pick(0.35, 0.55), pick(0.2, 0.4), pick(-0.55, -0.3)
    paint, glass, chrome = hsv(pick(0, 1), pick(0.5, 0.95), pick(0.5, 1)), hsv(0.55, 0.25, 0.95), hsv(0, 0, 0.8)
    cabin = polygon(x, y, (back - 0.2, -0.1), (back, roof), (front, roof), (front + 0.3, -0.1))
    yield cabin, paint
    yield both(cabin + 0.09, 0.04 - np.abs(x - (front + back) / 2), 0.02 - y), glass
    yield round_box(x, y, 0, -0.15, 0.92, 0.23, 0.14), paint
    yield box(x, y, 0, -0.14, 0.9, 0.025), paint * 0.7
    yield circle(x, y, 0.84, -0.06, 0.07), hsv(0.14, 0.5, 1)
    yield box(x, y, -0.88, -0.06, 0.05, 0.07), hsv(0, 0.9, 0.9)
    wheel = circle(np.abs(x), y, 0.52, -0.4, 0.24)
    yield wheel, hsv(0, 0, 0.12)
    yield wheel + 0.13, chrome


def cat(x, y, pick):
    """A cat's face: ears, eyes with slit pupils, nose, whiskers."""
    width, ear, side = pick(0.62, 0.8), pick(0.75, 0.95), np.abs(x)
    hue, saturation, value = pick(0.02, 0.12), pick(0, 0.75), pick(0.3, 0.95)
    fur, pink = hsv(hue, saturation, value), hsv(0.97, 0.35, 0.95)
    ears = polygon(side, y, (width - 0.08, ear), (width, 0), (0.12, 0.3))
    head = ellipse(x, y, 0, -0.12, width, 0.6)
    yield ears, fur
    yield ears + 0.09, pink
    yield head, fur
    yield both(head, side - 0.06, 0.2 - y), fur * 0.6
    yield ellipse(side, y, 0.12, -0.36, 0.2, 0.15), fur * 0.4 + 0.6
    yield ellipse(side, y, 0.3, 0.02, 0.15, 0.13), hsv(pick(0.12, 0.5), 0.6, 0.95)
    yield ellipse(side, y, 0.3, 0.02, pick(0.03, 0.08), 0.12), hsv(0, 0, 0.05)
    yield polygon(side, y, (-0.1, -0.2), (0.1, -0.2), (0, -0.31)), pink * 0.9
    yield line(side, y, (0.25, -0.34), (0.85, -0.25), 0.03), hsv(0, 0, 0.97)
    yield line(side, y, (0.25, -0.4), (0.82, -0.48), 0.03), hsv(0, 0, 0.97)


def fish(x, y, pick):
    """A fish: tail, fins, a body with two bands, an eye."""
    length, height, tail = pick(0.55, 0.68), pick(0.32, 0.5), pick(0.25, 0.45)
    hue, saturation = pick(0, 1), pick(0.5, 0.95)
    skin, fin = hsv(hue, saturation, pick(0.7, 1)), hsv(hue + pick(0.05, 0.3), saturation, 0.85)
    body = ellipse(x, y, -0.2, 0, length, height)
    yield polygon(x, y, (0.3, 0), (0.92, tail), (0.78, 0)), fin
    yield polygon(x, y, (0.3, 0), (0.78, 0), (0.92, -tail)), fin
    yield polygon(x, y, (-0.45, height * 0.7), (0.15, height + 0.25), (0.2, height * 0.5)), fin
    yield polygon(x, y, (-0.2, -height * 0.8), (0.12, -height * 0.7), (0.15, -height - 0.2)), fin
    yield body, skin
    yield both(body, np.abs(np.abs(x + 0.06) - pick(0.12, 0.2)) - pick(0.03, 0.06)), hsv(0, 0, 0.97)
    yield circle(x, y, -0.55, 0.1, 0.1), hsv(0, 0, 1)
    yield circle(x, y, -0.57, 0.1, 0.055), hsv(0, 0, 0.05)


def flower(x, y, pick):
    """A flower: stem, two leaves, five to eight petals round a centre."""
    count, spread, reach = np.floor(pick(5, 9)), pick(0.3, 0.4), pick(0.16, 0.2)
    green = hsv(pick(0.25, 0.4), 0.7, pick(0.4, 0.75))
    up = y - 0.3
    slice_angle = 2 * np.pi / count
    angle = np.arctan2(up, x) % slice_angle - slice_angle / 2  # every petal's slice folded onto one
    radius = np.hypot(x, up)
    petals = ellipse(radius * np.cos(angle), radius * np.sin(angle), spread, 0, 0.28, reach)
    petal = hsv(pick(0, 1), pick(0.2, 0.9), pick(0.8, 1))
    yield line(x, y, (0, 0.2), (pick(-0.15, 0.15), -0.98), 0.11), green
    yield ellipse(np.abs(x) + y, np.abs(x) - y, -0.35, 0.95, 0.26, 0.13) * 0.7, green
    yield petals, petal
    yield petals + 0.11, petal * 0.8
    yield circle(x, up, 0, 0, 0.2), hsv(pick(0.08, 0.16), 0.85, pick(0.5, 1))


def house(x, y, pick):
    """A house: chimney, wall, roof, door, two windows."""
    width, eaves, ridge = pick(0.55, 0.75), pick(-0.1, 0.15), pick(0.6, 0.95)
    chimney, side = pick(0.2, 0.4), np.abs(x)
    roof = polygon(x, y, (0, ridge), (width + 0.18, eaves), (-width - 0.18, eaves))
    glass = box(side, y, width * 0.58, eaves - 0.32, 0.13, 0.14)
    yield box(x, y, chimney, 0.5, 0.1, 0.38), hsv(0.03, 0.55, 0.5)
    yield box(x, y, 0, (eaves - 0.85) / 2, width, (eaves + 0.85) / 2), hsv(pick(0, 1), pick(0.05, 0.5), pick(0.7, 1))
    yield roof, hsv(pick(-0.15, 0.25), pick(0.5, 0.8), pick(0.4, 0.8))
    yield box(x, y, 0, -0.57, 0.14, 0.28), hsv(pick(0, 1), 0.6, 0.4)
    yield glass - 0.03, hsv(0, 0, 1)
    yield glass, hsv(pick(0.12, 0.6), 0.5, 0.95)
    yield both(glass, either(np.abs(side - width * 0.58), np.abs(y - eaves + 0.32)) - 0.02), hsv(0, 0, 1)
    yield circle(x, y, 0.08, -0.58, 0.03), hsv(0.14, 0.6, 1)


def mug(x, y, pick):
    """A mug: handle, body with a band, coffee, steam."""
    width, height = pick(0.42, 0.55), pick(0.45, 0.58)
    china = hsv(pick(0, 1), pick(0.05, 0.8), pick(0.6, 1))
    body = round_box(x, y, -0.12, -0.3, width, height, 0.12)
    rim = height - 0.3
    wave = x + 0.12 + 0.06 * np.sin(9 * y + pick(0, 6))
    steam = both(np.abs(np.abs(wave) - 0.16) - 0.035, np.abs(y - rim - 0.3) - 0.2)
    yield steam, hsv(0, 0, 1)
    yield ring(x, y, width - 0.1, -0.28, 0.28, 0.14), china * 0.9
    yield body, china
    yield both(body, np.abs(y + 0.35) - pick(0.05, 0.16)), hsv(pick(0, 1), 0.7, 0.8)
    yield ellipse(x, y, -0.12, rim - 0.03, width, 0.13), china * 0.8 + 0.2
    yield ellipse(x, y, -0.12, rim - 0.03, width - 0.07, 0.085), hsv(0.07, 0.8, 0.3)


def mushroom(x, y, pick):
    """A mushroom: a stem that widens, gills, a spotted cap."""
    width, height, brim, stem = pick(0.65, 0.9), pick(0.55, 0.85), pick(-0.1, 0.1), pick(0.16, 0.28)
    pale = hsv(0.11, pick(0.05, 0.25), 0.95)
    cap = both(ellipse(x, y, 0, brim, width, height), brim - 0.02 - y)
    yield polygon(x, y, (-stem, brim), (stem, brim), (stem + 0.1, -0.85), (-stem - 0.1, -0.85)) - 0.04, pale
    yield ellipse(x, y, 0, brim, width, 0.14), pale * 0.75
    yield cap, hsv(pick(-0.1, 0.15), pick(0.5, 0.95), pick(0.5, 0.95))
    shift, spot = pick(-0.1, 0.1), pick(0.08, 0.13)
    spots = either(
        circle(x, y, shift, brim + height * 0.62, spot + 0.03),
        circle(x, y, shift - width * 0.5, brim + height * 0.35, spot),
        circle(x, y, shift + width * 0.45, brim + height * 0.42, spot),
        circle(x, y, shift + width * 0.05, brim + height * 0.2, spot * 0.8),
    )
    yield both(cap, spots), hsv(0, 0, 0.98)


def tree(x, y, pick):
    """A tree: a trunk under a round crown with fruit, or under the three tiers of a fir."""
    is_fir, size, leaf = pick(0, 1) < 0.5, pick(0.36, 0.46), hsv(pick(0.12, 0.45), pick(0.5, 0.9), pick(0.35, 0.8))
    side = np.abs(x)
    crown = either(circle(side, y, 0.36, 0.15, size), circle(x, y, 0, 0.5, size + 0.02), circle(x, y, 0, 0.1, size))
    tiers = [polygon(x, y, (0, top), (w, bottom), (-w, bottom)) for top, w, bottom in FIR]
    fruit = either(circle(side, y, 0.42, 0.2, 0.08), circle(side, y, 0.16, 0.58, 0.08), circle(x, y, 0, 0.1, 0.08))
    yield box(x, y, 0, -0.6, pick(0.09, 0.16), 0.38), hsv(0.07, pick(0.4, 0.7), pick(0.25, 0.5))
    for index, tier in enumerate(tiers):
        yield np.where(is_fir, tier, crown), leaf * (0.8 + 0.1 * index)
    yield np.where(is_fir, 1, fruit), hsv(pick(-0.05, 0.15), 0.9, 0.9)


def umbrella(x, y, pick):
    """An umbrella: tip, shaft with a hook, a scalloped canopy of panels."""
    width, height, hook = pick(0.8, 0.98), pick(0.6, 0.85), 0.15
    hue, saturation, value = pick(0, 1), pick(0.4, 0.95), pick(0.6, 1)
    dome, scallop = ellipse(x, y, 0, 0, width, height), width / 5
    bites = ellipse((x + width) % (2 * scallop), y, scallop, 0, scallop, 0.12)
    canopy = both(dome, -y, -bites)
    handle = both(ring(x, y, hook, -0.72, hook, 0.1), y + 0.72)
    yield either(line(x, y, (0, height + 0.1), (0, -0.72), 0.08), handle), hsv(0.08, pick(0, 0.6), pick(0.2, 0.5))
    yield canopy, hsv(hue, saturation, value)
    panels = both(ellipse(x, y, 0, 0, width * 0.6, height), -ellipse(x, y, 0, 0, width * 0.2, height))
    yield both(canopy, panels), hsv(hue + pick(0, 0.5), saturation * pick(0, 1), 0.95)


FIR = [(0.3, 0.68, -0.3), (0.65, 0.56, 0.05), (0.95, 0.42, 0.4)]  # of each tier: top, half width, bottom
SKETCHES = [boat, car, cat, fish, flower, house, mug, mushroom, tree, umbrella]
