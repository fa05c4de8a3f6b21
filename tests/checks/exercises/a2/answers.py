"""Right answers to every exercise of A2, written as differently as students would."""

import math
from collections import namedtuple
from typing import NamedTuple

import numpy as np

Result = namedtuple("Result", "loss gradient")


def hinge_by_loops(scores, labels, *, margin=1.0):
    loss, dscores = 0.0, np.zeros_like(scores)
    for n, label in enumerate(labels):
        others = [c for c in range(scores.shape[1]) if c != label]
        rival = max(others, key=lambda c: scores[n, c])
        lacking = scores[n, rival] - scores[n, label] + margin
        if lacking > 0:
            loss += lacking / len(labels)
            dscores[n, rival] += 1 / len(labels)
            dscores[n, label] -= 1 / len(labels)
    return loss, dscores


def hinge_by_masks(scores, labels, margin=1):
    own = labels[:, None] == np.arange(scores.shape[1])
    right = scores[own]
    others = np.where(own, scores.min() - 1, scores)
    lacking = np.maximum(0, others.max(axis=1) - right + margin)
    rival = np.eye(scores.shape[1], dtype=scores.dtype)[others.argmax(axis=1)]
    return np.mean(lacking), (rival - own) * (lacking > 0)[:, None] / scores.dtype.type(len(scores))


def hinge_by_sorting(scores, labels, *, margin=1.0):
    rows, labels = range(len(scores)), labels.astype(int)
    lifted = scores - margin * np.eye(scores.shape[1], dtype=scores.dtype)[labels]  # the right class has a handicap
    first, second = np.argsort(-lifted, axis=1)[:, :2].T
    rivals = np.where(first == labels, second, first)
    shortfall = (scores[rows, rivals] - scores[rows, labels] + margin).clip(min=0)
    gradient = np.zeros(scores.shape, scores.dtype)
    np.add.at(gradient, (rows, rivals), np.sign(shortfall) / len(scores))
    np.subtract.at(gradient, (rows, labels), np.sign(shortfall) / len(scores))
    return Result(shortfall.mean(), gradient)


class HingeObject:
    def __call__(self, scores, labels, *, margin=1.0):
        scores, dtype = scores.astype(float), scores.dtype
        left = scores.copy()
        left[np.arange(len(labels)), labels] = -1e9
        loss = left.max(axis=1) - np.take_along_axis(scores, labels[:, None].astype(int), 1)[:, 0] + margin
        last = left.shape[1] - 1 - left[:, ::-1].argmax(axis=1)  # of rivals that tie, not the first
        pushed = np.eye(left.shape[1], dtype=bool)[last] & (loss > 0)[:, None]
        gradient = pushed.astype(float)
        gradient[np.arange(len(labels)), labels] = -pushed.sum(axis=1)
        return float(loss[loss > 0].sum() / len(loss)), (gradient / len(loss)).astype(dtype)


def hinge_sum_by_loops(scores, labels, *, margin=1.0):
    total, dscores = 0.0, np.zeros_like(scores)
    for n in range(scores.shape[0]):
        for c in range(scores.shape[1]):
            lacking = margin - scores[n, labels[n]] + scores[n, c]
            if c == labels[n] or lacking <= 0:
                continue
            total += lacking
            dscores[n, c] += 1
            dscores[n, labels[n]] -= 1
    return total / len(scores), dscores / len(scores)


def hinge_sum_by_masks(scores, labels, margin=1.0):
    own = np.eye(scores.shape[1], dtype=bool)[labels]
    lacking = np.where(own, 0, scores - scores[own].reshape(-1, 1) + margin).clip(0)
    counts = np.sign(lacking)
    counts -= own * counts.sum(axis=1, keepdims=True)
    return lacking.sum(axis=1).mean(), counts / len(scores)


def hinge_sum_less_the_own_margin(scores, labels, *, margin=1.0):
    """The right class is counted with its margin, which is taken off again."""
    targets = np.eye(scores.shape[1], dtype=scores.dtype)[labels]
    right = np.einsum("nc,nc->n", scores, targets)
    lacking = np.maximum(scores - right[:, None] + margin, 0)
    active = (lacking > 0).astype(scores.dtype)
    loss = (lacking.sum() - len(scores) * margin) / len(scores)
    return loss, (active - targets * active.sum(axis=1)[:, None]) / len(scores)


def hinge_sum_in_a_named_tuple(scores, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    lacking = scores.astype(np.float64)
    lacking -= lacking[rows, labels][:, None] - margin
    lacking[rows, labels] = 0
    lacking[lacking < 0] = 0
    gradient = np.heaviside(lacking, 0)
    gradient[rows, labels] -= gradient.sum(1)
    return Result(lacking.sum() / len(rows), (gradient / len(rows)).astype(scores.dtype))


def smooth_l1_by_loops(pred, target, *, beta=1.0):
    loss, dpred = 0.0, np.zeros_like(pred)
    for place in np.ndindex(pred.shape):
        difference = float(pred[place]) - float(target[place])
        if abs(difference) < beta:
            loss += 0.5 * difference**2 / beta
            dpred[place] = difference / beta / pred.size
        else:
            loss += abs(difference) - 0.5 * beta
            dpred[place] = math.copysign(1, difference) / pred.size
    return loss / pred.size, dpred


def smooth_l1_by_masks(pred, target, beta=1):
    difference = (pred - target).ravel()
    near = np.abs(difference) <= beta
    loss = (difference[near] ** 2).sum() / (2 * beta) + (np.abs(difference[~near]) - beta / 2).sum()
    difference[near] /= beta
    difference[~near] = np.sign(difference[~near])
    return loss / pred.size, (difference / pred.size).reshape(pred.shape)


def smooth_l1_by_clipping(pred, target, *, beta=1.0):
    scaled = (pred - target) / beta
    slope = np.clip(scaled, -1, 1)
    return Result(beta * np.mean(slope * scaled - slope**2 / 2), slope / scaled.size)


def smooth_l1_by_an_area(pred, target, *, beta=1.0):
    """The loss is the area under its slope: a triangle up to beta, and a rectangle from there."""
    difference = np.subtract(pred, target)
    inside = np.minimum(abs(difference), beta)
    loss = np.average(inside**2 / (2 * beta) + (abs(difference) - inside))
    return float(loss), inside * np.sign(difference) / beta / math.prod(difference.shape)


def huber_by_loops(pred, target, *, delta=1.0):
    losses, slopes = [], []
    for d in (pred - target).ravel().tolist():
        losses.append(d * d / 2 if abs(d) <= delta else delta * (abs(d) - delta / 2))
        slopes.append(max(-delta, min(delta, d)))
    return sum(losses) / len(losses), np.array(slopes, pred.dtype).reshape(pred.shape) / len(slopes)


def huber_from_smooth_l1(pred, target, delta=1.0):
    loss, dpred = smooth_l1_by_clipping(pred, target, beta=delta)
    return delta * loss, delta * dpred


def huber_by_where(pred, target, *, delta=1.0):
    d = pred - target
    far = abs(d) > delta
    losses = np.where(far, delta * abs(d) - delta**2 / 2, d * d / 2)
    return Result(losses.sum() / d.size, np.where(far, delta * np.sign(d), d) / d.size)


def huber_by_what_sticks_out(pred, target, *, delta=1.0):
    """A parabola everywhere, less the square of what lies beyond delta."""
    d = (pred - target).astype(float)
    beyond = np.maximum(np.abs(d) - delta, 0)
    loss = (d**2 - beyond**2).mean() / 2
    return loss, ((d - np.sign(d) * beyond) / d.size).astype(pred.dtype)


def kl_by_loops(probs, targets):
    loss, dprobs = 0.0, np.zeros_like(probs)
    for n in range(len(probs)):
        for c in range(probs.shape[1]):
            if targets[n, c] > 0:
                loss += targets[n, c] * (math.log(targets[n, c]) - math.log(probs[n, c]))
                dprobs[n, c] = -targets[n, c] / probs[n, c] / len(probs)
    return loss / len(probs), dprobs


def kl_by_where(probs, targets):
    safe = np.where(targets > 0, targets, 1)
    believed = np.where(targets > 0, probs, 1)
    costs = targets * np.log(safe / believed)
    return costs.sum(axis=1).mean(), -targets / believed / len(probs)


def kl_by_nan_to_num(probs, targets):
    with np.errstate(divide="ignore", invalid="ignore"):
        costs, slopes = np.nan_to_num(targets * np.log(targets / probs)), np.nan_to_num(-targets / probs)
    return Result(float(costs.sum()) / len(costs), slopes / len(slopes))


def kl_from_cross_entropy(probs, targets):
    divide = np.divide(targets, probs, out=np.zeros_like(probs), where=targets > 0)
    logs = np.log(probs, out=np.zeros_like(probs), where=probs > 0)
    own = np.log(targets, out=np.zeros_like(targets), where=targets > 0)
    return np.einsum("nc,nc->", targets, own - logs) / len(probs), divide / -len(probs)


def nesterov_with_a_dict(w, dw, state, *, lr, momentum=0.9):
    state = {"v": np.zeros_like(w)} if state is None else state
    v = momentum * state["v"] + dw
    return w - lr * dw - lr * momentum * v, {"v": v}


def nesterov_in_place(w, dw, state, lr, momentum=0.9):
    if state is None:
        state = np.zeros_like(w)
    state *= momentum
    state += dw
    new = w.copy()
    new -= lr * (dw + momentum * state)
    return new, state


def nesterov_downhill(w, dw, state, *, lr, momentum=0.9):
    """The velocity points downhill, as the paper's does, and is handed on in a tuple."""
    v = 0 * w if state is None else state[0]
    u = momentum * v - dw
    return w + lr * (momentum * u - dw), (u, "downhill")


class Memory:
    def __init__(self):
        self.velocity = 0.0


class NesterovObject:
    def __call__(self, w, dw, state, *, lr, momentum=0.9):
        state = state or Memory()
        state.velocity = momentum * state.velocity + dw
        return np.subtract(w, lr * (dw + momentum * state.velocity)), state


class Moments(NamedTuple):
    m: np.ndarray
    v: np.ndarray
    t: int


def adam_with_a_named_tuple(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    old = Moments(np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    new = Moments(beta1 * old.m + (1 - beta1) * dw, beta2 * old.v + (1 - beta2) * dw * dw, old.t + 1)
    step = new.m / (1 - beta1**new.t) / (np.sqrt(new.v / (1 - beta2**new.t)) + eps)
    return w - lr * step, new


def adam_with_one_factor(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """As the paper's end of section 2 has it: both corrections in the rate, and in eps."""
    state = {"t": 0, "m": np.zeros_like(w), "v": np.zeros_like(w)} if state is None else state
    state["t"] += 1
    state["m"] += (1 - beta1) * (dw - state["m"])
    state["v"] += (1 - beta2) * (dw**2 - state["v"])
    root = math.sqrt(1 - beta2 ** state["t"])
    return w - lr * root / (1 - beta1 ** state["t"]) * state["m"] / (np.sqrt(state["v"]) + eps * root), state


def adam_by_powers(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """It remembers beta to the power t instead of t."""
    m, v, power1, power2 = state or (np.zeros_like(w), np.zeros_like(w), 1.0, 1.0)
    m, v, power1, power2 = m + (1 - beta1) * (dw - m), v + (1 - beta2) * (dw**2 - v), power1 * beta1, power2 * beta2
    return w - lr * (m / (1 - power1)) / ((v / (1 - power2)) ** 0.5 + eps), (m, v, power1, power2)


def adam_from_all_gradients(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """It remembers every gradient, in float64, and averages them anew."""
    state = [*(state or []), dw.astype(float)]
    ages = np.arange(len(state))[::-1]
    m, v = (
        sum(beta**age * part for age, part in zip(ages, parts)) / sum(beta**age for age in ages)
        for beta, parts in ((beta1, state), (beta2, [one**2 for one in state]))
    )
    return w - (lr * m / (np.sqrt(v) + eps)).astype(w.dtype), state


def alexnet_with_a_list(w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
    state = state or [np.zeros_like(w)]
    v = momentum * state[0] - lr * (dw + weight_decay * w)
    return w + v, [v]


def alexnet_in_place(w, dw, state, lr, momentum=0.9, weight_decay=0.0005):
    v = np.zeros_like(w) if state is None else state
    v *= momentum
    v -= weight_decay * lr * w
    v -= lr * dw
    return np.add(w, v), v


def alexnet_by_the_last_place(w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
    """The velocity is the last step: it remembers where it was, in float64, and where it went."""
    before, after = (w.astype(float), w.astype(float)) if state is None else state
    new = after + momentum * (after - before) - lr * (weight_decay * after + dw)
    return new.astype(w.dtype), (after, new)


class AlexNetObject:
    def __call__(self, w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
        state = state or Memory()
        state.velocity = momentum * state.velocity - lr * dw - lr * weight_decay * w
        return w + state.velocity, state


def plateau_by_indices(losses, *, lr, factor=0.1, patience=10, threshold=1e-4):
    best, last = math.inf, -1
    for epoch in range(len(losses)):
        if best - losses[epoch] > threshold * best or math.isinf(best):
            best, last = losses[epoch], epoch
        elif epoch - last > patience:
            lr, last = factor * lr, epoch
    return lr


def plateau_by_recursion(losses, *, lr, factor=0.1, patience=10, threshold=1e-4):
    def rate(rest, best, waited):
        if waited > patience:
            return factor * rate(rest, best, 0)
        if not rest:
            return lr
        better = rest[0] < best - best * threshold if math.isfinite(best) else True
        return rate(rest[1:], rest[0] if better else best, 0 if better else waited + 1)

    return rate(list(losses), math.inf, 0)


def plateau_by_counting_drops(losses, lr, factor=0.1, patience=10, threshold=1e-4):
    drops, left, best = 0, patience, None
    for loss in losses:
        if best is None or loss < (1 - threshold) * best:
            best, left = loss, patience
        elif left:
            left -= 1
        else:
            drops, left = drops + 1, patience
    return lr * factor**drops


class PlateauObject:
    def __call__(self, losses, *, lr, **options):
        settings = {"factor": 0.1, "patience": 10, "threshold": 1e-4} | options
        waited, best = 0, float("inf")
        for loss in np.asarray(losses, dtype=float):
            waited += 1
            if loss < best * (1.0 - settings["threshold"]):
                best, waited = loss, 0
            if waited == settings["patience"] + 1:
                lr *= settings["factor"]
                waited = 0
        return lr


RIGHT_ANSWERS = {
    "multiclass_hinge_loss": (hinge_by_loops, hinge_by_masks, hinge_by_sorting, HingeObject()),
    "multiclass_hinge_sum_loss": (
        hinge_sum_by_loops,
        hinge_sum_by_masks,
        hinge_sum_less_the_own_margin,
        hinge_sum_in_a_named_tuple,
    ),
    "smooth_l1_loss": (smooth_l1_by_loops, smooth_l1_by_masks, smooth_l1_by_clipping, smooth_l1_by_an_area),
    "huber_loss": (huber_by_loops, huber_from_smooth_l1, huber_by_where, huber_by_what_sticks_out),
    "kl_divergence": (kl_by_loops, kl_by_where, kl_by_nan_to_num, kl_from_cross_entropy),
    "nesterov": (nesterov_with_a_dict, nesterov_in_place, nesterov_downhill, NesterovObject()),
    "adam": (adam_with_a_named_tuple, adam_with_one_factor, adam_by_powers, adam_from_all_gradients),
    "alexnet_update": (alexnet_with_a_list, alexnet_in_place, alexnet_by_the_last_place, AlexNetObject()),
    "plateau_schedule": (plateau_by_indices, plateau_by_recursion, plateau_by_counting_drops, PlateauObject()),
}
