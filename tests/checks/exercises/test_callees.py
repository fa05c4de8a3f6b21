"""Which of the functions that a wrong answer calls are blamed: a backward one is tried with the student's forward."""

import numpy as np
import pytest

from course_lib.checks.catalogue import EXERCISES
from tests.checks.exercises.test_hints import FORWARDS, RIGHT_ANSWERS
from tests.checks.trying import diagnosis

PAIRS = [
    pytest.param(name, index, id=f"{name}-{index}")
    for name, answers in RIGHT_ANSWERS.items()
    if EXERCISES[name].forward
    for index in range(len(answers))
]
BACKWARDS = [name for name, exercise in EXERCISES.items() if exercise.forward]


def said_of(**functions):
    """Return what is said of a wrong answer in a notebook that holds these functions and calls them."""
    space = {"np": np, **functions}
    exec(f"def softmax(scores):\n    for function in ({', '.join(functions)},): pass\n    return scores", space)
    return diagnosis("softmax", None, answer=space["softmax"])


def blamed(name):
    return f"It calls {name}, which is wrong too. Mend that first."


def mistake(name):
    return EXERCISES[name].mistakes[0].function


@pytest.mark.parametrize(("name", "index"), PAIRS)
def test_a_right_backward_function_is_not_blamed_whatever_the_cache_holds(name, index):
    backward = RIGHT_ANSWERS[name][index]
    assert "It calls" not in said_of(**{EXERCISES[name].forward.__name__: FORWARDS[backward], name: backward})


@pytest.mark.parametrize("name", BACKWARDS)
def test_a_wrong_backward_function_is_blamed(name):
    forward = EXERCISES[name].forward
    text = said_of(**{name: mistake(name), forward.__name__: forward})
    assert blamed(name) in text
    assert blamed(forward.__name__) not in text


@pytest.mark.parametrize("name", BACKWARDS)
def test_of_a_wrong_pair_the_forward_function_is_blamed_alone(name):
    forward = EXERCISES[name].forward.__name__
    text = said_of(**{name: EXERCISES[name].reference, forward: mistake(forward)})
    assert blamed(forward) in text
    assert blamed(name) not in text


@pytest.mark.parametrize("name", BACKWARDS)
def test_a_backward_function_without_its_forward_is_not_blamed(name):
    assert "It calls" not in said_of(**{name: mistake(name)})


NET = """
from course_lib.models import activation_pair
from course_lib.ops.linear import linear_backward, linear_forward
from course_lib.ops.losses import cross_entropy_backward


def mlp_forward(x, weights, biases, *, activation="relu"):
    layers, caches = len(weights), []
    for k in range(layers):
        x, linear = linear_forward(x, weights[k], biases[k])
        active = None
        if k < layers - 1:
            x, active = activation_pair(activation)[0](x)
        caches.append((linear, active))
    return x, {"layers": caches, "by": activation}


def mlp_backward(dscores, cache):
    dweights, dbiases, dx = [], [], dscores
    for linear, active in reversed(cache["layers"]):
        if active is not None:
            (dx,) = activation_pair(cache["by"])[1](dx, active)
        dx, dw, db = linear_backward(dx, linear)
        dweights.insert(0, dw)
        dbiases.insert(0, db)
    return dx, dweights, dbiases


def train_mlp(x, labels, weights, biases, *, lr, epochs, batch_size, rng, momentum=0.9, activation="relu"):
    n, params = len(weights), [*weights, *biases]
    velocities = [0 * p for p in params]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            scores, cache = mlp_forward(x[rows], params[:n], params[n:], activation=activation)
            _, dweights, dbiases = mlp_backward(cross_entropy_backward(scores, labels[rows]), cache)
            velocities = [momentum * v + dp for v, dp in zip(velocities, [*dweights, *dbiases])]
            params = [p + lr * v for p, v in zip(params, velocities)]
    return tuple(params[:n]), tuple(params[n:])
"""


@pytest.mark.parametrize("wrong", [False, True], ids=["right backward", "wrong backward"])
def test_a_net_with_a_cache_of_its_own(wrong):
    space = {}
    exec(NET.replace("dbiases.insert(0, db)", "dbiases.append(db)") if wrong else NET, space)
    text = diagnosis("train_mlp", None, answer=space["train_mlp"])
    assert (blamed("mlp_backward") in text) is wrong
    assert blamed("mlp_forward") not in text
    assert ("Hint: it climbs" in text) is not wrong  # what the backward function does may look like another mistake


@pytest.mark.parametrize(
    ("name", "source", "hint"),
    [
        ("elu_forward", "return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1), {}", "the whole bracket"),
        ("elu_forward", "return np.maximum(x, 0), (1, 2, 3)", "this is ReLU"),
        ("tanh_forward", "return x, x", None),
        ("tanh_forward", "return [x], np.tanh(x)", None),
        ("tanh_forward", "return x, np.tanh(x)", "the wrong way round"),
    ],
)
def test_a_cache_of_the_students_own_does_not_hide_a_known_mistake(name, source, hint):
    space = {"np": np}
    exec(f"def {name}(x{', *, alpha=1.0' * name.startswith('elu')}):\n    {source}", space)
    text = diagnosis(name, None, answer=space[name])
    assert "the wrong way round" not in text if hint is None else hint in text
