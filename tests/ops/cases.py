"""The ops on rows and elements, and what each is compared with: a slow loop, torch. Draws keep off the kinks."""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from course_lib.ops import activations, divergence, dropout, hinge, linear, losses, maxout, regression


class Op(NamedTuple):
    name: str
    forward: Callable  # (*arrays, *constants) -> (out, cache)
    backward: Callable  # (dout, cache) -> one gradient for each of the arrays
    slow: Callable  # the same output, by a loop in plain Python
    torch: Callable  # the same output, from tensors
    draw: Callable  # (rng, n) -> arrays, constants


def activation(name, slow, in_torch, **options):
    forward, backward = getattr(activations, f"{name}_forward"), getattr(activations, f"{name}_backward")
    label = name + "".join(f" {option}={value}" for option, value in options.items())
    return Op(label, partial(forward, **options), backward, each(slow), in_torch, draw_off_zero)


def loss(function, slow, in_torch, draw, **options):
    """Read (loss, gradient) as (out, cache), so that a loss is an op like any other."""
    label = function.__name__ + "".join(f" {option}={value}" for option, value in options.items())
    return Op(label, partial(function, **options), lambda dout, gradient: (dout * gradient,), slow, in_torch, draw)


def off_zero(rng, shape):
    """Draw numbers of both signs whose size is at least 0.05."""
    return rng.uniform(0.05, 3, shape) * rng.choice([-1, 1], shape)


def draw_off_zero(rng, n):
    return (off_zero(rng, (n, 3, 4)),), ()


def draw_linear(rng, n):
    return (rng.normal(size=(n, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)), ()


def draw_points(rng, n):
    return (rng.normal(size=(n, 2, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)), ()


def draw_maxout(rng, n):
    return (rng.normal(size=(n, 4)), rng.normal(size=(3, 5, 4)), rng.normal(size=(3, 5))), ()


def draw_scores_and_labels(rng, n):
    return (2 * rng.normal(size=(n, 5)),), (rng.integers(5, size=n),)


def draw_scores_and_signs(rng, n):
    signs = rng.choice([-1, 1], n)
    return (signs * (1 + off_zero(rng, n)),), (signs,)


def draw_pred_and_target(rng, n, *, kink=1.0):
    target = rng.normal(size=(n, 6))
    distance = kink * np.where(rng.random((n, 6)) < 0.5, rng.uniform(0.1, 0.9, (n, 6)), rng.uniform(1.1, 3, (n, 6)))
    return (target + distance * rng.choice([-1, 1], (n, 6)),), (target,)


def near_uniform(rng, n):
    """Draw rows of three probabilities, none of them small: 1 / p bends too much there for h = 1e-5."""
    return losses.softmax(0.1 * rng.normal(size=(n, 3)))


def draw_probs_and_labels(rng, n):
    return (near_uniform(rng, n),), (rng.integers(3, size=n),)


def draw_probs_and_targets(rng, n):
    return (near_uniform(rng, n),), (np.where(rng.random((n, 1)) < 0.5, near_uniform(rng, n), np.eye(3)[:1]),)


def each(function):
    """Apply a function of one number to every element."""
    return lambda x: np.array([function(value) for value in x.ravel().tolist()]).reshape(x.shape)


def mean_of_elements(function):
    """Average a function of the difference over all elements."""
    return lambda pred, target: sum(map(function, (pred - target).ravel().tolist())) / pred.size


def mean_of_rows(function):
    """Average a function of one row and its label, or of two rows, over the batch."""
    return lambda rows, others: sum(function(list(row), other) for row, other in zip(rows, others)) / len(rows)


def slow_dot(x, row):
    return sum(x[d] * row[d] for d in range(len(row)))


def slow_linear(x, w, b):
    return np.array([[slow_dot(sample, row) + bias for row, bias in zip(w, b)] for sample in x])


def slow_points(x, w, b):
    return np.array([slow_linear(rows, w, b) for rows in x])


def slow_maxout(x, w, b):
    pieces = [slow_linear(x, w[k], b[k]) for k in range(len(w))]
    return np.array([[max(p[n, c] for p in pieces) for c in range(w.shape[1])] for n in range(len(x))])


def slow_cross_entropy(row, label, *, smoothing=0):
    right = (1 - smoothing) * row[label] + smoothing * sum(row) / len(row)
    return math.log(sum(math.exp(score) for score in row)) - right


def slow_hinge(row, label, *, margin, combine):
    return combine(max(0, margin - row[label] + score) for c, score in enumerate(row) if c != label)


def slow_divergence(row, target):
    return sum(t * math.log(t / p) for t, p in zip(target, row) if t > 0)


def torch_hinge(scores, signs):
    return F.margin_ranking_loss(scores, torch.zeros_like(scores), signs, margin=1)


def torch_crammer_singer(scores, labels, *, margin=1.0):
    right = F.one_hot(labels, scores.shape[1]).bool()
    best_other = scores.masked_fill(right, -torch.inf).amax(dim=1)
    return F.relu(margin - scores[right] + best_other).mean()


def torch_hinge_sum(scores, labels, *, margin=1.0):
    return F.multi_margin_loss(scores, labels, margin=margin) * scores.shape[1]


def fixed_dropout(forward):
    return lambda x: forward(x, 0.4, train=True, rng=np.random.default_rng(1))


def torch_dropout(x, *, scale):
    return x * torch.from_numpy(np.random.default_rng(1).random(x.shape) >= 0.4) * scale


def slow_dropout(x, *, scale):
    draws = np.random.default_rng(1).random(x.shape).ravel()
    return np.array([value * scale if u >= 0.4 else 0 for value, u in zip(x.ravel(), draws)]).reshape(x.shape)


PAIRS = [
    activation("sigmoid", lambda v: 1 / (1 + math.exp(-v)), torch.sigmoid),
    activation("tanh", lambda v: (math.exp(v) - math.exp(-v)) / (math.exp(v) + math.exp(-v)), torch.tanh),
    activation("relu", lambda v: v if v > 0 else 0.0, torch.relu),
    activation("leaky_relu", lambda v: v if v > 0 else 0.1 * v, partial(F.leaky_relu, negative_slope=0.1)),
    activation("leaky_relu", lambda v: v if v > 0 else 0.3 * v, partial(F.leaky_relu, negative_slope=0.3), slope=0.3),
    activation("elu", lambda v: v if v > 0 else math.exp(v) - 1, F.elu),
    activation("elu", lambda v: v if v > 0 else 2 * (math.exp(v) - 1), partial(F.elu, alpha=2.0), alpha=2.0),
    Op("linear", linear.linear_forward, linear.linear_backward, slow_linear, F.linear, draw_linear),
    Op("linear on points", linear.linear_forward, linear.linear_backward, slow_points, F.linear, draw_points),
    Op(
        "maxout", maxout.maxout_forward, maxout.maxout_backward, slow_maxout,
        lambda x, w, b: torch.stack([F.linear(x, *piece) for piece in zip(w, b)]).max(dim=0).values, draw_maxout,
    ),
    Op(
        "dropout", fixed_dropout(dropout.dropout_forward), dropout.dropout_backward,
        partial(slow_dropout, scale=1 / 0.6), partial(torch_dropout, scale=1 / 0.6), draw_off_zero,
    ),
    Op(
        "paper_dropout", fixed_dropout(dropout.paper_dropout_forward), dropout.dropout_backward,
        partial(slow_dropout, scale=1), partial(torch_dropout, scale=1), draw_off_zero,
    ),
]  # fmt: skip

LOSSES = [
    loss(losses.cross_entropy_loss, mean_of_rows(slow_cross_entropy), F.cross_entropy, draw_scores_and_labels),
    loss(
        losses.cross_entropy_loss, mean_of_rows(partial(slow_cross_entropy, smoothing=0.2)),
        partial(F.cross_entropy, label_smoothing=0.2), draw_scores_and_labels, label_smoothing=0.2,
    ),
    loss(
        losses.quadratic_cost, lambda a, y: sum(d * d for d in (a - y).ravel()) / (2 * len(a)),
        lambda a, y: F.mse_loss(a, y) * a.shape[1] / 2, draw_pred_and_target,
    ),
    loss(
        hinge.hinge_loss, lambda scores, signs: sum(max(0, 1 - t * y) for t, y in zip(signs, scores)) / len(scores),
        torch_hinge, draw_scores_and_signs,
    ),
    *(
        loss(
            function, mean_of_rows(partial(slow_hinge, margin=margin, combine=combine)),
            partial(in_torch, margin=margin), draw_scores_and_labels, margin=margin,
        )
        for function, combine, in_torch in [
            (hinge.multiclass_hinge_loss, max, torch_crammer_singer),
            (hinge.multiclass_hinge_sum_loss, sum, torch_hinge_sum),
        ]
        for margin in (1.0, 0.5)
    ),
    loss(regression.l1_loss, mean_of_elements(abs), F.l1_loss, draw_pred_and_target),
    loss(regression.mse_loss, mean_of_elements(lambda d: d * d), F.mse_loss, draw_pred_and_target),
    *(
        loss(
            regression.smooth_l1_loss,
            mean_of_elements(lambda d, beta=beta: d * d / 2 / beta if abs(d) < beta else abs(d) - beta / 2),
            partial(F.smooth_l1_loss, beta=beta), partial(draw_pred_and_target, kink=beta), beta=beta,
        )
        for beta in (1.0, 0.5)
    ),
    *(
        loss(
            regression.huber_loss,
            mean_of_elements(lambda d, delta=delta: d * d / 2 if abs(d) < delta else delta * (abs(d) - delta / 2)),
            partial(F.huber_loss, delta=delta), partial(draw_pred_and_target, kink=delta), delta=delta,
        )
        for delta in (1.0, 0.5)
    ),
    loss(
        divergence.cross_entropy_from_probs, mean_of_rows(lambda row, label: -math.log(row[label])),
        lambda probs, labels: F.nll_loss(probs.log(), labels), draw_probs_and_labels,
    ),
    loss(
        divergence.kl_divergence, mean_of_rows(slow_divergence),
        lambda probs, targets: F.kl_div(probs.log(), targets, reduction="batchmean"), draw_probs_and_targets,
    ),
]  # fmt: skip
