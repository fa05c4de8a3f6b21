"""What is said after the function was tried on other inputs: options at 0, first steps, one side, between borders."""

import numpy as np
import pytest

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.exercise import Slip
from course_lib.checks.engine.structure import find
from tests.checks.engine.test_structure import related

SAID = [
    ("adam", "beta1 * m + (1 - beta1) * dw", "beta1 + (1 - beta1) * dw", "with beta1 = 0 your function is right in "
     "every case. What is wrong has no effect then: look at the terms with beta1."),
    ("adam", "w - lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * m_hat / (np.sqrt(v_hat) + eps) - w",
     "in the first step, ws is right but for the sign."),
    ("adam", "beta2 * v + (1", "v + (1", "the first step is right in every case, and a later one is not: look at what "
     "is handed on from step to step, and at what your function does with it."),
    ("alexnet_update", "momentum * velocity - weight_decay * lr * w - lr * dw",
     "lr * dw - (momentum * velocity - weight_decay * lr * w)",
     "in the first step, the change of w is right but for the sign."),
    ("alexnet_update", "momentum * velocity - weight_decay * lr * w",
     "-momentum * velocity + weight_decay * lr * w", "with momentum = 0 and weight_decay = 0 your function is right in "
     "every case. What is wrong has no effect then: look at the terms with momentum and weight_decay."),
    ("smooth_l1_loss", "distance**2", "distance**3", "loss is right for elements where pred and target are more than "
     "beta apart. What is wrong comes from those where pred and target are at most beta apart."),
    ("huber_loss", "difference - slopes / 2", "difference + slopes / 2",
     "where pred and target are at most delta apart, loss is what it should be, times 3."),
    ("leaky_relu_forward", "x > 0", "x > -1", "all that is wrong in out lies where x is between -1 and 0. Perhaps a "
     "border stands at one of the two that belongs to the other."),
    ("mlp_forward", 'activation="relu"', 'activation="elu"',
     "where activation is not given, your function takes 'elu' for it, not 'relu': look at its default."),
    ("init_mlp", "gain=2**0.5", "gain=2.0",
     "where gain is not given, your function takes 2.0 for it, not 1.4142135623730951: look at its default."),
    ("init_mlp", "len(sizes) - 1", "1 - len(sizes)",
     "weights holds 0 arrays where 2 belong. Perhaps a loop ends too soon, or begins too late."),
    ("train_mlp", "return tuple(params[:layers]), tuple(params[layers:])", "return tuple(params[:layers])",
     "biases is missing: perhaps you return weights only."),
    ("train_mlp", "return tuple(params[:layers]),", "return tuple(params),",
     "weights holds 4 arrays where 2 belong. The first 2 are right: the others do not belong there."),
    ("linear_backward", "dout @ w", "dout @ w.T", "in a product a @ b, a has to have as many columns as b has rows; "
     "here it is 4 and 3. The shapes that come in: dout (2, 4), x (2, 3), w (4, 3). Perhaps one has to be transposed, "
     "or stands for another, or a slice has another length than it should."),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """On a busy machine a hint may come too late; here it is about what is said."""
    monkeypatch.setattr(find, "SECONDS", 60)
    monkeypatch.setattr(find, "ONE_CALL", 60)


@pytest.mark.parametrize(("name", "right", "wrong", "words"), SAID)
def test_what_is_said_of_a_function_tried_on_other_inputs(name, right, wrong, words):
    exercise = EXERCISES[name]
    assert related(Slip(exercise.answer, (right, wrong)).function, exercise) == words


def test_a_loop_over_numbers_is_not_said_to_lack_a_term():
    exercise = EXERCISES["plateau_schedule"]
    answer = Slip(exercise.answer, ("lr, waited = lr * factor, 0", "lr = lr * factor")).function
    assert related(answer, exercise) is None


def test_noise_has_no_borders():
    exercise = EXERCISES["tanh_forward"]
    assert "between" not in (related(lambda x: (np.tanh(x) + 0.1 * np.cos(x), x), exercise) or "")
