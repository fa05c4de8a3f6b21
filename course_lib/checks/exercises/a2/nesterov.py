"""Assignment A2: momentum that looks ahead."""

from functools import partial

import numpy as np  # noqa: F401  the slips use it

from course_lib import optim
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import steps


def nesterov(w, dw, state, *, lr, momentum=0.9):
    velocity = dw if state is None else momentum * state + dw
    return w - lr * (dw + momentum * velocity), velocity


VELOCITY, STEP = "dw if state is None else momentum * state + dw", "lr * (dw + momentum * velocity)"
MISTAKES = slips(
    nesterov,
    (STEP, "lr * velocity", "this is momentum, a step along v. Nesterov's step is dw + momentum * v, with the "
     "new v: with that from before, dw + momentum * v is v itself. Change v first."),
    (STEP, "lr * momentum * velocity", "the step lacks dw: it goes along dw + momentum * v."),
    (STEP, "lr * dw", "this is plain gradient descent: the velocity is kept, but the step does not use it."),
    (STEP, "lr * (dw + velocity)", "the step looks ahead by momentum * v, not by all of v."),
    (STEP, "lr * (velocity + momentum * velocity)", "v holds dw already, and what is left of older ones: the step is "
     "dw + momentum * v, not v + momentum * v."),
    (STEP, "(dw + momentum * velocity)", steps.NO_LR),
    (STEP, "0.1 * (dw + momentum * velocity)", steps.FIXED),
    ("w - lr", "w + lr", steps.UPHILL),
    (VELOCITY, "dw", steps.FORGOTTEN),
    ("momentum * velocity), velocity", "momentum * velocity), state", steps.FORGOTTEN),
    (STEP, "lr * (dw + momentum * (velocity if state is None else state))",
     "from the second step on it looks ahead along the velocity from before. Make the new one first."),
    (f"velocity = {VELOCITY}\n    return w - {STEP}, velocity",
     "old = dw if state is None else state\n    return w - lr * (dw + momentum * old), momentum * old + dw",
     "the step looks ahead along the velocity from before, and that begins at dw, not at 0. Make the new one first."),
    (", velocity\n", ", dw + momentum * velocity\n",
     "what is handed on is the step, dw + momentum * v. Hand on v itself."),
    (VELOCITY, "(0 if state is None else momentum * state) + (1 - momentum) * dw", steps.AVERAGED),
    (VELOCITY, "dw if state is None else state + dw",
     "the old velocity never fades: momentum * v + dw keeps a fraction of it."),
    (VELOCITY, "dw if state is None else momentum * (state + dw)",
     "momentum shrinks the old velocity alone, not the new gradient too: momentum * v + dw."),
    (VELOCITY, "momentum * dw if state is None else momentum * state + dw",
     "the first velocity is the first gradient itself: v begins at 0."),
    (VELOCITY, "dw if state is None else 0.9 * state + dw", "the velocity ignores momentum: it stands for the 0.9."),
    (f"velocity = {VELOCITY}\n    return w - {STEP}",
     "velocity = dw if state is None else 0.9 * state + dw\n    return w - lr * (dw + 0.9 * velocity)",
     steps.MOMENTUM_IGNORED),
    (VELOCITY, "(np.zeros(w.shape) if state is None else momentum * state) + dw", steps.FLOAT64),
    ("state is None", "state is not None", steps.NOT_FIRST),
    (f"return w - {STEP}, velocity", "pass", steps.NONE),
    (", velocity\n", "\n", steps.ALONE),
    (f"w - {STEP}, velocity", f"velocity, w - {STEP}", steps.SWAPPED),
)  # fmt: skip

register(Exercise(
    optim.nesterov, ("ws",), partial(steps.cases, momentum=[0.5, 0.0]), nesterov, mistakes=MISTAKES,
    use=optim.take_steps, first=steps.first,
))  # fmt: skip
