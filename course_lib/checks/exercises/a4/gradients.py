"""Gradients that come in, and the mistakes and hints that several ways back share."""

from itertools import permutations

NO_TUPLE = "return a tuple of one, with a comma at the end: (dx,). There is one array argument, so one gradient."
OVERWRITTEN = (
    "where windows overlap, a pixel collects from several of them. `=` keeps the last share alone: add it with `+=`."
)
AGAIN = "divided by N once more. The 1/N of a mean is in dout already."
DB = "dout.sum(axis=(0, 2, 3))"
BIAS_SLIPS = (
    (DB, "dout.mean(axis=(0, 2, 3))", "db is a mean. It is the sum over images and places."),
    (DB, "dout.sum(axis=(1, 2, 3))",
     "db is summed over the filters. Keep that axis, 1, and sum over images and places."),
    (DB, "dout.sum(axis=0)", "db is summed over the images only. Every place adds the bias too."),
    (DB, "dout.sum(axis=(2, 3))", "db is summed over the places only. Every image adds the bias too."),
    (DB, "dout.sum()", "db is one number. Each filter has its own: keep axis 1."),
    (DB, "dout[0].sum(axis=(1, 2))", "db comes from the first image alone. Add up over all N."),
)  # fmt: skip


def convolved(rng, images, filters, options, dtype):
    """Draw dout for a convolution of images (N, C, H, W) with filters (F, KH, KW)."""
    shape = images[0], filters[0], *count_places(images, filters, **options)
    return rng.normal(size=shape).round(1).astype(dtype)


def pooled(rng, shape, options, dtype):
    """Draw dout for pooled images (N, C, H, W)."""
    kernel = options["kernel"]
    places = count_places(shape, (kernel, kernel), stride=options.get("stride", kernel))
    return rng.normal(size=(*shape[:2], *places)).round(1).astype(dtype)


def count_places(images, filters, *, stride=1, padding=0):
    """Return (OH, OW)."""
    return tuple((side + 2 * padding - k) // stride + 1 for side, k in zip(images[2:], filters[-2:]))


def returned(**parts):
    """Slips in the line that returns several parts, given by their names: in another order, or without one."""
    line, names = f"return {', '.join(parts.values())}", ", ".join(parts)
    for order in list(permutations(parts))[1:]:
        yield (
            line,
            f"return {', '.join(map(parts.get, order))}",
            f"the order is {names}, as the forward function takes them.",
        )
    for name in parts:
        left = ", ".join(part for other, part in parts.items() if other != name)
        yield line, f"return {left}", f"{name} is missing: return {names}."
