from functools import partial

import numpy as np
import pytest
import torch

from course_lib import optim
from course_lib.gradcheck import relative_error

LR = 0.05
BY_NAME = {
    "sgd": (optim.sgd, partial(torch.optim.SGD)),
    "momentum": (optim.momentum, partial(torch.optim.SGD, momentum=0.9)),
    "momentum 0.5": (partial(optim.momentum, momentum=0.5), partial(torch.optim.SGD, momentum=0.5)),
    "nesterov": (optim.nesterov, partial(torch.optim.SGD, momentum=0.9, nesterov=True)),
    "adam": (optim.adam, torch.optim.Adam),
    "adam with other betas": (
        partial(optim.adam, beta1=0.8, beta2=0.9, eps=1e-3), partial(torch.optim.Adam, betas=(0.8, 0.9), eps=1e-3),
    ),
    "sgd with weight decay": (optim.with_weight_decay(optim.sgd, 0.1), partial(torch.optim.SGD, weight_decay=0.1)),
    "adam with weight decay": (optim.with_weight_decay(optim.adam, 0.1), partial(torch.optim.Adam, weight_decay=0.1)),
    "alexnet": (
        partial(optim.alexnet_update, weight_decay=0.1), partial(torch.optim.SGD, momentum=0.9, weight_decay=0.1),
    ),
}  # fmt: skip
RULES = [optim.sgd, optim.momentum, optim.nesterov, optim.adam, optim.alexnet_update]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def gradient(w):
    """Return the gradient of a curved valley, so that each step depends on all the ones before."""
    return w**3 + np.linspace(0.1, 2, w.size, dtype=w.dtype).reshape(w.shape) * w


def run(rule, w, lrs):
    """Return w after one step for each learning rate."""
    state = None
    for lr in lrs:
        w, state = rule(w, gradient(w), state, lr=lr)
    return w


def run_torch(make, w, lrs):
    w = torch.tensor(w, requires_grad=True)
    optimizer = make([w], lr=lrs[0])
    for lr in lrs:
        optimizer.param_groups[0]["lr"] = lr
        w.grad = torch.tensor(gradient(w.detach().numpy()))
        optimizer.step()
    return w.detach().numpy()


@pytest.mark.parametrize("name", BY_NAME)
def test_twenty_steps_agree_with_torch(name, rng):
    rule, make = BY_NAME[name]
    w = rng.normal(size=(3, 4))
    assert relative_error(run(rule, w, [LR] * 20), run_torch(make, w, [LR] * 20)) <= 1e-13


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "alexnet"])
def test_steps_agree_with_torch_when_the_learning_rate_drops(name, rng):
    rule, make = BY_NAME[name]
    w, lrs = rng.normal(size=(3, 4)), [LR] * 5 + [LR / 10] * 5
    assert relative_error(run(rule, w, lrs), run_torch(make, w, lrs)) <= 1e-13


def test_alexnet_coasts_on_after_the_learning_rate_drops_and_torch_does_not():
    w, zero = np.zeros(1), np.zeros(1)
    after = {}
    for rule in (partial(optim.alexnet_update, weight_decay=0), optim.momentum):
        moved, state = rule(w, -np.ones(1), None, lr=1.0)
        after[rule] = rule(moved, zero, state, lr=0.1)[0] - moved
    np.testing.assert_allclose(list(after.values()), [[0.9], [0.09]])


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        (optim.sgd, 0.8, 0.6),
        (optim.momentum, 0.8, 0.42),  # v = 2, then 0.9 * 2 + 2 = 3.8
        (optim.nesterov, 0.62, 0.078),  # 2 + 0.9 * 2 = 3.8, then 2 + 0.9 * 3.8 = 5.42
        (optim.adam, 0.9, 0.8),  # a gradient that stays the same: steps of lr
        (optim.alexnet_update, 0.79995, 0.4198650025),  # v = -0.20005, then 0.9 v - 0.00005 * 0.79995 - 0.2
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_two_steps_by_hand(rule, first, second):
    w, state = rule(np.array([1.0]), np.array([2.0]), None, lr=0.1)
    np.testing.assert_allclose(w, [first], rtol=1e-8)
    w, _ = rule(w, np.array([2.0]), state, lr=0.1)
    np.testing.assert_allclose(w, [second], rtol=1e-8)


def test_weight_decay_alone_shrinks_the_weights():
    w, _ = optim.with_weight_decay(optim.sgd, 0.5)(np.array([2.0]), np.zeros(1), None, lr=0.1)
    np.testing.assert_allclose(w, [2 - 0.1 * 0.5 * 2])


def arrays_in(state):
    return [value for value in (state if isinstance(state, tuple) else [state]) if isinstance(value, np.ndarray)]


@every_rule
def test_nothing_is_changed_in_place(rule, rng):
    w, dw = rng.normal(size=(2, 5))
    _, state = rule(w, dw, None, lr=LR)
    given = [w, dw, *arrays_in(state)]
    before = [array.copy() for array in given]
    for _ in range(2):
        rule(w, dw, state, lr=LR)
    for array, copy in zip(given, before):
        np.testing.assert_array_equal(array, copy)


@every_rule
def test_state_does_not_share_memory_with_the_gradient(rule, rng):
    w, dw = rng.normal(size=(2, 5))
    _, state = rule(w, dw, None, lr=LR)
    assert not any(np.shares_memory(array, dw) or np.shares_memory(array, w) for array in arrays_in(state))


@every_rule
def test_float32_stays_float32_and_agrees_with_float64(rule, rng):
    w = rng.normal(size=6)
    small = run(rule, np.float32(w), [LR] * 10)
    assert small.dtype == np.float32
    assert relative_error(small, run(rule, w, [LR] * 10)) <= 1e-5


@every_rule
def test_arrays_need_not_be_contiguous(rule, rng):
    w = rng.normal(size=(4, 6))
    np.testing.assert_array_equal(run(rule, w[:, ::2], [LR] * 3), run(rule, w[:, ::2].copy(), [LR] * 3))


def in_place(w, dw, state, *, lr):
    """SGD that goes on in an array of its own."""
    w = w.copy() if state is None else state
    w -= lr * dw
    return w, w


@pytest.mark.parametrize("rule", [optim.sgd, in_place])
def test_take_steps_by_hand_with_one_learning_rate_and_with_one_a_step(rule):
    w, dws = np.array([1.0, 2.0, 0.0]), np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 2.0]])
    np.testing.assert_allclose(optim.take_steps(rule, w, dws, lr=0.5), [[0.5, 2, -1], [-1, 2.5, -2]])
    np.testing.assert_allclose(optim.take_steps(rule, w, dws, lr=[0.5, 0.1]), [[0.5, 2, -1], [0.2, 2.1, -1.2]])


def test_take_steps_hands_the_state_and_the_options_on(rng):
    w, dws = rng.normal(size=(2, 3)), rng.normal(size=(4, 2, 3))
    expected, state = [w], None
    for dw in dws:
        w, state = optim.momentum(w, dw, state, lr=LR, momentum=0.5)
        expected.append(w)
    np.testing.assert_array_equal(optim.take_steps(optim.momentum, expected[0], dws, lr=LR, momentum=0.5), expected[1:])


def test_take_steps_keeps_float32_and_takes_as_many_learning_rates_as_gradients():
    w, dws = np.ones(3, np.float32), np.ones((2, 3), np.float32)
    assert optim.take_steps(optim.adam, w, dws, lr=np.array([0.1, 0.2])).dtype == np.float32
    with pytest.raises(ValueError, match="broadcast"):
        optim.take_steps(optim.adam, w, dws, lr=[0.1, 0.2, 0.3])


def torch_schedule(make, epochs, lr=0.4):
    """Return the learning rate of each epoch."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler, lrs = make(optimizer), []
    for _ in range(epochs):
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return lrs


def test_step_schedule_by_hand():
    assert [optim.step_schedule(epoch, lr=1.0, step_size=2, gamma=0.5) for epoch in range(5)] == [1, 1, 0.5, 0.5, 0.25]


def test_step_schedule_agrees_with_torch():
    ours = [optim.step_schedule(epoch, lr=0.4, step_size=3) for epoch in range(10)]
    expected = torch_schedule(lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, 3), 10)
    np.testing.assert_allclose(ours, expected, rtol=1e-13)


def test_cosine_schedule_by_hand():
    lrs = [optim.cosine_schedule(epoch, lr=1.0, epochs=4, min_lr=0.2) for epoch in (0, 2, 4, 5)]
    np.testing.assert_allclose(lrs, [1, 0.6, 0.2, 0.2], rtol=1e-15)


def test_cosine_schedule_agrees_with_torch():
    ours = [optim.cosine_schedule(epoch, lr=0.4, epochs=10, min_lr=0.01) for epoch in range(11)]
    make = partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=10, eta_min=0.01)
    np.testing.assert_allclose(ours, torch_schedule(make, 11), rtol=1e-13)


def test_cosine_schedule_glides_down_to_zero_unless_told():
    lrs = [optim.cosine_schedule(epoch, lr=0.4, epochs=10) for epoch in range(11)]
    make = partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=10)
    np.testing.assert_allclose(lrs, torch_schedule(make, 11), rtol=1e-13, atol=1e-16)
    assert lrs[-1] == 0


def test_plateau_schedule_by_hand():
    losses = [3.0, 2.0, 2.5, 2.0, 1.0, 1.0, 1.0, 1.0]
    lrs = [optim.plateau_schedule(losses[:n], lr=1.0, factor=0.5, patience=1) for n in range(9)]
    assert lrs == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


def test_lr_after_each_by_hand():
    lrs = optim.lr_after_each(optim.plateau_schedule, [3.0, 2.0, 2.5, 2.0, 1.0], lr=1.0, factor=0.5, patience=1)
    assert lrs.tolist() == [1, 1, 1, 1, 0.5, 0.5]


@pytest.mark.parametrize("patience", [0, 2, 10])
def test_plateau_schedule_agrees_with_torch(patience, rng):
    losses = (1 / np.sqrt(np.arange(1, 60)) + 0.1 * rng.random(59)).tolist()
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.4)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=patience, factor=0.9)
    for epoch, loss in enumerate(losses):
        scheduler.step(loss)
        ours = optim.plateau_schedule(losses[: epoch + 1], lr=0.4, factor=0.9, patience=patience)
        assert ours == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-13)


def test_plateau_schedule_forgives_ten_epochs_and_then_divides_by_ten_unless_told():
    """The first epoch sets the mark, ten more are forgiven, and the twelfth takes its toll: as in torch."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.4)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)
    lrs = []
    for epoch in range(1, 25):
        scheduler.step(1.0)
        lrs.append(optim.plateau_schedule([1.0] * epoch, lr=0.4))
        assert lrs[-1] == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-13)
    np.testing.assert_allclose(lrs, [0.4] * 11 + [0.04] * 11 + [0.004] * 2, rtol=1e-13)


@pytest.mark.parametrize(("options", "mark"), [({}, 0.9999), ({"threshold": 0.5}, 0.5)])
def test_plateau_schedule_takes_a_best_only_where_it_is_lower_by_a_fraction(options, mark):
    """By a ten-thousandth unless told."""
    for loss, lr in [(mark - 1e-9, 1.0), (mark, 0.1), (mark + 1e-9, 0.1)]:
        assert optim.plateau_schedule([1.0, loss], lr=1.0, patience=0, **options) == lr


def test_schedules_give_plain_floats_so_that_float32_weights_stay_float32():
    lrs = [
        optim.step_schedule(1, lr=0.1, step_size=1),
        optim.cosine_schedule(1, lr=0.1, epochs=3),
        optim.plateau_schedule(np.ones(20), lr=0.1),
    ]
    assert [type(lr) for lr in lrs] == [float] * 3


def test_a_first_loss_that_is_no_number_counts_as_an_epoch_without_a_best():
    assert optim.plateau_schedule([np.inf], lr=1.0, patience=1) == 1
    assert optim.plateau_schedule([np.inf, np.nan], lr=1.0, patience=1) == 0.1
