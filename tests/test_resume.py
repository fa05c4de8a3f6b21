"""A run that goes on from its checkpoint: bit for bit what it would have been, or refused."""

import random
from functools import partial, wraps

import numpy as np
import pytest

from course_lib import nn
from course_lib.augment import random_crop, random_horizontal_flip
from course_lib.checkpoint import load_checkpoint, save_checkpoint
from course_lib.data import load_digits
from course_lib.ops.losses import cross_entropy_loss
from course_lib.optim import adam, cosine_schedule, momentum, plateau_schedule, sgd, with_weight_decay
from course_lib.resume import find_generators
from course_lib.train import fit

(X, LABELS), (X_TEST, LABELS_TEST) = load_digits()
HELD_OUT = X_TEST[:100], LABELS_TEST[:100]


def plain_net():
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 10, rng=np.random.default_rng(0)))


def run(net=None, **options):
    """Train a new net on 60 digits; return it and its history."""
    net = net or plain_net()
    settings = {
        "loss": cross_entropy_loss, "update": adam, "batch_size": 16, "rng": np.random.default_rng(1),
        "schedule": lambda epoch, history: cosine_schedule(epoch, lr=0.01, epochs=6), "progress": False,
    }  # fmt: skip
    return net, fit(net, X[:60], LABELS[:60], **settings | options)


def same_weights(one, other):
    pairs = zip(one.state_dict().items(), other.state_dict().items(), strict=True)
    return all(name == twin and np.array_equal(w, v) for (name, w), (twin, v) in pairs)


def net_with_dropout_inside():
    rng = np.random.default_rng(2)
    block = nn.Sequential(nn.Linear(64, 20, rng=rng), nn.ReLU(), nn.Dropout(0.2, rng=rng))
    return nn.Sequential(nn.Flatten(), block, nn.Linear(20, 10, rng=rng))


class Shifts:
    def __init__(self):
        self.chances = {"crop": np.random.default_rng(3)}

    def __call__(self, images):
        return random_crop(images, 8, padding=1, rng=self.chances["crop"])

    def and_flips(self, images):
        return random_horizontal_flip(self(images), rng=self.chances["crop"])


def shifts():
    return partial(random_crop, size=8, padding=1, rng=np.random.default_rng(3))


def shifts_by_closure():
    own = np.random.Generator(np.random.MT19937(3))
    return lambda images: random_crop(images, 8, padding=1, rng=own)


def shifts_and_flips():
    chain = [shifts(), partial(random_horizontal_flip, rng=np.random.default_rng(4))]

    def augment(images):
        for change in chain:
            images = change(images)
        return images

    return augment


def shared_generator():
    rng = np.random.default_rng(3)
    return {"rng": rng, "augment": partial(random_crop, size=8, padding=1, rng=rng)}


def noisy_sgd():
    own = np.random.default_rng(5)

    def update(w, dw, state, *, lr):
        return w - lr * (dw + own.normal(size=w.shape)), state

    return update


def loss_with_wrong_labels(scores, labels, *, rng):
    return cross_entropy_loss(scores, np.where(rng.random(len(labels)) < 0.1, 0, labels))


RUNS = {  # what is to be taken up, beside the weights, Adam's states, the order of the samples and the schedule
    "nothing else": dict,
    "dropout in a net in the net": lambda: {"net": net_with_dropout_inside()},
    "a partial's generator": lambda: {"augment": shifts()},
    "a partial of a partial's": lambda: {"augment": partial(partial(shifts(), padding=2), size=8)},
    "a closure's, of another kind": lambda: {"augment": shifts_by_closure()},
    "an object's": lambda: {"augment": Shifts()},
    "a method's object's": lambda: {"augment": Shifts().and_flips},
    "a chain's": lambda: {"augment": shifts_and_flips()},
    "one generator for all": shared_generator,
    "an update rule in a closure": lambda: {"update": with_weight_decay(partial(momentum, momentum=0.8), 0.01)},
    "an update rule's generator": lambda: {"update": noisy_sgd()},
    "a loss's generator": lambda: {"loss": partial(loss_with_wrong_labels, rng=np.random.default_rng(6))},
    "a schedule that looks back": lambda: {
        "schedule": lambda epoch, history: plateau_schedule(history["loss"], lr=0.1, patience=0, threshold=0.3)
    },
    "validation and the best weights": lambda: {"validation": HELD_OUT, "patience": 3},
}


@pytest.mark.parametrize("make", RUNS.values(), ids=RUNS)
def test_resumed_run_equals_one_that_never_stopped(tmp_path, make):
    whole, history = run(**make(), epochs=6)
    for epochs in (2, 3, 6):
        resumed, resumed_history = run(**make(), epochs=epochs, checkpoint=tmp_path / "run.npz")
    assert resumed_history == history
    assert same_weights(whole, resumed)


@pytest.mark.parametrize("make", RUNS.values(), ids=RUNS)
def test_a_checkpoint_changes_nothing_in_the_run_that_writes_it(tmp_path, make):
    (plain, history), (written, same_history) = (
        run(**make(), epochs=2, **options) for options in ({}, {"checkpoint": str(tmp_path / "run.npz")})
    )
    assert history == same_history
    assert same_weights(plain, written)


def test_best_weights_are_remembered_across_a_stop(tmp_path):
    """The loss only rises after the first epoch: uphill from there."""

    def update(w, dw, state, *, lr):
        return w - lr * dw, state

    options = {"update": update, "schedule": lambda epoch, history: -1.0 if epoch else 0.1, "validation": HELD_OUT}
    best, _ = run(epochs=1, **options)
    run(epochs=2, checkpoint=tmp_path / "run.npz", **options)
    resumed, history = run(epochs=9, patience=2, checkpoint=tmp_path / "run.npz", **options)
    assert len(history["loss"]) == 3
    assert same_weights(resumed, best)


def test_augmentation_that_hides_its_chance_is_refused_also_where_it_changes_its_batch_in_place(tmp_path):
    def brighten(images):
        images += random.random()
        return images

    with pytest.raises(ValueError, match=r"^augment draws from something"):
        run(epochs=1, augment=brighten, checkpoint=tmp_path / "run.npz")


def test_history_holds_the_mean_of_each_epochs_losses(tmp_path):
    run(epochs=1, checkpoint=tmp_path / "run.npz")
    _, history = run(epochs=2, checkpoint=tmp_path / "run.npz")
    steps = np.reshape(history["batch_loss"], (2, 4))
    np.testing.assert_allclose(history["loss"], steps.mean(axis=1), rtol=1e-15)


def test_augmentation_may_change_its_batch_in_place(tmp_path):
    before = X[:60].copy()

    def brighten(images):
        images += 0.1
        return images

    run(epochs=1, augment=brighten, checkpoint=tmp_path / "run.npz")
    np.testing.assert_array_equal(X[:60], before)


def test_augmented_nan_is_no_reason_to_refuse(tmp_path):
    run(epochs=1, augment=lambda images: images * np.nan, checkpoint=tmp_path / "run.npz")


def test_checkpoint_of_a_run_with_other_generators_is_refused_by_name(tmp_path):
    file = tmp_path / "run.npz"
    run(**shared_generator(), epochs=1, checkpoint=file)
    with pytest.raises(
        ValueError, match=r"run\.npz is not a checkpoint of this run: random generators: 1 there, 2 here"
    ):
        run(augment=shifts(), epochs=2, checkpoint=file)
    with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint of this run: state must be for a MT19937"):
        run(rng=np.random.Generator(np.random.MT19937(0)), epochs=2, checkpoint=file)


def test_checkpoint_of_another_net_or_of_no_run_is_refused_by_name(tmp_path):
    file = tmp_path / "run.npz"
    run(epochs=1, checkpoint=file)
    other = nn.Sequential(nn.Flatten(), nn.Linear(64, 9, rng=np.random.default_rng(0)))
    with pytest.raises(
        ValueError, match=r"run\.npz is not a checkpoint of this run: 1\.w has shape .* in this net; name another file"
    ):
        run(other, epochs=2, checkpoint=file)
    for tree in ({"epoch": 3}, [1, 2]):
        save_checkpoint(file, tree)
        with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint of this run"):
            run(epochs=2, checkpoint=file)


def test_checkpoint_cut_short_is_named(tmp_path):
    file = tmp_path / "run.npz"
    run(epochs=1, checkpoint=file)
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"run\.npz is not a checkpoint that can be read"):
        run(epochs=2, checkpoint=file)


def test_validation_added_later_gives_what_it_gives_from_the_start_on(tmp_path):
    whole, history = run(epochs=6, validation=HELD_OUT)
    run(epochs=3, checkpoint=tmp_path / "run.npz")
    for epochs in (4, 6):
        resumed, resumed_history = run(epochs=epochs, checkpoint=tmp_path / "run.npz", validation=HELD_OUT)
    assert same_weights(whole, resumed)
    assert resumed_history["loss"] == history["loss"]
    for name in ("val_loss", "val_accuracy"):
        assert np.isnan(resumed_history[name][:2]).all()
        assert resumed_history[name][2:] == history[name][2:]  # the weights after epoch 3 were in the file


def test_patience_added_to_a_finished_run_leaves_its_weights(tmp_path):
    trained, _ = run(epochs=3, checkpoint=tmp_path / "run.npz")
    net, history = run(epochs=3, checkpoint=tmp_path / "run.npz", validation=HELD_OUT, patience=1)
    assert same_weights(net, trained)
    assert len(history["val_loss"]) == len(history["val_accuracy"]) == len(history["loss"]) == 3


def test_patience_counts_from_the_first_validation(tmp_path):
    run(epochs=4, checkpoint=tmp_path / "run.npz")
    _, history = run(epochs=6, checkpoint=tmp_path / "run.npz", validation=HELD_OUT, patience=2)
    assert len(history["loss"]) == 6


def test_validation_left_out_later_leaves_its_places_in_the_history_empty(tmp_path):
    run(epochs=2, checkpoint=tmp_path / "run.npz", validation=HELD_OUT)
    _, history = run(epochs=4, checkpoint=tmp_path / "run.npz")
    for name in ("val_loss", "val_accuracy"):
        assert np.isnan(history[name]).tolist() == [False, False, True, True]


def test_checkpoint_is_written_after_every_epoch(tmp_path):
    class PowerCut(Exception):
        pass

    def until_power_cut(epoch, history):
        if epoch == 2:
            raise PowerCut
        return 0.01

    with pytest.raises(PowerCut):
        run(schedule=until_power_cut, epochs=6, checkpoint=tmp_path / "run.npz")
    assert len(load_checkpoint(tmp_path / "run.npz")["history"]["loss"]) == 2


def test_finished_run_is_not_trained_again(tmp_path):
    first, history = run(epochs=2, checkpoint=tmp_path / "run.npz")
    again, same_history = run(epochs=2, checkpoint=tmp_path / "run.npz", update=None)
    assert same_history == history
    assert same_weights(first, again)


GLOBAL = np.random.default_rng(7)


class Holder:
    def __init__(self, held):
        self.held = held

    def method(self):
        pass


def with_default(held):
    return lambda images, rng=held: images


def with_keyword_default(held):
    return lambda images, *, rng=held: images


def with_attribute(held):
    def function():
        pass

    function.rng = held
    return function


def wrapped(held):
    @wraps(with_default(held))
    def function(images):
        return images

    return function


@pytest.mark.parametrize(
    "wrap",
    [
        lambda held: held,
        lambda held: [1, held],
        lambda held: (held,),
        lambda held: {"rng": held},
        lambda held: partial(print, held),
        lambda held: partial(print, rng=held),
        lambda held: partial(Holder(held).method),
        Holder,
        lambda held: Holder(held).method,
        lambda held: lambda: held,
        with_default,
        with_keyword_default,
        with_attribute,
        wrapped,
        lambda held: nn.Sequential(nn.Sequential(nn.Dropout(rng=held))),
    ],
)
def test_find_generators_looks_into_what_can_hold_one(wrap):
    first, second = np.random.default_rng(0), np.random.default_rng(1)
    assert find_generators([wrap(first), first, wrap(wrap(second))]) == [first, second]


def test_find_generators_sees_the_globals_that_a_function_names():
    assert find_generators(lambda images: random_crop(images, 8, rng=GLOBAL)) == [GLOBAL]


def test_find_generators_looks_into_no_module_and_no_class_and_ends_on_a_circle():
    class Named:
        rng = GLOBAL

    circle = Holder(None)
    circle.held = [circle, Named, random, np, sgd, 3, "text", None, np.zeros(3)]
    assert find_generators(circle) == []
