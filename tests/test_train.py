from functools import partial

import numpy as np
import pytest

from course_lib import nn
from course_lib.data import load_digits
from course_lib.ops.losses import cross_entropy_loss
from course_lib.optim import adam, cosine_schedule, sgd
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


def fit_digits(net=None, **options):
    (x, y), held_out = load_digits()
    net = net or nn.Sequential(nn.Linear(64, 10, rng=np.random.default_rng(0)))
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


def dropout_net():
    rng = np.random.default_rng(2)
    layers = nn.Linear(64, 20, rng=rng), nn.ReLU(), nn.Dropout(0.2, rng=rng), nn.Linear(20, 10, rng=rng)
    return nn.Sequential(*layers)


def same_weights(one, other):
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(np.array_equal(w, v) for w, v in pairs)


def test_resumed_run_equals_one_that_never_stopped(tmp_path):
    """Adam's state, the order of samples, dropout's masks and the schedule all go on where they were: bit for bit."""

    def options():
        noise = np.random.default_rng(3)
        return {
            "update": adam,
            "schedule": lambda epoch, history: cosine_schedule(epoch, lr=0.01, epochs=6),
            "augment": lambda images: images + 0.01,
            "progress": False,
            "rng": noise,
        }

    whole, history = fit_digits(dropout_net(), epochs=6, **options())
    file = tmp_path / "run.npz"
    fit_digits(dropout_net(), epochs=2, checkpoint=file, **options())
    fit_digits(dropout_net(), epochs=3, checkpoint=file, **options())
    resumed, resumed_history = fit_digits(dropout_net(), epochs=6, checkpoint=file, **options())
    assert resumed_history == history
    assert same_weights(whole, resumed)


def test_finished_run_is_not_trained_again(tmp_path):
    first, history = fit_digits(epochs=2, checkpoint=tmp_path / "run.npz", progress=False)
    again, same_history = fit_digits(epochs=2, checkpoint=tmp_path / "run.npz", progress=False)
    assert same_history == history
    assert same_weights(first, again)


def test_checkpoint_cut_short_is_named(tmp_path):
    file = tmp_path / "run.npz"
    fit_digits(epochs=1, checkpoint=file, progress=False)
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint that can be read"):
        fit_digits(epochs=2, checkpoint=file, progress=False)


def test_early_stopping_takes_the_best_weights_back():
    (x, y), (x_test, y_test) = load_digits()
    few, many = (x[:60].reshape(60, -1), y[:60]), (x_test.reshape(len(x_test), -1), y_test)
    net = nn.Sequential(
        nn.Linear(64, 50, rng=np.random.default_rng(0)), nn.ReLU(), nn.Linear(50, 10, rng=np.random.default_rng(1))
    )
    settings = {"loss": cross_entropy_loss, "update": partial(sgd, lr=0.5), "batch_size": 10, "progress": False}
    history = fit(net, *few, **settings, epochs=200, rng=np.random.default_rng(0), validation=many, patience=5)
    losses = history["val_loss"]
    assert len(losses) < 200
    assert len(losses) - 1 - int(np.argmin(losses)) == 5
    assert evaluate(net, *many, loss=cross_entropy_loss)[0] == pytest.approx(min(losses), rel=1e-12)


def test_patience_without_validation_is_refused():
    net, x, labels = nn.Sequential(), np.zeros((1, 2)), np.zeros(1, int)
    with pytest.raises(ValueError, match="patience needs validation"):
        fit(net, x, labels, loss=None, update=None, epochs=1, batch_size=1, rng=None, patience=3)


def test_schedule_sets_the_learning_rate_of_each_epoch():
    seen = []

    def update(w, dw, state, *, lr):
        seen.append(lr)
        return w, state

    fit_digits(update=update, epochs=3, schedule=lambda epoch, history: 10.0**-epoch, progress=False, batch_size=1500)
    assert seen == [1, 1, 0.1, 0.1, 0.01, 0.01]


def test_augmentation_sees_every_training_batch_and_no_validation():
    seen = []
    fit_digits(augment=lambda images: seen.append(len(images)) or images, epochs=1, progress=False)
    assert sum(seen) == 1438
