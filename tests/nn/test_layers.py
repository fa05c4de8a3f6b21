from functools import partial

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.init import gaussian, he, xavier

ROWS, IMAGES = (5, 6), (3, 4, 9, 8)  # input shapes
LAYERS = {
    "linear": (lambda rng: nn.Linear(6, 4, rng=rng), torch.nn.Linear(6, 4), ROWS),
    "conv": (lambda rng: nn.Conv2d(4, 5, 3, rng=rng), torch.nn.Conv2d(4, 5, 3), IMAGES),
    "conv with pairs": (
        lambda rng: nn.Conv2d(4, 5, (3, 2), (2, 3), (1, 0), rng=rng),
        torch.nn.Conv2d(4, 5, (3, 2), (2, 3), (1, 0)),
        IMAGES,
    ),
    "max pool": (lambda rng: nn.MaxPool2d(2), torch.nn.MaxPool2d(2), IMAGES),
    "overlapping max pool": (lambda rng: nn.MaxPool2d(3, 2), torch.nn.MaxPool2d(3, 2), IMAGES),
    "average pool": (lambda rng: nn.AvgPool2d(3, 2), torch.nn.AvgPool2d(3, 2), IMAGES),
    "response norm": (
        lambda rng: nn.LocalResponseNorm(3, alpha=0.5, beta=0.6, k=1.5),
        torch.nn.LocalResponseNorm(3, alpha=0.5, beta=0.6, k=1.5),
        IMAGES,
    ),
    "response norm as it comes": (lambda rng: nn.LocalResponseNorm(5), torch.nn.LocalResponseNorm(5), IMAGES),
    "sigmoid": (lambda rng: nn.Sigmoid(), torch.nn.Sigmoid(), ROWS),
    "tanh": (lambda rng: nn.Tanh(), torch.nn.Tanh(), ROWS),
    "relu": (lambda rng: nn.ReLU(), torch.nn.ReLU(), IMAGES),
    "leaky relu": (lambda rng: nn.LeakyReLU(0.2), torch.nn.LeakyReLU(0.2), ROWS),
    "elu": (lambda rng: nn.ELU(1.5), torch.nn.ELU(1.5), ROWS),
    "elu as it comes": (lambda rng: nn.ELU(), torch.nn.ELU(), ROWS),
    "flatten": (lambda rng: nn.Flatten(), torch.nn.Flatten(), IMAGES),
}


@pytest.mark.parametrize(("make", "twin", "shape"), LAYERS.values(), ids=LAYERS)
def test_layer_agrees_with_torch_forward_and_backward(rng, make, twin, shape):
    net, twin = nn.Sequential(make(rng)), torch.nn.Sequential(twin).double()
    net.copy_to_torch(twin)
    x = rng.normal(size=shape)
    twin_x = torch.from_numpy(x).requires_grad_()
    twin_out = twin(twin_x)
    dout = rng.normal(size=tuple(twin_out.shape))
    twin_out.backward(torch.from_numpy(dout))
    np.testing.assert_allclose(net.forward(x), twin_out.detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(net.backward(dout), twin_x.grad.numpy(), rtol=0, atol=1e-12)
    for (layer, name), parameter in zip(net.parameters(), twin.parameters(), strict=True):
        np.testing.assert_allclose(layer.grads[name], parameter.grad.numpy(), rtol=0, atol=1e-12)


def test_maxout_takes_the_larger_of_two_linear_layers(rng):
    layer, x = nn.Maxout(6, 4, rng=rng), rng.normal(size=ROWS)
    w, b = layer.params["w"], layer.params["b"]
    np.testing.assert_allclose(layer.forward(x), np.maximum(x @ w[0].T + b[0], x @ w[1].T + b[1]), atol=1e-13)


def test_dropout_drops_in_training_only(rng):
    layer, x = nn.Dropout(0.5, rng=rng), np.ones((100, 100))
    np.testing.assert_array_equal(layer.forward(x), x)
    out = layer.forward(x, train=True)
    assert set(np.unique(out)) == {0.0, 2.0}
    np.testing.assert_array_equal(layer.backward(x), out)


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (lambda rng: nn.Conv2d(1, 2, (3, 5), stride=2, rng=rng), "Conv2d(1, 2, (3, 5), stride=2)"),
        (lambda rng: nn.Conv2d(1, 2, 3, padding=(1, 0), rng=rng), "Conv2d(1, 2, 3, padding=(1, 0))"),
        (lambda rng: nn.Linear(6, 4, rng=rng), "Linear(6, 4)"),
        (lambda rng: nn.AvgPool2d(3), "AvgPool2d(3)"),
        (lambda rng: nn.AvgPool2d(3, 2), "AvgPool2d(3, stride=2)"),
        (lambda rng: nn.MaxPool2d(2), "MaxPool2d(2)"),
        (lambda rng: nn.LocalResponseNorm(5), "LocalResponseNorm(5)"),
        (lambda rng: nn.LocalResponseNorm(5, 0.5, 1.0, 2.0), "LocalResponseNorm(5, alpha=0.5, beta=1.0, k=2.0)"),
        (lambda rng: nn.Maxout(6, 4, rng=rng), "Maxout(6, 4)"),
        (lambda rng: nn.Sigmoid(), "Sigmoid()"),
        (lambda rng: nn.Tanh(), "Tanh()"),
        (lambda rng: nn.ReLU(), "ReLU()"),
        (lambda rng: nn.LeakyReLU(), "LeakyReLU(0.1)"),
        (lambda rng: nn.ELU(), "ELU(1.0)"),
        (lambda rng: nn.Flatten(), "Flatten()"),
        (lambda rng: nn.MaxPool2d(3, 2), "MaxPool2d(3, stride=2)"),
        (lambda rng: nn.Dropout(rng=rng), "Dropout(0.5)"),
        (lambda rng: nn.Maxout(6, 4, 3, rng=rng), "Maxout(6, 4, pieces=3)"),
    ],
)
def test_layer_shows_itself_as_the_call_that_makes_it(rng, make, title):
    assert repr(make(rng)) == title


WEIGHTED = {  # how it is made, and the shapes of its weights and biases
    "linear": (partial(nn.Linear, 6, 4), (4, 6), (4,)),
    "conv": (partial(nn.Conv2d, 2, 4, (3, 5)), (4, 2, 3, 5), (4,)),
    "maxout": (partial(nn.Maxout, 6, 4, 1), (4, 6), (1, 4)),
}


@pytest.mark.parametrize(("make", "w_shape", "b_shape"), WEIGHTED.values(), ids=WEIGHTED)
def test_weights_start_by_hes_rule_and_biases_at_zero(rng, make, w_shape, b_shape):
    params = make(rng=rng).params
    np.testing.assert_array_equal(params["w"].reshape(w_shape), he(w_shape, rng=np.random.default_rng(0)))
    np.testing.assert_array_equal(params["b"], np.zeros(b_shape))
    assert list(params) == ["w", "b"]


@pytest.mark.parametrize(("make", "w_shape", "b_shape"), WEIGHTED.values(), ids=WEIGHTED)
def test_initialisation_can_be_chosen(rng, make, w_shape, b_shape):
    params, again = make(rng=rng, weight_init=xavier, bias_init=gaussian).params, np.random.default_rng(0)
    np.testing.assert_array_equal(params["w"].reshape(w_shape), xavier(w_shape, rng=again))
    np.testing.assert_array_equal(params["b"], gaussian(b_shape, rng=again))


def test_layer_gives_the_gradient_at_its_input_unless_told_not_to(rng):
    layer, dout = nn.Conv2d(4, 5, 3, rng=rng), rng.normal(size=(3, 5, 7, 6))
    layer.forward(rng.normal(size=IMAGES))
    assert layer.backward(dout).shape == IMAGES
    assert layer.backward(dout, need_dx=False) is None
    np.testing.assert_allclose(layer.grads["b"], dout.sum(axis=(0, 2, 3)), rtol=1e-12)
