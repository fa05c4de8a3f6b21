"""What several exercises share: cases, and the hints for mistakes that are made in all of them."""

import numpy as np

from course_lib.checks.engine.exercise import Case

OVERFLOW = "e^score overflows above 709 (88 in float32) and is zero far below. Subtract each row's maximum first."
KEEPDIMS = "a sum or max over axis=1 has shape (N,), laid along the columns. keepdims=True makes it (N, 1), one a row."
COLUMNS = "each row must add up to 1; yours makes the columns do so. Sum over axis=1, with keepdims=True."
EVERY_ROW = "[:, labels] takes these columns in every row. Pick one element a row: [np.arange(len(labels)), labels]."

TARGETS = "one_hot(labels, scores.shape[1], smoothing=label_smoothing)"
TARGET_SLIPS = tuple((TARGETS, *slip) for slip in (  # in an answer that makes its smoothed targets so
    ("one_hot(labels, scores.shape[1])", "label_smoothing is ignored: the targets are one_hot(…, smoothing=…)."),
    ("(1 - label_smoothing) * one_hot(labels, scores.shape[1])",
     "the label's share is right, but every class, this one too, counts with ε/C besides."),
    ("((1 - label_smoothing) * one_hot(labels, scores.shape[1]) + label_smoothing)",
     "every class counts with ε/C, not with ε: divide by the number of classes."),
    ("(one_hot(labels, scores.shape[1]) + label_smoothing / scores.shape[1])",
     "the targets add up to 1 + ε: the label keeps only 1 - ε of its 1."),
    ("labels[:, None]", "labels are the numbers of classes, not targets yet: one_hot makes a row of each."),
))  # fmt: skip


def score_cases(rng):
    """Titles and scores of many sizes; N and C always differ, so that a wrong axis shows. Two digits read well."""
    n, c = int(rng.integers(5, 9)), int(rng.integers(10, 14))
    yield "two rows of three scores", rng.normal(size=(2, 3)).round(1)
    yield "a single row", rng.normal(size=(1, 4)).round(1)
    yield "equal scores", np.full((3, 2), round(rng.normal(), 1))
    yield "many rows", rng.normal(scale=2, size=(n, c)).round(2)
    yield "more rows than classes", rng.normal(scale=2, size=(c, n)).round(2)
    yield "scores around 1000", (1000 + rng.normal(size=(n, 3))).round(2)
    yield "scores around -1000", (rng.normal(size=(n, 4)) - 1000).round(2)
    levels = np.array([[0.0, 0.0, -900.0, 0.0], [-2000.0] * 4, [2000.0] * 4])  # far apart, within a row as well
    yield "rows of very different levels", (rng.normal(size=(3, 4)) + levels).round(2)
    yield "float32 scores", rng.normal(size=(n, 3)).astype(np.float32).round(2)


def labelled_cases(rng):
    """Scores with labels; in some the right class has almost no probability; the last have smoothed labels."""

    def case(title, scores, **options):
        return Case(title, (scores, rng.integers(scores.shape[1], size=len(scores))), options)

    yield from (case(title, scores) for title, scores in score_cases(rng))
    yield Case("labels of another integer type", (rng.normal(size=(3, 5)).round(2), np.array([4, 0, 2], np.uint8)))
    for dtype in (np.float64, np.float32):
        scores = rng.normal(size=(4, 3)).astype(dtype).round(2)
        scores[:, 1] += 800
        title = f"the right class has almost no probability, {np.dtype(dtype).name}"
        yield Case(title, (scores, np.array([0, 2, 1, 0])))
    smoothing = round(rng.uniform(0.1, 0.4), 2)
    yield case("smoothed labels", rng.normal(size=(2, 4)).round(1), label_smoothing=smoothing)
    yield case("smoothed labels, many rows", rng.normal(size=(7, 5)).round(2), label_smoothing=0.1)
    yield case("nothing but smoothing", rng.normal(size=(3, 5)).round(2), label_smoothing=1.0)
    far = (rng.normal(size=(4, 3)) * 300).astype(np.float32).round(1)
    yield case("smoothed labels and distant scores, float32", far, label_smoothing=0.2)
