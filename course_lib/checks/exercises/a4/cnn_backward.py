"""Assignment A4: back through a convolutional net."""

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Cached, Case, Exercise, slips
from course_lib.checks.exercises.a3.layers import as_tuples
from course_lib.checks.exercises.a4.nets import draw_net, nets
from course_lib.ops.activations import relu_backward, relu_forward  # noqa: F401  a mistake takes it
from course_lib.ops.conv import conv2d_backward
from course_lib.ops.linear import linear_backward
from course_lib.ops.pool import max_pool2d_backward


def cnn_backward(dscores, cache):
    caches, shape, last = cache
    dx, dw, db = linear_backward(dscores, last)
    dx, dparams = dx.reshape(shape), (dw, db)
    for convolved, active, pooled in reversed(caches):
        (dx,) = max_pool2d_backward(dx, pooled)
        (dx,) = relu_backward(dx, active)
        dx, dw, db = conv2d_backward(dx, convolved)
        dparams = (dw, db, *dparams)
    return dx, dparams


def cases(rng):
    found = []
    for title, *net in nets(rng):
        dscores = rng.normal(size=(net[0], net[3])).round(1).astype(net[-1])
        found.append(Case(title, (dscores, Cached(draw_net(rng, *net), net[4]))))
    return found


RELU = "        (dx,) = relu_backward(dx, active)\n"
RESULT, COLLECT = "return dx, dparams", "(dw, db, *dparams)"
ORDER = "the gradients stand in the order in which they were found. Params has the first layer's first: turn it round."
MISTAKES = slips(
    cnn_backward,
    (RELU, "", "the gradient skips the ReLU. On the way back it goes through each of them too."),
    (RELU, "        (dx,) = relu_backward(dx, caches[0][1]) if dx.shape == caches[0][1].shape else (dx,)\n",
     "each ReLU needs the cache of its own block."),
    (RELU, "        dx, _ = relu_forward(dx)\n",
     "relu_forward cuts the gradient where it is negative itself. relu_backward cuts it where the input was."),
    ("relu_backward(dx, active)", "relu_backward(active, dx)",
     "gradient and cache are exchanged: a backward function takes dout first, then the cache."),
    (COLLECT, "(*dparams, dw, db)", ORDER),
    (COLLECT, "(db, dw, *dparams)", "dw and db of the convolutions are exchanged: w, b, as in params."),
    ("dx.reshape(shape), (dw, db)", "dx.reshape(shape), (db, dw)",
     "dw and db of the linear layer are exchanged: w, b, as in params."),
    (RESULT, "return dx, dparams[::-1]", "the gradients stand in reverse. They belong in the order of params."),
    (RESULT, "return dparams", "dx is missing: return dx, dparams."),
    (RESULT, "return dparams, dx", "the order is dx, dparams, as the forward function takes x, params."),
    (RESULT, "return (dx, *dparams)", "all gradients stand in one row. Return two things: dx, and the tuple dparams."),
    *((RESULT, f"return dx, {one}", "these are the gradients of one layer. Collect those of all in dparams.")
      for one in ("dw, db", "(dw, db)")),
    (RESULT, "return dx, dparams[2:]", "the first layer's gradients are missing."),
    (RESULT, "return dx, dparams[:-2]", "the linear layer's gradients are missing."),
    (RESULT, "return dx, tuple(dp / dp.dtype.type(len(dscores)) for dp in dparams)",
     "dparams are divided by N once more. The 1/N of the mean is in dscores already."),
    ("    caches, shape, last = cache", "    dscores, (caches, shape, last) = dscores / len(dscores), cache",
     "everything is divided by N once more. The 1/N of the mean is in dscores already."),
    ("reversed(caches)", "caches", "the blocks are taken in forward order. Back it is the last one first."),
    ("dx, dparams = dx.reshape(shape), (dw, db)", "dparams = (dw, db)",
     "the linear layer gives rows, (N, D). Put dx into the shape that the feature maps had before they were unrolled."),
    ("dx.reshape(shape)", "dx.reshape(shape[0], *shape[2:], shape[1]).transpose(0, 3, 1, 2)",
     "the rows are rolled up in another order than forward unrolled them: dx.reshape(shape of the feature maps)."),
    ("dx, dw, db = conv2d_backward(dx, convolved)", "_, dw, db = conv2d_backward(dx, convolved)",
     "the gradient does not go on through the convolution: each step back hands a new dx to the one before it."),
    ("dx, dw, db = conv2d_backward(dx, convolved)", "dw, db, dx = conv2d_backward(dx, convolved)",
     "conv2d_backward returns dx, dw, db, in this order."),
    ("reversed(caches)", "caches[:-2:-1]", "the way back ends after one block. Go through all of them."),
    (RESULT, "return dscores, dparams", "dx is what came in from above. It is what arrives at the images at the end."),
)  # fmt: skip

register(
    Exercise(
        models.cnn_backward, ("dx", "dparams"), cases, cnn_backward, mistakes=MISTAKES, forward=models.cnn_forward,
        tidy=as_tuples,
    )
)  # fmt: skip
