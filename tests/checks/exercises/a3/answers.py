"""Right answers to every exercise of A3, written as differently as students would; a backward with its own forward."""

import math
from typing import NamedTuple

import numpy as np

from course_lib.models import activation_pair
from course_lib.ops.activations import relu_backward, relu_forward, tanh_backward, tanh_forward
from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward, one_hot, softmax


class Result(NamedTuple):
    out: np.ndarray
    cache: object


def tanh_by_sigmoid(x):
    decay = np.exp(-2 * np.abs(x))
    out = np.sign(x) * (1 - decay) / (1 + decay)
    return Result(out, {"out": out})


def tanh_by_loops(x):
    out = np.empty_like(x)
    for place in np.ndindex(x.shape):
        out[place] = math.tanh(x[place])
    return out, [out, x]


def tanh_in_float64(x):
    return np.tanh(x.astype(float)).astype(x.dtype), x


class Tanh:
    def __call__(self, x):
        self.out = np.tanh(x, dtype=x.dtype)
        return self.out, (self.out,)


def tanh_backward_of_a_dict(dout, cache):
    return (dout - dout * np.square(cache["out"]),)


def tanh_backward_by_loops(dout, cache):
    dx = np.zeros_like(dout)
    for place, value in np.ndenumerate(cache[0]):
        dx[place] = dout[place] * (1 - value) * (1 + value)
    return (dx,)


def tanh_backward_of_x(dout, cache):
    return (dout * (1 - np.tanh(cache) ** 2),)


def tanh_backward_in_place(dout, cache):
    dx = dout.copy()
    dx *= 1 - cache[0] * cache[0]
    return (dx,)


def leaky_by_maximum(x, *, slope=0.1):
    return np.maximum(x, slope * x), (slope, x > 0)


def leaky_by_mask(x, slope=0.1):
    out = x.copy()
    out[x < 0] *= slope
    return out, {"factor": np.where(x > 0, 1, slope).astype(x.dtype)}


def leaky_by_loops(x, *, slope=0.1):
    out = [value if value > 0 else slope * value for value in x.ravel()]
    return np.array(out, dtype=x.dtype).reshape(x.shape), (x, slope)


class LeakyReLU:
    def __call__(self, x, *, slope=0.1):
        return Result((np.abs(x) + x) / 2 - slope * (np.abs(x) - x) / 2, (x, slope))


def leaky_backward_by_mask(dout, cache):
    slope, positive = cache
    return (dout * positive + slope * dout * ~positive,)


def leaky_backward_of_factors(dout, cache):
    return (np.multiply(dout, cache["factor"]),)


def leaky_backward_by_loops(dout, cache):
    x, slope = cache
    dx = np.empty_like(x)
    for place in np.ndindex(x.shape):
        dx[place] = dout[place] * (1 if x[place] > 0 else slope)
    return (dx,)


def leaky_backward_in_place(dout, cache):
    x, slope = cache
    dx = np.array(dout)
    dx[x <= 0] *= slope
    return Single(dx)


class Single(NamedTuple):
    dx: np.ndarray


def elu_by_expm1(x, *, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))), (x, alpha)


def elu_by_mask(x, alpha=1):
    out = x.copy()
    out[x < 0] = alpha * (np.exp(x[x < 0]) - 1)
    return out, (out, alpha)


def elu_by_loops(x, *, alpha=1.0):
    out, slopes = np.empty_like(x), np.ones_like(x)
    for place, value in np.ndenumerate(x):
        out[place] = value if value > 0 else alpha * (math.exp(value) - 1)
        slopes[place] = 1 if value > 0 else alpha * math.exp(value)
    return out, slopes


class Elu:
    def __call__(self, x, *, alpha=1.0):
        power = np.exp(-np.abs(x))  # of the negative ones e^x
        return Result(np.maximum(x, 0) + alpha * (power - 1) * (x < 0), {"slope": np.where(x < 0, alpha * power, 1)})


def elu_backward_of_expm1(dout, cache):
    x, alpha = cache
    return (np.where(x > 0, dout, dout * (alpha * np.expm1(np.minimum(x, 0)) + alpha)),)


def elu_backward_of_out(dout, cache):
    out, alpha = cache
    return (np.where(out > 0, dout, dout * (out + alpha)),)


def elu_backward_of_slopes(dout, cache):
    return (dout * cache,)


def elu_backward_of_a_dict(dout, cache):
    dx = dout.copy()
    dx *= cache["slope"].astype(dout.dtype)
    return (dx,)


def maxout_by_loops(x, w, b):
    pieces = np.array([x @ w[k].T + b[k] for k in range(len(w))])
    out, winner = np.empty_like(pieces[0]), np.zeros(pieces[0].shape, int)
    for n, c in np.ndindex(out.shape):
        winner[n, c] = max(range(len(w)), key=lambda k, n=n, c=c: pieces[k, n, c])
        out[n, c] = pieces[winner[n, c], n, c]
    return out, [x, w, winner]


def maxout_by_einsum(x, w, b):
    pieces = np.einsum("nd,kcd->nkc", x, w) + b
    return pieces.max(1), (x, w, b)


def maxout_piece_by_piece(x, w, b):
    out, winner = x @ w[0].T + b[0], 0
    for k in range(1, len(w)):
        piece = x @ w[k].T + b[k]
        winner = np.where(piece > out, k, winner)
        out = np.maximum(out, piece)
    return Result(out, {"x": x, "w": w, "winner": winner + np.zeros(out.shape, int)})


def maxout_as_one_layer(x, w, b):
    pieces, _ = linear_forward(x, w.reshape(-1, w.shape[-1]), b.ravel())
    pieces = pieces.reshape(len(x), *b.shape)
    return np.amax(pieces, axis=1), (x, w, pieces == pieces.max(axis=1, keepdims=True))


def maxout_backward_by_loops(dout, cache):
    x, w, winner = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[:2], w.dtype)
    for (n, c), k in np.ndenumerate(winner):
        dx[n] += dout[n, c] * w[k, c]
        dw[k, c] += dout[n, c] * x[n]
        db[k, c] += dout[n, c]
    return dx, dw, db


def maxout_backward_by_einsum(dout, cache):
    x, w, b = cache
    pieces = np.einsum("nd,kcd->knc", x, w) + b[:, None]
    dpieces = np.where(pieces == pieces.max(axis=0), dout, 0)
    return np.einsum("knc,kcd->nd", dpieces, w), np.einsum("knc,nd->kcd", dpieces, x), np.einsum("knc->kc", dpieces)


def maxout_backward_piece_by_piece(dout, cache):
    dx, dws, dbs = 0, [], []
    for k, w in enumerate(cache["w"]):
        part, dw, db = linear_backward(dout * (cache["winner"] == k), (cache["x"], w))
        dx, dws, dbs = dx + part, [*dws, dw], [*dbs, db]
    return dx, np.stack(dws), np.stack(dbs)


def maxout_backward_as_one_layer(dout, cache):
    x, w, won = cache
    dpieces = (dout[:, None] * won).reshape(len(x), -1)
    dx, dw, db = linear_backward(dpieces, (x, w.reshape(-1, w.shape[-1])))
    return dx, dw.reshape(w.shape), db.reshape(w.shape[:2])


def error_along_a_unit_vector(f, x, gradient, *, rng, h=1e-5):
    direction = rng.uniform(-1, 1, size=x.shape)
    direction /= np.linalg.norm(direction)
    numeric = (f(x + h * direction) - f(x - h * direction)) / (2 * h)
    return abs(np.vdot(gradient, direction) - numeric) / np.linalg.norm(gradient)


def error_by_loops(f, x, gradient, *, rng, h=1e-5):
    direction, slope, squares, lengths = np.zeros_like(x), 0.0, 0.0, 0.0
    for place in np.ndindex(x.shape):
        direction[place] = rng.standard_normal()
        slope += gradient[place] * direction[place]
        squares, lengths = squares + gradient[place] ** 2, lengths + direction[place] ** 2
    numeric = (f(x + h * direction) - f(x - h * direction)) / h / 2
    return float(abs(numeric - slope) / math.sqrt(squares * lengths))


def error_along_signs(f, x, gradient, *, rng, h=1e-5):
    direction = rng.choice([-1.0, 1.0], size=x.shape)
    above, below = f(x + direction * h), f(x - direction * h)
    scale = np.sqrt(np.sum(gradient**2) * x.size)
    return np.abs((above - below) / (2 * h) - np.sum(gradient * direction)) / scale


def error_with_a_spawned_generator(f, x, gradient, rng, h=1e-5):
    (own,) = rng.spawn(1)
    u = own.normal(size=x.size).reshape(x.shape)
    u = u / np.sqrt((u * u).sum())
    g = gradient / np.sqrt((gradient * gradient).sum())
    rise = f(x + h * u) - f(x - h * u)
    return abs((g * u).sum() - rise / (2 * h) / np.sqrt((gradient * gradient).sum()))


def init_with_scale(sizes, *, rng, gain=2**0.5):
    pairs = list(zip(sizes[1:], sizes, strict=False))
    weights = tuple(rng.normal(0, gain / math.sqrt(inputs), (out, inputs)) for out, inputs in pairs)
    return weights, tuple(np.zeros(out) for out in sizes[1:])


def init_backwards(sizes, *, rng, gain=2**0.5):
    weights, biases = [], []
    for layer in range(len(sizes) - 1, 0, -1):
        weights.insert(0, (gain**2 / sizes[layer - 1]) ** 0.5 * rng.standard_normal((sizes[layer - 1], sizes[layer])).T)
        biases.insert(0, np.zeros(sizes[layer]))
    return tuple(weights), tuple(biases)


def init_from_one_draw(sizes, *, rng, gain=2**0.5):
    shapes = [(sizes[layer], sizes[layer - 1]) for layer in range(1, len(sizes))]
    numbers = rng.standard_normal(sum(out * inputs for out, inputs in shapes))
    weights = ()
    for out, inputs in shapes:
        w, numbers = numbers[: out * inputs].reshape(out, inputs), numbers[out * inputs :]
        weights += (gain * w / np.sqrt(inputs),)
    return weights, tuple(np.zeros((out,)) for out, _ in shapes)


def init_with_spawned_generators(sizes, *, rng, gain=2**0.5):
    weights = []
    for own, inputs, out in zip(rng.spawn(len(sizes) - 1), sizes, sizes[1:], strict=False):
        weights.append(own.normal(size=(out, inputs), scale=gain * inputs**-0.5))
    return Layers(tuple(weights), tuple(0 * w[:, 0] for w in weights))


class Layers(NamedTuple):
    weights: tuple
    biases: tuple


def mlp_by_recursion(x, weights, biases, *, activation="relu"):
    out, linear = linear_forward(x, weights[0], biases[0])
    if len(weights) == 1:
        return out, [(linear, None, None)]
    hidden, active = activation_pair(activation)[0](out)
    scores, rest = mlp_by_recursion(hidden, weights[1:], biases[1:], activation=activation)
    return scores, [(linear, active, activation), *rest]


def mlp_backward_by_recursion(dscores, cache):
    (linear, active, activation), *rest = cache
    dweights, dbiases = (), ()
    if rest:
        dscores, dweights, dbiases = mlp_backward_by_recursion(dscores, rest)
        (dscores,) = activation_pair(activation)[1](dscores, active)
    dx, dw, db = linear_backward(dscores, linear)
    return dx, (dw, *dweights), (db, *dbiases)


def mlp_in_one_function(x, weights, biases, activation="relu"):
    inputs, last = [x], len(weights) - 1
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = inputs[-1] @ w.T + b
        inputs.append(z if layer == last else {"relu": lambda z: z * (z > 0), "tanh": np.tanh}[activation](z))
    return inputs.pop(), {"inputs": inputs, "weights": weights, "activation": activation}


def mlp_backward_in_one_function(dscores, cache):
    delta, dweights, dbiases = dscores, [], []
    for layer in range(len(cache["weights"]) - 1, -1, -1):
        a = cache["inputs"][layer]
        dweights.insert(0, delta.T @ a)
        dbiases.insert(0, delta.sum(axis=0))
        delta = delta @ cache["weights"][layer]
        if layer:
            delta = delta * (a > 0 if cache["activation"] == "relu" else 1 - a**2)
    return delta, dweights, dbiases


def mlp_as_a_list_of_steps(x, weights, biases, *, activation="relu"):
    """The cache holds, for each step, what goes back through it."""
    forward, backward = {"relu": (relu_forward, relu_backward), "tanh": (tanh_forward, tanh_backward)}[activation]
    steps = []
    for layer in range(len(weights)):
        if layer > 0:
            x, cache = forward(x)
            steps.append((backward, cache))
        x, cache = linear_forward(x, weights[layer], biases[layer])
        steps.append((linear_backward, cache))
    return Result(x, tuple(steps))


def mlp_backward_of_steps(dscores, cache):
    dweights, dbiases, dout = [], [], dscores.copy()
    for backward, own in reversed(cache):
        dout, *gradients = backward(dout, own)
        if gradients:
            dweights.append(gradients[0])
            dbiases.append(gradients[1])
    return dout, dweights[::-1], dbiases[::-1]


def mlp_by_einsum(x, weights, biases, *, activation="relu"):
    forward, layers = activation_pair(activation)[0], []
    for w, b in zip(weights, biases, strict=True):
        entered, before = x, None
        if layers:
            entered, before = forward(x)
        x = np.einsum("nd,cd->nc", entered, w) + b
        layers.append({"entered": entered, "before": before, "w": w, "name": activation})
    return x, layers


def mlp_backward_by_einsum(dscores, cache):
    gradients, dout = [], dscores
    for layer in cache[::-1]:
        gradients.append((np.einsum("nc,nd->cd", dout, layer["entered"]), np.einsum("nc->c", dout)))
        dout = np.einsum("nc,cd->nd", dout, layer["w"])
        if layer["before"] is not None:
            dout = activation_pair(layer["name"])[1](dout, layer["before"])[0]
    dweights, dbiases = zip(*reversed(gradients), strict=True)
    return dout, dweights, dbiases


def train_in_one_function(x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"):
    weights, biases = [w.copy() for w in weights], [b.copy() for b in biases]
    speeds = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
    for _ in range(epochs):
        indices = np.arange(len(x))
        rng.shuffle(indices)
        for rows in np.split(indices, range(batch_size, len(x), batch_size)):
            scores, cache = mlp_in_one_function(x[rows], [w.copy() for w in weights], biases, activation)
            delta = softmax(scores)
            delta[range(len(rows)), labels[rows]] -= 1
            _, *gradients = mlp_backward_in_one_function(delta / len(rows), cache)
            for layer in range(len(weights)):
                for params, speed, gradient in zip((weights, biases), speeds, gradients, strict=True):
                    speed[layer] *= momentum
                    speed[layer] += gradient[layer]
                    params[layer] -= lr * speed[layer]
    return weights, biases


def train_with_scaled_velocities(
    x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"
):
    """As AlexNet does: the learning rate is inside the velocity."""
    params, updates = [*weights, *biases], [0.0] * 2 * len(weights)
    for _ in range(epochs):
        order = np.argsort(rng.random(len(x)))
        images, answers = x[order], labels[order]
        while len(images):
            count = len(weights)
            scores, cache = mlp_by_recursion(images[:batch_size], params[:count], params[count:], activation=activation)
            dscores = cross_entropy_backward(scores, answers[:batch_size])
            _, dweights, dbiases = mlp_backward_by_recursion(dscores, cache)
            for place, gradient in enumerate([*dweights, *dbiases]):
                updates[place] = momentum * updates[place] - lr * gradient
                params[place] = params[place] + updates[place]
            images, answers = images[batch_size:], answers[batch_size:]
    return tuple(params[: len(weights)]), tuple(params[len(weights) :])


def train_layer_by_layer(x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"):
    layers = [{"w": w, "b": b, "vw": 0, "vb": 0} for w, b in zip(weights, biases, strict=True)]
    targets = one_hot(labels, len(biases[-1])).astype(x.dtype)
    for _ in range(epochs):
        left = list(rng.choice(len(x), size=len(x), replace=False))
        while left:
            rows, left = left[:batch_size], left[batch_size:]
            scores, cache = mlp_as_a_list_of_steps(
                x[rows], [layer["w"] for layer in layers], [layer["b"] for layer in layers], activation=activation
            )
            dscores = (softmax(scores) - targets[rows]) / len(rows)
            _, dweights, dbiases = mlp_backward_of_steps(dscores, cache)
            for layer, dw, db in zip(layers, dweights, dbiases, strict=True):
                layer["vw"], layer["vb"] = momentum * layer["vw"] + dw, momentum * layer["vb"] + db
                layer["w"], layer["b"] = layer["w"] - lr * layer["vw"], layer["b"] - lr * layer["vb"]
    return tuple(layer["w"] for layer in layers), tuple(layer["b"] for layer in layers)


def train_with_spawned_generators(
    x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"
):
    velocities = [[0 * w for w in weights], [0 * b for b in biases]]
    for own in rng.spawn(epochs):
        order = own.permutation(len(x))
        for number in range(math.ceil(len(x) / batch_size)):
            batch = order[number * batch_size : (number + 1) * batch_size]
            scores, cache = mlp_by_einsum(x[batch], weights, biases, activation=activation)
            _, *gradients = mlp_backward_by_einsum(cross_entropy_backward(scores, labels[batch]), cache)
            velocities = [
                [momentum * v + g for v, g in zip(old, new, strict=True)]
                for old, new in zip(velocities, gradients, strict=True)
            ]
            weights = [w - lr * v for w, v in zip(weights, velocities[0], strict=True)]
            biases = [b - lr * v for b, v in zip(biases, velocities[1], strict=True)]
    return Layers(tuple(weights), tuple(biases))


PAIRS = {  # exercise: (forward, backward) written together
    "tanh": (
        (tanh_by_sigmoid, tanh_backward_of_a_dict),
        (tanh_by_loops, tanh_backward_by_loops),
        (tanh_in_float64, tanh_backward_of_x),
        (Tanh(), tanh_backward_in_place),
    ),
    "leaky_relu": (
        (leaky_by_maximum, leaky_backward_by_mask),
        (leaky_by_mask, leaky_backward_of_factors),
        (leaky_by_loops, leaky_backward_by_loops),
        (LeakyReLU(), leaky_backward_in_place),
    ),
    "elu": (
        (elu_by_expm1, elu_backward_of_expm1),
        (elu_by_mask, elu_backward_of_out),
        (elu_by_loops, elu_backward_of_slopes),
        (Elu(), elu_backward_of_a_dict),
    ),
    "maxout": (
        (maxout_by_loops, maxout_backward_by_loops),
        (maxout_by_einsum, maxout_backward_by_einsum),
        (maxout_piece_by_piece, maxout_backward_piece_by_piece),
        (maxout_as_one_layer, maxout_backward_as_one_layer),
    ),
    "mlp": (
        (mlp_by_recursion, mlp_backward_by_recursion),
        (mlp_in_one_function, mlp_backward_in_one_function),
        (mlp_as_a_list_of_steps, mlp_backward_of_steps),
        (mlp_by_einsum, mlp_backward_by_einsum),
    ),
}
FORWARDS = {backward: forward for pairs in PAIRS.values() for forward, backward in pairs}  # whose caches they take
RIGHT_ANSWERS = {
    **{f"{name}_forward": tuple(forward for forward, _ in pairs) for name, pairs in PAIRS.items()},
    **{f"{name}_backward": tuple(backward for _, backward in pairs) for name, pairs in PAIRS.items()},
    "directional_error": (
        error_along_a_unit_vector,
        error_by_loops,
        error_along_signs,
        error_with_a_spawned_generator,
    ),
    "init_mlp": (init_with_scale, init_backwards, init_from_one_draw, init_with_spawned_generators),
    "train_mlp": (
        train_in_one_function,
        train_with_scaled_velocities,
        train_layer_by_layer,
        train_with_spawned_generators,
    ),
}
