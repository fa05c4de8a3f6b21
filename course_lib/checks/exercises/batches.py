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
