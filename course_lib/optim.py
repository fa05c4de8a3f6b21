"""Update rules: functions from (w, dw, state) to the new (w, state). The state is None before the first step."""


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
