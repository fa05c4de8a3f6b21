import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from course_lib.data import make_scenes, scenes
from course_lib.models import train_linear_classifier


@pytest.mark.parametrize("num_images, size", [(23, 32), (10, 64), (3, 33), (1, 256), (4, 8), (0, 32)])
def test_shapes_and_types(num_images, size):
    images, labels = make_scenes(num_images, size=size)
    assert images.shape == (num_images, 3, size, size)
    assert images.dtype == np.uint8
    assert labels.tolist() == [index % 10 for index in range(num_images)]


def test_the_same_seed_gives_the_same_images_and_another_seed_others():
    images, _ = make_scenes(20, seed=3)
    np.testing.assert_array_equal(images, make_scenes(20, seed=3)[0])
    other, _ = make_scenes(20, seed=4)
    assert (images != other).any(axis=(1, 2, 3)).all()


@pytest.mark.parametrize("num_images", [7, 320, 333])
def test_an_image_does_not_depend_on_how_many_are_asked_for(num_images):
    many, _ = make_scenes(700)  # 32·10 images are drawn at a time, so this takes three rounds
    few, _ = make_scenes(num_images)
    np.testing.assert_array_equal(few, many[:num_images])


def test_the_images_are_still_those_that_results_were_measured_on():
    """The first 40, kept in a file. Where a change is meant, write the file anew and measure what the course quotes."""
    with np.load(Path(__file__).with_name("scenes.npz")) as file:
        kept = file["images"].astype(int)
    images, _ = make_scenes(40, size=16)
    assert np.abs(images - kept).max() <= 1
    assert (images != kept).mean() < 0.001  # another processor may round a sine the other way
    assert make_scenes(1)[0].shape == (1, 3, 32, 32)


def test_no_two_images_are_alike():
    images, _ = make_scenes(1000)
    assert len(np.unique(images.reshape(1000, -1), axis=0)) == 1000
    assert (images.min(), images.max()) == (0, 255)


def test_another_size_shows_the_same_scenes():
    small, large = make_scenes(100, size=16)[0] / 255, make_scenes(100, size=64)[0] / 255
    shrunk = large.reshape(100, 3, 16, 4, 16, 4).mean(axis=(3, 5))
    distances = np.abs(small[:, None] - shrunk).mean(axis=(2, 3, 4))  # (small image, large image)
    np.testing.assert_array_equal(distances.argmin(axis=1), np.arange(100))
    assert np.diag(distances).mean() < 0.05


def test_things_face_both_ways_and_vary_in_place_size_and_tilt(rng):
    x, y = pose(rng.random((1000, scenes._NUMBERS), np.float32), size=64)
    right = np.stack([x[:, 0, -1] - x[:, 0, 0], y[:, 0, -1] - y[:, 0, 0]])  # one image width, as the thing measures it
    down = np.stack([x[:, -1, 0] - x[:, 0, 0], y[:, -1, 0] - y[:, 0, 0]])
    turned = right[1] * down[0] - right[0] * down[1]  # its sign tells a mirrored thing
    assert 0.45 < (turned > 0).mean() < 0.55
    widths, tilts = 2 / np.hypot(*right), np.degrees(np.arcsin(right[1] / np.hypot(*right)))
    assert widths.max() / widths.min() > 1.8
    assert tilts.min() < -30
    assert tilts.max() > 30
    assert (y[:, 0].mean(axis=1) > y[:, -1].mean(axis=1)).all()  # nothing stands on its head
    middle = np.hypot(x, y).reshape(1000, -1).argmin(axis=1)
    rows, columns = np.divmod(middle, 64)
    assert all(places.min() < 24 and places.max() > 40 for places in (rows, columns))


@pytest.mark.parametrize("light, thing, shadow", [((0, 1), 39, []), ((0, 1), 30, [32]), ((0, 1), 0, [0, 1, 2])])
def test_a_shadow_falls_below_the_thing_and_never_round_the_edge(light, thing, shadow):
    distance = np.full((1, 40, 40), 9.0)
    distance[:, thing] = -1
    light = tuple(np.full((1, 1, 1), part, float) for part in light)
    dark = scenes._shadow(distance, light)[0]
    assert np.flatnonzero(dark.all(axis=1)).tolist() == shadow  # 2 pixels lower: 0.12 of half of 40
    assert dark.sum() == 40 * len(shadow)


@pytest.mark.parametrize(
    "side, thing, shadow", [(1, 30, [28]), (1, 0, []), (-1, 30, [32]), (-1, 39, []), (-1, 0, [0, 1, 2])]
)
def test_a_shadow_falls_away_from_the_light(side, thing, shadow):
    distance = np.full((1, 40, 40), 9.0)
    distance[:, :, thing] = -1
    dark = scenes._shadow(distance, (np.full((1, 1, 1), float(side)), np.zeros((1, 1, 1))))[0]
    assert np.flatnonzero(dark.all(axis=0)).tolist() == shadow


def pose(numbers, *, size):
    """Return the coordinates, (N, size, size), that a sketch is given."""
    seen = []

    def sketch(x, y, pick):
        seen.extend([x, y])
        yield x, np.float32(0)

    scenes._thing(sketch, *scenes._axes(size)[::-1], scenes._picker(numbers))
    return seen


def test_a_linear_classifier_does_better_than_chance_and_is_not_enough():
    x, y = make_scenes(2000, size=16)
    x_test, y_test = make_scenes(1000, size=16, seed=1)
    mean, std = x.mean(), x.std()
    x, x_test = ((part.reshape(len(part), -1) - mean) / std for part in (x, x_test))
    w, b = train_linear_classifier(
        x, y, num_classes=10, lr=0.002, epochs=10, batch_size=50, rng=np.random.default_rng(0)
    )
    accuracy = ((x_test @ w.T + b).argmax(axis=1) == y_test).mean()
    assert 0.2 < accuracy < 0.6


def test_memory_stays_small_beside_the_images():
    make_scenes(10, size=256)
    tracemalloc.start()
    images, _ = make_scenes(40, size=256)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - images.nbytes < 20e6


def test_errors_name_the_argument():
    with pytest.raises(ValueError, match=r"^num_images must be at least 0: found -1"):
        make_scenes(-1)
    with pytest.raises(ValueError, match=r"^size must be at least 8 pixels: found 7"):
        make_scenes(10, size=7)
