"""Assignment A1: cross entropy, with smoothed labels."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, Mistake, slips
from course_lib.checks.exercises.shared import KEEPDIMS, OVERFLOW, TARGET_SLIPS, labelled_cases
from course_lib.ops import losses
from course_lib.ops.losses import one_hot, softmax


def cross_entropy(scores, labels, *, label_smoothing=0.0):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    targets = one_hot(labels, scores.shape[1], smoothing=label_smoothing)
    return -(targets * log_probs).sum(axis=1).mean()


def cases(rng):
    return list(labelled_cases(rng))


LOG = "Take the logarithm in formulas, not in numbers: log softmax = shifted - log(sum of e^shifted)."
TOP, LOG_PROBS, MEAN = (
    "scores.max(axis=1, keepdims=True)",
    "shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))",
    ".sum(axis=1).mean()",
)
SUM = "shifted - np.log("
MISTAKES = slips(
    cross_entropy,
    (LOG_PROBS, "np.log(softmax(scores))", f"a probability too small to be stored is 0, and log 0 is infinite. {LOG}"),
    ("scores - scores.max(axis=1, keepdims=True)", "scores", OVERFLOW),
    (MEAN, ".sum()", "you add up the losses of the batch; the loss is their mean over the N rows."),
    (MEAN, ".mean()", "you divide by N*C, as .mean() over all (N, C) products does. Sum over the classes first."),
    (MEAN, ".sum(axis=1)", "these are the N losses of the rows. Return their mean, one number."),
    ("-(targets", "(targets", "the minus sign is missing: a loss is never negative."),
    *(("-(targets", f"-np.{log}(np.e) * (targets", f"you used {log}. Use the natural logarithm, np.log.")
      for log in ("log2", "log10")),
    ("np.exp(shifted).sum(axis=1, keepdims=True)", "np.exp(shifted).sum(axis=1)", KEEPDIMS),
    (LOG_PROBS, "np.log(softmax(scores) + 1e-12)",
     f"adding 1e-12 inside the logarithm caps the loss at 27.6, however wrong the answer. {LOG}"),
    (LOG_PROBS, "np.log(softmax(scores) + 1e-300)", f"1e-300 caps the loss at 690.8, and in float32 it is 0. {LOG}"),
    (LOG_PROBS, "np.log(np.clip(softmax(scores), 1e-15, 1))",
     f"clipping the probabilities caps the loss, however wrong the answer. {LOG}"),
    (LOG_PROBS, "scores", "the softmax is missing: the log-probability is the score minus log(sum of e^scores)."),
    (TOP, "scores.max()", "the maximum of the whole array: a row far below it has the sum 0, and log 0 is infinite. "
     "Each row's own: axis=1."),
    (TOP, "scores.max(axis=0)", "each column's maximum, which changes the probabilities. Each row's: axis=1."),
    ("np.exp(shifted).sum(axis=1, keepdims=True)", "np.exp(shifted).sum(axis=0)",
     "the sum of the exponentials runs down the columns. Each row has its own: axis=1, with keepdims=True."),
    (LOG_PROBS, "shifted",
     "the logarithm of the sum is not subtracted: log softmax = shifted - log(sum of e^shifted)."),
    ("np.log(np.exp(shifted).sum(axis=1, keepdims=True))", "np.exp(shifted).sum(axis=1, keepdims=True)",
     "the sum of the exponentials is subtracted, not its logarithm: shifted - log(sum of e^shifted)."),
    (LOG_PROBS, "softmax(scores)", "the logarithm is missing: these are the probabilities themselves."),
    (SUM, f"scores - {SUM[10:]}", "the maximum is subtracted in the sum, but not from the score: shifted - log(sum)."),
    (SUM, SUM.replace("-", "+"), "the logarithm of the sum is added. Subtract it: shifted - log(sum of e^shifted)."),
    (SUM, f"shifted - {TOP} - {SUM[10:]}", "the maximum is taken away twice: it is in shifted already."),
    *TARGET_SLIPS,
)  # fmt: skip


def _of_one_row(scores, labels, *, label_smoothing=0.0):
    shifted = scores - scores.max()
    return np.log(np.exp(shifted).sum()) - shifted[labels]


ONE_ROW = (
    "this is for one row: of a batch, [labels] takes whole rows, and the sum runs over all of them. Mind the axes."
)
PAIRS = "every row meets every label, N times N pairs. One each: [np.arange(len(labels)), labels], or targets * log."

register(Exercise(
    losses.cross_entropy, ("loss",), cases, cross_entropy,
    mistakes=(*MISTAKES, Mistake(_of_one_row, ONE_ROW), Mistake(
        lambda scores, labels, label_smoothing=0: -np.log(softmax(scores))[:, labels].mean(), PAIRS
    )),
))  # fmt: skip
