"""Right answers to every exercise of A1, written as differently as students would."""

import math
from typing import NamedTuple

import numpy as np

from course_lib.ops.losses import softmax


def softmax_by_loops(scores, *, temperature=1.0):
    probs = np.empty_like(scores)
    for n, row in enumerate(scores):
        exps = np.array([np.exp((score - max(row)) / temperature) for score in row], dtype=scores.dtype)
        probs[n] = exps / sum(exps)
    return probs


def softmax_like_scipy(scores, temperature=1.0):
    scores = scores / temperature
    top = np.amax(scores, axis=1, keepdims=True)
    return np.exp(scores - top - np.log(np.sum(np.exp(scores - top), axis=1, keepdims=True)))


def softmax_by_einsum(scores, *, temperature=1):
    exps = np.exp(np.subtract(scores.T, scores.max(axis=1)) / temperature).T
    return np.einsum("nc,n->nc", exps, 1 / np.einsum("nc->n", exps))


class SoftmaxObject:
    def __call__(self, scores, *, temperature=1.0):
        powers = (scores - scores.max(axis=1).reshape(-1, 1)) * (1 / temperature)
        powers = np.exp(powers, out=powers)
        powers /= powers.sum(axis=1, keepdims=True)
        return powers


def one_hot_by_loops(labels, num_classes, *, smoothing=0.0):
    share = smoothing / num_classes
    targets = []
    for label in labels:
        targets.append([share + 1 - smoothing if column == label else share for column in range(num_classes)])
    return np.array(targets)


def one_hot_by_eye(labels, num_classes, smoothing=0):
    return (1 - smoothing) * np.eye(num_classes)[labels] + smoothing / num_classes


def one_hot_by_comparison(labels, num_classes, *, smoothing=0.0):
    return np.where(
        labels[:, None] == np.arange(num_classes), 1 - smoothing + smoothing / num_classes, smoothing / num_classes
    )


def one_hot_by_put(labels, num_classes, *, smoothing=0.0):
    targets = np.zeros((len(labels), num_classes)) + smoothing / num_classes
    np.put_along_axis(targets, labels[:, None].astype(int), 1.0 - smoothing * (num_classes - 1) / num_classes, axis=1)
    return targets


def cross_entropy_by_loops(scores, labels, *, label_smoothing=0.0):
    total = 0.0
    for row, label in zip(scores, labels):
        row = row.astype(float)
        norm = max(row) + math.log(sum(math.exp(score - max(row)) for score in row))
        total += (1 - label_smoothing) * (norm - row[label])
        total += label_smoothing * sum(norm - score for score in row) / len(row)
    return total / len(scores)


def cross_entropy_by_logaddexp(scores, labels, label_smoothing=0.0):
    norms = np.logaddexp.reduce(scores, axis=1)
    right = norms - scores[np.arange(len(scores)), labels]
    everything = norms - scores.mean(axis=1)
    return float(np.mean((1 - label_smoothing) * right + label_smoothing * everything))


def cross_entropy_by_einsum(scores, labels, *, label_smoothing=0.0):
    shifted = scores - scores.max(1)[:, None]
    targets = (1 - label_smoothing) * np.eye(scores.shape[1], dtype=scores.dtype)[
        labels
    ] + label_smoothing / scores.shape[1]
    log_probs = shifted - np.log(np.einsum("nc->n", np.exp(shifted)))[:, None]
    return -np.einsum("nc,nc->", targets, log_probs) / scores.shape[0]


def cross_entropy_in_float64(scores, labels, *, label_smoothing=0.0):
    scores = np.asarray(scores, dtype=np.float64)
    log_probs = scores - scores.max(axis=-1, keepdims=True)
    log_probs -= np.log(np.exp(log_probs).sum(axis=-1, keepdims=True))
    picked = np.take_along_axis(log_probs, labels[:, None].astype(int), axis=1).mean()
    return -(picked - label_smoothing * (picked - log_probs.mean()))


def jacobian_by_loops(probs):
    rows, size = probs.shape
    jacobian = np.zeros((rows, size, size), dtype=probs.dtype)
    for n in range(rows):
        for i in range(size):
            for j in range(size):
                jacobian[n, i, j] = probs[n, i] * ((1 if i == j else 0) - probs[n, j])
    return jacobian


def jacobian_by_einsum(probs):
    return np.einsum("ni,nij->nij", probs, np.eye(probs.shape[1], dtype=probs.dtype) - probs[:, None, :])


def jacobian_by_rows(probs):
    return np.stack([np.diag(row) - np.outer(row, row) for row in probs])


def jacobian_by_filling(probs):
    jacobian = -probs[..., None] @ probs[:, None]
    diagonal = np.arange(probs.shape[1])
    jacobian[:, diagonal, diagonal] += probs
    return jacobian


def cross_entropy_backward_by_loops(scores, labels, *, label_smoothing=0.0):
    dscores = softmax_by_loops(scores)
    for n, label in enumerate(labels):
        dscores[n] -= label_smoothing / scores.shape[1]
        dscores[n, label] -= 1 - label_smoothing
    return dscores / len(scores)


def cross_entropy_backward_by_eye(scores, labels, label_smoothing=0.0):
    targets = (1 - label_smoothing) * np.eye(scores.shape[1])[labels] + label_smoothing / scores.shape[1]
    return (softmax(scores) - targets.astype(scores.dtype)) * (1 / scores.shape[0])


def cross_entropy_backward_by_jacobian(scores, labels, *, label_smoothing=0.0):
    """The chain rule in full; written so that no probability of 0 is divided by."""
    probs = softmax(scores.astype(float))
    targets = one_hot_by_eye(labels, scores.shape[1], label_smoothing)
    dscores = probs * targets.sum(axis=1, keepdims=True) - targets
    return (dscores / len(labels)).astype(scores.dtype)


def cross_entropy_backward_in_place(scores, labels, *, label_smoothing=0.0):
    grad = softmax_like_scipy(scores)
    grad[np.arange(grad.shape[0]), labels] -= 1.0 - label_smoothing
    grad -= label_smoothing / grad.shape[1]
    grad /= grad.shape[0]
    return grad


def linear_forward_by_loops(x, w, b):
    rows = x.reshape(-1, x.shape[-1])
    out = np.zeros((len(rows), w.shape[0]), dtype=x.dtype)
    for n in range(len(rows)):
        for c in range(len(w)):
            out[n, c] = sum(rows[n] * w[c]) + b[c]
    return out.reshape(*x.shape[:-1], len(w)), (x, w)


def linear_forward_by_einsum(x, w, b):
    return np.einsum("...d,cd->...c", x, w) + b, (x, w)


def linear_forward_by_transposes(x, w, b):
    return np.swapaxes(w @ np.atleast_2d(x).swapaxes(-1, -2), -1, -2).reshape(*x.shape[:-1], len(w)) + b, (x, w)


class Linear(NamedTuple):
    out: np.ndarray
    cache: tuple


def linear_forward_in_a_named_tuple(x, w, b):
    return Linear(out=np.dot(x, w.transpose()) + b, cache=(x, w))


def linear_backward_by_loops(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(len(w), dtype=w.dtype)
    for place in np.ndindex(dout.shape[:-1]):
        for c in range(dout.shape[-1]):
            dx[place] += dout[place][c] * w[c]
            dw[c] += dout[place][c] * x[place]
            db[c] += dout[place][c]
    return dx, dw, db


def linear_backward_by_einsum(dout, cache):
    x, w = cache
    rows = [array.reshape(-1, array.shape[-1]) for array in (dout, x)]
    return np.einsum("...c,cd->...d", dout, w), np.einsum("nc,nd->cd", *rows), np.einsum("nc->c", rows[0])


def linear_backward_by_tensordot(dout, cache):
    x, w = cache
    leading = list(range(x.ndim - 1))
    return np.matmul(dout, w), np.tensordot(dout, x, axes=(leading, leading)), dout.sum(axis=tuple(leading))


def linear_backward_by_outer_products(dout, cache):
    x, w = cache
    each = dout[..., :, None] * x[..., None, :]
    return dout @ w, each.reshape(-1, *w.shape).sum(0), np.ones(dout[..., 0].size, x.dtype) @ dout.reshape(-1, len(w))


def train_in_one_function(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    w, b = np.zeros((num_classes, x.shape[1]), dtype=x.dtype), np.zeros(num_classes, dtype=x.dtype)
    for _ in range(epochs):
        indices = np.arange(len(x))
        rng.shuffle(indices)
        for batch in np.split(indices, range(batch_size, len(x), batch_size)):
            probs = softmax_like_scipy(x[batch] @ w.T + b)
            probs[range(len(batch)), labels[batch]] -= 1
            w -= lr * ((probs.T @ x[batch]) / len(batch) + weight_decay * w)
            b -= lr * probs.mean(axis=0)
    return w, b


def train_with_bias_column(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    extended = np.column_stack([x, np.ones(len(x), x.dtype)])
    both = np.zeros((extended.shape[1], num_classes), x.dtype)
    decay = np.array([weight_decay] * x.shape[1] + [0], x.dtype)[:, None]
    targets = np.eye(num_classes, dtype=x.dtype)[labels]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            error = softmax(extended[rows] @ both) - targets[rows]
            both = both - lr / len(rows) * extended[rows].T @ error - lr * decay * both
    return both[:-1].T.copy(), both[-1]


def train_shuffling_copies(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros((num_classes,), x.dtype)
    for _ in range(epochs):
        order = np.argsort(rng.random(len(x)))
        images, answers = x[order], labels[order]
        while len(images):
            probs = softmax_by_einsum(images[:batch_size] @ w.T + b)
            step = lr * cross_entropy_gradient(probs, answers[:batch_size])
            w, b = (1 - lr * weight_decay) * w - step.T @ images[:batch_size], b - step.sum(0)
            images, answers = images[batch_size:], answers[batch_size:]
    return w, b


def train_with_spawned_generators(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros(num_classes, x.dtype)
    for own in rng.spawn(epochs):
        left = list(own.choice(len(x), size=len(x), replace=False))
        while left:
            batch, left = left[:batch_size], left[batch_size:]
            dscores = cross_entropy_backward_by_eye(x[batch] @ w.T + b, labels[batch])
            w, b = w - lr * (dscores.T @ x[batch] + weight_decay * w), b - lr * dscores.sum(axis=0)
    return w, b


def cross_entropy_gradient(probs, labels):
    return (probs - np.eye(probs.shape[1], dtype=probs.dtype)[labels]) / len(labels)


def measured_by_loops(scores, labels, *, temperature=1.0):
    right, sure = 0, 0.0
    for row, label in zip(softmax_by_loops(scores, temperature=temperature), labels):
        right += int(np.argmax(row)) == label
        sure += max(row)
    return right / len(labels), sure / len(labels)


def measured_by_scores(scores, labels, temperature=1.0):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.argmax(scores, axis=1) == labels), np.mean(1 / np.exp(shifted / temperature).sum(axis=1))


def measured_by_sorting(scores, labels, *, temperature=1.0):
    probs = np.sort(softmax(scores, temperature=temperature), axis=1)[:, -1]
    choices = np.argsort(-scores, axis=1, kind="stable")[:, 0]
    return float(np.count_nonzero(choices == labels) / len(labels)), float(probs.mean())


def measured_by_the_top(scores, labels, *, temperature=1.0):
    probs = softmax(scores / temperature)
    top = probs.max(axis=1)
    return (probs[np.arange(len(labels)), labels] == top).mean(), top.sum() / len(top)


RIGHT_ANSWERS = {
    "softmax": (softmax_by_loops, softmax_like_scipy, softmax_by_einsum, SoftmaxObject()),
    "one_hot": (one_hot_by_loops, one_hot_by_eye, one_hot_by_comparison, one_hot_by_put),
    "cross_entropy": (
        cross_entropy_by_loops,
        cross_entropy_by_logaddexp,
        cross_entropy_by_einsum,
        cross_entropy_in_float64,
    ),
    "softmax_jacobian": (jacobian_by_loops, jacobian_by_einsum, jacobian_by_rows, jacobian_by_filling),
    "cross_entropy_backward": (
        cross_entropy_backward_by_loops,
        cross_entropy_backward_by_eye,
        cross_entropy_backward_by_jacobian,
        cross_entropy_backward_in_place,
    ),
    "linear_forward": (
        linear_forward_by_loops,
        linear_forward_by_einsum,
        linear_forward_by_transposes,
        linear_forward_in_a_named_tuple,
    ),
    "linear_backward": (
        linear_backward_by_loops,
        linear_backward_by_einsum,
        linear_backward_by_tensordot,
        linear_backward_by_outer_products,
    ),
    "train_linear_classifier": (
        train_in_one_function,
        train_with_bias_column,
        train_shuffling_copies,
        train_with_spawned_generators,
    ),
    "accuracy_and_confidence": (measured_by_loops, measured_by_scores, measured_by_sorting, measured_by_the_top),
}
