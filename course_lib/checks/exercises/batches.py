"""How the samples of a training run were taken: judged by what the run leaves in the weights."""

import numpy as np

from course_lib.checks.engine.problem import Problem

APART, OF_APART = np.eye(10), np.arange(10) % 2  # each sample moves its own column of the weights


def _shares(w, options):
    """Add up 1 / (size of the batch) for each sample, over all times that it was used: the step is that share."""
    return (w[0] - w[1]) * np.where(np.arange(w.shape[1]) % 2, -1, 1) / options["lr"]


def each_once(w, options):
    """One epoch in batches of 4, 4 and 2: each sample once, with a share of 1/4 or 1/2."""
    shares = np.sort(_shares(w, options))
    if np.allclose(shares, [1 / 4] * 8 + [1 / 2] * 2, rtol=0.01):
        return None
    if np.allclose(shares, shares[0], rtol=0.01):
        return Problem("whole")
    once = np.isclose(np.sum(shares), 3, rtol=0.01) and shares[0] > 0.2 and shares[-1] < 0.6  # three batches, all used
    return Problem("sizes", expected="4, 4 and 2") if once else Problem("visits")


def in_new_orders(w, options):
    """Eight epochs: which samples are in the small last batch must change."""
    shares = np.sort(_shares(w, options))
    fixed = np.allclose(shares, [8 / 4] * 8 + [8 / 2] * 2, rtol=0.02)
    return Problem("same order") if fixed else None


def was_used(rng):
    """Whether numbers were drawn from a generator, or others spawned from it."""
    seeds = rng.bit_generator.seed_seq
    return seeds.n_children_spawned or np.random.default_rng(seeds).bit_generator.state != rng.bit_generator.state


class InOrder:
    """Stands for a generator that leaves the samples in the order given."""

    def permutation(self, count):
        return np.arange(count)


ORDER = "        order = rng.permutation(len(x))\n"
BATCH = "order[start : start + batch_size]"
BATCH_SLIPS = (  # in an answer that takes its batches as both assignments' do
    ("range(epochs)", "range(1)",
     "it passes over the data once, whatever epochs says: loop over range(epochs), and return after it."),
    ("range(epochs)", "range(epochs + 1)", "it passes over the data once more than epochs says."),
    ("range(epochs)", "range(epochs - 1)", "it passes over the data once less than epochs says."),
    ("labels[batch]", "labels[start : start + batch_size]",
     "inputs and labels are shuffled apart: the same order must pick both, x[batch] and labels[batch]."),
    ("labels[batch])", "labels[batch]) / len(batch)",
     "you divide by the batch size twice. cross_entropy_backward has divided by it already."),
    ("labels[batch])", "labels[batch]) * len(batch)",
     "the steps are too large by the batch size: the loss is a mean over the batch."),
    ("rng.permutation(len(x))", "rng.integers(len(x), size=len(x))",
     "integers and choice may draw a sample twice and leave another out. rng.permutation(N) holds each once: draw "
     "one order an epoch, and cut it into batches."),
    ("rng.permutation(len(x))", "np.arange(len(x))",
     "shuffle: without it, batches of one class pull the weights to and fro. Draw a new order in every epoch: "
     "rng.permutation(N)."),
    ("rng.permutation", "np.random.default_rng(0).permutation",
     "take the random order from the rng that is passed in, so that a run can be repeated: rng.permutation(N)."),
    (f"    for _ in range(epochs):\n{ORDER}", f"{ORDER[4:]}    for _ in range(epochs):\n",
     "every epoch takes the same order. Draw a new one inside the loop over epochs."),
    ("range(0, len(x), batch_size)", "range(0, len(x) - len(x) % batch_size, batch_size)",
     "an epoch takes too few steps. range(0, N, batch_size) gives the start of every batch; the last may be shorter."),
    (BATCH, "order[start:batch_size]",
     "only the first batch of an epoch makes a step. The next is order[start : start + batch_size], inside the loop."),
    (f"batch = {BATCH}", "batch = slice(None)",
     "it takes the whole batch at each step. Take batch_size samples at a time."),
)  # fmt: skip
