import random
from functools import partial

import numpy as np
import pytest

from course_lib import nn
from course_lib.data import load_digits
from course_lib.ops.losses import cross_entropy_loss
from course_lib.optim import sgd
from course_lib.train import evaluate, fit, minibatches, step


def test_minibatches_visit_every_sample_once_in_a_new_order(rng):
    first, second = (list(minibatches(10, 4, rng=rng)) for _ in range(2))
    assert [len(batch) for batch in first] == [4, 4, 2]
    assert sorted(np.concatenate(first)) == list(range(10))
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))


def test_minibatches_may_hold_one_sample_but_not_none(rng):
    assert [len(batch) for batch in minibatches(3, 1, rng=rng)] == [1, 1, 1]
    with pytest.raises(ValueError, match=r"^batch_size must be at least 1: found 0"):
        next(minibatches(10, 0, rng=rng))


@pytest.mark.parametrize("batch_size", [1, 4, 10, 256])
def test_evaluate_weighs_a_smaller_last_batch_by_its_size(rng, batch_size):
    net, x, labels = nn.Sequential(nn.Linear(3, 4, rng=rng)), rng.normal(size=(10, 3)), rng.integers(4, size=10)
    scores = net.forward(x)
    loss, accuracy = evaluate(net, x, labels, loss=cross_entropy_loss, batch_size=batch_size)
    assert loss == pytest.approx(cross_entropy_loss(scores, labels)[0], rel=1e-12)
    assert accuracy == np.mean(scores.argmax(axis=1) == labels)


def test_evaluate_asks_the_net_for_256_rows_at_a_time_so_that_memory_stays_small():
    net, sizes = spying_net()
    evaluate(net, np.zeros((600, 3)), np.zeros(600, int), loss=cross_entropy_loss)
    assert [size for size, _ in sizes] == [256, 256, 88]


def test_step_gives_each_parameter_its_own_gradient_and_its_own_state(rng):
    net = nn.Sequential(nn.Linear(3, 4, rng=rng), nn.ReLU(), nn.Linear(4, 2, rng=rng))
    before = net.state_dict()
    net.forward(rng.normal(size=(5, 3)), train=True)
    net.backward(rng.normal(size=(5, 2)))
    states = [None, 1.0, 2.0, 3.0]
    step(net, lambda w, dw, state: (w - dw, (dw, state)), states)
    gradients = [layer.grads[name] for layer, name in net.parameters()]
    for (name, w), dw, state, old in zip(net.state_dict().items(), gradients, states, [None, 1.0, 2.0, 3.0]):
        np.testing.assert_array_equal(w, before[name] - dw)
        assert state[0] is dw
        assert state[1] == old


def flat_digits():
    return [(images.reshape(len(images), -1), labels) for images, labels in load_digits()]


def fit_digits(net=None, **options):
    data, held_out = flat_digits()
    net = net or nn.Sequential(nn.Linear(64, 10, rng=np.random.default_rng(0)))
    rng = np.random.default_rng(1)
    settings = {"loss": cross_entropy_loss, "update": partial(sgd, lr=0.5), "batch_size": 32, "rng": rng}
    return net, fit(net, *data, **{"validation": held_out} | settings | options)


def test_fit_learns_the_digits():
    _, history = fit_digits(epochs=15, progress=False)
    assert history["val_accuracy"][-1] >= 0.95
    assert history["loss"][-1] < 0.2 < 0.5 < history["loss"][0]
    assert [len(history[name]) for name in ("loss", "val_loss", "val_accuracy", "batch_loss")] == [15, 15, 15, 15 * 45]


def test_fit_takes_the_steps_that_the_formulas_say():
    """Forward, loss, backward, update, by hand: the same weights and the same history, bit for bit."""
    net, history = fit_digits(epochs=2, progress=False)
    (x, labels), _ = flat_digits()
    twin, rng, losses = nn.Sequential(nn.Linear(64, 10, rng=np.random.default_rng(0))), np.random.default_rng(1), []
    [layer] = twin.layers
    for batch in [*minibatches(len(x), 32, rng=rng), *minibatches(len(x), 32, rng=rng)]:
        value, dscores = cross_entropy_loss(twin.forward(x[batch]), labels[batch])
        twin.backward(dscores)
        layer.params = {name: w - 0.5 * layer.grads[name] for name, w in layer.params.items()}
        losses.append(value)
    assert same_weights(net, twin)
    assert history["batch_loss"] == losses
    assert history["loss"] == [np.mean(losses[:45]), np.mean(losses[45:])]


def test_fit_repeats_itself_from_the_same_seeds():
    (one, first), (two, second) = (fit_digits(epochs=2, progress=False) for _ in range(2))
    assert first == second
    np.testing.assert_array_equal(one.layers[0].params["w"], two.layers[0].params["w"])


def spying_net():
    """Return a net of one Linear(3, 2), and a list that gets (rows, train) at each forward."""
    seen = []

    def spy(x, *, train):
        seen.append((len(x), train))
        return x, None

    linear = nn.Linear(3, 2, rng=np.random.default_rng(0))
    return nn.Sequential(nn.Layer("Spy()", spy, lambda dout, cache: (dout,)), linear), seen


def test_fit_trains_in_training_mode_and_validates_out_of_it(rng):
    net, seen = spying_net()
    x, labels, settings = rng.normal(size=(5, 3)), rng.integers(2, size=5), {"epochs": 2, "batch_size": 3}
    fit(net, x, labels, **settings, loss=cross_entropy_loss, update=partial(sgd, lr=0.1), rng=rng,
        validation=(x[:4], labels[:4]), progress=False)  # fmt: skip
    assert seen == [(3, True), (2, True), (4, False)] * 2


def test_fit_asks_no_gradient_at_the_images(rng):
    net, asked = nn.Sequential(nn.Linear(3, 2, rng=rng)), []
    net.backward = lambda dout, need_dx=True: asked.append(need_dx) or nn.Sequential.backward(net, dout, need_dx)
    x, labels = rng.normal(size=(5, 3)), rng.integers(2, size=5)
    fit(net, x, labels, loss=cross_entropy_loss, update=sgd, schedule=lambda epoch, history: 0.1,
        epochs=1, batch_size=5, rng=rng, progress=False)  # fmt: skip
    assert asked == [False]


def test_progress_bar_writes_to_stdout_and_leaves_stderr_alone(capfd):
    fit_digits(epochs=2)
    out, err = capfd.readouterr()
    assert "\r2/2 epochs |" in out
    assert "val_accuracy=0.9" in out
    assert "batch_loss" not in out
    assert len(out.splitlines()[-1]) == 100
    assert err == ""
    fit_digits(epochs=2, progress=False)
    assert capfd.readouterr() == ("", "")


def same_weights(one, other):
    pairs = zip(one.state_dict().items(), other.state_dict().items(), strict=True)
    return all(name == twin and np.array_equal(w, v) for (name, w), (twin, v) in pairs)


def overfit(**options):
    """Train on 60 digits until the validation loss rises; return the net, its history and the validation data."""
    (x, y), held_out = flat_digits()
    net = nn.Sequential(
        nn.Linear(64, 50, rng=np.random.default_rng(0)), nn.ReLU(), nn.Linear(50, 10, rng=np.random.default_rng(1))
    )
    settings = {"loss": cross_entropy_loss, "update": partial(sgd, lr=0.5), "batch_size": 10, "progress": False}
    history = fit(net, x[:60], y[:60], **settings, rng=np.random.default_rng(0), validation=held_out, **options)
    return net, history, held_out


def test_early_stopping_takes_the_best_weights_back():
    net, history, held_out = overfit(epochs=200, patience=5)
    losses = history["val_loss"]
    assert len(losses) < 200
    assert len(losses) - 1 - int(np.argmin(losses)) == 5
    assert evaluate(net, *held_out, loss=cross_entropy_loss)[0] == pytest.approx(min(losses), rel=1e-12)


def test_without_patience_the_last_weights_stay_also_where_earlier_ones_were_better():
    net, history, held_out = overfit(epochs=60)
    assert min(history["val_loss"]) < history["val_loss"][-1]
    assert len(history["val_loss"]) == 60
    assert evaluate(net, *held_out, loss=cross_entropy_loss)[0] == history["val_loss"][-1]


def test_early_stopping_goes_by_a_lower_loss_and_takes_the_first_of_equals():
    stay = {"update": lambda w, dw, state: (w, state)}
    _, history = fit_digits(**stay, epochs=9, patience=2, progress=False)
    assert len(history["val_loss"]) == 3


def test_early_stopping_ends_a_run_whose_loss_is_nan():
    net, _ = fit_digits(update=lambda w, dw, state: (w * np.nan, state), epochs=9, patience=2, progress=False)
    assert np.isnan(net.layers[0].params["w"]).all()


def test_patience_without_validation_is_refused():
    net, x, labels = nn.Sequential(), np.zeros((1, 2)), np.zeros(1, int)
    with pytest.raises(ValueError, match=r"^patience needs validation"):
        fit(net, x, labels, loss=None, update=None, epochs=1, batch_size=1, rng=None, patience=3)


def test_checkpoint_is_refused_where_augment_draws_from_a_source_out_of_sight(tmp_path):
    def brighten(images):
        return images + random.random()

    with pytest.raises(ValueError, match=r"^augment draws from something .* hand it over, as in functools\.partial"):
        fit_digits(epochs=1, augment=brighten, checkpoint=tmp_path / "run.npz", progress=False)
    assert not list(tmp_path.iterdir())
    fit_digits(epochs=1, augment=brighten, progress=False)  # nothing to keep, nothing to refuse


def test_checkpoint_and_augmentation_go_with_a_batch_larger_than_the_data(tmp_path):
    options = {"augment": np.negative, "checkpoint": tmp_path / "run.npz", "progress": False}
    _, history = fit_digits(epochs=2, batch_size=2000, **options)
    assert len(history["batch_loss"]) == 2


def test_progress_bar_of_a_resumed_run_starts_where_the_run_does(tmp_path, capfd):
    fit_digits(epochs=2, checkpoint=tmp_path / "run.npz", progress=False)
    fit_digits(epochs=3, checkpoint=tmp_path / "run.npz")
    out, _ = capfd.readouterr()
    assert "2/3 epochs" in out
    assert "3/3 epochs" in out
    assert "0/3 epochs" not in out


def test_no_epochs_leave_the_net_as_it_is():
    net, history = fit_digits(epochs=0, patience=1, progress=False)
    assert same_weights(net, nn.Sequential(nn.Linear(64, 10, rng=np.random.default_rng(0))))
    assert history == {"batch_loss": [], "loss": [], "val_loss": [], "val_accuracy": []}


def test_history_has_no_validation_where_there_is_none():
    _, history = fit_digits(epochs=1, validation=None, progress=False)
    assert set(history) == {"batch_loss", "loss"}


def test_schedule_sets_the_learning_rate_of_each_epoch():
    seen = []

    def update(w, dw, state, *, lr):
        seen.append(lr)
        return w, state

    fit_digits(update=update, epochs=3, schedule=lambda epoch, history: 10.0**-epoch, progress=False, batch_size=1500)
    assert seen == [1, 1, 0.1, 0.1, 0.01, 0.01]


def test_schedule_overrules_the_rate_of_the_update_rule_and_sees_the_history():
    lengths = []

    def schedule(epoch, history):
        lengths.append((epoch, len(history["loss"]), len(history["val_loss"])))
        return 0.25

    net, _ = fit_digits(update=partial(sgd, lr=99), schedule=schedule, epochs=2, progress=False)
    assert lengths == [(0, 0, 0), (1, 1, 1)]
    assert same_weights(net, fit_digits(update=partial(sgd, lr=0.25), epochs=2, progress=False)[0])


def test_augmentation_sees_every_training_batch_and_no_validation():
    seen = []
    fit_digits(augment=lambda images: seen.append(len(images)) or images, epochs=1, progress=False)
    assert seen == [32] * 44 + [30]


def test_the_net_learns_from_the_augmented_images():
    (x, labels), _ = flat_digits()
    options = {"epochs": 1, "batch_size": 32, "loss": cross_entropy_loss, "update": partial(sgd, lr=0.5)}
    nets = [nn.Sequential(nn.Linear(64, 10, rng=np.random.default_rng(0))) for _ in range(2)]
    fit(nets[0], x, labels, **options, augment=np.negative, rng=np.random.default_rng(1), progress=False)
    fit(nets[1], -x, labels, **options, rng=np.random.default_rng(1), progress=False)
    assert same_weights(*nets)
