import numpy as np
import pytest
import torch

from course_lib.data import load_digits
from course_lib.models import train_linear_classifier


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
