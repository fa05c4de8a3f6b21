"""Functions of the library as exercises whose sizes and options vary, as those of an assignment do."""

import numpy as np

from course_lib import optim
from course_lib.checks.engine.exercise import Cached
from course_lib.ops import activations, conv, dropout, hinge, linear, losses, pool, regression
from tests.checks.engine.contracts import dropped_and_scaled, exercise, normal, of, seeded

SIZES = ((2, 3), (5, 4), (1, 6), (7, 2))
IMAGES = (((2, 3, 5, 6), (4, 3, 3, 2)), ((1, 2, 7, 4), (3, 2, 2, 3)), ((3, 1, 6, 6), (2, 1, 3, 3)))
SETTINGS = ({}, {"stride": 2}, {"padding": 1}, {"stride": 2, "padding": 1})


def labelled(n, c, **options):
    return of(lambda rng: (rng.normal(size=(n, c)), rng.integers(c, size=n)), **options)


def predicted(n, c, **options):
    return of(lambda rng: (2 * rng.normal(size=(n, c)), rng.normal(size=(n, c))), **options)


def stepped(rule, **options):
    """Cases of an update rule: the first step, later steps, other rates."""

    def first(size, lr):
        return lambda rng: ((rng.normal(size=size), rng.normal(size=size), None), {"lr": lr} | options)

    def later(size, lr):
        def case(rng):
            _, state = rule(np.ones(size), rng.normal(size=size), None, lr=0.1)
            return (rng.normal(size=size), rng.normal(size=size), state), {"lr": lr} | options

        return case

    return exercise(rule, "w state", first(3, 0.1), later((2, 3), 0.1), first((4, 2), 0.5), later(5, 0.02))


def images(function, **more):
    cases = [of(normal(x, w, w[0]), **setting) for x, w in IMAGES for setting in SETTINGS]
    return exercise(function, "out cache", *cases, own=("cache",), **more)


def pooled(function):
    shapes = ((2, 3, 6, 4), (1, 2, 7, 7), (3, 1, 5, 8))
    settings = ({"kernel": 2}, {"kernel": 3, "stride": 2}, {"kernel": 2, "stride": 1})
    cases = [of(normal(shape), **setting) for shape in shapes for setting in settings]
    return exercise(function, "out cache", *cases, own=("cache",))


def backward(forward, function, **options):
    cases = [of(lambda rng, s=s: (rng.normal(size=s), Cached((rng.normal(size=s),), options))) for s in SIZES]
    return exercise(function, "dx", *cases, forward=forward)


def conv_backward():
    def case(shapes, setting):
        def drawn(rng):
            args = normal(shapes[0], shapes[1], shapes[1][0])(rng)
            out = conv.conv2d_forward(*args, **setting)[0]
            return (rng.normal(size=out.shape), Cached(args, setting)), {}

        return drawn

    cases = [case(shapes, setting) for shapes in IMAGES for setting in SETTINGS]
    return exercise(conv.conv2d_backward, "dx dw db", *cases, forward=conv.conv2d_forward)


def scored(*, labels):
    """Cases of softmax and of cross entropy: several sizes, large scores, float32."""

    def case(n, c, level=0.0, dtype=float):
        def drawn(rng):
            scores = (rng.normal(size=(n, c)) + level).astype(dtype).round(2)
            return ((scores, rng.integers(c, size=n)) if labels else (scores,)), {}

        return drawn

    return [*(case(*size) for size in SIZES), case(5, 3, 1000.0), case(6, 4, -1000.0), case(6, 3, 0.0, np.float32)]


def dense(*, backward):
    def case(n, d, c, dtype=float):
        def drawn(rng):
            x, w, b, dout = (rng.normal(size=s).astype(dtype).round(2) for s in ((n, d), (c, d), (c,), (n, c)))
            return ((dout, (x, w)) if backward else (x, w, b)), {}

        return drawn

    return [case(2, 3, 1), case(1, 4, 3), case(4, 3, 1), case(7, 5, 4), case(3, 5, 5), case(4, 2, 3, np.float32)]


def classes(n, c, dtype=int):
    return of(lambda rng: (rng.integers(c, size=n).astype(dtype), c))


def distribution(c, dtype=float):
    return of(lambda rng: (losses.softmax(rng.normal(size=(1, c)))[0].astype(dtype),))


LAB = {
    e.name: e
    for e in (
        exercise(losses.softmax, "probs", *scored(labels=False)),
        exercise(losses.cross_entropy, "loss", *scored(labels=True)),
        exercise(losses.cross_entropy_backward, "dscores", *scored(labels=True)),
        exercise(
            losses.one_hot, "targets",
            classes(3, 3), classes(1, 4), classes(6, 10), classes(4, 12), classes(13, 5), classes(5, 7, np.uint8),
        ),
        exercise(
            losses.softmax_jacobian, "jacobian",
            distribution(2), distribution(3), distribution(10), distribution(6), distribution(4, np.float32),
        ),
        exercise(linear.linear_forward, "out cache", *dense(backward=False)),
        exercise(linear.linear_backward, "dx dw db", *dense(backward=True)),
        exercise(
            hinge.multiclass_hinge_loss, "loss dscores",
            *(labelled(n, c, margin=margin) for (n, c), margin in zip(SIZES, (1.0, 0.5, 2.0, 0.3))),
        ),
        *(
            exercise(function, "loss dpred", *(predicted(n, c, **{option: v}) for (n, c), v in zip(SIZES, values)))
            for function, option, values in (
                (regression.huber_loss, "delta", (1.0, 0.5, 2.0, 0.7)),
                (regression.smooth_l1_loss, "beta", (1.0, 0.5, 2.0, 0.7)),
            )
        ),
        *(
            exercise(function, "loss dpred", *(predicted(*size) for size in SIZES))
            for function in (regression.mse_loss, regression.l1_loss)
        ),
        exercise(losses.cross_entropy_loss, "loss dscores", *(labelled(*size) for size in SIZES)),
        *map(stepped, (optim.sgd, optim.momentum, optim.nesterov, optim.adam, optim.alexnet_update)),
        exercise(
            optim.step_schedule, "lr",
            *(
                of(lambda rng, e=e: (e,), lr=lr, step_size=s)
                for e, lr, s in ((0, 0.1, 3), (3, 0.2, 3), (7, 0.1, 2), (5, 0.3, 3))
            ),
        ),
        images(conv.conv2d_forward),
        conv_backward(),
        pooled(pool.max_pool2d_forward),
        pooled(pool.avg_pool2d_forward),
        backward(activations.relu_forward, activations.relu_backward),
        backward(activations.leaky_relu_forward, activations.leaky_relu_backward, slope=0.2),
        backward(activations.tanh_forward, activations.tanh_backward),
        exercise(
            dropout.dropout_forward, "out cache",
            *(of(lambda rng, s=s, p=p: (rng.normal(size=s), p), train=False) for s, p in zip(SIZES, (0.5, 0.2, 0.7))),
            *(
                seeded(lambda rng, p=p: (rng.normal(size=(400, 5)), p), dropped_and_scaled, train=True)
                for p in (0.5, 0.2)
            ),
            own=("cache",),
        ),
    )
}  # fmt: skip
