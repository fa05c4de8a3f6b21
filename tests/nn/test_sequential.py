import os

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.gradcheck import directional_error
from course_lib.ops.losses import cross_entropy_loss


def small_net(rng):
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, 3, rng=rng)
    )


def small_torch_net():
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Linear(64, 3),
    ).double()  # fmt: skip


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


def test_only_the_first_layer_may_skip_its_gradient(rng):
    net, x = nn.Sequential(*(nn.Conv2d(1, 1, 3, rng=rng) for _ in range(3))), rng.normal(size=(2, 1, 9, 9))
    dout = np.ones_like(net.forward(x))
    net.backward(dout)
    wanted = [layer.grads[name] for layer, name in net.parameters()]
    net.backward(dout, need_dx=False)
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
    net = small_net(rng)
    before = net.state_dict()
    twin = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Linear(64, 2))
    with pytest.raises(ValueError, match=r"^4\.w has shape \(3, 64\) in this net, but \(2, 64\) in the torch module"):
        net.copy_from_torch(twin)
    with pytest.raises(ValueError, match=r"^this net has 4 parameter arrays, the torch module 2"):
        net.copy_to_torch(torch.nn.Linear(64, 3))
    with pytest.raises(ValueError, match=r"^state does not fit this net: missing=\['0.b'\], unknown=\['0.c'\]"):
        net.load_state_dict({("0.c" if key == "0.b" else key): w for key, w in before.items()})
    with pytest.raises(ValueError, match=r"^0\.b has shape \(5,\) in state, but \(4,\) in this net"):
        net.load_state_dict(before | {"0.b": np.zeros(5)})
    for key, w in net.state_dict().items():
        np.testing.assert_array_equal(w, before[key])


@pytest.mark.parametrize("name", ["net", "net.npz", "net.weights"])
def test_save_and_load_agree_on_the_name(rng, tmp_path, name):
    net, other = small_net(rng), small_net(rng)
    net.save(tmp_path / name)
    other.load(str(tmp_path / name))
    assert os.listdir(tmp_path) == [name]
    np.testing.assert_array_equal(other.state_dict()["4.w"], net.state_dict()["4.w"])


@pytest.mark.parametrize("content", [b"", b"text", b"PK broken", b"\x93NUMPY\x01\x00"])
def test_load_names_a_file_that_is_not_one_of_weights(rng, tmp_path, content):
    (tmp_path / "net.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"net\.npz does not hold the parameters of this net: File is not a zip file"):
        small_net(rng).load(tmp_path / "net.npz")
    with pytest.raises(FileNotFoundError, match=r"away\.npz"):
        small_net(rng).load(tmp_path / "away.npz")


def test_load_names_the_file_of_another_net_and_changes_nothing(rng, tmp_path):
    net, other = small_net(rng), nn.Sequential(nn.Linear(2, 3, rng=rng))
    other.save(tmp_path / "other.npz")
    before = net.state_dict()
    with pytest.raises(
        ValueError, match=r"other\.npz does not hold the parameters of this net: .*missing=\['4\.b', '4\.w'\]"
    ):
        net.load(tmp_path / "other.npz")
    for key, w in net.state_dict().items():
        np.testing.assert_array_equal(w, before[key])


class Trap:
    """Unpickling it makes a folder."""

    def __init__(self, folder):
        self.folder = str(folder)

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def test_load_runs_no_pickle(rng, tmp_path):
    net, trap = nn.Sequential(nn.Linear(1, 1, rng=rng)), np.array([[Trap(tmp_path / "trap")]])
    np.savez(tmp_path / "net.npz", **{"0.w": trap, "0.b": np.zeros(1)})
    with pytest.raises(ValueError, match=r"net\.npz does not hold .*: Object arrays cannot be loaded"):
        net.load(tmp_path / "net.npz")
    assert not (tmp_path / "trap").exists()


def test_state_dict_is_a_copy(rng):
    net = small_net(rng)
    before = net.state_dict()
    for layer, name in net.parameters():
        layer.params[name] += 1
    for key, w in net.state_dict().items():
        np.testing.assert_array_equal(w, before[key] + 1)


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


def nested_net(rng):
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 4, 3, padding=1, rng=rng), nn.ReLU()), nn.MaxPool2d(2), nn.Flatten(),
        nn.Sequential(nn.Sequential(nn.Linear(64, 5, rng=rng), nn.Tanh()), nn.Linear(5, 3, rng=rng)),
    )  # fmt: skip


def nested_torch_net():
    return torch.nn.Sequential(
        torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.ReLU()),
        torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Sequential(torch.nn.Sequential(torch.nn.Linear(64, 5), torch.nn.Tanh()), torch.nn.Linear(5, 3)),
    ).double()  # fmt: skip


def test_a_net_within_a_net_agrees_with_torch_forward_and_backward(rng):
    net, twin, x = nested_net(rng), nested_torch_net(), rng.normal(size=(4, 1, 8, 8))
    net.copy_to_torch(twin)
    twin_x = torch.from_numpy(x).requires_grad_()
    twin_out, dout = twin(twin_x), rng.normal(size=(4, 3))
    twin_out.backward(torch.from_numpy(dout))
    np.testing.assert_allclose(net.forward(x), twin_out.detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(net.backward(dout), twin_x.grad.numpy(), rtol=0, atol=1e-12)
    for (layer, name), parameter in zip(net.parameters(), twin.parameters(), strict=True):
        np.testing.assert_allclose(layer.grads[name], parameter.grad.numpy(), rtol=0, atol=1e-12)
    assert net.backward(dout, need_dx=False) is None


def test_a_net_within_a_net_names_its_parameters_as_torch_does(rng, tmp_path):
    net, other, twin = nested_net(rng), nested_net(rng), nested_torch_net()
    names = [name.replace("weight", "w").replace("bias", "b") for name, _ in twin.named_parameters()]
    assert list(net.state_dict()) == names == ["0.0.w", "0.0.b", "3.0.0.w", "3.0.0.b", "3.1.w", "3.1.b"]
    net.save(tmp_path / "net.npz")
    other.load(tmp_path / "net.npz")
    net.copy_to_torch(twin)
    third = nested_net(rng)
    third.copy_from_torch(twin)
    for key, w in net.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[key], w)
        np.testing.assert_array_equal(third.state_dict()[key], w)


def test_a_net_within_a_net_is_told_to_train_and_is_converted(rng):
    inner = nn.Sequential(nn.Dropout(0.5, rng=rng), nn.Linear(9, 2, rng=rng))
    net, x = nn.Sequential(nn.Sequential(inner)).astype(np.float32), np.ones((5, 9), np.float32)
    assert net.forward(x).dtype == np.float32
    np.testing.assert_array_equal(net.forward(x), net.forward(x))
    assert not np.array_equal(net.forward(x, train=True), net.forward(x))


def test_a_net_shows_itself_as_the_call_that_makes_it(rng):
    net = nn.Sequential(nn.Sequential(nn.Linear(4, 3, rng=rng), nn.ReLU()), nn.Linear(3, 2, rng=rng))
    assert repr(net) == "Sequential(Sequential(Linear(4, 3), ReLU()), Linear(3, 2))"


def test_summary_gives_a_net_within_a_net_a_line_for_each_layer(rng):
    lines = nested_net(rng).summary((1, 8, 8)).splitlines()
    assert [line.split("(")[0].split()[0] for line in lines[1:]] == [
        "Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear", "Tanh", "Linear", "total",
    ]  # fmt: skip
    assert lines[-1].split() == ["total", "383", "2,639"]  # 2,304 of the convolution, 64 * 5 and 5 * 3


def test_summary_counts_parameters_and_multiply_adds(rng):
    lines = small_net(rng).summary((1, 8, 8)).splitlines()
    assert lines[0] == "layer                          output shape     parameters    multiply-adds"
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split() == ["Conv2d(1,", "4,", "3,", "padding=1)", "(4,", "8,", "8)", "40", "2,304"]
    assert lines[5].split() == ["Linear(64,", "3)", "(3,)", "195", "192"]
    assert lines[-1].split() == ["total", "235", "2,496"]  # 4·8·8 outputs of 9 weights each, and 3 of 64
