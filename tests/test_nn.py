import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.gradcheck import directional_error
from course_lib.init import gaussian
from course_lib.ops.losses import cross_entropy_loss

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
        lambda rng: nn.LocalResponseNorm(3, alpha=0.5, beta=0.75, k=2.0),
        torch.nn.LocalResponseNorm(3, alpha=0.5, beta=0.75, k=2.0),
        IMAGES,
    ),
    "sigmoid": (lambda rng: nn.Sigmoid(), torch.nn.Sigmoid(), ROWS),
    "tanh": (lambda rng: nn.Tanh(), torch.nn.Tanh(), ROWS),
    "relu": (lambda rng: nn.ReLU(), torch.nn.ReLU(), IMAGES),
    "leaky relu": (lambda rng: nn.LeakyReLU(0.2), torch.nn.LeakyReLU(0.2), ROWS),
    "elu": (lambda rng: nn.ELU(1.5), torch.nn.ELU(1.5), ROWS),
    "flatten": (lambda rng: nn.Flatten(), torch.nn.Flatten(), IMAGES),
}


def small_net(rng):
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, 3, rng=rng)
    )


def small_torch_net():
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Linear(64, 3),
    ).double()  # fmt: skip


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


def test_gradients_of_a_whole_net_agree_with_finite_differences(rng):
    net, x, labels = small_net(rng), rng.normal(size=(5, 1, 8, 8)), rng.integers(3, size=5)
    net.backward(cross_entropy_loss(net.forward(x), labels)[1])
    gradients = {(id(layer), name): layer.grads[name] for layer, name in net.parameters()}
    for layer, name in net.parameters():
        value = layer.params[name]

        def loss(changed, layer=layer, name=name):
            layer.params[name] = changed
            return cross_entropy_loss(net.forward(x), labels)[0]

        # 1e-7: a nudge of 1e-7 crosses no kink of ReLU or pool here, and rounding costs 1e-16 / 1e-7
        assert directional_error(loss, value, gradients[id(layer), name], rng=rng, h=1e-7) <= 1e-7
        layer.params[name] = value


def test_first_layer_may_skip_the_gradient_at_its_input(rng):
    net, x, dout = small_net(rng), rng.normal(size=(2, 1, 8, 8)), rng.normal(size=(2, 3))
    net.forward(x)
    net.backward(dout)
    wanted = [layer.grads[name] for layer, name in net.parameters()]
    net.forward(x)
    assert net.backward(dout, need_dx=False) is None
    for (layer, name), gradient in zip(net.parameters(), wanted):
        np.testing.assert_array_equal(layer.grads[name], gradient)


def test_weights_go_to_torch_and_back(rng):
    net, twin, x = small_net(rng), small_torch_net(), rng.normal(size=(4, 1, 8, 8))
    other = small_net(rng)
    net.copy_to_torch(twin)
    other.copy_from_torch(twin)
    np.testing.assert_array_equal(other.forward(x), net.forward(x))
    np.testing.assert_allclose(twin(torch.from_numpy(x)).detach().numpy(), net.forward(x), rtol=0, atol=1e-13)


def test_weights_of_another_net_are_refused_and_change_nothing(rng):
    net, before = small_net(rng), None
    before = net.state_dict()
    twin = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Linear(64, 2))
    with pytest.raises(ValueError, match=r"4.w has shape \(3, 64\) in this net, but \(2, 64\) in the torch module"):
        net.copy_from_torch(twin)
    with pytest.raises(ValueError, match="this net has 4 parameter arrays, the torch module 2"):
        net.copy_to_torch(torch.nn.Linear(64, 3))
    with pytest.raises(ValueError, match=r"missing=\['0.b'\], unknown=\['0.c'\]"):
        net.load_state_dict({("0.c" if key == "0.b" else key): w for key, w in before.items()})
    with pytest.raises(ValueError, match=r"0.b has shape \(5,\) in state, but \(4,\) in this net"):
        net.load_state_dict(before | {"0.b": np.zeros(5)})
    for key, w in net.state_dict().items():
        np.testing.assert_array_equal(w, before[key])


def test_save_and_load_keep_every_bit_and_need_no_pickle(rng, tmp_path):
    net, other = small_net(rng).astype(np.float32), small_net(rng)
    net.save(tmp_path / "net.npz")
    other.load(tmp_path / "net.npz")
    for key, w in net.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[key], w)
        assert other.state_dict()[key].dtype == np.float32
    with np.load(tmp_path / "net.npz", allow_pickle=False) as file:
        assert set(file) == {"0.w", "0.b", "4.w", "4.b"}


def test_astype_makes_the_whole_net_compute_in_float32(rng):
    net, x = small_net(rng).astype(np.float32), rng.normal(size=(2, 1, 8, 8)).astype(np.float32)
    out = net.forward(x)
    assert out.dtype == np.float32
    assert net.backward(out).dtype == np.float32
    assert {layer.grads[name].dtype for layer, name in net.parameters()} == {np.dtype(np.float32)}


def test_summary_counts_parameters_and_multiply_adds(rng):
    lines = small_net(rng).summary((1, 8, 8)).splitlines()
    assert lines[1].split() == ["Conv2d(1,", "4,", "3,", "padding=1)", "(4,", "8,", "8)", "40", "2,304"]
    assert lines[5].split() == ["Linear(64,", "3)", "(3,)", "195", "192"]
    assert lines[-1].split() == ["total", "235", "2,496"]  # 4·8·8 outputs of 9 weights each, and 3 of 64


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (lambda rng: nn.Conv2d(1, 2, (3, 5), stride=2, rng=rng), "Conv2d(1, 2, (3, 5), stride=2)"),
        (lambda rng: nn.MaxPool2d(3, 2), "MaxPool2d(3, stride=2)"),
        (lambda rng: nn.Dropout(rng=rng), "Dropout(0.5)"),
        (lambda rng: nn.Maxout(6, 4, 3, rng=rng), "Maxout(6, 4, pieces=3)"),
    ],
)
def test_layer_shows_itself_as_the_call_that_makes_it(rng, make, title):
    assert repr(make(rng)) == title


def test_initialisation_can_be_chosen(rng):
    layer = nn.Linear(400, 300, rng=rng, weight_init=lambda shape, rng: gaussian(shape, rng=rng, std=0.5))
    assert layer.params["w"].std() == pytest.approx(0.5, rel=0.02)
    assert not layer.params["b"].any()
