import numpy as np
import torch

from course_lib import nn
from course_lib.gradcheck import directional_error
from course_lib.ops.losses import cross_entropy_loss


def make_net(rng):
    return nn.Sequential(nn.Linear(4, 5, rng=rng), nn.Sigmoid(), nn.Linear(5, 3, rng=rng))


def torch_copy(net):
    twin = torch.nn.Sequential(torch.nn.Linear(4, 5), torch.nn.Sigmoid(), torch.nn.Linear(5, 3)).double()
    with torch.no_grad():
        for index in (0, 2):
            twin[index].weight.copy_(torch.from_numpy(net.layers[index].params["w"]))
            twin[index].bias.copy_(torch.from_numpy(net.layers[index].params["b"]))
    return twin


def test_sequential_agrees_with_torch_forward_and_backward(rng):
    net = make_net(rng)
    twin, x, dout = torch_copy(net), rng.normal(size=(7, 4)), rng.normal(size=(7, 3))
    twin_x = torch.from_numpy(x).requires_grad_()
    twin_out = twin(twin_x)
    twin_out.backward(torch.from_numpy(dout))
    np.testing.assert_allclose(net.forward(x), twin_out.detach().numpy(), rtol=0, atol=1e-13)
    np.testing.assert_allclose(net.backward(dout), twin_x.grad.numpy(), rtol=0, atol=1e-13)
    for index in (0, 2):
        np.testing.assert_allclose(net.layers[index].grads["w"], twin[index].weight.grad.numpy(), rtol=0, atol=1e-13)
        np.testing.assert_allclose(net.layers[index].grads["b"], twin[index].bias.grad.numpy(), rtol=0, atol=1e-13)


def test_parameters_yields_every_parameter_and_its_gradient_is_right(rng):
    net, x, labels = make_net(rng), rng.normal(size=(6, 4)), rng.integers(3, size=6)
    net.backward(cross_entropy_loss(net.forward(x), labels)[1])
    assert [(layer.params[name].shape) for layer, name in net.parameters()] == [(5, 4), (5,), (3, 5), (3,)]
    for layer, name in net.parameters():
        value, gradient = layer.params[name], layer.grads[name]

        def loss(changed, layer=layer, name=name):
            layer.params[name] = changed
            return cross_entropy_loss(net.forward(x), labels)[0]

        assert directional_error(loss, value, gradient, rng=rng) <= 1e-9
        layer.params[name] = value


def test_linear_starts_with_zero_biases_and_the_shape_of_torch(rng):
    layer = nn.Linear(8, 3, rng=rng)
    assert layer.params["w"].shape == tuple(torch.nn.Linear(8, 3).weight.shape)
    assert not layer.params["b"].any()
