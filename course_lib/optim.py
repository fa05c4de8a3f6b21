"""Update rules and learning-rate schedules.

An update rule goes from (w, dw, state) to the new (w, state) and changes neither. What it remembers from step to step
is the state: None before the first step. A schedule goes from what has happened so far to the learning rate.
"""

import math

import numpy as np


def sgd(w, dw, state, *, lr):
    """Take one step downhill: w - lr * dw.

    Parameters
    ----------
    w : (...)       a parameter; left unchanged
    dw : (...)      the loss's gradient with respect to w, from a mini-batch
    state           not used: handed back as it came
    lr : float      learning rate

    Returns
    -------
    w : (...)       the new parameter
    state

    Source: lecture 04; torch.optim.SGD with momentum=0.
    """
    return w - lr * dw, state


def momentum(w, dw, state, *, lr, momentum=0.9):
    """Step along a velocity, v = momentum * v + dw: each update is a fraction of the last one plus a new push.

    Parameters
    ----------
    w, dw : (...)       a parameter and its gradient
    state               None, then the velocity v (...)
    lr : float
    momentum : float    the fraction; a gradient that stays the same adds up to 1 / (1 - momentum) times itself

    Returns
    -------
    w : (...)           w - lr * v
    state               v

    Source: lecture 07; torch.optim.SGD. The learning rate stays outside v; in alexnet_update it is inside.
    """
    velocity = momentum * (0.0 if state is None else state) + dw
    return w - lr * velocity, velocity


def nesterov(w, dw, state, *, lr, momentum=0.9):
    """Momentum that looks ahead: step along dw + momentum * v, where the velocity is about to go.

    Parameters
    ----------
    w, dw : (...)       a parameter and its gradient
    state               None, then the velocity v (...)
    lr, momentum : float

    Returns
    -------
    w : (...)           w - lr * (dw + momentum * v)
    state               v

    Source: lecture 07; torch.optim.SGD with nesterov=True.
    """
    velocity = momentum * (0.0 if state is None else state) + dw
    return w - lr * (dw + momentum * velocity), velocity


def adam(w, dw, state, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step by the gradient's running mean over the root of its running square: about lr in every coordinate.

    Parameters
    ----------
    w, dw : (...)           a parameter and its gradient
    state                   None, then (m, v, t): running mean (...), running square (...), steps taken
    lr : float
    beta1, beta2 : float    how much of m and of v is kept from step to step
    eps : float             keeps a vanishing v from dividing by 0

    Returns
    -------
    w : (...)               w - lr * m̂ / (√v̂ + eps)
    state                   (m, v, t)

    Source: lecture 07; Kingma and Ba 2015; torch.optim.Adam.
    """
    m, v, t = (0.0, 0.0, 0) if state is None else state
    m, v, t = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2, t + 1
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)  # m and v start at 0: undo the pull towards it
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)


def alexnet_update(w, dw, state, *, lr, momentum=0.9, weight_decay=5e-4):
    """Take AlexNet's step: v = momentum * v - weight_decay * lr * w - lr * dw, then w + v.

    Parameters
    ----------
    w, dw : (...)           a parameter and its gradient
    state                   None, then the velocity v (...), which is the last update
    lr, momentum, weight_decay : float

    Returns
    -------
    w : (...)               w + v
    state                   v

    Source: lecture 07; Krizhevsky et al. 2012, section 5. While lr stays the same this is torch.optim.SGD; after lr
    drops, the velocity here still carries the old, larger steps, and torch's does not.
    """
    velocity = momentum * (0.0 if state is None else state) - weight_decay * lr * w - lr * dw
    return w + velocity, velocity


def with_weight_decay(update, weight_decay):
    """Give any update rule weight decay: it sees dw + weight_decay * w, the gradient with a pull towards 0.

    Parameters
    ----------
    update : callable       (w, dw, state, **options) -> (w, state), such as adam or partial(sgd, lr=0.1)
    weight_decay : float    the strength of the penalty weight_decay / 2 * |w|^2 in the loss

    Returns
    -------
    update : callable       of the same form

    Source: lectures 07 and 10; the weight_decay of torch.optim.SGD and Adam.
    """

    def decayed(w, dw, state, **options):
        return update(w, dw + weight_decay * w, state, **options)

    return decayed


def take_steps(update, w, dws, *, lr, **options):
    """Take one step for each gradient, the state handed on from each to the next, and keep where each one led.

    Parameters
    ----------
    update : callable       (w, dw, state, *, lr, **options) -> (w, state), such as adam
    w : (...)               where to start
    dws : (T, ...)          the gradient of each step
    lr : float or (T,)      one learning rate, or one a step
    options                 what else the rule takes

    Returns
    -------
    ws : (T, ...)           the parameter after each step: what a rule does, whatever it keeps in its state
    """
    rates = np.broadcast_to(lr, len(dws)).tolist()  # Python's floats, so that float32 weights stay float32
    ws, state = [], None
    for dw, rate in zip(dws, rates, strict=True):
        w, state = update(w, dw, state, lr=rate, **options)
        ws.append(np.array(w))  # a copy: a rule may go on in an array of its own
    return np.stack(ws)


def step_schedule(epoch, *, lr, step_size, gamma=0.1):
    """Multiply the learning rate by gamma every step_size epochs.

    Parameters
    ----------
    epoch : int         from 0
    lr : float          the first learning rate
    step_size : int     epochs between two drops
    gamma : float

    Returns
    -------
    lr : float          for this epoch

    Source: lecture 07; torch.optim.lr_scheduler.StepLR.
    """
    return lr * gamma ** (epoch // step_size)


def cosine_schedule(epoch, *, lr, epochs, min_lr=0.0):
    """Let the learning rate glide from lr down to min_lr along half a cosine.

    Parameters
    ----------
    epoch : int         from 0; fractions are welcome
    lr : float          the first learning rate
    epochs : int        when min_lr is reached, and kept from then on
    min_lr : float

    Returns
    -------
    lr : float          for this epoch

    Source: lecture 07; Loshchilov and Hutter 2017; torch.optim.lr_scheduler.CosineAnnealingLR up to T_max.
    """
    return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * min(epoch / epochs, 1))) / 2


def plateau_schedule(losses, *, lr, factor=0.1, patience=10, threshold=1e-4):
    """Multiply the learning rate by factor each time the loss has stopped falling for more than patience epochs.

    Parameters
    ----------
    losses : sequence of float  the validation loss or error after each epoch so far, such as history["val_loss"]
    lr : float                  the first learning rate
    factor : float
    patience : int              epochs without a new best that are forgiven
    threshold : float           a new best is lower by more than this fraction

    Returns
    -------
    lr : float                  for the next epoch

    Source: lecture 07; Krizhevsky et al. 2012, section 5; torch.optim.lr_scheduler.ReduceLROnPlateau.
    """
    best, waited = math.inf, 0
    for loss in losses:
        better = loss < best * (1 - threshold)
        best, waited = (loss, 0) if better else (best, waited + 1)
        if waited > patience:
            lr, waited = lr * factor, 0
    return lr


def lr_after_each(schedule, losses, **options):
    """Ask a schedule that watches the losses for a learning rate before the first epoch, and after each.

    Parameters
    ----------
    schedule : callable         (losses, **options) -> lr, such as plateau_schedule
    losses : (T,)               of all epochs
    options                     what else the schedule takes

    Returns
    -------
    lrs : (T + 1,)
    """
    return np.array([schedule(losses[:epochs], **options) for epochs in range(len(losses) + 1)])
