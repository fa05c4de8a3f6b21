"""Whole nets: what a training step costs next to torch, and what accuracy on digits a few seconds buy.

python -m benchmarks.training               the accuracies, one minute (the steps are part of `python -m benchmarks`)
"""

import time
from functools import partial

import numpy as np
import torch

from course_lib import nn
from course_lib.augment import random_crop
from course_lib.data import load_digits
from course_lib.ops.losses import cross_entropy_loss
from course_lib.optim import adam, cosine_schedule, sgd
from course_lib.train import evaluate, fit

SEEDS = range(5)


def fully_connected(rng):
    """One layer, as in lectures 02 to 04."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 10, rng=rng))


def multilayer_perceptron(rng):
    """One hidden layer."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 100, rng=rng), nn.ReLU(), nn.Linear(100, 10, rng=rng))


def digits_cnn(rng):
    """Two convolutions, one pool, dropout, one linear layer, for 8x8 pixels."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, rng=rng), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1, rng=rng), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.5, rng=rng), nn.Linear(512, 10, rng=rng),
    )  # fmt: skip


def lenet(rng):
    """Two convolutions of 5x5, two pools, one linear layer, for 28x28 pixels."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2, rng=rng), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 10, rng=rng),
    )  # fmt: skip


def torch_lenet():
    """The same in torch."""
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 8, 5, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(8, 16, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(400, 10),
    )  # fmt: skip


def small_lenet(rng):
    """Two convolutions of 3x3, each with a pool, for 8x8 pixels."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, rng=rng), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10, rng=rng),
    )  # fmt: skip


def torch_small_lenet():
    """The same in torch."""
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(16, 32, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(128, 10),
    )  # fmt: skip


def build_step(make, torch_twin, shape):
    """Build a training step of ours and of torch's from the same weights; each returns the loss before its step."""
    rng = np.random.default_rng(0)
    net, twin = make(rng).astype(np.float32), torch_twin()
    net.copy_to_torch(twin)
    x, labels = rng.standard_normal(shape, dtype=np.float32), rng.integers(10, size=shape[0])
    twin_x, twin_labels = torch.from_numpy(x), torch.from_numpy(labels)
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.01)

    def ours():
        loss, dscores = cross_entropy_loss(net.forward(x, train=True), labels)
        net.backward(dscores, need_dx=False)
        for layer, name in net.parameters():
            layer.params[name], _ = sgd(layer.params[name], layer.grads[name], None, lr=0.01)
        return (loss,)

    def theirs():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(twin(twin_x), twin_labels)
        loss.backward()
        optimizer.step()
        return (loss.detach(),)

    return ours, theirs


def digits_accuracy(make, *, update, lr, epochs, batch_size, shifts=False):
    """Train one net for each seed, each on another split of the digits.

    Returns
    -------
    accuracies : list       of the held-out 20 %, one a seed
    seconds : float         processor time of one training, on average
    """
    accuracies, seconds = [], 0.0
    for seed in SEEDS:
        (x, y), (x_test, y_test) = load_digits(seed=seed)
        x, x_test, rng = x.astype(np.float32), x_test.astype(np.float32), np.random.default_rng(seed)
        net = make(rng).astype(np.float32)
        start = time.process_time()
        fit(
            net, x, y, loss=cross_entropy_loss, update=update, epochs=epochs, batch_size=batch_size, rng=rng,
            augment=partial(random_crop, size=8, padding=1, rng=rng) if shifts else None,
            schedule=lambda epoch, history: cosine_schedule(epoch, lr=lr, epochs=epochs), progress=False,
        )  # fmt: skip
        seconds += time.process_time() - start
        accuracies.append(evaluate(net, x_test, y_test, loss=cross_entropy_loss)[1])
    return accuracies, seconds / len(SEEDS)


RUNS = [  # name, net, settings, least mean accuracy, most seconds
    ("one FC layer", fully_connected, {"lr": 0.02, "epochs": 60, "batch_size": 32}, 0.963, None),
    ("MLP", multilayer_perceptron, {"lr": 0.005, "epochs": 30, "batch_size": 32}, 0.975, None),
    ("CNN", digits_cnn, {"lr": 0.005, "epochs": 18, "batch_size": 64}, 0.980, 2.5),
    ("CNN with shifts", digits_cnn, {"lr": 0.005, "epochs": 40, "batch_size": 64, "shifts": True}, 0.990, 6.0),
]


def main():
    print(f"{'digits':<18}{'mean':>8}{'lowest':>9}{'highest':>9}{'seconds':>9}   target")
    for name, make, settings, wanted, limit in RUNS:
        accuracies, seconds = digits_accuracy(make, update=adam, **settings)
        mean = float(np.mean(accuracies))
        met = mean >= wanted and (limit is None or seconds <= limit)
        target = f"{wanted:.1%}" + (f" in {limit} s" if limit else "") + ("   met" if met else "   MISSED")
        print(
            f"{name:<18}{mean:>8.2%}{min(accuracies):>9.2%}{max(accuracies):>9.2%}{seconds:>9.2f}   {target}",
            flush=True,
        )


if __name__ == "__main__":
    main()
