"""Assignment A4: a convolutional net, forward."""

from course_lib import models
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a4.images import NO_CACHE, SWAPPED
from course_lib.checks.exercises.a4.nets import draw_net, nets
from course_lib.ops.activations import relu_forward
from course_lib.ops.conv import conv2d_forward
from course_lib.ops.linear import linear_forward
from course_lib.ops.losses import softmax  # noqa: F401  a mistake takes it
from course_lib.ops.pool import avg_pool2d_forward, max_pool2d_forward  # noqa: F401


def cnn_forward(x, params, *, stride=1, padding=1, pool=2):
    *filters, w, b = params
    caches = []
    for number in range(0, len(filters), 2):
        x, convolved = conv2d_forward(x, filters[number], filters[number + 1], stride=stride, padding=padding)
        x, active = relu_forward(x)
        x, pooled = max_pool2d_forward(x, kernel=pool, stride=pool)
        caches.append((convolved, active, pooled))
    scores, last = linear_forward(x.reshape(len(x), -1), w, b)
    return scores, (caches, x.shape, last)


def cases(rng):
    return [Case(title, draw_net(rng, *net), net[4]) for title, *net in nets(rng)]


RELU, RESULT = "        x, active = relu_forward(x)\n", "return scores, (caches, x.shape, last)"
POOL, FILTERS = "x, pooled = max_pool2d_forward(x, kernel=pool, stride=pool)", "filters[number], filters[number + 1]"
OPTIONS = "stride=1, padding=1, pool=2):"
NO_RELU = "the ReLU is missing: it comes after each convolution. Without it, two of them are no more than one."
PAIRS = "There are as many as params has pairs, but for the last pair."
UNROLLED = "the feature maps are unrolled in another order. x.reshape(N, -1) takes channel by channel, row by row."
MISTAKES = slips(
    cnn_forward,
    (RELU, "", NO_RELU),
    (RELU, "        active = relu_forward(x)\n", NO_RELU),
    (RELU, "        x, active = relu_forward(x)[0] if number + 2 < len(filters) else x, None\n",
     "the ReLU is missing after the last convolution. Only the linear layer has none."),
    (RELU, "        x, active = relu_forward(x)[0] if number else x, None\n", "the first ReLU is missing."),
    (RESULT, f"scores, _ = relu_forward(scores)\n    {RESULT}",
     "the scores go through a ReLU. They leave the net as they are."),
    (RESULT, f"scores = softmax(scores)\n    {RESULT}",
     "the softmax is not part of the net: return the scores before it."),
    (POOL, "x, pooled = avg_pool2d_forward(x, kernel=pool, stride=pool)",
     "this is average pooling. The net takes the maximum."),
    (POOL, "x, pooled = max_pool2d_forward(x, kernel=2, stride=2)", "the windows are always 2 pixels wide. Take pool."),
    *((POOL, f"x, pooled = max_pool2d_forward(x, kernel=pool, stride={fixed})",
       f"the pooling windows always move by {fixed}. They touch: they move by pool pixels.") for fixed in (2, 1)),
    (POOL, "pooled = None", "the pooling is missing: it comes after each ReLU."),
    (POOL, "x, pooled = max_pool2d_forward(x, kernel=pool, stride=stride)",
     "the stride is that of the convolutions. The pooling windows touch: they move by pool pixels."),
    (", stride=stride, padding=padding)", ", padding=padding)", "the stride is not handed on to the convolutions."),
    (", stride=stride, padding=padding)", ", stride=stride)", "the padding is not handed on to the convolutions."),
    (", stride=stride, padding=padding)", ", stride=stride, padding=1)",
     "the padding is always 1. Take the one that is asked for."),
    (", stride=stride, padding=padding)", ")", "stride and padding are not handed on to the convolutions."),
    (", stride=stride, padding=padding)", ", stride=padding, padding=stride)", "stride and padding are exchanged."),
    *((OPTIONS, OPTIONS.replace(name, other), f"where {name.split('=')[0]} is not given it is {name[-1]}.")
      for name, others in (("stride=1", "2"), ("padding=1", "02"), ("pool=2", "13"))
      for other in (name[:-1] + value for value in others)),
    (FILTERS, "filters[number], filters[1]", "w and b of a convolution do not belong together: each has its own pair."),
    (FILTERS, "filters[0], filters[1]", "every convolution takes the first pair. Each has its own."),
    (FILTERS, "filters[number], 0 * filters[number + 1]", "the convolutions lack their biases."),
    ("range(0, len(filters), 2)", "range(0, len(filters))",
     "each convolution takes two of the arrays, its w and its b: go through them two at a time."),
    ("range(0, len(filters), 2)", "range(0, 2, 2)", f"it is always one convolution. {PAIRS}"),
    ("x.reshape(len(x), -1)", "x.transpose(0, 2, 3, 1).reshape(len(x), -1)", UNROLLED),
    ("x.reshape(len(x), -1)", "x.reshape(-1, w.shape[1], order='F')", UNROLLED),
    ("x.reshape(len(x), -1)", "x.reshape(-1, len(x)).T",
     "reshape(-1, N).T mixes the images. x.reshape(N, -1) has an image in each row."),
    ("x.reshape(len(x), -1)", "x", "the linear layer takes rows: (N, D). Unroll the feature maps of each image."),
    (RESULT, "return scores", NO_CACHE),
    (RESULT, "return (caches, x.shape, last), scores", SWAPPED),
)  # fmt: skip

register(Exercise(models.cnn_forward, ("scores", "cache"), cases, cnn_forward, mistakes=MISTAKES, own=("cache",)))
