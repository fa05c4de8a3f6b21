from functools import partial

import numpy as np
import pytest

from course_lib.augment import (
    center_crop,
    five_crop,
    pca_color,
    pca_color_basis,
    random_crop,
    random_horizontal_flip,
    ten_crop,
)
from course_lib.gradcheck import relative_error

IMAGE = np.arange(16).reshape(1, 1, 4, 4)  # rows 0 1 2 3, 4 5 6 7, 8 9 10 11, 12 13 14 15
BASIS = np.array([0.01, 0.02, 0.3]), np.linalg.qr(np.arange(9.0).reshape(3, 3) ** 2 + np.eye(3))[0]

# everything that changes a batch, with its options; the random ones get a seed when called
CHANGES = {
    "random_crop": partial(random_crop, size=(5, 4)),
    "shift": partial(random_crop, size=(6, 7), padding=1),
    "center_crop": partial(center_crop, size=3),
    "flip": random_horizontal_flip,
    "pca_color": partial(pca_color, basis=BASIS),
    "five_crop": partial(five_crop, size=(5, 4)),
    "ten_crop": partial(ten_crop, size=3),
}
every_change = pytest.mark.parametrize("name", CHANGES)


def change(name, images, seed=1):
    options = {} if name in ("center_crop", "five_crop", "ten_crop") else {"rng": np.random.default_rng(seed)}
    return CHANGES[name](images, **options)


@pytest.fixture
def images(rng):
    """Eight RGB images of 6x7 pixels."""
    return rng.random((8, 3, 6, 7))


@every_change
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_dtype_is_kept_and_the_input_is_left_alone(name, dtype, images):
    images = (255 * images).astype(dtype) if dtype == np.uint8 else images.astype(dtype)
    before = images.copy()
    assert change(name, images).dtype == dtype
    np.testing.assert_array_equal(images, before)


@every_change
def test_one_image_is_a_batch_too(name, images):
    assert change(name, images[:1]).shape == (1, *change(name, images).shape[1:])


@every_change
def test_arrays_need_not_be_contiguous(name, images):
    scattered = np.repeat(images, 2, axis=3)[..., ::2]
    np.testing.assert_array_equal(change(name, scattered), change(name, images))


@pytest.mark.parametrize("name", ["random_crop", "shift", "flip", "pca_color"])
def test_same_seed_same_images_and_another_seed_others(name, images):
    np.testing.assert_array_equal(change(name, images), change(name, images))
    assert not np.array_equal(change(name, images), change(name, images, seed=2))


def test_random_crop_draws_rows_then_columns(images):
    crops = random_crop(images, (5, 4), rng=np.random.default_rng(3))
    rng = np.random.default_rng(3)
    top, left = rng.integers(2, size=8), rng.integers(4, size=8)
    for n in range(8):
        np.testing.assert_array_equal(crops[n], images[n, :, top[n] : top[n] + 5, left[n] : left[n] + 4])


def test_random_crop_finds_every_window_equally_often(rng):
    corners = random_crop(np.repeat(IMAGE, 9000, axis=0), 2, rng=rng)[:, 0, 0, 0]
    values, counts = np.unique(corners, return_counts=True)
    np.testing.assert_array_equal(values, [0, 1, 2, 4, 5, 6, 8, 9, 10])
    np.testing.assert_allclose(counts, 1000, atol=4 * np.sqrt(1000))


def test_random_crop_of_the_whole_image_is_the_image(images, rng):
    np.testing.assert_array_equal(random_crop(images, (6, 7), rng=rng), images)


def test_random_crop_with_padding_shifts_by_a_pixel_at_most(rng):
    centre = np.zeros((900, 1, 5, 5))
    centre[:, :, 2, 2] = 1
    shifted = random_crop(centre, 5, rng=rng, padding=1)
    assert set(zip(*np.nonzero(shifted[:, 0])[1:])) == {(row, column) for row in (1, 2, 3) for column in (1, 2, 3)}
    np.testing.assert_array_equal(shifted.sum(axis=(1, 2, 3)), 1)


def test_random_crop_pads_height_and_width_and_neither_images_nor_channels(images):
    shifted = random_crop(images, (6, 7), padding=2, rng=np.random.default_rng(3))
    rng = np.random.default_rng(3)
    top, left = rng.integers(5, size=8), rng.integers(5, size=8)
    assert shifted.shape == images.shape
    for n in range(8):
        padded = np.zeros((3, 10, 11))
        padded[:, 2:8, 2:9] = images[n]
        np.testing.assert_array_equal(shifted[n], padded[:, top[n] : top[n] + 6, left[n] : left[n] + 7])


def test_random_crop_pads_with_zeros():
    crops = random_crop(np.ones((50, 2, 3, 3)), 3, rng=np.random.default_rng(0), padding=2)
    assert set(np.unique(crops)) == {0, 1}


@pytest.mark.parametrize(("size", "expected"), [(2, [[5, 6], [9, 10]]), ((3, 2), [[1, 2], [5, 6], [9, 10]])])
def test_center_crop_by_hand(size, expected):
    np.testing.assert_array_equal(center_crop(IMAGE, size), [[expected]])


def test_flip_mirrors_half_of_the_images_and_leaves_the_others(rng):
    images = np.repeat(IMAGE, 10_000, axis=0)
    flipped = random_horizontal_flip(images, rng=rng)
    mirrored = (flipped == IMAGE[..., ::-1]).all(axis=(1, 2, 3))
    assert (mirrored | (flipped == IMAGE).all(axis=(1, 2, 3))).all()
    assert mirrored.mean() == pytest.approx(0.5, abs=0.02)


def test_flip_draws_one_number_an_image(images):
    flipped = random_horizontal_flip(images, rng=np.random.default_rng(4))
    for image, result, u in zip(images, flipped, np.random.default_rng(4).random(8)):
        np.testing.assert_array_equal(result, image[:, :, ::-1] if u < 0.5 else image)


def test_pca_color_basis_rebuilds_the_covariance_of_the_pixels(images):
    eigenvalues, eigenvectors = pca_color_basis(images)
    pixels = np.array([image[:, row, column] for image in images for row in range(6) for column in range(7)])
    centred = pixels - pixels.mean(axis=0)
    covariance = centred.T @ centred / (len(pixels) - 1)
    assert relative_error(eigenvectors @ np.diag(eigenvalues) @ eigenvectors.T, covariance) <= 1e-13
    assert relative_error(eigenvectors.T @ eigenvectors, np.eye(3)) <= 1e-13
    assert list(eigenvalues) == sorted(eigenvalues)


def test_pca_color_basis_finds_the_direction_of_grey(rng):
    grey = np.repeat(rng.random((4, 1, 5, 5)), 3, axis=1)
    eigenvalues, eigenvectors = pca_color_basis(grey)
    np.testing.assert_allclose(np.abs(eigenvectors[:, 2]), np.full(3, 1 / np.sqrt(3)))
    np.testing.assert_allclose(eigenvalues, [0, 0, 3 * grey[:, 0].var(ddof=1)], atol=1e-15)


def test_pca_color_basis_of_uint8_is_that_of_the_same_images_in_unit_range(images):
    pixels = (255 * images).astype(np.uint8)
    for actual, expected in zip(pca_color_basis(pixels), pca_color_basis(pixels / 255)):
        np.testing.assert_allclose(np.abs(actual), np.abs(expected), rtol=1e-12)


def test_pca_color_basis_keeps_float32(images):
    for part, exact in zip(pca_color_basis(images.astype(np.float32)), pca_color_basis(images)):
        assert part.dtype == np.float32
        np.testing.assert_allclose(np.abs(part), np.abs(exact), rtol=1e-3)


def test_pca_color_adds_one_colour_to_each_image(images):
    changed = pca_color(images, BASIS, sigma=0.2, rng=np.random.default_rng(5))
    alpha = np.random.default_rng(5).normal(scale=0.2, size=(8, 3))
    for n in range(8):
        colour = sum(BASIS[1][:, i] * alpha[n, i] * BASIS[0][i] for i in range(3))
        np.testing.assert_allclose(
            changed[n] - images[n], np.broadcast_to(colour[:, None, None], (3, 6, 7)), atol=1e-15
        )


def test_pca_color_varies_as_much_as_in_the_paper_unless_told(images):
    """Krizhevsky et al. 2012, section 4.1: a standard deviation of 0.1."""
    default, paper = (pca_color(images, BASIS, rng=np.random.default_rng(5), **o) for o in ({}, {"sigma": 0.1}))
    np.testing.assert_array_equal(default, paper)


def test_pca_color_does_not_mind_eigenvectors_that_point_the_other_way(rng):
    grey = np.full((40_000, 3, 1, 1), 0.5)
    spreads = [pca_color(grey, (BASIS[0], sign * BASIS[1]), rng=rng).std(axis=0) for sign in (1, -1)]
    np.testing.assert_allclose(*spreads, rtol=0.03)


def test_pca_color_rounds_and_clips_uint8(images):
    pixels = (255 * images).astype(np.uint8)
    strong = 10 * BASIS[0], BASIS[1]
    changed = pca_color(pixels, strong, rng=np.random.default_rng(6))
    exact = 255 * pca_color(pixels / 255, strong, rng=np.random.default_rng(6))
    assert exact.min() < 0
    assert exact.max() > 255
    np.testing.assert_array_equal(changed, np.clip(np.rint(exact), 0, 255))


def test_pca_color_with_sigma_0_changes_nothing(images, rng):
    np.testing.assert_array_equal(pca_color(images, BASIS, sigma=0, rng=rng), images)


def test_five_crop_by_hand():
    expected = [[[0, 1], [4, 5]], [[2, 3], [6, 7]], [[8, 9], [12, 13]], [[10, 11], [14, 15]], [[5, 6], [9, 10]]]
    np.testing.assert_array_equal(five_crop(IMAGE[0], 2)[:, 0], expected)


def test_ten_crop_is_the_five_and_then_their_mirror_images(images):
    crops = ten_crop(images, (3, 5))
    assert crops.shape == (8, 10, 3, 3, 5)
    np.testing.assert_array_equal(crops[:, :5], five_crop(images, (3, 5)))
    np.testing.assert_array_equal(crops[:, 5:], crops[:, :5, :, :, ::-1])


def test_ten_crop_are_the_views_that_torchvision_makes_from_the_mirrored_image(images):
    ours = ten_crop(images, (4, 5))[:, 5:]
    theirs = five_crop(images[..., ::-1], (4, 5))[:, [1, 0, 3, 2, 4]]
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("crop", [five_crop, ten_crop])
def test_one_image_and_a_batch_of_it_give_the_same_crops(crop, images):
    np.testing.assert_array_equal(np.stack([crop(image, 4) for image in images]), crop(images, 4))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda rng: random_crop(IMAGE[0], 2, rng=rng), r"a batch, \(N, C, H, W\): images.shape=\(1, 4, 4\)"),
        (lambda rng: random_horizontal_flip(IMAGE[0], rng=rng), r"a batch, \(N, C, H, W\): images.shape=\(1, 4, 4\)"),
        (lambda rng: pca_color(IMAGE, BASIS, rng=rng), r"RGB, \(N, 3, H, W\): images.shape=\(1, 1, 4, 4\)"),
        (lambda rng: pca_color_basis(IMAGE), r"RGB, \(N, 3, H, W\): images.shape=\(1, 1, 4, 4\)"),
        (lambda rng: five_crop(IMAGE[0, 0], 2), r"\(C, H, W\) or \(N, C, H, W\): images.shape=\(4, 4\)"),
        (lambda rng: random_crop(IMAGE, (5, 2), rng=rng), r"a window of 5x2 does not fit into images of 4x4"),
        (lambda rng: random_crop(IMAGE, 7, rng=rng, padding=1), r"a window of 7x7 does not fit into images of 6x6"),
        (lambda rng: center_crop(IMAGE, (2, 5)), r"a window of 2x5 does not fit into images of 4x4"),
        (lambda rng: center_crop(IMAGE[..., :3], 5), r"a window of 5x5 does not fit into images of 4x3"),
        (lambda rng: ten_crop(IMAGE, 5), r"a window of 5x5 does not fit into images of 4x4"),
    ],
)
def test_errors_name_what_was_found(call, message, rng):
    with pytest.raises(ValueError, match=message):
        call(rng)
