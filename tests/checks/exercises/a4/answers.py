"""Right answers to every exercise of A4, written as differently as students would; a backward with its own forward."""

import math
from typing import NamedTuple

import numpy as np

from course_lib.ops.activations import relu_backward, relu_forward
from course_lib.ops.conv import col2im, conv2d_backward, conv2d_forward, conv2d_im2col_backward, conv2d_im2col_forward
from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward, softmax
from course_lib.ops.pool import max_pool2d_backward, max_pool2d_forward


class Result(NamedTuple):
    out: np.ndarray
    cache: object


class Single(NamedTuple):
    dx: np.ndarray


def size_by_counting(size, kernel, stride, padding):
    count = len(range(0, size + 2 * padding - kernel + 1, stride))
    if not count:
        raise ValueError(f"a filter of {kernel} pixels does not fit into {size} + 2 * {padding}")
    return count


def size_by_walking(size, kernel, stride, padding):
    first, count = -padding, 0
    while first + kernel <= size + padding:
        first, count = first + stride, count + 1
    if count == 0:
        raise ValueError
    return count


def size_by_floor(size, kernel, stride, padding):
    steps = math.floor((size - kernel + 2 * padding) / stride)
    if steps < 0:
        raise ValueError("too small")
    return int(steps) + 1


class OutputSize:
    def __call__(self, size, kernel, stride, padding):
        room = size + padding + padding - kernel
        if room < 0:
            raise ValueError("no room")
        return np.int64(divmod(room, stride)[0] + 1)


def conv_by_loops(x, w, b, *, stride=1, padding=0):
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape
    oh, ow = (height + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1
    out = np.zeros((n, f, oh, ow), x.dtype)
    for image, place in np.ndindex(n, f):
        for i, j in np.ndindex(oh, ow):
            total = b[place]
            for channel, k, m in np.ndindex(c, kh, kw):
                row, column = i * stride + k - padding, j * stride + m - padding
                if 0 <= row < height and 0 <= column < width:
                    total += w[place, channel, k, m] * x[image, channel, row, column]
            out[image, place, i, j] = total
    return out, {"x": x, "w": w, "stride": stride, "padding": padding}


def conv_backward_by_loops(dout, cache):
    x, w, stride, padding = cache["x"], cache["w"], cache["stride"], cache["padding"]
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(len(w), w.dtype)
    for n, f, i, j in np.ndindex(dout.shape):
        db[f] += dout[n, f, i, j]
        for c, k, m in np.ndindex(w.shape[1:]):
            row, column = i * stride + k - padding, j * stride + m - padding
            if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
                dx[n, c, row, column] += dout[n, f, i, j] * w[f, c, k, m]
                dw[f, c, k, m] += dout[n, f, i, j] * x[n, c, row, column]
    return dx, dw, db


def conv_place_by_place(x, w, b, stride=1, padding=0):
    kh, kw = w.shape[2:]
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    columns = []
    for top in range(0, padded.shape[2] - kh + 1, stride):
        for left in range(0, padded.shape[3] - kw + 1, stride):
            columns.append(np.tensordot(padded[:, :, top : top + kh, left : left + kw], w, axes=([1, 2, 3], [1, 2, 3])))
    oh = (padded.shape[2] - kh) // stride + 1
    out = np.stack(columns, axis=2).reshape(len(x), len(w), oh, -1) + b[:, None, None]
    return Result(out, [padded, w, stride, padding])


def conv_backward_place_by_place(dout, cache):
    padded, w, stride, padding = cache
    dpadded, dw = 0 * padded, 0 * w
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
            dpadded[window] += np.einsum("nf,fckm->nckm", dout[:, :, i, j], w)
            dw += np.einsum("nf,nckm->fckm", dout[:, :, i, j], padded[window])
    height, width = dpadded.shape[2] - padding, dpadded.shape[3] - padding
    return dpadded[:, :, padding:height, padding:width], dw, np.einsum("nfij->f", dout)


def conv_by_strided_windows(x, w, b, *, stride=1, padding=0):
    padded = np.zeros((*x.shape[:2], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding), x.dtype)
    padded[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]] = x
    views = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("ncijkm,fckm->nfij", views, w, optimize=True) + b.reshape(1, -1, 1, 1)
    return out.astype(x.dtype), (x, w, stride, padding, views)


def conv_backward_by_col2im(dout, cache):
    x, w, stride, padding, views = cache
    dw = np.einsum("nfij,ncijkm->fckm", dout, views, optimize=True)
    dcols = np.einsum("nfij,fckm->nckmij", dout, w).reshape(len(x), w[0].size, -1)
    dx = col2im(dcols, x.shape, kernel=w.shape[2:], stride=stride, padding=padding)
    return dx, dw, dout.sum((0, 2, 3))


class Im2col:
    def __call__(self, x, w, b, *, stride=1, padding=0):
        return conv2d_im2col_forward(x, w, b, stride=stride, padding=padding)


def conv_backward_spread_out(dout, cache):
    """As a convolution of dout with zeros between its places, by the filters turned round."""
    x, w, _, stride, padding = cache
    n, f, oh, ow = dout.shape
    (height, width), (kh, kw) = x.shape[2:], w.shape[2:]
    spread = np.zeros((n, f, height + 2 * padding + kh - 1, width + 2 * padding + kw - 1), dout.dtype)
    spread[:, :, kh - 1 : kh - 1 + stride * oh : stride, kw - 1 : kw - 1 + stride * ow : stride] = dout
    turned = w[:, :, ::-1, ::-1].swapaxes(0, 1)
    dpadded, _ = conv2d_forward(spread, np.ascontiguousarray(turned), np.zeros(w.shape[1], w.dtype))
    _, dw, db = conv2d_im2col_backward(dout, cache)
    return dpadded[:, :, padding : padding + height, padding : padding + width], dw, db


def max_by_loops(x, *, kernel, stride=None):
    step = stride or kernel
    oh, ow = (x.shape[2] - kernel) // step + 1, (x.shape[3] - kernel) // step + 1
    out, where = np.empty((*x.shape[:2], oh, ow), x.dtype), {}
    for n, c, i, j in np.ndindex(out.shape):
        best = None
        for k, m in np.ndindex(kernel, kernel):
            value = x[n, c, i * step + k, j * step + m]
            if best is None or value > best:
                best, where[n, c, i, j] = value, (n, c, i * step + k, j * step + m)
        out[n, c, i, j] = best
    return out, (x.shape, where)


def max_backward_by_loops(dout, cache):
    shape, where = cache
    dx = np.zeros(shape, dout.dtype)
    for place, pixel in where.items():
        dx[pixel] += dout[place]
    return (dx,)


def max_of_views(x, *, kernel, stride=None):
    stride = kernel if stride is None else stride
    views = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))[:, :, ::stride, ::stride]
    flat = views.reshape(*views.shape[:4], kernel * kernel)
    return Result(flat.max(axis=-1), [x.shape, flat.argmax(-1), kernel, stride])


def max_backward_by_add_at(dout, cache):
    shape, first, kernel, stride = cache
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(shape, dout.dtype)
    np.add.at(dx, (n, c, i * stride + first // kernel, j * stride + first % kernel), dout)
    return Single(dx)


def max_row_of_windows(x, kernel, stride=None):
    stride = stride if stride is not None else kernel
    rows = []
    for top in range(0, x.shape[2] - kernel + 1, stride):
        lefts = range(0, x.shape[3] - kernel + 1, stride)
        rows.append([x[:, :, top : top + kernel, left : left + kernel].max(axis=(2, 3)) for left in lefts])
    out = np.array(rows).transpose(2, 3, 0, 1)
    return np.ascontiguousarray(out), {"x": x, "kernel": kernel, "stride": stride}


def max_backward_by_one_hot(dout, cache):
    x, kernel, stride = cache["x"], cache["kernel"], cache["stride"]
    dx = np.zeros_like(x)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
        first = x[window].reshape(*x.shape[:2], -1).argmax(axis=-1)
        chosen = np.arange(kernel**2) == first[..., None]
        dx[window] += (dout[:, :, i, j, None] * chosen).reshape(*x.shape[:2], kernel, kernel)
    return (dx,)


class MaxPool:
    """It keeps the largest in float64, and gives it back in the dtype that came in."""

    def __call__(self, x, *, kernel, stride=None):
        out, cache = max_pool2d_forward(x.astype(float), kernel=kernel, stride=stride)
        return out.astype(x.dtype), cache


def max_backward_in_float64(dout, cache):
    (dx,) = max_pool2d_backward(dout.astype(float), cache)
    return (dx.astype(dout.dtype),)


def avg_by_loops(x, *, kernel, stride=None):
    stride = kernel if stride is None else stride
    oh, ow = ((side - kernel) // stride + 1 for side in x.shape[2:])
    out = np.zeros((*x.shape[:2], oh, ow), x.dtype)
    for i, j in np.ndindex(oh, ow):
        out[:, :, i, j] = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel].mean(axis=(2, 3))
    return out, {"shape": x.shape, "kernel": kernel, "stride": stride}


def avg_backward_by_loops(dout, cache):
    kernel, stride = cache["kernel"], cache["stride"]
    dx = np.zeros(cache["shape"], dout.dtype)
    for n, c, i, j in np.ndindex(dout.shape):
        for k, m in np.ndindex(kernel, kernel):
            dx[n, c, i * stride + k, j * stride + m] += dout[n, c, i, j] / kernel**2
    return (dx,)


def avg_as_convolution(x, *, kernel, stride=None):
    (n, c), stride = x.shape[:2], stride or kernel
    w = np.full((1, 1, kernel, kernel), 1 / kernel**2, x.dtype)
    out, cache = conv2d_forward(x.reshape(n * c, 1, *x.shape[2:]), w, np.zeros(1, x.dtype), stride=stride)
    return out.reshape(n, c, *out.shape[2:]), (cache, x.shape)


def avg_backward_as_convolution(dout, cache):
    cache, shape = cache
    dx, _, _ = conv2d_backward(dout.reshape(-1, 1, *dout.shape[2:]), cache)
    return (dx.reshape(shape),)


def avg_of_views(x, kernel, stride=None):
    step = kernel if stride is None else stride
    views = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))[:, :, ::step, ::step]
    return Result(np.einsum("ncijkm->ncij", views) / x.dtype.type(kernel * kernel), (x, kernel, step))


def avg_backward_place_by_place(dout, cache):
    x, kernel, step = cache
    dx = 0 * x
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[..., step * i : step * i + kernel, step * j : step * j + kernel] += (
                dout[:, :, i, j, None, None] / kernel**2
            )
    return Single(dx)


class AveragePool:
    """The sums come from running totals: four numbers a window."""

    def __call__(self, x, *, kernel, stride=None):
        step = stride or kernel
        totals = np.pad(x.astype(float), ((0, 0), (0, 0), (1, 0), (1, 0))).cumsum(2).cumsum(3)
        sums = totals[:, :, kernel:, kernel:] - totals[:, :, :-kernel, kernel:]
        sums = sums - totals[:, :, kernel:, :-kernel] + totals[:, :, :-kernel, :-kernel]
        return (sums[:, :, ::step, ::step] / kernel**2).astype(x.dtype), [x.shape, kernel, step]


def avg_backward_by_kron(dout, cache):
    (_, _, height, width), kernel, step = cache
    down, across = (
        (np.arange(count)[:, None] * step <= np.arange(side))
        & (np.arange(side) < np.arange(count)[:, None] * step + kernel)
        for count, side in zip(dout.shape[2:], (height, width), strict=True)
    )
    share = dout / dout.dtype.type(kernel) ** 2
    return (down.T.astype(dout.dtype) @ share @ across.astype(dout.dtype),)


def cnn_as_a_list_of_steps(x, params, *, stride=1, padding=1, pool=2):
    steps = []
    for number in range(len(params) // 2 - 1):
        x, cache = conv2d_forward(x, params[2 * number], params[2 * number + 1], stride=stride, padding=padding)
        steps.append((conv2d_backward, cache))
        x, cache = relu_forward(x)
        steps.append((relu_backward, cache))
        x, cache = max_pool2d_forward(x, kernel=pool)
        steps.append((max_pool2d_backward, cache))
    shape = x.shape
    steps.append((lambda dout, cache: (dout.reshape(cache),), shape))
    x, cache = linear_forward(x.reshape(shape[0], -1), params[-2], params[-1])
    return Result(x, [*steps, (linear_backward, cache)])


def cnn_backward_of_steps(dscores, cache):
    dparams, dout = [], dscores.copy()
    for backward, own in cache[::-1]:
        dout, *gradients = backward(dout, own)
        dparams = gradients + dparams
    return dout, dparams


def cnn_by_recursion(x, params, stride=1, padding=1, pool=2):
    if len(params) == 2:
        scores, cache = linear_forward(x.reshape(len(x), math.prod(x.shape[1:])), *params)
        return scores, (x.shape, cache)
    z, convolved = conv2d_forward(x, params[0], params[1], stride=stride, padding=padding)
    maps, pooled = max_pool2d_forward(z * (z > 0), kernel=pool, stride=pool)
    scores, rest = cnn_by_recursion(maps, params[2:], stride, padding, pool)
    return scores, (convolved, z > 0, pooled, rest)


def cnn_backward_by_recursion(dscores, cache):
    if len(cache) == 2:
        dx, dw, db = linear_backward(dscores, cache[1])
        return dx.reshape(cache[0]), (dw, db)
    convolved, positive, pooled, rest = cache
    dx, dparams = cnn_backward_by_recursion(dscores, rest)
    dx, dw, db = conv2d_backward(max_pool2d_backward(dx, pooled)[0] * positive, convolved)
    return dx, (dw, db, *dparams)


def cnn_with_other_layers(x, params, *, stride=1, padding=1, pool=2):
    blocks = list(zip(params[:-2:2], params[1:-2:2], strict=True))
    caches = []
    for w, b in blocks:
        x, first = conv_place_by_place(x, w, b, stride, padding)
        pooled, second = max_of_views(x, kernel=pool)  # the largest is cut if and only if all are
        x = np.maximum(pooled, 0)
        caches.append({"conv": first, "pool": second, "positive": pooled > 0})
    features = x.reshape(len(x), -1)
    return features @ params[-2].T + params[-1], {"caches": caches, "x": x, "w": params[-2]}


def cnn_backward_with_other_layers(dscores, cache):
    x = cache["x"]
    dparams = [dscores.T @ x.reshape(len(x), -1), dscores.sum(axis=0)]
    dx = (dscores @ cache["w"]).reshape(x.shape)
    for block in reversed(cache["caches"]):
        (dx,) = max_backward_by_add_at(dx * block["positive"], block["pool"])
        dx, dw, db = conv_backward_place_by_place(dx, block["conv"])
        dparams = [dw, db, *dparams]
    return dx, tuple(dparams)


class Net:
    def __call__(self, x, params, *, stride=1, padding=1, pool=2):
        scores, caches = x, []
        params = list(params)
        while len(params) > 2:
            w, b = params.pop(0), params.pop(0)
            scores, one = conv2d_im2col_forward(scores, w, b, stride=stride, padding=padding)
            scores, two = relu_forward(scores)
            scores, three = max_pool2d_forward(scores, kernel=pool)
            caches.insert(0, (one, two, three))
        shape = scores.shape
        scores, last = linear_forward(scores.reshape(shape[0], -1), *params)
        return scores, (last, shape, caches)


def cnn_backward_of_net(dscores, cache):
    last, shape, caches = cache
    dx, dw, db = linear_backward(dscores, last)
    ws, bs, dx = [dw], [db], np.reshape(dx, shape)
    for one, two, three in caches:
        dx, dw, db = conv2d_im2col_backward(relu_backward(max_pool2d_backward(dx, three)[0], two)[0], one)
        ws.append(dw)
        bs.append(db)
    return dx, [part for pair in zip(ws[::-1], bs[::-1], strict=True) for part in pair]


def train_in_place(x, labels, params, *, lr, epochs, batch_size, rng, momentum=0.9, **options):
    params = [p.copy() for p in params]
    speeds = [np.zeros_like(p) for p in params]
    for _ in range(epochs):
        indices = np.arange(len(x))
        rng.shuffle(indices)
        for rows in np.split(indices, range(batch_size, len(x), batch_size)):
            scores, cache = cnn_as_a_list_of_steps(x[rows], [p.copy() for p in params], **options)
            delta = softmax(scores)
            delta[range(len(rows)), labels[rows]] -= 1
            _, gradients = cnn_backward_of_steps(delta / len(rows), cache)
            for p, speed, gradient in zip(params, speeds, gradients, strict=True):
                speed *= momentum
                speed += gradient
                p -= lr * speed
    return params


def train_with_scaled_velocities(x, labels, params, *, lr, epochs, batch_size, rng, momentum=0.9, **options):
    """As AlexNet does: the learning rate is inside the velocity."""
    params, updates = list(params), [0.0] * len(params)
    for _ in range(epochs):
        order = np.argsort(rng.random(len(x)))
        images, answers = x[order], labels[order]
        while len(images):
            scores, cache = cnn_by_recursion(images[:batch_size], params, **options)
            _, gradients = cnn_backward_by_recursion(cross_entropy_backward(scores, answers[:batch_size]), cache)
            for place, gradient in enumerate(gradients):
                updates[place] = momentum * updates[place] - lr * gradient
                params[place] = params[place] + updates[place]
            images, answers = images[batch_size:], answers[batch_size:]
    return tuple(params)


def train_with_spawned_generators(
    x, labels, params, *, lr, epochs, batch_size, rng, momentum=0.9, stride=1, padding=1, pool=2
):
    velocities = [0 * p for p in params]
    for own in rng.spawn(epochs):
        order = own.permutation(len(x))
        for number in range(math.ceil(len(x) / batch_size)):
            batch = order[number * batch_size : (number + 1) * batch_size]
            scores, cache = cnn_with_other_layers(x[batch], params, stride=stride, padding=padding, pool=pool)
            _, gradients = cnn_backward_with_other_layers(cross_entropy_backward(scores, labels[batch]), cache)
            velocities = [momentum * v + g for v, g in zip(velocities, gradients, strict=True)]
            params = [p - lr * v for p, v in zip(params, velocities, strict=True)]
    return tuple(params)


class Trainer:
    def __call__(self, x, labels, params, lr, epochs, batch_size, rng, momentum=0.9, **options):
        states = {place: (p, np.zeros_like(p)) for place, p in enumerate(params)}
        for _ in range(epochs):
            left = list(rng.choice(len(x), size=len(x), replace=False))
            while left:
                rows, left = left[:batch_size], left[batch_size:]
                scores, cache = Net()(x[rows], [p for p, _ in states.values()], **options)
                _, gradients = cnn_backward_of_net(cross_entropy_backward(scores, labels[rows]), cache)
                for place, gradient in enumerate(gradients):
                    p, v = states[place]
                    v = momentum * v + gradient
                    states[place] = p - lr * v, v
        return tuple(p for p, _ in states.values())


PAIRS = {  # exercise: (forward, backward) written together
    "conv2d": (
        (conv_by_loops, conv_backward_by_loops),
        (conv_place_by_place, conv_backward_place_by_place),
        (conv_by_strided_windows, conv_backward_by_col2im),
        (Im2col(), conv_backward_spread_out),
    ),
    "max_pool2d": (
        (max_by_loops, max_backward_by_loops),
        (max_of_views, max_backward_by_add_at),
        (max_row_of_windows, max_backward_by_one_hot),
        (MaxPool(), max_backward_in_float64),
    ),
    "avg_pool2d": (
        (avg_by_loops, avg_backward_by_loops),
        (avg_as_convolution, avg_backward_as_convolution),
        (avg_of_views, avg_backward_place_by_place),
        (AveragePool(), avg_backward_by_kron),
    ),
    "cnn": (
        (cnn_as_a_list_of_steps, cnn_backward_of_steps),
        (cnn_by_recursion, cnn_backward_by_recursion),
        (cnn_with_other_layers, cnn_backward_with_other_layers),
        (Net(), cnn_backward_of_net),
    ),
}
FORWARDS = {backward: forward for pairs in PAIRS.values() for forward, backward in pairs}  # whose caches they take
RIGHT_ANSWERS = {
    **{f"{name}_forward": tuple(forward for forward, _ in pairs) for name, pairs in PAIRS.items()},
    **{f"{name}_backward": tuple(backward for _, backward in pairs) for name, pairs in PAIRS.items()},
    "conv_output_size": (size_by_counting, size_by_walking, size_by_floor, OutputSize()),
    "train_cnn": (train_in_place, train_with_scaled_velocities, train_with_spawned_generators, Trainer()),
}
