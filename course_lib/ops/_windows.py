"""A window that slides over images: which pixels it meets."""

from course_lib.ops._guards import as_pair, check_images, check_whole


def windows(shape, kernel, stride):
    """List KH·KW slices of images: the k-th takes the k-th pixel of every window, row by row, (N, C, OH, OW).

    Without a stride (None) the windows touch.
    """
    check_images(shape)
    stride = kernel if stride is None else stride
    down, across = (
        [slice(first, first + step * count, step) for first in range(size)]
        for size, step, count in _sides(shape[2:], as_pair("kernel", kernel), as_pair("stride", stride))
    )
    return [(..., rows, columns) for rows in down for columns in across]


def _sides(sizes, kernel, stride):
    """Yield (window size, step, number of windows) for height and for width."""
    for size, window, step in zip(sizes, kernel, stride):
        check_whole(1, kernel=window, stride=step)
        if window > size:
            raise ValueError(f"kernel must fit into the image: kernel={window} but the image has {size} pixels")
        yield window, step, (size - window) // step + 1
