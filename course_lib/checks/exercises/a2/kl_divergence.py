"""Assignment A2: the Kullback-Leibler divergence of rows of probabilities, some of them 0."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import distributions
from course_lib.ops import divergence


def kl_divergence(probs, targets):
    occurs = targets > 0
    p, t = probs[occurs], targets[occurs]
    dprobs = np.zeros_like(probs)
    dprobs[occurs] = -t / (p * len(probs))
    return (t * np.log(t / p)).sum() / len(probs), dprobs


OCCURS, LOSS, SLOPE = "targets > 0", "(t * np.log(t / p)).sum() / len(probs)", "-t / (p * len(probs))"
ZEROS = "0 * log 0 is nan for NumPy. A class that never occurs costs nothing: leave out the targets that are 0."
ADDED = "a small number added inside the logarithm changes the other classes too. Leave out the targets that are 0."
SWAPPED = "p and t have changed places: the targets t weigh the terms, and the gradient is with respect to probs."
BODY = f"dprobs[occurs] = {SLOPE}\n    return {LOSS}, dprobs"
MISTAKES = slips(
    kl_divergence,
    (OCCURS, "targets >= 0", ZEROS),
    (LOSS, "(targets * np.log(targets / probs)).sum() / len(probs)", ZEROS),
    *((LOSS, f"np.nansum(targets * np.log((targets + {eps}) / (probs + {eps}))) / len(probs)", ADDED)
      for eps in ("1e-3", "1e-8", "1e-12")),
    *((BODY, f"return (targets * np.log((targets + {eps}) / (probs + {eps}))).sum() / len(probs), "
       f"-targets / (probs + {eps}) / len(probs)", ADDED)
      for eps in ("1e-3", "1e-7", "1e-8", "1e-10", "1e-12", "1e-15")),
    ("np.log(t / p)", "np.log(p / t)", "the fraction is upside down: the targets are above, log(t / p)."),
    ("p, t = probs[occurs], targets[occurs]", "t, p = probs[occurs], targets[occurs]",
     SWAPPED),
    (BODY, "dprobs[occurs] = (np.log(p / t) + 1) / len(probs)\n    return (p * np.log(p / t)).sum() / len(probs), "
     "dprobs", SWAPPED),
    ("t * np.log(t / p)", "p * np.log(t / p)", "each term is weighed by the target t, not by the probability."),
    ("t * np.log(t / p)", "-t * np.log(p)",
     "this is the cross entropy: it does not fall to 0 where the two are equal. The term t log t is missing."),
    ("np.log(t / p)", "np.log2(t / p)", "you used log2. Use the natural logarithm, np.log."),
    ("t * np.log(t / p)", "np.log(t / p)", "each term is weighed by its target: t * log(t / p)."),
    (LOSS, "(t * np.log(t / p)).sum()", "you add up the rows; the loss is their mean: divide by N = len(probs)."),
    (LOSS, "(t * np.log(t / p)).sum() / probs.size",
     "you divide by N*C. Add up over the classes, and divide by N, the number of rows."),
    (LOSS, "(t * np.log(t / p)).mean()", "this averages the terms that are left. Add them up, and divide by N."),
    (BODY, "dprobs[occurs] = -t / p / len(p)\n    return (t * np.log(t / p)).mean(), dprobs",
     "you divide by the number of targets above 0. Add up within a row, and take the mean over the N rows."),
    (SLOPE, "-t / p", "the gradient is N times too large: 1/N of the mean belongs to it too."),
    (SLOPE, "t / (p * len(probs))", "the minus of the gradient is missing: a higher probability costs less."),
    (SLOPE, "-1 / (p * len(probs))", "the derivative of -t log p is -t / p: the target is missing above."),
    (SLOPE, "(p - t) / len(probs)",
     "p - t is the gradient with respect to scores, before a softmax. With respect to probs it is -t / p."),
    (SLOPE, "(np.log(t / p) + 1) / len(probs)",
     "this is the derivative with respect to the targets. Those are fixed: differentiate by p, which stands in the "
     "logarithm alone."),
    (SLOPE, "-t / (p * probs.size)", "the gradient is divided by N*C. Divide by N, as the loss is."),
    ("np.zeros_like(probs)", "np.zeros(probs.shape)",
     "np.zeros makes float64. Let the gradient have the dtype of probs: np.zeros_like(probs)."),
    (f"{LOSS}, dprobs", f"dprobs, {LOSS}", "the two results are the wrong way round: loss, dprobs."),
    (f"{LOSS}, dprobs", LOSS, "the gradient is missing: return loss, dprobs."),
)  # fmt: skip

register(Exercise(divergence.kl_divergence, ("loss", "dprobs"), distributions.cases, kl_divergence, mistakes=MISTAKES))
