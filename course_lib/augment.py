"""More images from the ones there are. Arrays in, arrays out, in the same dtype: floats in [0, 1], or uint8."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def random_crop(images, size, *, rng, padding=0):
    """Cut a window out of each image, anywhere it fits.

    Parameters
    ----------
    images : (N, C, H, W)
    size : int or (h, w)        of the window, in pixels
    rng : np.random.Generator   draws N top rows, then N left columns, each with rng.integers
    padding : int               pixels of 0 around each image first: size = H and padding = 1 shift it by at most 1

    Returns
    -------
    crops : (N, C, h, w)        a copy

    Raises
    ------
    ValueError                  if images is not a batch, or the window does not fit

    Source: lecture 10; Krizhevsky et al. 2012, section 4.1; torchvision's RandomCrop.
    """
    images = _check_batch(images)
    if padding:
        images = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    h, w, room_down, room_right = _check_size(size, images)
    top = rng.integers(room_down + 1, size=len(images))
    left = rng.integers(room_right + 1, size=len(images))
    windows = sliding_window_view(images, (h, w), axis=(2, 3))  # every window of every image; nothing is copied
    return windows[np.arange(len(images)), :, top, left]


def center_crop(images, size):
    """Cut the window in the middle out of each image.

    Parameters
    ----------
    images : (..., H, W)
    size : int or (h, w)        of the window, in pixels

    Returns
    -------
    crops : (..., h, w)         a view; of an odd margin, the larger part is lost below and on the right

    Raises
    ------
    ValueError                  if the window does not fit
    """
    h, w, room_down, room_right = _check_size(size, images)
    top, left = room_down // 2, room_right // 2
    return images[..., top : top + h, left : left + w]


def random_horizontal_flip(images, *, rng):
    """Mirror each image with probability one half.

    Parameters
    ----------
    images : (N, C, H, W)
    rng : np.random.Generator   an image is mirrored where rng.random(N) < 0.5

    Returns
    -------
    flipped : (N, C, H, W)      a copy

    Raises
    ------
    ValueError                  if images is not a batch

    Source: lecture 10; Krizhevsky et al. 2012, section 4.1.
    """
    images = _check_batch(images)
    flip = rng.random(len(images)) < 0.5
    flipped = images.copy()
    flipped[flip] = images[flip, :, :, ::-1]
    return flipped


def pca_color_basis(images):
    """Find the directions in which the colours of a training set vary, and by how much.

    Parameters
    ----------
    images : (N, 3, H, W)           the training set, or enough of it; uint8 counts as [0, 1] in steps of 1/255

    Returns
    -------
    eigenvalues : (3,)              of the 3x3 covariance of the pixels' red, green and blue, smallest first
    eigenvectors : (3, 3)           of length 1, in the columns: eigenvectors[:, i] goes with eigenvalues[i];
                                    turned by 180 degrees they are as right; both in the dtype of float images

    Raises
    ------
    ValueError                      if images is not a batch of RGB images

    Source: lecture 10; Krizhevsky et al. 2012, section 4.1.
    """
    images = _check_rgb(images)
    pixels = images.transpose(1, 0, 2, 3).reshape(3, -1) / (255 if images.dtype == np.uint8 else 1)
    return tuple(part.astype(pixels.dtype) for part in np.linalg.eigh(np.cov(pixels)))


def pca_color(images, basis, *, sigma=0.1, rng):
    """Change each image's colours the way light does: add the sum of p_i * alpha_i * lambda_i to every pixel.

    Parameters
    ----------
    images : (N, 3, H, W)
    basis : tuple               what pca_color_basis returned: the eigenvalues lambda_i and the eigenvectors p_i
    sigma : float               standard deviation of the alpha_i
    rng : np.random.Generator   draws alpha, (N, 3), once for all pixels of an image, with rng.normal

    Returns
    -------
    images : (N, 3, H, W)       floats may leave [0, 1] a little; uint8 is rounded and stays in 0 … 255

    Raises
    ------
    ValueError                  if images is not a batch of RGB images

    Source: lecture 10; Krizhevsky et al. 2012, section 4.1.
    """
    images = _check_rgb(images)
    eigenvalues, eigenvectors = basis
    alpha = rng.normal(scale=sigma, size=(len(images), 3))
    shift = (alpha * eigenvalues) @ eigenvectors.T  # (N, 3): one colour an image
    shift = shift[:, :, None, None]
    if images.dtype == np.uint8:
        return np.clip(np.rint(images + np.float32(255 * shift)), 0, 255).astype(np.uint8)
    return images + shift.astype(images.dtype)


def five_crop(images, size):
    """Cut the four corners and the centre out of each image.

    Parameters
    ----------
    images : (C, H, W) or (N, C, H, W)
    size : int or (h, w)        of a window, in pixels

    Returns
    -------
    crops : (5, C, h, w) or (N, 5, C, h, w)
        top left, top right, bottom left, bottom right, centre

    Raises
    ------
    ValueError                  if images is neither an image nor a batch, or the window does not fit

    Source: torchvision's FiveCrop.
    """
    if np.ndim(images) not in (3, 4):
        raise ValueError(f"images must be (C, H, W) or (N, C, H, W): images.shape={np.shape(images)}")
    h, w, room_down, room_right = _check_size(size, images)
    corners = [images[..., top : top + h, left : left + w] for top in (0, room_down) for left in (0, room_right)]
    return np.stack([*corners, center_crop(images, size)], axis=-4)


def ten_crop(image, size):
    """Cut the four corners and the centre out of an image, and mirror each: ten views to average a prediction over.

    Parameters
    ----------
    image : (C, H, W), or a batch (N, C, H, W)
    size : int or (h, w)        of a window, in pixels

    Returns
    -------
    crops : (10, C, h, w) or (N, 10, C, h, w)
        five_crop's five, then the mirror image of each in the same order

    Raises
    ------
    ValueError                  as five_crop

    Source: lecture 10; Krizhevsky et al. 2012, section 4.1; torchvision's TenCrop. Its last five are crops of the
    mirrored image, so that left and right corners come in the other order.
    """
    crops = five_crop(image, size)
    return np.concatenate([crops, crops[..., ::-1]], axis=-4)


def _check_batch(images):
    images = np.asarray(images)
    if images.ndim != 4:
        raise ValueError(f"images must be a batch, (N, C, H, W): images.shape={images.shape}")
    return images


def _check_rgb(images):
    images = _check_batch(images)
    if images.shape[1] != 3:
        raise ValueError(f"images must be RGB, (N, 3, H, W): images.shape={images.shape}")
    return images


def _check_size(size, images):
    """Return the window's height and width, and how far it can move down and to the right."""
    h, w = (size, size) if np.ndim(size) == 0 else size
    room_down, room_right = images.shape[-2] - h, images.shape[-1] - w
    if min(room_down, room_right) < 0:
        raise ValueError(f"a window of {h}x{w} does not fit into images of {images.shape[-2]}x{images.shape[-1]}")
    return h, w, room_down, room_right
