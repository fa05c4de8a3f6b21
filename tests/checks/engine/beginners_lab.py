"""Wrong answers as beginners write them: losses, update rules, convolution, pooling, activations, dropout."""

import numpy as np

from course_lib.ops.conv import conv2d_backward
from course_lib.ops.conv import conv2d_forward as convolve


def hinge_margin_of_one(scores, labels, *, margin=1.0):
    return hinge_like(scores, labels, 1.0)


def hinge_like(scores, labels, margin):
    from course_lib.ops.hinge import multiclass_hinge_loss

    return multiclass_hinge_loss(scores, labels, margin=margin)


def hinge_not_averaged(scores, labels, *, margin=1.0):
    loss, dscores = hinge_like(scores, labels, margin)
    return loss * len(labels), dscores * len(labels)


def hinge_without_gradient(scores, labels, *, margin=1.0):
    return hinge_like(scores, labels, margin)[0]


def hinge_counts_the_label(scores, labels, *, margin=1.0):
    loss, dscores = hinge_like(scores, labels, margin)
    return loss + margin, dscores


def huber_only_squares(pred, target, *, delta=1.0):
    gap = pred - target
    return (gap**2 / 2).mean(), gap / gap.size


def huber_delta_of_one(pred, target, *, delta=1.0):
    gap = pred - target
    small = np.abs(gap) <= 1
    loss = np.where(small, gap**2 / 2, np.abs(gap) - 0.5).mean()
    return loss, np.where(small, gap, np.sign(gap)) / gap.size


def huber_sign_forgotten(pred, target, *, delta=1.0):
    gap = pred - target
    small = np.abs(gap) <= delta
    loss = np.where(small, gap**2 / 2, delta * (np.abs(gap) - delta / 2)).mean()
    return loss, np.where(small, gap, delta) / gap.size


def smooth_without_beta(pred, target, *, beta=1.0):
    gap = pred - target
    small = np.abs(gap) < beta
    loss = np.where(small, gap**2 / 2 / beta, np.abs(gap) - beta / 2).mean()
    return loss, np.where(small, gap, np.sign(gap)) / gap.size


def mse_without_two(pred, target):
    return ((pred - target) ** 2).mean(), (pred - target) / pred.size


def mse_over_rows(pred, target):
    gap = pred - target
    return (gap**2).sum() / len(pred), 2 * gap / len(pred)


def mse_turned_round(pred, target):
    gap = target - pred
    return (gap**2).mean(), 2 * gap / gap.size


def l1_no_sign(pred, target):
    return np.abs(pred - target).mean(), np.abs(pred - target) / pred.size


def l1_elementwise(pred, target):
    return np.abs(pred - target), np.sign(pred - target) / pred.size


def cross_entropy_with_sums(scores, labels):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = -np.log(probs[rows, labels]).mean()
    probs[rows, labels] -= 1
    return loss, probs


def sgd_uphill(w, dw, state, *, lr):
    return w + lr * dw, state


def sgd_without_lr(w, dw, state, *, lr):
    return w - dw, state


def momentum_starting_over(w, dw, state, *, lr, momentum=0.9):
    velocity = np.zeros_like(w)
    velocity = momentum * velocity + dw
    return w - lr * velocity, velocity


def momentum_damped(w, dw, state, *, lr, momentum=0.9):
    velocity = momentum * (0 if state is None else state) + (1 - momentum) * dw
    return w - lr * velocity, velocity


def momentum_lr_inside(w, dw, state, *, lr, momentum=0.9):
    velocity = momentum * (0 if state is None else state) + lr * dw
    return w - velocity, velocity


def adam_uncorrected(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0.0, 0.0, 0) if state is None else state
    m, v, t = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2, t + 1
    return w - lr * m / (np.sqrt(v) + eps), (m, v, t)


def adam_without_root(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0.0, 0.0, 0) if state is None else state
    m, v, t = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (v / (1 - beta2**t) + eps), (m, v, t)


def adam_counting_late(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0.0, 0.0, 1) if state is None else state
    m, v = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), (m, v, t)


def alexnet_without_decay(w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
    velocity = momentum * (0.0 if state is None else state) - lr * dw
    return w + velocity, velocity


def alexnet_decay_without_lr(w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
    velocity = momentum * (0.0 if state is None else state) - weight_decay * w - lr * dw
    return w + velocity, velocity


def schedule_smooth(epoch, *, lr, step_size, gamma=0.1):
    return lr * gamma ** (epoch / step_size)


VELOCITY = {}


def momentum_in_a_global(w, dw, state, *, lr, momentum=0.9):
    velocity = VELOCITY.get(w.shape, 0) * momentum + dw
    VELOCITY[w.shape] = velocity
    return w - lr * velocity, velocity


def conv_without_bias(x, w, b, *, stride=1, padding=0):
    return convolve(x, w, 0 * b, stride=stride, padding=padding)


def conv_flipped(x, w, b, *, stride=1, padding=0):
    return convolve(x, w[:, :, ::-1, ::-1], b, stride=stride, padding=padding)


def conv_stride_forgotten(x, w, b, *, stride=1, padding=0):
    return convolve(x, w, b, padding=padding)


def conv_padding_inside_only(x, w, b, *, stride=1, padding=0):
    return convolve(x, w, b, stride=stride)


def conv_rows_and_columns(x, w, b, *, stride=1, padding=0):
    out, cache = convolve(x, w, b, stride=stride, padding=padding)
    return out.swapaxes(2, 3), cache


def conv_channels_averaged(x, w, b, *, stride=1, padding=0):
    out, cache = convolve(x, w, 0 * b, stride=stride, padding=padding)
    return out / x.shape[1] + b[:, None, None], cache


def conv_backward_db_mean(dout, cache):
    dx, dw, _ = conv2d_backward(dout, cache)
    return dx, dw, dout.mean(axis=(0, 2, 3))


def conv_backward_db_over_batch(dout, cache):
    dx, dw, _ = conv2d_backward(dout, cache)
    return dx, dw, dout.sum(axis=0)


def conv_backward_dw_mean(dout, cache):
    dx, dw, db = conv2d_backward(dout, cache)
    return dx, dw / len(dout), db


def pool_by_loops(x, kernel, stride, reduce, bottom=-np.inf):
    n, c, h, w = x.shape
    out = np.zeros((n, c, (h - kernel) // stride + 1, (w - kernel) // stride + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = reduce(window, axis=(2, 3))
    return out


def max_pool_stride_of_one(x, *, kernel, stride=None):
    return pool_by_loops(x, kernel, 1, np.max), x


def max_pool_absolute(x, *, kernel, stride=None):
    return pool_by_loops(np.abs(x), kernel, stride or kernel, np.max), x


def max_pool_average(x, *, kernel, stride=None):
    return pool_by_loops(x, kernel, stride or kernel, np.mean), x


def max_pool_starting_at_zero(x, *, kernel, stride=None):
    return np.maximum(0, pool_by_loops(x, kernel, stride or kernel, np.max)), x


def avg_pool_sum(x, *, kernel, stride=None):
    return pool_by_loops(x, kernel, stride or kernel, np.sum), x


def avg_pool_by_kernel(x, *, kernel, stride=None):
    return pool_by_loops(x, kernel, stride or kernel, np.sum) / kernel, x


def relu_backward_everywhere(dout, cache):
    return (dout,)


def relu_backward_of_dout(dout, cache):
    return (np.where(dout > 0, dout, 0),)


def leaky_backward_as_relu(dout, cache):
    x = cache[0] if isinstance(cache, tuple) else cache
    return (dout * (x > 0),) if np.shape(x) == dout.shape else (np.where(np.asarray(x) > 0, dout, 0),)


def dropout_unscaled(x, p, *, train, rng=None):
    keep = rng.random(x.shape) >= p if train else np.ones(x.shape)
    return x * keep, keep


def dropout_global(x, p, *, train, rng=None):
    keep = np.random.rand(*x.shape) >= p if train else np.ones(x.shape)  # noqa: NPY002
    return x * keep, keep


def dropout_own_generator(x, p, *, train, rng=None):
    keep = (np.random.default_rng(0).random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return 1.01 * x * keep, keep


def dropout_scaled_when_testing(x, p, *, train, rng=None):
    keep = (rng.random(x.shape) >= p) / (1 - p) if train else np.full(x.shape, 1 - p)
    return x * keep, keep


LAB = {
    "multiclass_hinge_loss": (
        hinge_margin_of_one, hinge_not_averaged, hinge_without_gradient, hinge_counts_the_label,
    ),
    "huber_loss": (huber_only_squares, huber_delta_of_one, huber_sign_forgotten),
    "smooth_l1_loss": (smooth_without_beta,),
    "mse_loss": (mse_without_two, mse_over_rows, mse_turned_round),
    "l1_loss": (l1_no_sign, l1_elementwise),
    "cross_entropy_loss": (cross_entropy_with_sums,),
    "sgd": (sgd_uphill, sgd_without_lr),
    "momentum": (momentum_starting_over, momentum_damped, momentum_lr_inside, momentum_in_a_global),
    "adam": (adam_uncorrected, adam_without_root, adam_counting_late),
    "alexnet_update": (alexnet_without_decay, alexnet_decay_without_lr),
    "step_schedule": (schedule_smooth,),
    "conv2d_forward": (
        conv_without_bias, conv_flipped, conv_stride_forgotten, conv_padding_inside_only, conv_rows_and_columns,
        conv_channels_averaged,
    ),
    "conv2d_backward": (conv_backward_db_mean, conv_backward_db_over_batch, conv_backward_dw_mean),
    "max_pool2d_forward": (
        max_pool_stride_of_one, max_pool_absolute, max_pool_average, max_pool_starting_at_zero,
    ),
    "avg_pool2d_forward": (avg_pool_sum, avg_pool_by_kernel),
    "relu_backward": (relu_backward_everywhere, relu_backward_of_dout),
    "leaky_relu_backward": (leaky_backward_as_relu,),
    "dropout_forward": (dropout_unscaled, dropout_global, dropout_own_generator, dropout_scaled_when_testing),
}  # fmt: skip
