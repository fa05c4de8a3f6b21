import numpy as np
import pytest
import torch

from course_lib.data import load_digits
from course_lib.gradcheck import directional_error
from course_lib.models import (
    activation_pair,
    cnn_backward,
    cnn_forward,
    init_cnn,
    init_mlp,
    mlp_backward,
    mlp_forward,
    train_cnn,
    train_linear_classifier,
    train_mlp,
)


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_training_takes_the_steps_that_torch_takes(weight_decay, rng):
    x, labels = rng.normal(size=(20, 6)), rng.integers(4, size=20)
    w, b = train_linear_classifier(
        x, labels, num_classes=4, lr=0.3, epochs=25, batch_size=20, rng=rng, weight_decay=weight_decay
    )
    twin = torch.nn.Linear(6, 4, dtype=torch.float64)
    torch.nn.init.zeros_(twin.weight)
    torch.nn.init.zeros_(twin.bias)
    groups = [{"params": [twin.weight], "weight_decay": weight_decay}, {"params": [twin.bias]}]
    optimizer = torch.optim.SGD(groups, lr=0.3)
    for _ in range(25):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(twin(torch.from_numpy(x)), torch.from_numpy(labels)).backward()
        optimizer.step()
    np.testing.assert_allclose(w, twin.weight.detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(b, twin.bias.detach().numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_one_layer_recognises_held_out_digits(seed):
    (x, y), (x_test, y_test) = load_digits(seed=seed)
    rng = np.random.default_rng(seed)
    w, b = train_linear_classifier(x.reshape(len(x), -1), y, num_classes=10, lr=0.5, epochs=30, batch_size=32, rng=rng)
    accuracy = ((x_test.reshape(len(x_test), -1) @ w.T + b).argmax(axis=1) == y_test).mean()
    assert accuracy >= 0.95


def test_an_unknown_activation_is_named():
    with pytest.raises(
        ValueError, match="activation must be one of sigmoid, tanh, relu, leaky_relu, elu: found 'step'"
    ):
        activation_pair("step")


def test_first_weights_have_the_spread_that_gain_says():
    sizes = (300, 200, 100)
    weights, biases = init_mlp(sizes, rng=np.random.default_rng(0), gain=3.0)
    assert [w.shape for w in weights] == [(200, 300), (100, 200)]
    assert [w.std() * np.sqrt(w.shape[1]) for w in weights] == pytest.approx([3, 3], rel=0.02)
    assert all(b.shape == (len(w),) and not b.any() for w, b in zip(weights, biases))
    he, _ = init_mlp(sizes, rng=np.random.default_rng(0))
    np.testing.assert_allclose(he[0], weights[0] * np.sqrt(2) / 3)


def test_mlp_by_hand():
    """1·2 - 3 = -1 is cut to 0, 2·2 + 0 = 4 is not: 5·0 - 4 + 1 = -3."""
    weights, biases = ([np.array([[1.0], [2.0]]), np.array([[5.0, -1.0]])], [np.array([-3.0, 0]), np.array([1.0])])
    scores, cache = mlp_forward(np.array([[2.0]]), weights, biases)
    assert scores.tolist() == [[-3]]
    dx, dweights, dbiases = mlp_backward(np.array([[10.0]]), cache)
    assert dx.tolist() == [[-20]]
    assert [dw.tolist() for dw in dweights] == [[[0], [-20]], [[0, 40]]]
    assert [db.tolist() for db in dbiases] == [[0, -10], [10]]


SIZES = [(4, 3), (4, 6, 3), (5, 7, 4, 6, 3)]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "elu"])
@pytest.mark.parametrize("sizes", SIZES)
def test_mlp_backward_matches_finite_differences(sizes, activation, rng):
    x, (weights, _) = rng.normal(size=(9, sizes[0])), init_mlp(sizes, rng=rng)
    biases = [rng.normal(size=size) for size in sizes[1:]]
    scores, cache = mlp_forward(x, weights, biases, activation=activation)
    dout = rng.normal(size=scores.shape)
    dx, dweights, dbiases = mlp_backward(dout, cache)

    def loss(x=x, place=None, w=None, b=None):
        ws, bs = list(weights), list(biases)
        if w is not None:
            ws[place] = w
        if b is not None:
            bs[place] = b
        return np.sum(dout * mlp_forward(x, ws, bs, activation=activation)[0])

    errors = [directional_error(loss, x, dx, rng=rng)]
    for place in range(len(weights)):
        errors.append(
            directional_error(lambda w, p=place: loss(place=p, w=w), weights[place], dweights[place], rng=rng)
        )
        errors.append(directional_error(lambda b, p=place: loss(place=p, b=b), biases[place], dbiases[place], rng=rng))
    assert max(errors) < 1e-8  # a kink within 1e-5 of a point is not met with this seed


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mlp_keeps_the_dtype(dtype, rng):
    weights, biases = init_mlp((4, 6, 3), rng=rng)
    weights, biases = [w.astype(dtype) for w in weights], [b.astype(dtype) for b in biases]
    x, labels = rng.normal(size=(5, 4)).astype(dtype), rng.integers(3, size=5)
    scores, cache = mlp_forward(x, weights, biases)
    dx, dweights, dbiases = mlp_backward(scores, cache)
    trained = train_mlp(x, labels, weights, biases, lr=0.1, epochs=2, batch_size=2, rng=rng)
    assert {a.dtype for a in (scores, dx, *dweights, *dbiases, *trained[0], *trained[1])} == {np.dtype(dtype)}


@pytest.mark.parametrize(("momentum", "activation"), [(0.0, "relu"), (0.9, "tanh"), (0.5, "elu")])
def test_train_mlp_takes_the_steps_that_torch_takes(momentum, activation, rng):
    x, labels = rng.normal(size=(20, 6)), rng.integers(4, size=20)
    first = init_mlp((6, 8, 5, 4), rng=rng)
    options = {"lr": 0.1, "epochs": 25, "batch_size": 20, "rng": rng, "momentum": momentum, "activation": activation}
    found = train_mlp(x, labels, *first, **options)
    layer = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "elu": torch.nn.ELU}[activation]
    linear = [torch.nn.Linear(w.shape[1], len(w), dtype=torch.float64) for w in first[0]]
    for twin, w, b in zip(linear, *first):
        twin.weight.data, twin.bias.data = torch.from_numpy(w.copy()), torch.from_numpy(b.copy())
    net = torch.nn.Sequential(linear[0], layer(), linear[1], layer(), linear[2])
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=momentum)
    for _ in range(25):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(torch.from_numpy(x)), torch.from_numpy(labels)).backward()
        optimizer.step()
    for twin, w, b in zip(linear, *found):
        np.testing.assert_allclose(w, twin.weight.detach().numpy(), rtol=0, atol=1e-12)
        np.testing.assert_allclose(b, twin.bias.detach().numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_hidden_layers_recognise_held_out_digits(seed):
    (x, y), (x_test, y_test) = load_digits(seed=seed)
    rng = np.random.default_rng(seed)
    weights, biases = init_mlp((64, 100, 10), rng=rng)
    options = {"lr": 0.1, "epochs": 20, "batch_size": 32, "rng": rng, "momentum": 0.9}
    weights, biases = train_mlp(x.reshape(len(x), -1), y, weights, biases, **options)
    scores, _ = mlp_forward(x_test.reshape(len(x_test), -1), weights, biases)
    assert (scores.argmax(axis=1) == y_test).mean() >= 0.965


def test_first_weights_of_a_convolutional_net_fit_and_have_hes_spread():
    params = init_cnn((3, 24, 49), (4, 5), 6, rng=np.random.default_rng(0), kernel=5, stride=1, padding=2, pool=3)
    assert [p.shape for p in params] == [(4, 3, 5, 5), (4,), (5, 4, 5, 5), (5,), (6, 5 * 2 * 5), (6,)]
    params = init_cnn((3, 28, 33), (40, 50), 60, rng=np.random.default_rng(0))
    assert [p.shape for p in params] == [(40, 3, 3, 3), (40,), (50, 40, 3, 3), (50,), (60, 50 * 7 * 8), (60,)]
    spreads = [w.std() * np.sqrt(w[0].size / 2) for w in params[::2]]
    assert spreads == pytest.approx([1, 1, 1], rel=0.05)
    assert not any(b.any() for b in params[1::2])


def test_cnn_by_hand():
    """1·2 - 3 = -1 is cut to 0, 1·5 - 3 = 2 is the larger; 10·2 + 1."""
    params = (np.ones((1, 1, 1, 1)), np.array([-3.0]), np.array([[10.0]]), np.array([1.0]))
    scores, cache = cnn_forward(np.array([[[[2.0, 5.0], [1.0, 4.0]]]]), params, padding=0)
    assert scores.tolist() == [[21]]
    dx, dparams = cnn_backward(np.array([[3.0]]), cache)
    assert dx.tolist() == [[[[0, 30], [0, 0]]]]
    assert [dp.ravel().tolist() for dp in dparams] == [[150], [30], [6], [3]]


CNNS = {
    "no convolution": ((2, 3, 4), (), {}),
    "one": ((1, 4, 6), (3,), {}),
    "two": ((2, 8, 6), (3, 4), {}),
    "stride 2": ((2, 7, 9), (3, 4), {"stride": 2, "pool": 1}),
    "all options": ((3, 15, 17), (4, 2), {"stride": 2, "padding": 2, "pool": 2}),
}


def twin_of(params, *, stride=1, padding=1, pool=2):
    """Return the same net in torch, and its parameters in the same order."""
    parts = [torch.tensor(p, requires_grad=True) for p in params]

    def net(x):
        for w, b in zip(parts[:-2:2], parts[1:-2:2]):
            x = torch.nn.functional.conv2d(x, w, b, stride=stride, padding=padding)
            x = torch.nn.functional.max_pool2d(x.relu(), pool)
        return x.flatten(1) @ parts[-2].T + parts[-1]

    return net, parts


@pytest.mark.parametrize(("shape", "channels", "options"), CNNS.values(), ids=CNNS)
def test_cnn_agrees_with_torch_and_with_finite_differences(shape, channels, options, rng):
    x, params = rng.normal(size=(3, *shape)), list(init_cnn(shape, channels, 5, rng=rng, **options))
    params = [p if p.ndim > 1 else rng.normal(size=p.shape) for p in params]
    scores, cache = cnn_forward(x, params, **options)
    dscores = rng.normal(size=scores.shape)
    dx, dparams = cnn_backward(dscores, cache)
    net, twins = twin_of(params, **options)
    image = torch.tensor(x, requires_grad=True)
    expected = net(image)
    np.testing.assert_allclose(scores, expected.detach().numpy(), rtol=0, atol=1e-12)
    gradients = torch.autograd.grad(expected, [image, *twins], torch.from_numpy(dscores))
    for found, wanted in zip((dx, *dparams), gradients, strict=True):
        np.testing.assert_allclose(found, wanted.numpy(), rtol=0, atol=1e-11)

    def loss(place, array):
        return np.sum(dscores * cnn_forward(x, [*params[:place], array, *params[place + 1 :]], **options)[0])

    errors = [directional_error(lambda x: np.sum(dscores * cnn_forward(x, params, **options)[0]), x, dx, rng=rng)]
    for place, (p, dp) in enumerate(zip(params, dparams, strict=True)):
        if dp.any():
            errors.append(directional_error(lambda array, k=place: loss(k, array), p, dp, rng=rng))
    assert max(errors) < 1e-7  # a kink within 1e-5 of a point is not met with this seed


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cnn_keeps_the_dtype(dtype, rng):
    params = tuple(p.astype(dtype) for p in init_cnn((1, 4, 4), (2,), 3, rng=rng))
    x, labels = rng.normal(size=(5, 1, 4, 4)).astype(dtype), rng.integers(3, size=5)
    scores, cache = cnn_forward(x, params)
    dx, dparams = cnn_backward(scores, cache)
    trained = train_cnn(x, labels, params, lr=0.1, epochs=2, batch_size=2, rng=rng)
    assert {a.dtype for a in (scores, dx, *dparams, *trained)} == {np.dtype(dtype)}


@pytest.mark.parametrize(("momentum", "options"), [(0.0, {}), (0.9, {"stride": 2, "pool": 1}), (0.5, {"pool": 3})])
def test_train_cnn_takes_the_steps_that_torch_takes(momentum, options, rng):
    x, labels = rng.normal(size=(12, 2, 6, 7)), rng.integers(4, size=12)
    first = init_cnn((2, 6, 7), (3,), 4, rng=rng, **options)
    found = train_cnn(x, labels, first, lr=0.05, epochs=15, batch_size=12, rng=rng, momentum=momentum, **options)
    net, twins = twin_of(first, **options)
    optimizer = torch.optim.SGD(twins, lr=0.05, momentum=momentum)
    for _ in range(15):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(torch.from_numpy(x)), torch.from_numpy(labels)).backward()
        optimizer.step()
    for twin, p in zip(twins, found, strict=True):
        np.testing.assert_allclose(p, twin.detach().numpy(), rtol=0, atol=1e-11)


def test_two_convolutions_recognise_held_out_digits():
    (x, y), (x_test, y_test) = load_digits()
    rng = np.random.default_rng(0)
    params = init_cnn((1, 8, 8), (16, 32), 10, rng=rng)
    params = train_cnn(x, y, params, lr=0.05, epochs=8, batch_size=32, rng=rng)
    assert (cnn_forward(x_test, params)[0].argmax(axis=1) == y_test).mean() >= 0.96
