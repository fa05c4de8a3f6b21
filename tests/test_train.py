from functools import partial

import numpy as np
import pytest

from course_lib import nn
from course_lib.data import load_digits
from course_lib.ops.losses import cross_entropy_loss
from course_lib.optim import sgd
from course_lib.train import evaluate, fit, minibatches


def test_minibatches_visit_every_sample_once_in_a_new_order(rng):
    first, second = (list(minibatches(10, 4, rng=rng)) for _ in range(2))
    assert [len(batch) for batch in first] == [4, 4, 2]
    assert sorted(np.concatenate(first)) == list(range(10))
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))


def test_minibatches_refuse_an_empty_batch(rng):
    with pytest.raises(ValueError, match="batch_size must be at least 1: found 0"):
        next(minibatches(10, 0, rng=rng))


def test_evaluate_weighs_a_smaller_last_batch_by_its_size(rng):
    net, x, labels = nn.Sequential(nn.Linear(3, 4, rng=rng)), rng.normal(size=(10, 3)), rng.integers(4, size=10)
    scores = net.forward(x)
    loss, accuracy = evaluate(net, x, labels, loss=cross_entropy_loss, batch_size=4)
    assert loss == pytest.approx(cross_entropy_loss(scores, labels)[0], rel=1e-12)
    assert accuracy == np.mean(scores.argmax(axis=1) == labels)


def fit_digits(**options):
    (x, y), held_out = load_digits()
    net = nn.Sequential(nn.Linear(64, 10, rng=np.random.default_rng(0)))
    flat = [(images.reshape(len(images), -1), labels) for images, labels in ((x, y), held_out)]
    rng = np.random.default_rng(1)
    settings = {"loss": cross_entropy_loss, "update": partial(sgd, lr=0.5), "batch_size": 32, "rng": rng}
    return net, fit(net, *flat[0], validation=flat[1], **settings | options)


def test_fit_learns_the_digits():
    _, history = fit_digits(epochs=15, progress=False)
    assert history["val_accuracy"][-1] >= 0.95
    assert history["loss"][-1] < 0.2 < 0.5 < history["loss"][0]
    assert [len(history[name]) for name in ("loss", "val_loss", "val_accuracy", "batch_loss")] == [15, 15, 15, 15 * 45]


def test_fit_repeats_itself_from_the_same_seeds():
    (one, first), (two, second) = (fit_digits(epochs=2, progress=False) for _ in range(2))
    assert first == second
    np.testing.assert_array_equal(one.layers[0].params["w"], two.layers[0].params["w"])


def test_progress_bar_writes_to_stdout_and_leaves_stderr_alone(capfd):
    fit_digits(epochs=2)
    out, err = capfd.readouterr()
    assert "2/2" in out
    assert "val_accuracy" in out
    assert err == ""
