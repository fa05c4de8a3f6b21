import colorsys

import numpy as np
import pytest

from course_lib.data.shapes import both, box, circle, either, ellipse, hsv, line, polygon, ring, round_box


@pytest.mark.parametrize(
    "shape, options, points, distances",
    [
        (circle, (1, 2, 3), [(1, 2), (1, 5), (6, 2)], [-3, 0, 2]),
        (ellipse, (1, 2, 3, 1), [(1, 2), (4, 2), (1, 3), (1, 4)], [-1, 0, 0, 1]),
        (ring, (1, 2, 2.5, 1), [(1, 4.5), (1, 5), (1, 6), (1, 2)], [-0.5, 0, 1, 2]),
        (box, (1, 2, 3, 1), [(1, 2), (4, 2), (6, 2)], [-1, 0, 2]),
        (round_box, (1, 2, 3, 1, 0.5), [(1, 2), (4, 2), (6, 2), (4.5, 3.5)], [-1, 0, 2, np.sqrt(2) - 0.5]),
        (line, ((1, 2), (3, 2), 2), [(2, 2), (2, 3), (6, 2), (-2, 6)], [-1, 0, 2, 4]),
        (polygon, ((-2, 2), (4, 4), (4, 0)), [(-2, 2), (3.5, 2), (4, 2), (5, 2)], [0, -0.5, 0, 1]),
    ],
)
def test_distances_worked_out_by_hand(shape, options, points, distances):
    x, y = np.array(points, float).T
    np.testing.assert_allclose(shape(x, y, *options), distances, atol=1e-12)


def test_both_is_the_intersection_and_either_the_union(rng):
    x, y = rng.uniform(-2, 2, (2, 500))
    one, other = circle(x, y, -0.5, 0, 1), circle(x, y, 0.5, 0, 1)
    np.testing.assert_array_equal(both(one, other) < 0, (one < 0) & (other < 0))
    np.testing.assert_array_equal(either(one, other) < 0, (one < 0) | (other < 0))


def test_hsv_agrees_with_colorsys(rng):
    colors = rng.random((50, 3))
    expected = [colorsys.hsv_to_rgb(*color) for color in colors]
    np.testing.assert_allclose(hsv(*colors.T[:, :, None, None])[:, :, 0, 0], expected, atol=1e-6)
    np.testing.assert_allclose(hsv(-0.25, 0.5, 1)[0, :, 0, 0], colorsys.hsv_to_rgb(0.75, 0.5, 1), atol=1e-6)
