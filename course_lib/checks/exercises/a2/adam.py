"""Assignment A2, to be mended: Adam."""

from functools import partial

import numpy as np

from course_lib import optim
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import steps


def adam(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0.0, 0.0, 0) if state is None else state
    m, v, t = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2, t + 1
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)


M, V, HATS = "beta1 * m + (1 - beta1) * dw", "beta2 * v + (1 - beta2) * dw**2", "m / (1 - beta1**t), v / (1 - beta2**t)"
STEP, ROOT = "lr * m_hat / (np.sqrt(v_hat) + eps)", "(np.sqrt(v_hat) + eps)"
MISTAKES = slips(
    adam,
    (HATS, "m, v", "nothing has changed yet: both means still start at 0, and m is pulled to it less than √v is. "
     "Divide each by its weights' sum, 1 - beta**t."),
    (HATS, "m / (1 - beta1**t), v", "m is corrected, v is not: divide it by 1 - beta2**t."),
    (HATS, "m, v / (1 - beta2**t)", "v is corrected, m is not: divide it by 1 - beta1**t."),
    (HATS, "m / (1 - beta1), v / (1 - beta2)",
     "1 - beta is right for the first step alone. Divide by 1 - beta**t; if you do, t is not counted on in the state."),
    (HATS, "m / (1 - beta1 * t), v / (1 - beta2 * t)", "beta to the power t is beta**t, not beta * t."),
    (HATS, "m / (1 - beta1**(t + 1)), v / (1 - beta2**(t + 1))",
     "the steps are counted one too far: t is 1 in the first step."),
    (HATS, "m / (1 - beta1**(t - 1)), v / (1 - beta2**(t - 1))",
     "the first step divides by 1 - beta**0, which is 0: t is 1 there. Count it on before you correct."),
    (HATS, "m * (1 - beta1**t), v * (1 - beta2**t)", "this makes them smaller still: divide by 1 - beta**t."),
    (HATS, "m / (1 - beta2**t), v / (1 - beta1**t)", "the two betas are exchanged: beta1 for m, beta2 for v."),
    ("_hat) + eps), (m, v, t)", "_hat) + eps), (m_hat, v_hat, t)",
     "the corrected means are handed on, so that the next step corrects them again. Remember m and v themselves."),
    (ROOT, "np.sqrt(v_hat + eps)", "eps is added to the root, not under it: sqrt(v̂) + eps."),
    (STEP, "lr * m_hat / np.sqrt(v_hat) + eps", "eps stands outside the division: it is added to the root, below."),
    (ROOT, "np.sqrt(v_hat)", "where all gradients were 0 this is 0 / 0: eps is missing below."),
    (ROOT, "(v_hat + eps)", "the root is missing: the step is divided by √v̂, which is as large as a gradient."),
    (f"m_hat / {ROOT}", "m_hat", "this is momentum: nothing divides the step by the root of v̂."),
    (f"m_hat / {ROOT}", f"dw / {ROOT}", "the step goes along the mean m̂, not along the gradient itself."),
    (V, "beta2 * v + (1 - beta2) * dw", "v is the mean of the squares: dw**2."),
    (V, "beta2 * v + (1 - beta2) * np.abs(dw)", "v is the mean of the squares, dw**2, not of the sizes."),
    (V, "v + dw**2", "the squares are added up for ever (that is Adagrad's way). v is a running mean, with beta2."),
    (V, f"beta2 * v + (1 - beta2) * ({M})**2", "v is the mean of the gradients' squares, not of those of m."),
    (M, "beta1 * m + (1 - beta1)",
     "every step goes the same way, whatever the gradient: dw is missing in m, or m̂ above."),
    (f"m_hat / {ROOT}", f"m_hat * {ROOT}", "the step is multiplied by the root of v̂. Divide by it."),
    (M, "beta1 * m + dw", "the new gradient counts with 1 - beta1, so that m is a mean."),
    (M, "(1 - beta1) * m + beta1 * dw", "beta1 is the share that m keeps; the new gradient has 1 - beta1."),
    (f"{M}, {V}", "beta2 * m + (1 - beta2) * dw, beta1 * v + (1 - beta1) * dw**2",
     "the two betas are exchanged: beta1 for m, beta2 for v."),
    (f"{M}, {V}, t + 1\n    m_hat, v_hat = {HATS}",
     f"0.9 * m + 0.1 * dw, {V}, t + 1\n    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - beta2**t)",
     "beta1 is ignored: it stands for the 0.9."),
    (f"{M}, {V}, t + 1\n    m_hat, v_hat = {HATS}",
     f"{M}, 0.999 * v + 0.001 * dw**2, t + 1\n    m_hat, v_hat = m / (1 - beta1**t), v / (1 - 0.999**t)",
     "beta2 is ignored: it stands for the 0.999."),
    ("+ eps", "+ 1e-8", "eps is ignored: it stands for the 1e-8."),
    (V, "beta2 * v + dw**2", "the new square counts with 1 - beta2, so that v is a mean."),
    (V, "(1 - beta2) * v + beta2 * dw**2", "beta2 is the share that v keeps; the new square has 1 - beta2."),
    (STEP, f"m_hat / {ROOT}", steps.NO_LR),
    (STEP, f"0.1 * m_hat / {ROOT}", steps.FIXED),
    ("w - lr", "w + lr", steps.UPHILL),
    (f"return w - {STEP}, (m, v, t)", "pass", steps.NONE),
    (f"w - {STEP}, (m, v, t)", f"(m, v, t), w - {STEP}", steps.SWAPPED),
    (f"{STEP}, (m, v, t)", f"{STEP}, state", steps.FORGOTTEN),
    ("(0.0, 0.0, 0) if state", "(np.zeros(w.shape), np.zeros(w.shape), 0) if state", steps.FLOAT64),
    (f"w - {STEP}, (m, v, t)", f"w - {STEP}, m, v, t",
     "a step returns two things, the new w and the state in one piece: return w, (m, v, t)."),
)  # fmt: skip

register(Exercise(
    optim.adam, ("ws",), partial(steps.cases, beta1=[0.5, 0.0], beta2=[0.8, 0.5], eps=[0.3, 1.0]), adam,
    mistakes=MISTAKES, use=optim.take_steps, first=steps.first,
))  # fmt: skip
