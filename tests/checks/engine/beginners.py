"""Wrong answers as beginners write them, none of them taken from a list of known mistakes: the exercises of A1."""

import math

import numpy as np


def softmax_row_by_row_into_zeros(scores):
    probs = np.zeros(scores.shape)
    for i in range(scores.shape[0]):
        e = np.exp(scores[i] - np.max(scores[i]))
        probs[i] = e / e.sum()
    return probs


def softmax_returned_as_list(scores):
    result = []
    for row in scores:
        e = np.exp(row - max(row))
        result.append(e / sum(e))
    return result


def softmax_printed(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    print(e / e.sum(axis=1, keepdims=True))


def softmax_of_minus(scores):
    e = np.exp(scores.min(axis=1, keepdims=True) - scores)
    return e / e.sum(axis=1, keepdims=True)


def softmax_first_row_only(scores):
    probs = np.zeros_like(scores)
    for i in range(len(scores)):
        e = np.exp(scores[i] - scores[i].max())
        probs[i] = e / e.sum()
        return probs


def softmax_base_two(scores):
    e = 2.0 ** (scores - scores.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(scores.dtype)


def softmax_rounded(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.round(e / e.sum(axis=1, keepdims=True), 4)


def softmax_with_epsilon(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) + 1e-6)


def softmax_with_mean(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.mean(axis=1, keepdims=True)


def softmax_without_keepdims(scores):
    e = np.exp(scores - scores.max(axis=1))
    return e / e.sum(axis=1)


def softmax_divided_by_largest(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.max(axis=1, keepdims=True)


def softmax_dividing_by_norm(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / np.sqrt((e**2).sum(axis=1, keepdims=True))


def softmax_argmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.argmax(e / e.sum(axis=1, keepdims=True), axis=1)


def one_hot_from_one(labels, num_classes):
    targets = np.zeros((len(labels), num_classes))
    for row, label in enumerate(labels):
        if label >= 1:
            targets[row, label - 1] = 1
    return targets


def one_hot_reversed(labels, num_classes):
    return np.eye(num_classes)[::-1][labels]


def one_hot_flat(labels, num_classes):
    targets = np.zeros(len(labels) * num_classes)
    for i, label in enumerate(labels):
        targets[i * num_classes + label] = 1
    return targets


def one_hot_square(labels, num_classes):
    targets = np.zeros((num_classes, num_classes))
    for i, label in enumerate(labels[:num_classes]):
        targets[i, label] = 1
    return targets


def one_hot_two_for_one(labels, num_classes):
    targets = np.ones((len(labels), num_classes))
    targets[np.arange(len(labels)), labels] = 0
    return targets


def jacobian_with_diagonal_everywhere(probs):
    jacobian = np.zeros((len(probs), len(probs)), probs.dtype)
    for i in range(len(probs)):
        for j in range(len(probs)):
            jacobian[i, j] = probs[i] * (1 - probs[j])
    return jacobian


def jacobian_lower_half(probs):
    jacobian = np.zeros((len(probs), len(probs)), probs.dtype)
    for i in range(len(probs)):
        for j in range(i + 1):
            jacobian[i, j] = probs[i] * ((i == j) - probs[j])
    return jacobian


def jacobian_plus(probs):
    return np.diag(probs) + np.outer(probs, probs)


def cross_entropy_of_largest(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_probs.max(axis=1).mean()


def cross_entropy_of_probs(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    probs = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    return -probs[np.arange(len(labels)), labels].mean()


def cross_entropy_halved(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_probs[np.arange(len(labels)), labels].mean() / 2


def cross_entropy_first_class(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_probs[:, 0].mean()


def cross_entropy_by_len_minus_one(scores, labels):
    total = 0.0
    for row, label in zip(scores, labels):
        total += np.log(np.exp(row - row.max()).sum()) + row.max() - row[label]
    return total / max(len(labels) - 1, 1)


def cross_entropy_python_log(scores, labels):
    loss = 0
    for i in range(len(labels)):
        loss -= math.log(np.exp(scores[i][labels[i]]) / np.sum(np.exp(scores[i])))
    return loss / len(labels)


def gradient_plus_one(scores, labels):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True)
    d[np.arange(len(labels)), labels] += 1
    return d / len(labels)


def gradient_zero_at_label(scores, labels):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True)
    d[np.arange(len(labels)), labels] = 0
    return d / len(labels)


def gradient_divided_before(scores, labels):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True) / len(labels)
    d[np.arange(len(labels)), labels] -= 1
    return d


def gradient_by_one_sided_differences(scores, labels, h=1e-4):
    def loss(s):
        shifted = s - s.max(axis=1, keepdims=True)
        return -(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))[np.arange(len(labels)), labels].mean()

    d = np.zeros(scores.shape)
    for index in np.ndindex(*scores.shape):
        up = scores.astype(float)
        up[index] += h
        d[index] = (loss(up) - loss(scores.astype(float))) / h
    return d.astype(scores.dtype)


def linear_forward_with_bias_column(x, w, b):
    return x @ w.T + b[:, None], (x, w)


def linear_forward_bias_twice(x, w, b):
    out = x @ w.T + b
    out = out + b
    return out, (x, w)


def linear_forward_elementwise(x, w, b):
    return x * w + b, (x, w)


def linear_forward_summed(x, w, b):
    return (x @ w.T + b).sum(axis=0), (x, w)


def linear_forward_first_row(x, w, b):
    out = np.zeros((x.shape[0], w.shape[0]), x.dtype)
    for i in range(x.shape[0]):
        out[i] = x[0] @ w.T + b
    return out, (x, w)


def linear_backward_with_mean_everywhere(dout, cache):
    x, w = cache
    n = len(x)
    return dout @ w / n, dout.T @ x / n, dout.sum(axis=0) / n


def linear_backward_names_mixed(dout, cache):
    w, x = cache
    return dout @ w, dout.T @ x, dout.sum(axis=0)


def linear_backward_list(dout, cache):
    x, w = cache
    return [dout @ w, dout.T @ x, dout.sum(axis=0)]


def linear_backward_no_transpose(dout, cache):
    x, w = cache
    return dout @ w, dout @ x, dout.sum(axis=0)


def linear_backward_bias_of_x(dout, cache):
    x, w = cache
    return dout @ w, dout.T @ x, x.sum(axis=0)


def linear_backward_gradient_of_ones(dout, cache):
    x, w = cache
    return dout @ w, dout.T @ x, np.ones(len(w), dout.dtype)


A1 = {
    "softmax": (
        softmax_row_by_row_into_zeros, softmax_returned_as_list, softmax_printed, softmax_of_minus,
        softmax_first_row_only, softmax_base_two, softmax_rounded, softmax_with_epsilon, softmax_with_mean,
        softmax_without_keepdims, softmax_divided_by_largest, softmax_dividing_by_norm, softmax_argmax,
    ),
    "one_hot": (one_hot_from_one, one_hot_reversed, one_hot_flat, one_hot_square, one_hot_two_for_one),
    "softmax_jacobian": (jacobian_with_diagonal_everywhere, jacobian_lower_half, jacobian_plus),
    "cross_entropy": (
        cross_entropy_of_largest, cross_entropy_of_probs, cross_entropy_halved, cross_entropy_first_class,
        cross_entropy_by_len_minus_one, cross_entropy_python_log,
    ),
    "cross_entropy_backward": (
        gradient_plus_one, gradient_zero_at_label, gradient_divided_before, gradient_by_one_sided_differences,
    ),
    "linear_forward": (
        linear_forward_with_bias_column, linear_forward_bias_twice, linear_forward_elementwise, linear_forward_summed,
        linear_forward_first_row,
    ),
    "linear_backward": (
        linear_backward_with_mean_everywhere, linear_backward_names_mixed, linear_backward_list,
        linear_backward_no_transpose, linear_backward_bias_of_x, linear_backward_gradient_of_ones,
    ),
}  # fmt: skip
