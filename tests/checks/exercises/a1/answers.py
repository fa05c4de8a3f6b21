"""Right answers to every exercise, written as differently as students would."""

import numpy as np

from course_lib.ops.losses import softmax


def softmax_by_loops(scores):
    probs = np.empty_like(scores)
    for n, row in enumerate(scores):
        exps = np.array([np.exp(score - max(row)) for score in row], dtype=scores.dtype)
        probs[n] = exps / sum(exps)
    return probs


def softmax_like_scipy(scores):
    top = np.amax(scores, axis=1, keepdims=True)
    return np.exp(scores - top - np.log(np.sum(np.exp(scores - top), axis=1, keepdims=True)))


def softmax_by_einsum(scores):
    exps = np.exp(np.subtract(scores.T, scores.max(axis=1))).T
    return np.einsum("nc,n->nc", exps, 1 / np.einsum("nc->n", exps))


def one_hot_by_loops(labels, num_classes):
    targets = []
    for label in labels:
        targets.append([1.0 if column == label else 0.0 for column in range(num_classes)])
    return np.array(targets)


def one_hot_by_eye(labels, num_classes):
    return np.eye(num_classes)[labels]


def one_hot_by_comparison(labels, num_classes):
    return (labels[:, None] == np.arange(num_classes)).astype(float)


def cross_entropy_by_loops(scores, labels):
    total = 0.0
    for row, label in zip(scores, labels):
        top = max(row)
        total += top + np.log(sum(np.exp(score - top) for score in row)) - row[label]
    return total / len(scores)


def cross_entropy_by_logaddexp(scores, labels):
    return float(np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(scores)), labels]))


def cross_entropy_by_einsum(scores, labels):
    shifted = scores - scores.max(1)[:, None]
    targets = np.eye(scores.shape[1], dtype=scores.dtype)[labels]
    log_probs = shifted - np.log(np.einsum("nc->n", np.exp(shifted)))[:, None]
    return -np.einsum("nc,nc->", targets, log_probs) / scores.shape[0]


def jacobian_by_loops(probs):
    size = len(probs)
    jacobian = np.zeros((size, size), dtype=probs.dtype)
    for i in range(size):
        for j in range(size):
            jacobian[i, j] = probs[i] * ((1 if i == j else 0) - probs[j])
    return jacobian


def jacobian_by_einsum(probs):
    return np.einsum("i,ij->ij", probs, np.eye(len(probs), dtype=probs.dtype) - probs)


def jacobian_by_filling(probs):
    jacobian = -probs.reshape(-1, 1) @ probs.reshape(1, -1)
    np.fill_diagonal(jacobian, probs * (1 - probs))
    return jacobian


def cross_entropy_backward_by_loops(scores, labels):
    dscores = softmax_by_loops(scores)
    for n, label in enumerate(labels):
        dscores[n, label] -= 1
    return dscores / len(scores)


def cross_entropy_backward_by_one_hot(scores, labels):
    targets = np.eye(scores.shape[1])[labels].astype(scores.dtype)
    return (softmax(scores) - targets) * (1 / scores.shape[0])


def cross_entropy_backward_by_jacobian(scores, labels):
    dscores = np.empty_like(scores)
    for n, (row, label) in enumerate(zip(softmax(scores), labels)):
        dscores[n] = row - np.eye(len(row))[label]
    return np.divide(dscores, len(labels), dtype=scores.dtype)


def linear_forward_by_loops(x, w, b):
    out = np.zeros((x.shape[0], w.shape[0]), dtype=x.dtype)
    for n in range(len(x)):
        for c in range(len(w)):
            out[n, c] = sum(x[n] * w[c]) + b[c]
    return out, (x, w)


def linear_forward_by_einsum(x, w, b):
    return np.einsum("nd,cd->nc", x, w) + b, (x, w)


def linear_forward_by_transposes(x, w, b):
    return (w @ x.T + b[:, None]).T, (x, w)


def linear_backward_by_loops(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(len(w), dtype=w.dtype)
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            dx[n] += dout[n, c] * w[c]
            dw[c] += dout[n, c] * x[n]
            db[c] += dout[n, c]
    return dx, dw, db


def linear_backward_by_einsum(dout, cache):
    x, w = cache
    return np.einsum("nc,cd->nd", dout, w), np.einsum("nc,nd->cd", dout, x), np.einsum("nc->c", dout)


def linear_backward_by_tensordot(dout, cache):
    x, w = cache
    return np.matmul(dout, w), np.tensordot(dout, x, axes=(0, 0)), np.ones(len(x), x.dtype) @ dout


def train_in_one_function(x, labels, *, num_classes, lr, epochs, batch_size, rng):
    w, b = np.zeros((num_classes, x.shape[1]), dtype=x.dtype), np.zeros(num_classes, dtype=x.dtype)
    for _ in range(epochs):
        indices = np.arange(len(x))
        rng.shuffle(indices)
        for batch in np.split(indices, range(batch_size, len(x), batch_size)):
            probs = softmax_like_scipy(x[batch] @ w.T + b)
            probs[range(len(batch)), labels[batch]] -= 1
            w -= lr * (probs.T @ x[batch]) / len(batch)
            b -= lr * probs.mean(axis=0)
    return w, b


def train_with_bias_column(x, labels, *, num_classes, lr, epochs, batch_size, rng):
    extended = np.column_stack([x, np.ones(len(x), x.dtype)])
    both = np.zeros((extended.shape[1], num_classes), x.dtype)
    targets = np.eye(num_classes, dtype=x.dtype)[labels]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            error = softmax(extended[rows] @ both) - targets[rows]
            both = both - lr / len(rows) * extended[rows].T @ error
    return both[:-1].T.copy(), both[-1]


def train_shuffling_copies(x, labels, *, num_classes, lr, epochs, batch_size, rng):
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros((num_classes,), x.dtype)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        images, answers = x[order], labels[order]
        while len(images):
            probs = softmax_by_einsum(images[:batch_size] @ w.T + b)
            step = lr * cross_entropy_gradient(probs, answers[:batch_size])
            w, b = w - step.T @ images[:batch_size], b - step.sum(0)
            images, answers = images[batch_size:], answers[batch_size:]
    return w, b


def cross_entropy_gradient(probs, labels):
    return (probs - np.eye(probs.shape[1], dtype=probs.dtype)[labels]) / len(labels)


RIGHT_ANSWERS = {
    "softmax": (softmax_by_loops, softmax_like_scipy, softmax_by_einsum),
    "one_hot": (one_hot_by_loops, one_hot_by_eye, one_hot_by_comparison),
    "cross_entropy": (cross_entropy_by_loops, cross_entropy_by_logaddexp, cross_entropy_by_einsum),
    "softmax_jacobian": (jacobian_by_loops, jacobian_by_einsum, jacobian_by_filling),
    "cross_entropy_backward": (
        cross_entropy_backward_by_loops,
        cross_entropy_backward_by_one_hot,
        cross_entropy_backward_by_jacobian,
    ),
    "linear_forward": (linear_forward_by_loops, linear_forward_by_einsum, linear_forward_by_transposes),
    "linear_backward": (linear_backward_by_loops, linear_backward_by_einsum, linear_backward_by_tensordot),
    "train_linear_classifier": (train_in_one_function, train_with_bias_column, train_shuffling_copies),
}
