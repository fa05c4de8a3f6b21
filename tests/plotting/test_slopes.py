"""What landscapes hold: lines of equal cost, walks, secants, and training as one picture."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import plotting
from course_lib.plotting import ROLES
from tests.plotting.seeing import words

PATH = np.array([[0.0, 0.0], [1.0, 0.5]])
FRAME = {"across": (-1, 3), "up": (-2, 2), "lowest": (1, 1)}


def bowl(v):
    return ((v - 1) ** 2).sum(axis=-1)


def test_show_valley_is_true_to_angles_and_writes_the_costs_on_its_lines():
    plotting.show_valley(bowl, levels=[1, 2], path=PATH, title="it", **FRAME)
    ax = plt.gca()
    assert ax.get_aspect() == 1
    assert {text.get_text() for text in ax.texts} == {"1", "2"}
    star, walk = ax.lines
    assert (star.get_marker(), star.get_color()) == ("*", ROLES["lowest"])
    np.testing.assert_array_equal(walk.get_xydata(), PATH)
    assert walk.get_color() == ROLES["path"]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 3), (-2, 2))
    assert words(ax) == ("$w$", "$b$", "it")


def test_show_valley_needs_neither_walk_nor_star():
    plotting.show_valley(bowl, across=(-1, 1), up=(-1, 1), levels=[1])
    assert not plt.gca().lines


def test_show_surface_lifts_the_walk_just_above_the_ground():
    plotting.show_surface(bowl, path=PATH, **FRAME)
    ax = plt.gca()
    walk, star = ax.lines
    heights = np.array(walk.get_data_3d()[2])
    assert (heights > bowl(PATH)).all()
    assert (heights < bowl(PATH) + 1).all()
    np.testing.assert_array_equal(np.array(walk.get_data_3d()[:2]).T, PATH)
    assert star.get_color() == ROLES["lowest"]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()) == ("$w$", "$b$", "cost")
    assert (ax.elev, ax.azim) == (35, -60)


def test_show_descents_draws_as_many_steps_as_it_is_told():
    paths = {"slow": np.array([2.0, 1.0, 0.5]), "fast": np.array([2.0, 0.0, 0.0])}
    for steps, count in ((1, 2), (None, 3), (0, 1)):
        plotting.show_descents(np.square, paths, limits=(-3, 3), steps=steps)
        axes = plt.gcf().axes
        assert [ax.get_title() for ax in axes] == ["slow", "fast"]
        assert axes[0].get_ylabel() == "cost"
        _, walk, ball = axes[0].lines
        assert len(walk.get_xdata()) == count
        assert ball.get_xdata()[0] == paths["slow"][count - 1]
        assert ball.get_ydata()[0] == pytest.approx(paths["slow"][count - 1] ** 2)
        assert axes[0].get_xlim() == (-3, 3)


def test_show_secants_marks_where_the_function_was_evaluated():
    names = {"xlabel": "x", "ylabel": "f"}
    plotting.show_secants(np.square, 2, at=1, h=0.5, limits=(0, 2), ylim=(-1, 4), **names)
    ax = plt.gca()
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in dots] == [[1, 1.5], [0.5, 1.5]]
    for line in dots:
        np.testing.assert_allclose(line.get_ydata(), np.square(line.get_xdata()))
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["tangent: slope 2.000", "one-sided: 2.500", "central: 2.000"]
    assert words(ax) == ("x", "f", "h = 0.5")
    secant = next(line for line in ax.lines if line.get_label().startswith("one-sided"))
    np.testing.assert_allclose(np.diff(secant.get_ydata()) / np.diff(secant.get_xdata()), 2.5)
    assert secant.get_color() == ROLES["one-sided"]


def test_show_training_draws_the_loss_up_to_the_step_and_the_digits_bars():
    templates, losses = np.arange(10.0 * 4).reshape(10, 2, 2), np.linspace(2, 1, 11)
    points = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    plotting.show_training(
        5, losses=losses, templates=templates, plane=lambda where: (where[:, 0] > 2).astype(int), points=points,
        names=[1, 2, 8], probs=np.full(10, 0.1), label=2,
    )  # fmt: skip
    plane, *tiles, curve, bars = plt.gcf().axes
    assert plane.get_title() == "after 5 steps: borders"
    assert [text.get_text() for text in plane.get_legend().get_texts()] == ["1", "2", "8"]
    assert plane.get_aspect() == 1
    np.testing.assert_array_equal([tile.images[0].get_array() for tile in tiles], templates)
    assert {tile.images[0].get_clim() for tile in tiles} == {(-1.5, 1.5)}
    assert list(curve.lines[0].get_ydata()) == list(losses[:6])
    assert words(bars) == ("class of a 2", "probability", "")
    assert bars.get_ylim() == (0, 1)


def test_show_race_draws_each_walk_as_far_as_it_is_told_and_its_height_beside_it():
    paths = {
        "SGD": np.array([[0.0, 0.0], [1.0, 0.5], [1.0, 0.9]]),
        "Adam": np.array([[0.0, 0.0], [2.0, 2.0], [1.0, 2]]),
    }
    plotting.show_race(bowl, paths, step=1, levels=[1, 2], tail=0, title="it", **FRAME)
    left, right = plt.gcf().axes
    assert words(left) == ("$w$", "$b$", "it")
    star, walk, tail, head, other, *_ = left.lines
    np.testing.assert_array_equal(walk.get_xydata(), paths["SGD"][:2])
    np.testing.assert_array_equal(tail.get_xydata(), paths["SGD"][1:2])
    np.testing.assert_array_equal(head.get_xydata(), paths["SGD"][1:2])
    assert walk.get_alpha() < 1
    assert star.get_color() == ROLES["lowest"]
    assert walk.get_color() == head.get_color() == right.lines[0].get_color() == ROLES["SGD"]
    assert other.get_color() == right.lines[1].get_color() == ROLES["Adam"]
    assert walk.get_linestyle() != other.get_linestyle()
    np.testing.assert_allclose(right.lines[0].get_ydata(), [2, 0.25])
    assert (right.get_yscale(), right.get_xlim()) == ("log", (0, 2))
    assert right.get_ylim() == pytest.approx((0.005, 4))
    assert [text.get_text() for text in right.get_legend().get_texts()] == ["SGD", "Adam"]
    assert words(right) == ("step", "cost above the lowest", "")


def test_show_race_does_not_follow_a_walk_that_arrives_for_ever():
    paths = {"there": np.array([[0.0, 0.0], [1.0, 1.0]])}
    plotting.show_race(bowl, paths, step=1, levels=[1, 2], **FRAME)
    assert plt.gcf().axes[1].get_ylim() == pytest.approx((1e-10, 4))
