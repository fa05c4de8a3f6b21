"""Mistakes in walking over the windows of a pooling, which all its exercises share."""

STRIDE = "    stride = kernel if stride is None else stride\n"
SIZES = "((side - kernel) // stride + 1 for side in x.shape[2:])"
LOOP = "    for i in range(kernel):\n        for j in range(kernel):"
WINDOW = "i : i + stride * oh : stride, j : j + stride * ow : stride"
SLICES = "slice(i, i + stride * oh, stride), slice(j, j + stride * ow, stride)"
SHORT = "a slice ends too early: with a step of stride, OH places reach over stride · OH pixels."
BEGINS = "place (i, j) begins at pixel (i · stride, j · stride)."
BY_ONE = f"the size of out is right, but each step is one pixel: {BEGINS}"
BACK_BY_ONE = f"on the way back each step is one pixel, whatever the stride was: {BEGINS}"
TOUCHING = "the windows touch on the way back, whatever the stride was. Forward must put it into the cache."
FIRST_OUT, LAST_OUT = (f"the {end} row and column of each window are left out." for end in ("first", "last"))
WITHOUT = (
    (LOOP, LOOP.replace("(kernel)", "(1, kernel)"), FIRST_OUT),
    (LOOP, LOOP.replace("(kernel)", "(kernel - 1)"), LAST_OUT),
)
SLICE_SLIPS = (  # in a forward function
    (WINDOW, "i : i + oh, j : j + ow", BY_ONE),
    (WINDOW, "i : i + oh : stride, j : j + ow : stride", SHORT),
    (WINDOW, "i : i + oh : stride, j : j + stride * ow : stride", SHORT),
    (WINDOW, "i : i + stride * oh : stride, j : j + ow : stride", SHORT),
)
STEP_SLIPS = (  # in a forward function
    (STRIDE, "    stride = kernel\n",
     "the stride is ignored: the windows always touch. Where a stride is given they move by that many pixels."),
    (STRIDE, "    stride = 1 if stride is None else stride\n",
     "where no stride is given the windows touch: they move by kernel pixels, not by one."),
    (STRIDE, "    stride = 2 if stride is None else stride\n",
     "where no stride is given the windows touch: they move by kernel pixels, not by two."),
    (STRIDE, "    stride = 1\n",
     "the windows move by one pixel. They move by stride, or by kernel where none is given."),
    (STRIDE, "    stride = 2\n",
     "the windows always move by two pixels. They move by stride, or by kernel where none is given."),
    *SLICE_SLIPS,
    (STRIDE, "    stride = kernel if stride is not None else stride\n",
     "the condition is turned round: where stride is None it is kernel, else it stays as it is."),
    (STRIDE, "", "the stride is None where none is given: then it is the kernel's size, so that windows touch."),
    (SIZES, "(side // stride for side in x.shape[2:])",
     "the number of windows is wrong: (side - kernel) // stride + 1, as for a filter without padding."),
    (SIZES, "((side - kernel) // stride - 1 for side in x.shape[2:])",
     "the last windows of each row and column are missing: add 1 to the number of steps."),
    (SIZES, "((kernel - side) // stride + 1 for side in x.shape[2:])",
     "the subtraction is the wrong way round: side - kernel."),
    (SIZES, "((side - kernel) // stride for side in x.shape[2:])",
     "the last window of each row and column is missing: add 1 to the number of steps."),
)  # fmt: skip

NUMBER = (  # what is written for the number of a window's pixels
    ("kernel", "you divide by kernel. A window has kernel rows and as many columns: kernel² pixels."),
    ("4", "you divide by 4, as if kernel were always 2. A window has kernel² pixels."),
    ("kernel * 2", "divided by kernel, then multiplied by 2: kernel² is kernel**2."),
    ("2", "you divide by 2. A window has kernel² pixels."),
    ("(kernel ^ 2)", "^ is no power in Python: kernel² is kernel**2."),
    ("stride**2", "you divide by stride². A window has kernel² pixels, however far it moves."),
    ("(kernel * stride)", "you divide by kernel · stride. A window has kernel² pixels, however far it moves."),
    ("(2 * kernel)", "kernel² is kernel · kernel, not 2 · kernel."),
    ("(oh * ow * kernel**2)", "you divide by the number of windows too. A window has kernel² pixels."),
    ("(oh * ow)", "you divide by the number of windows. Divide by the number of pixels in each, kernel²."),
)  # fmt: skip


def divided(whole, *others):
    """Slips in `whole / kernel**2`; others, of the same form, beside those that all exercises share."""
    for number, hint in (*NUMBER, *others):
        yield f"{whole} / kernel**2", f"{whole} / {number}", hint


def edges(rows, columns, what):
    """Slips that leave a row or a column out: rows and columns are what runs over them, such as `i in range(kh)`."""
    for line, loop in (("row", rows), ("column", columns)):
        head, count = loop.removesuffix(")").split("(")
        yield loop, f"{head}({count} - 1)", f"the last {line} of {what} is left out."
        yield loop, f"{head}(1, {count})", f"the first {line} of {what} is left out."
        yield loop, f"{head}(1)", f"only the first {line} of {what} is used."
