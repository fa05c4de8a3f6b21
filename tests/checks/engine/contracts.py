"""Every public function of the numeric library as an exercise: the check engine has to hold what the library promises.

Random functions have an `accept` that any right answer meets, whatever the order in which it draws.
"""

from functools import partial

import numpy as np

from course_lib import augment, gradcheck, init, optim
from course_lib.checks.engine.exercise import Cached, Case, Exercise
from course_lib.checks.engine.problem import Problem
from course_lib.ops import activations, conv, divergence, dropout, hinge, linear, losses, lrn, maxout, pool, regression

MODULES = (
    activations, conv, divergence, dropout, hinge, linear, losses, lrn, maxout, pool, regression,
    optim, init, augment, gradcheck,
)  # fmt: skip
MANY = 400  # images or rows, so that fractions and spreads are known to a few per cent


def exercise(function, outputs, *cases, **more):
    """Make an exercise of a function; a case is (rng) -> (args, options) or (args, options, accept)."""

    def drawn(rng):
        return [Case(f"case {number}", *case(rng)) for number, case in enumerate(cases, 1)]

    return Exercise(function, tuple(outputs.split()), drawn, **more)


def of(draw, **options):
    """Make a case whose arguments are drawn from rng."""
    return lambda rng: (draw(rng), options)


def with_option(draw, **options):
    """Make a case without the options, and one with them."""
    return of(draw), of(draw, **options)


def normal(*shapes):
    return lambda rng: tuple(rng.normal(size=shape) for shape in shapes)


def labelled(shape):
    return lambda rng: (rng.normal(size=shape), rng.integers(shape[1], size=shape[0]))


def pair(forward, backward, draw, gradients, *, dout, **options):
    """A forward function, once with its documented cache and once with one of its own, and its backward function."""
    plain = of(draw, **options)

    def cached(rng):
        args = draw(rng)
        return (rng.normal(size=dout), Cached(args, options)), {}

    yield exercise(forward, "out cache", plain)
    yield exercise(forward, "out cache", plain, own=("cache",))
    yield exercise(backward, gradients, cached, forward=forward)


def seeded(draw, accept, **options):
    """Make a case that passes a generator, and is judged by `accept(args, value, options)`."""

    def case(rng):
        args = draw(rng)
        return args, options | {"rng": np.random.default_rng(int(rng.integers(2**32)))}, partial(accept, args)

    return case


def meets(condition, what):
    return None if condition else Problem("value", what)


def close(found, wanted, tolerance):
    return abs(found - wanted) <= tolerance


def dropped_and_scaled(args, value, options):
    (x, p), (out, _) = args, value
    kept = out != 0
    scaled = np.allclose(out[kept], x[kept] / (1 - p))
    return meets(scaled and close(kept.mean(), 1 - p, 5 * np.sqrt(p * (1 - p) / x.size)), "out")


def dropped(args, value, options):
    (x, p), (out, _) = args, value
    kept = out != 0
    return meets(np.array_equal(out[kept], x[kept]) and close(kept.mean(), 1 - p, 0.05), "out")


def cut_anywhere(args, value, options):
    """Each image is a ramp, so that a crop's first pixel says where it was cut; every place must occur."""
    images, size = args
    corner = value[:, :, :1, :1]
    ramp = images[:1, :, :size, :size] - images[:1, :, :1, :1]
    places = np.unique(corner - images[:, :, :1, :1])
    room = images.shape[2] - size + 1
    return meets(np.allclose(value - corner, ramp) and len(places) == room**2, "crops")


def ramps(rng):
    image = np.arange(36.0).reshape(1, 1, 6, 6)
    return np.repeat(image, MANY, axis=0) + rng.normal(size=(MANY, 1, 1, 1)).round(), 4


def flipped_by_halves(args, value, options):
    (images,) = args
    turned = (value == images[..., ::-1]).all(axis=(1, 2, 3))
    same = (value == images).all(axis=(1, 2, 3))
    return meets((turned ^ same).all() and close(turned.mean(), 0.5, 5 * 0.5 / np.sqrt(len(images))), "flipped")


def coloured(args, value, options):
    images, (eigenvalues, eigenvectors) = args
    shift = value - images
    alpha = shift[:, :, 0, 0] @ eigenvectors / eigenvalues
    one_colour = np.allclose(shift, shift[:, :, :1, :1])
    return meets(one_colour and np.allclose(alpha.std(axis=0), options.get("sigma", 0.1), rtol=0.2), "images")


def photographs(rng):
    images = rng.random((MANY, 3, 4, 4))
    return images, augment.pca_color_basis(images)


def spread(std):
    def accept(args, value, options):
        return meets(close(value.std(), std, 0.05 * std) and close(value.mean(), 0, 0.05 * std), "weights")

    return accept


def tiny_error(args, value, options):
    return meets(0 <= value <= 1e-8, "error")


def visible_error(args, value, options):
    return meets(1e-7 < value <= 1e-3, "error")


def cubes(x):
    return np.sum(x**3)


def slope_of_cubes(rng):
    x = rng.normal(size=(3, 4))
    return cubes, x, 3 * x**2


def wrong_slope_of_cubes(rng):
    x = rng.normal(size=(3, 4))
    return cubes, x, 1.001 * 3 * x**2


def optimizer_calls(rule):
    def used(rng):
        _, state = rule(np.ones(3), rng.normal(size=3), None, lr=0.1)
        return (np.ones(3), rng.normal(size=3), state), {"lr": 0.05}

    return exercise(rule, "w state", lambda rng: ((rng.normal(size=3), rng.normal(size=3), None), {"lr": 0.1}), used)


def use_decayed(with_weight_decay, update, weight_decay, w, dw):
    return with_weight_decay(update, weight_decay)(w, dw, None, lr=0.1)


def checked_gradients(factor):
    """Arguments of check_backward, whose dw is right if the factor is 1."""

    def forward(x, w):
        return x * w, (x, w)

    def backward(dout, cache):
        return dout * cache[1], factor * dout * cache[0]

    return lambda rng: ((forward, backward, normal(3, 3)(rng)), {"rng": np.random.default_rng(1)})


def probabilities(rng):
    return losses.softmax(rng.normal(size=(4, 3)))


IMAGES, FILTERS = (2, 3, 7, 6), (4, 3, 3, 2)
ROWS = (4, 3)
CROPS = of(lambda rng: (rng.random((2, 3, 6, 7)), (4, 3)))

EXERCISES = [
    *(exercise(function, "out", of(normal(ROWS))) for function in (activations.step, activations.sigmoid)),
    *pair(activations.sigmoid_forward, activations.sigmoid_backward, normal(ROWS), "dx", dout=ROWS),
    *pair(activations.tanh_forward, activations.tanh_backward, normal(ROWS), "dx", dout=ROWS),
    *pair(activations.relu_forward, activations.relu_backward, normal(ROWS), "dx", dout=ROWS),
    *pair(activations.leaky_relu_forward, activations.leaky_relu_backward, normal(ROWS), "dx", dout=ROWS, slope=0.2),
    *pair(activations.elu_forward, activations.elu_backward, normal(ROWS), "dx", dout=ROWS),
    *pair(linear.linear_forward, linear.linear_backward, normal(ROWS, (5, 3), 5), "dx dw db", dout=(4, 5)),
    *pair(maxout.maxout_forward, maxout.maxout_backward, normal(ROWS, (2, 5, 3), (2, 5)), "dx dw db", dout=(4, 5)),
    exercise(conv.conv_output_size, "size", of(lambda rng: (int(rng.integers(8, 20)), 3, 2, 1))),
    *pair(
        conv.conv2d_forward, conv.conv2d_backward, normal(IMAGES, FILTERS, 4), "dx dw db",
        dout=(2, 4, 4, 3), stride=(2, 3), padding=(1, 2),
    ),
    *pair(
        conv.conv2d_im2col_forward, conv.conv2d_im2col_backward, normal(IMAGES, FILTERS, 4), "dx dw db",
        dout=(2, 4, 4, 3), stride=(2, 3), padding=(1, 2),
    ),
    exercise(conv.im2col, "cols", of(normal(IMAGES), kernel=3, stride=2, padding=1)),
    exercise(conv.col2im, "dx", of(lambda rng: (rng.normal(size=(2, 12, 30)), IMAGES), kernel=2)),
    *pair(pool.max_pool2d_forward, pool.max_pool2d_backward, normal(IMAGES), "dx", dout=(2, 3, 3, 3), kernel=2),
    *pair(
        pool.avg_pool2d_forward, pool.avg_pool2d_backward, normal(IMAGES), "dx",
        dout=(2, 3, 3, 2), kernel=3, stride=2,
    ),
    *pair(
        lrn.local_response_norm_forward, lrn.local_response_norm_backward, normal(IMAGES), "dx", dout=IMAGES, alpha=1.0
    ),
    exercise(
        divergence.cross_entropy_from_probs, "loss dprobs", of(lambda rng: (probabilities(rng), np.arange(4) % 3))
    ),
    exercise(divergence.kl_divergence, "loss dprobs", of(lambda rng: (probabilities(rng), probabilities(rng)))),
    exercise(hinge.hinge_loss, "loss dscores", of(lambda rng: (rng.normal(size=4), rng.choice([-1, 1], 4)))),
    *(
        exercise(function, "loss dscores", of(labelled(ROWS)), of(labelled(ROWS), margin=0.5))
        for function in (hinge.multiclass_hinge_loss, hinge.multiclass_hinge_sum_loss)
    ),
    exercise(losses.softmax, "probs", *with_option(normal(ROWS), temperature=2.0)),
    exercise(losses.softmax_jacobian, "jacobian", of(lambda rng: (probabilities(rng),))),
    exercise(losses.one_hot, "targets", *with_option(lambda rng: (rng.integers(5, size=3), 5), smoothing=0.1)),
    exercise(losses.cross_entropy, "loss", *with_option(labelled(ROWS), label_smoothing=0.1)),
    exercise(losses.cross_entropy_backward, "dscores", *with_option(labelled(ROWS), label_smoothing=0.1)),
    exercise(losses.cross_entropy_loss, "loss dscores", *with_option(labelled(ROWS), label_smoothing=0.1)),
    exercise(losses.quadratic_cost, "loss doutputs", of(normal(ROWS, ROWS))),
    *(
        exercise(function, "loss dpred", of(normal(ROWS, ROWS)))
        for function in (
            regression.l1_loss, regression.mse_loss, regression.smooth_l1_loss, regression.huber_loss
        )
    ),
    exercise(
        dropout.dropout_forward, "out cache",
        of(lambda rng: (rng.normal(size=ROWS), 0.4), train=False),
        seeded(lambda rng: (rng.normal(size=(MANY, 5)), 0.4), dropped_and_scaled, train=True),
        own=("cache",),
    ),
    exercise(dropout.dropout_forward, "out cache", of(lambda rng: (rng.normal(size=ROWS), 0.4), train=False)),
    exercise(
        dropout.paper_dropout_forward, "out cache",
        of(lambda rng: (rng.normal(size=ROWS), 0.4), train=False),
        seeded(lambda rng: (rng.normal(size=(MANY, 5)), 0.4), dropped, train=True),
        own=("cache",),
    ),
    exercise(
        dropout.dropout_backward, "dx",
        of(lambda rng: (rng.normal(size=ROWS), Cached((rng.normal(size=ROWS), 0.4), {"train": False}))),
        of(
            lambda rng: (
                rng.normal(size=ROWS),
                Cached((rng.normal(size=ROWS), 0.4), {"train": True, "rng": np.random.default_rng(1)}),
            )
        ),
        forward=dropout.dropout_forward,
    ),
    *map(optimizer_calls, (optim.sgd, optim.momentum, optim.nesterov, optim.adam, optim.alexnet_update)),
    exercise(
        optim.with_weight_decay, "w state", of(lambda rng: (optim.adam, 0.1, *normal(3, 3)(rng))), use=use_decayed
    ),
    exercise(
        optim.take_steps, "ws",
        of(lambda rng: (optim.adam, rng.normal(size=3), rng.normal(size=(4, 3))), lr=0.1, beta1=0.5),
    ),
    exercise(optim.step_schedule, "lr", of(lambda rng: (int(rng.integers(9)),), lr=0.1, step_size=2)),
    exercise(optim.cosine_schedule, "lr", of(lambda rng: (int(rng.integers(9)),), lr=0.1, epochs=9)),
    exercise(optim.plateau_schedule, "lr", of(lambda rng: ([3.0, 2.0, 2.0, 2.0],), lr=0.1, patience=1)),
    exercise(
        optim.lr_after_each, "lrs",
        of(lambda rng: (optim.plateau_schedule, rng.random(6).tolist()), lr=0.1, patience=0, factor=0.5),
    ),
    exercise(init.gaussian, "weights", seeded(lambda rng: ((60, 50),), spread(0.01))),
    exercise(init.xavier, "weights", seeded(lambda rng: ((60, 50),), spread(np.sqrt(2 / 110)))),
    exercise(init.he, "weights", seeded(lambda rng: ((60, 50),), spread(np.sqrt(2 / 50)))),
    exercise(init.constant, "values", of(lambda rng: ((2, 3),), value=1.5)),
    exercise(augment.random_crop, "crops", seeded(ramps, cut_anywhere)),
    exercise(augment.center_crop, "crops", CROPS),
    exercise(
        augment.random_horizontal_flip, "flipped", seeded(lambda rng: (rng.random((MANY, 2, 3, 3)),), flipped_by_halves)
    ),
    exercise(augment.pca_color_basis, "eigenvalues eigenvectors", of(lambda rng: (rng.random((9, 3, 4, 4)),))),
    exercise(augment.pca_color, "images", seeded(photographs, coloured), seeded(photographs, coloured, sigma=0.5)),
    exercise(augment.five_crop, "crops", CROPS),
    exercise(augment.ten_crop, "crops", CROPS),
    exercise(gradcheck.numerical_gradient, "gradient", of(lambda rng: (cubes, rng.normal(size=(2, 3))))),
    exercise(gradcheck.relative_error, "error", of(normal(ROWS, ROWS))),
    exercise(
        gradcheck.directional_error, "error",
        seeded(slope_of_cubes, tiny_error), seeded(wrong_slope_of_cubes, visible_error),
    ),
    exercise(gradcheck.check_backward, "nothing", checked_gradients(1), checked_gradients(1.01)),
]  # fmt: skip


# The same random functions, drawing in another order


def crop_one_by_one(images, size, *, rng):
    crops = []
    for image in images:
        top, left = rng.integers(image.shape[1] - size + 1), rng.integers(image.shape[2] - size + 1)
        crops.append(image[:, top : top + size, left : left + size])
    return np.stack(crops)


def flip_one_by_one(images, *, rng):
    return np.stack([image[..., ::-1] if rng.integers(2) else image for image in images])


def color_by_columns(images, basis, *, sigma=0.1, rng):
    alpha = sigma * rng.standard_normal((3, len(images)))
    return images + (basis[1] @ (alpha * basis[0][:, None])).T[:, :, None, None]


def drop_by_columns(x, p, *, train, rng=None):
    """Its cache is one array, not (keep, scale)."""
    factor = (1 - p > rng.random(x.T.shape).T) / (1 - p) if train else np.ones_like(x)
    return x * factor, factor


def drop_as_in_the_paper(x, p, *, train, rng=None):
    factor = p < rng.random(x.T.shape).T if train else np.full_like(x, 1 - p)
    return x * factor, [factor]


def scaled_normals(std):
    return lambda shape, *, rng, **options: rng.standard_normal(shape[::-1]).T * std


def error_along_a_unit_vector(f, x, gradient, *, rng, h=1e-5):
    direction = rng.uniform(-1, 1, size=x.shape)
    direction /= np.linalg.norm(direction)
    numeric = (f(x + h * direction) - f(x - h * direction)) / (2 * h)
    return abs(np.sum(gradient * direction) - numeric) / np.linalg.norm(gradient)


OTHER_ORDERS = {
    "random_crop": crop_one_by_one,
    "random_horizontal_flip": flip_one_by_one,
    "pca_color": color_by_columns,
    "dropout_forward": drop_by_columns,
    "paper_dropout_forward": drop_as_in_the_paper,
    "gaussian": scaled_normals(0.01),
    "xavier": scaled_normals(np.sqrt(2 / 110)),
    "he": scaled_normals(np.sqrt(2 / 50)),
    "directional_error": error_along_a_unit_vector,
}

WRONG = {  # right in shape and dtype, so that only `accept` can tell
    "random_crop": lambda images, size, *, rng: np.repeat(images[:1, :, :size, :size], len(images), axis=0),
    "random_horizontal_flip": lambda images, *, rng: images[..., ::-1].copy(),
    "pca_color": lambda images, basis, *, sigma=0.1, rng: color_by_columns(images, basis, rng=rng, sigma=2 * sigma),
    "dropout_forward": drop_as_in_the_paper,
    "paper_dropout_forward": drop_by_columns,
    "gaussian": scaled_normals(0.1),
    "xavier": scaled_normals(0.2),
    "he": scaled_normals(0.1),
    "directional_error": lambda f, x, gradient, *, rng, h=1e-5: 0.0,
}
