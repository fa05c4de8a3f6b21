"""Assignment A1: the gradient of the cross entropy, with smoothed labels."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.shared import EVERY_ROW, OVERFLOW, TARGET_SLIPS, labelled_cases
from course_lib.ops import losses
from course_lib.ops.losses import one_hot, softmax


def cross_entropy_backward(scores, labels, *, label_smoothing=0.0):
    targets = one_hot(labels, scores.shape[1], smoothing=label_smoothing).astype(scores.dtype)
    return (softmax(scores) - targets) / len(labels)


def cases(rng):
    return list(labelled_cases(rng))


def _subtract_in_every_row(scores, labels, *, label_smoothing=0.0):
    dscores = softmax(scores)
    dscores[:, labels] -= 1
    return dscores / len(labels)


GRADIENT = "(softmax(scores) - targets) / len(labels)"
BRACKETS = "only one of the two is divided by N. Brackets: (softmax - targets) / N."
MISTAKES = slips(
    cross_entropy_backward,
    (" / len(labels)", "", "N times too large: the loss is a mean over the batch, so divide by N = len(labels)."),
    ("softmax(scores) - targets", "targets - softmax(scores)",
     "the sign is turned round: the gradient is softmax - targets."),
    ("/ len(labels)", "/ scores.size", "you divide by N*C. Divide by N, the number of rows."),
    ("/ len(labels)", "/ scores.shape[1]", "you divide by C, the number of classes. Divide by N, the number of rows."),
    ("/ len(labels)", "/ 2", "the batch size is written into your function. Divide by len(labels)."),
    ("softmax(scores) - targets", "softmax(scores)", "the targets are not subtracted: softmax - targets."),
    ("softmax(scores)", "scores", "the softmax is missing: softmax(scores) - targets."),
    ("softmax(scores)", "np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)", OVERFLOW),
    (".astype(scores.dtype)", "", "one_hot gives float64, and float32 minus float64 is float64: .astype(scores.dtype)"),
    *TARGET_SLIPS,
    (GRADIENT, "softmax(scores) - targets / len(labels)", BRACKETS),
    (GRADIENT, "softmax(scores) / len(labels) - targets", BRACKETS),
    ("softmax(scores) - targets", "softmax(scores) + targets", "the targets are added. Subtract them."),
    ("softmax(scores) - targets", "-targets / softmax(scores)",
     "this is the gradient for the probabilities. The scores lie one step further back: what is left is softmax - "
     "targets."),
    *((GRADIENT, f"{derivative} * {GRADIENT}",
       "softmax - targets is the whole gradient: the derivative of the softmax is in it already.")
      for derivative in ("softmax(scores)", "softmax(scores) * (1 - softmax(scores))")),
    (GRADIENT,
     "(1 - label_smoothing) * (softmax(scores) - one_hot(labels, scores.shape[1]).astype(scores.dtype)) / len(labels)",
     "1 - ε belongs to the one-hot label, not to the whole gradient: softmax - smoothed targets."),
    (GRADIENT, "((softmax(scores) - targets) / len(labels)).sum(axis=0)",
     "this adds up over the rows. Each row has a gradient of its own: (N, C)."),
)  # fmt: skip

register(Exercise(
    losses.cross_entropy_backward, ("dscores",), cases, cross_entropy_backward,
    mistakes=(*MISTAKES, Mistake(_subtract_in_every_row, EVERY_ROW)),
))  # fmt: skip
