"""The classifiers that lectures build and assignments ask for, in full."""

import numpy as np

from course_lib.ops import activations
from course_lib.ops.activations import relu_backward, relu_forward
from course_lib.ops.conv import conv2d_backward, conv2d_forward, conv_output_size
from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward
from course_lib.ops.pool import max_pool2d_backward, max_pool2d_forward
from course_lib.optim import momentum as momentum_rule
from course_lib.optim import sgd
from course_lib.train import minibatches


def train_linear_classifier(x, labels, *, num_classes, lr, epochs, batch_size, rng, weight_decay=0.0):
    """Train one fully connected layer by mini-batch gradient descent on the cross entropy.

    Parameters
    ----------
    x : (N, D)          inputs, one row a sample
    labels : (N,)       integers from 0 to num_classes - 1
    num_classes : int
    lr : float          learning rate
    epochs : int        passes over all N samples
    batch_size : int    samples a step; the last batch of an epoch may be smaller
    rng : np.random.Generator   decides the order of the samples: a new rng.permutation(N) in every epoch
    weight_decay : float    adds weight_decay * w to the gradient of w; biases do not decay

    Returns
    -------
    w : (num_classes, D)    starts from zeros: every class equally likely, a loss of log C
    b : (num_classes,)

    Source: lecture 04.
    """
    w, b = np.zeros((num_classes, x.shape[1]), x.dtype), np.zeros(num_classes, x.dtype)
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng=rng):
            scores, cache = linear_forward(x[batch], w, b)
            _, dw, db = linear_backward(cross_entropy_backward(scores, labels[batch]), cache)
            w, _ = sgd(w, dw + weight_decay * w, None, lr=lr)
            b, _ = sgd(b, db, None, lr=lr)
    return w, b


def activation_pair(name):
    """Return the forward and the backward function of an activation.

    Parameters
    ----------
    name : str          "sigmoid", "tanh", "relu", "leaky_relu" or "elu", with the options' defaults

    Returns
    -------
    forward, backward : callable    x -> (out, cache) and (dout, cache) -> (dx,)

    Raises
    ------
    ValueError          if there is no such activation
    """
    known = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")
    if name not in known:
        raise ValueError(f"activation must be one of {', '.join(known)}: found {name!r}")
    return getattr(activations, f"{name}_forward"), getattr(activations, f"{name}_backward")


def init_mlp(sizes, *, rng, gain=2**0.5):
    """Draw the first weights of fully connected layers in a row; the biases are zero.

    Parameters
    ----------
    sizes : tuple of int    (D, H1, H2, …, C): inputs, hidden units of each layer, outputs
    rng : np.random.Generator
    gain : float            a layer of D inputs has weights of standard deviation gain / √D; √2 is He's, for ReLU

    Returns
    -------
    weights : tuple         of (out, in), normally distributed, float64
    biases : tuple          of (out,)

    Source: lecture 05; He et al. 2015, section 2.2.
    """
    shapes = zip(sizes[1:], sizes[:-1])
    weights = tuple(rng.normal(scale=gain / fan_in**0.5, size=(out, fan_in)) for out, fan_in in shapes)
    return weights, tuple(np.zeros(out) for out in sizes[1:])


def mlp_forward(x, weights, biases, *, activation="relu"):
    """Send a batch through fully connected layers in a row, with an activation after each but the last.

    Parameters
    ----------
    x : (N, D)          inputs, one row a sample
    weights : sequence of (out, in)     one a layer, each taking what the one before gives
    biases : sequence of (out,)
    activation : str    as in activation_pair

    Returns
    -------
    scores : (N, C)     the last layer's
    cache               for mlp_backward

    Source: lecture 05.
    """
    activate, _ = activation_pair(activation)
    scores, cache = linear_forward(x, weights[0], biases[0])
    caches = [cache]
    for w, b in zip(weights[1:], biases[1:], strict=True):
        hidden, active = activate(scores)
        scores, cache = linear_forward(hidden, w, b)
        caches += [active, cache]
    return scores, (caches, activation)


def mlp_backward(dscores, cache):
    """Send the gradient at the scores back through every layer.

    Parameters
    ----------
    dscores : (N, C)    gradient of the loss with respect to the scores
    cache               what mlp_forward returned

    Returns
    -------
    dx : (N, D)
    dweights : tuple    of (out, in), one a layer, the first layer's first
    dbiases : tuple     of (out,)

    Source: lecture 05.
    """
    caches, activation = cache
    _, activate_backward = activation_pair(activation)
    dx, dw, db = linear_backward(dscores, caches[-1])
    dweights, dbiases = (dw,), (db,)
    for active, linear in zip(caches[-2::-2], caches[-3::-2]):
        (dx,) = activate_backward(dx, active)
        dx, dw, db = linear_backward(dx, linear)
        dweights, dbiases = (dw, *dweights), (db, *dbiases)
    return dx, dweights, dbiases


def train_mlp(x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"):
    """Train fully connected layers by mini-batches with momentum, on the cross entropy.

    Parameters
    ----------
    x : (N, D)          inputs, one row a sample
    labels : (N,)       integers from 0 to C - 1
    weights, biases     what to start from, as init_mlp gives them; left unchanged
    lr : float          learning rate
    epochs : int        passes over all N samples
    batch_size : int    samples a step; the last batch of an epoch may be smaller
    rng : np.random.Generator   decides the order of the samples: a new rng.permutation(N) in every epoch
    momentum : float    0 is plain gradient descent
    activation : str    as in activation_pair

    Returns
    -------
    weights : tuple     of (out, in)
    biases : tuple      of (out,)

    Source: lectures 04, 05 and 07.
    """
    layers = len(weights)

    def gradients(batch, params):
        scores, cache = mlp_forward(x[batch], params[:layers], params[layers:], activation=activation)
        _, dweights, dbiases = mlp_backward(cross_entropy_backward(scores, labels[batch]), cache)
        return (*dweights, *dbiases)

    batches = _epochs(len(x), epochs, batch_size, rng)
    params = _descend([*weights, *biases], gradients, batches, lr=lr, momentum=momentum)
    return params[:layers], params[layers:]


def _epochs(count, epochs, batch_size, rng):
    for _ in range(epochs):
        yield from minibatches(count, batch_size, rng=rng)


def _descend(params, gradients, batches, *, lr, momentum):
    """Take a step with momentum for each batch; gradients is (batch, params) -> one array for each of params."""
    params, states = list(params), [None] * len(params)
    for batch in batches:
        for place, gradient in enumerate(gradients(batch, params)):
            step = momentum_rule(params[place], gradient, states[place], lr=lr, momentum=momentum)
            params[place], states[place] = step
    return tuple(params)


def init_cnn(image_shape, channels, num_classes, *, rng, kernel=3, stride=1, padding=1, pool=2):
    """Draw the first weights of a convolutional net as cnn_forward takes them; the biases are zero.

    Parameters
    ----------
    image_shape : (int, int, int)       (C, H, W) of one image
    channels : tuple of int             how many filters each convolution has
    num_classes : int
    rng : np.random.Generator
    kernel : int                        height and width of the filters, in pixels
    stride, padding, pool : int         as for cnn_forward: they decide how many features the linear layer gets

    Returns
    -------
    params : tuple      w, b of each convolution, (F, C, kernel, kernel) and (F,), then w, b of the linear layer;
                        float64, normally distributed with standard deviation √(2 / fan-in), which is He's

    Raises
    ------
    ValueError          if a filter or a pooling window does not fit into what it is given

    Source: lecture 09; He et al. 2015, section 2.2.
    """
    inputs, *sides = image_shape
    shapes = []
    for filters in channels:
        shapes.append((filters, inputs, kernel, kernel))
        sides = [conv_output_size(side, kernel, stride, padding) for side in sides]
        inputs, sides = filters, [conv_output_size(side, pool, pool, 0) for side in sides]
    shapes.append((num_classes, inputs * sides[0] * sides[1]))
    weights = [rng.normal(scale=(2 / np.prod(shape[1:])) ** 0.5, size=shape) for shape in shapes]
    return tuple(part for w in weights for part in (w, np.zeros(len(w))))


def cnn_forward(x, params, *, stride=1, padding=1, pool=2):
    """Send images through convolution, ReLU and max pooling, as often as there are filters, and a linear layer.

    Parameters
    ----------
    x : (N, C, H, W)            images
    params : sequence           w, b of each convolution, (F, C, KH, KW) and (F,), then w, b of the linear layer,
                                (K, D) and (K,), where D counts the numbers of the last feature maps
    stride, padding : int       of the convolutions, in pixels
    pool : int                  size of the pooling windows, which touch; 1 pools nothing

    Returns
    -------
    scores : (N, K)
    cache                       for cnn_backward

    Source: lecture 09.
    """
    *filters, w, b = params
    caches = []
    for number in range(0, len(filters), 2):
        x, convolved = conv2d_forward(x, *filters[number : number + 2], stride=stride, padding=padding)
        x, active = relu_forward(x)
        x, pooled = max_pool2d_forward(x, kernel=pool, stride=pool)
        caches.append((convolved, active, pooled))
    scores, cache = linear_forward(x.reshape(len(x), -1), w, b)
    return scores, (caches, x.shape, cache)


def cnn_backward(dscores, cache):
    """Send the gradient at the scores back through every layer.

    Parameters
    ----------
    dscores : (N, K)    gradient of the loss with respect to the scores
    cache               what cnn_forward returned

    Returns
    -------
    dx : (N, C, H, W)
    dparams : tuple     one gradient for each array of params, in their order

    Source: lecture 09.
    """
    caches, shape, cache = cache
    dx, *gradients = linear_backward(dscores, cache)
    dx = dx.reshape(shape)
    for convolved, active, pooled in reversed(caches):
        (dx,) = max_pool2d_backward(dx, pooled)
        (dx,) = relu_backward(dx, active)
        dx, dw, db = conv2d_backward(dx, convolved)
        gradients = [dw, db, *gradients]
    return dx, tuple(gradients)


def train_cnn(x, labels, params, *, lr, epochs, batch_size, rng, momentum=0.9, **options):
    """Train a convolutional net by mini-batches with momentum, on the cross entropy.

    Parameters
    ----------
    x : (N, C, H, W)    images
    labels : (N,)       integers from 0 to K - 1
    params : sequence   what to start from, as init_cnn gives it; left unchanged
    lr : float          learning rate
    epochs : int        passes over all N images
    batch_size : int    images a step; the last batch of an epoch may be smaller
    rng : np.random.Generator   decides the order of the images: a new rng.permutation(N) in every epoch
    momentum : float    0 is plain gradient descent
    **options           for cnn_forward: stride, padding, pool

    Returns
    -------
    params : tuple      the trained arrays, in the order in which they came

    Source: lectures 04, 07 and 09.
    """

    def gradients(batch, params):
        scores, cache = cnn_forward(x[batch], params, **options)
        _, dparams = cnn_backward(cross_entropy_backward(scores, labels[batch]), cache)
        return dparams

    return _descend(params, gradients, _epochs(len(x), epochs, batch_size, rng), lr=lr, momentum=momentum)
