"""Assignment A2: AlexNet's own update rule, momentum with weight decay."""

from functools import partial

import numpy as np  # noqa: F401  the slips use it

from course_lib import optim
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import steps


def alexnet_update(w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
    velocity = 0.0 if state is None else state
    velocity = momentum * velocity - weight_decay * lr * w - lr * dw
    return w + velocity, velocity


VELOCITY, START = "momentum * velocity - weight_decay * lr * w - lr * dw", "0.0 if state is None else state"
MISTAKES = slips(
    alexnet_update,
    (f"{VELOCITY}\n    return w + velocity", 
     "momentum * velocity + dw + weight_decay * w\n    return w - lr * velocity",
     "while lr stays the same this is right. When lr drops, AlexNet's velocity, with lr inside, still carries the old, "
     "larger steps; yours is scaled down at once."),
    (f"{VELOCITY}\n    return w + velocity", "momentum * velocity + dw\n    return w - lr * velocity",
     "this is lecture 07's momentum: there is no weight decay in it, and lr stands outside the velocity."),
    (VELOCITY, "momentum * velocity - lr * dw", "weight_decay is ignored: the weights are to shrink a little."),
    (VELOCITY, "momentum * velocity - (state is not None) * weight_decay * lr * w - lr * dw",
     "the first step lacks the decay: v is 0 before it, but decay and gradient act at once."),
    (VELOCITY, "momentum * velocity - weight_decay * w - lr * dw", "the weight decay lacks the learning rate."),
    (VELOCITY, "momentum * velocity - weight_decay * lr * w - dw", "the gradient lacks the learning rate."),
    (VELOCITY, "momentum * velocity - weight_decay * w - dw", steps.NO_LR),
    (VELOCITY, "momentum * velocity + weight_decay * lr * w - lr * dw",
     "the weights grow: the decay is subtracted, as the gradient is."),
    (VELOCITY, "momentum * velocity - weight_decay * lr - lr * dw",
     "the decay pulls each weight by its own size: weight_decay * lr * w."),
    (VELOCITY, "momentum * velocity - weight_decay * lr * dw - lr * dw",
     "the decay shrinks the weights, not the gradient: weight_decay * lr * w."),
    (VELOCITY, "momentum * velocity - weight_decay * lr * w + lr * dw", steps.UPHILL),
    (VELOCITY, "momentum * velocity + weight_decay * lr * w + lr * dw",
     "it climbs, and the weights grow: both terms are subtracted in the velocity, and the velocity is added to w."),
    (VELOCITY, "velocity - weight_decay * lr * w - lr * dw", "the old velocity never fades: momentum * v is kept."),
    (VELOCITY, "momentum * (velocity - weight_decay * lr * w - lr * dw)",
     "momentum shrinks the old velocity alone, not the new step too."),
    (VELOCITY, "momentum * velocity - (1 - momentum) * lr * (dw + weight_decay * w)", steps.AVERAGED),
    (VELOCITY, "0.9 * velocity - weight_decay * lr * w - lr * dw", steps.MOMENTUM_IGNORED),
    (VELOCITY, "momentum * velocity - 5e-4 * lr * w - lr * dw", "weight_decay is ignored: it stands for the 0.0005."),
    (VELOCITY, "momentum * velocity - weight_decay * 0.1 * w - 0.1 * dw", steps.FIXED),
    (VELOCITY, "-weight_decay * lr * w - lr * dw", steps.FORGOTTEN),
    (f"velocity = {VELOCITY}\n    return w + velocity, velocity",
     "velocity = momentum * velocity - lr * dw\n    return (1 - weight_decay * lr) * w + velocity, velocity",
     "the decay must go through the velocity, so that it is remembered too: here it acts on w alone."),
    ("w + velocity, velocity", "w + velocity, state", steps.FORGOTTEN),
    (START, "np.zeros(w.shape) if state is None else state", steps.FLOAT64),
    ("0.0 if", "1.0 if", steps.START),
    ("state is None", "state is not None", steps.NOT_FIRST),
    ("return w + velocity, velocity", "pass", steps.NONE),
    ("w + velocity, velocity", "w + velocity", steps.ALONE),
    ("w + velocity, velocity", "velocity, w + velocity", steps.SWAPPED),
)  # fmt: skip

register(Exercise(
    optim.alexnet_update, ("ws",), partial(steps.cases, momentum=[0.5, 0.0], weight_decay=[0.3, 0.1]), alexnet_update,
    mistakes=MISTAKES, use=optim.take_steps, first=steps.first,
))  # fmt: skip
