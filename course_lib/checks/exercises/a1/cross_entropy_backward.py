"""Assignment A1: the gradient of the cross entropy, with smoothed labels."""

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.shared import EVERY_ROW, OVERFLOW, labelled_cases
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


ONE_HOT = "one_hot(labels, scores.shape[1], smoothing=label_smoothing)"
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
    (", smoothing=label_smoothing", "", "label_smoothing is ignored: the targets are one_hot(…, smoothing=…)."),
    ("(softmax(scores) - targets) / len(labels)",
     "(1 - label_smoothing) * (softmax(scores) - one_hot(labels, scores.shape[1]).astype(scores.dtype)) / len(labels)",
     "1 - ε belongs to the one-hot label, not to the whole gradient: softmax - smoothed targets."),
    ("(softmax(scores) - targets) / len(labels)", "((softmax(scores) - targets) / len(labels)).sum(axis=0)",
     "this adds up over the rows. Each row has a gradient of its own: (N, C)."),
)  # fmt: skip

register(Exercise(
    losses.cross_entropy_backward, ("dscores",), cases, cross_entropy_backward,
    mistakes=(*MISTAKES, Mistake(_subtract_in_every_row, EVERY_ROW)),
))  # fmt: skip
