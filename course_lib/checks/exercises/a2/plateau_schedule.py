"""Assignment A2: a learning rate that drops when the loss stands still."""

import numpy as np

from course_lib import optim
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Exercise, slips
from course_lib.checks.exercises.a2 import losses_by_epoch


def plateau_schedule(losses, *, lr, factor=0.1, patience=10, threshold=1e-4):
    best, waited = np.inf, 0
    for loss in losses:
        if loss < best * (1 - threshold):
            best, waited = loss, 0
        else:
            waited += 1
        if waited > patience:
            lr, waited = lr * factor, 0
    return lr


START = "best, waited = np.inf, 0\n    for loss in losses:"
NEVER = "no loss is ever a new best: compare by <, with the best so far (not with the best of all losses)."
BETTER, DROP = "loss < best * (1 - threshold)", "lr, waited = lr * factor, 0"
MISTAKES = slips(
    plateau_schedule,
    *((START, f"best, waited = {first}, 0\n    for loss in losses[1:]:",
       "before the first epoch losses is an empty list: it has no first element, and no last one.")
      for first in ("losses[0]", "losses[-1]")),
    (START, "best, waited = min(losses), 0\n    for loss in losses:",
     "before the first epoch losses is an empty list, which has no smallest element."),
    *((START, START.replace("np.inf", "min(losses, default=np.inf)").replace("losses:", some), NEVER)
      for some in ("losses:", "losses[1:]:")),
    (BETTER, "loss < best", "threshold is ignored: a new best is lower by more than this fraction of the old one."),
    (BETTER, "loss < best - threshold",
     "threshold is a fraction of the best, not a number to subtract: best * (1 - threshold)."),
    (BETTER, "loss < best * (1 + threshold)", "a new best lies below the old one: best * (1 - threshold)."),
    (BETTER, "loss < best * (1 - 1e-4)", "threshold is ignored: it stands for the 1e-4."),
    (BETTER, "loss < best * threshold", "lower by a fraction: best * (1 - threshold), not best * threshold."),
    (BETTER, "loss > best * (1 - threshold)", NEVER),
    ("waited > patience", "waited >= patience", "one epoch too early: as many as patience are forgiven."),
    ("waited > patience", "waited > patience + 1", "one epoch too late: the first after patience epochs drops lr."),
    ("waited > patience", "waited > 10", "patience is ignored: it stands for the 10."),
    (BETTER, "loss <= best * (1 - threshold)", "lower by exactly the threshold is not enough: by more, <."),
    (DROP, "lr = lr * factor", "after a drop the patience begins anew: set the count back to 0."),
    (DROP, "lr, waited, best = lr * factor, 0, np.inf", "the best of before still counts after a drop: only waiting "
     "begins anew."),
    (DROP, "lr, waited = lr * 0.1, 0", "factor is ignored: it stands for the 0.1."),
    (DROP, "lr, waited = lr / factor, 0", "lr grows: multiply it by factor."),
    (DROP, "lr, waited = factor, 0", "factor takes the place of lr. Multiply lr by it."),
    (DROP, "return lr * factor", "it drops once and stops looking: every later wait drops it again."),
    ("best, waited = loss, 0", "best = loss", "a new best ends the waiting: set the count back to 0."),
    ("best, waited = loss, 0", "waited = 0", "it never drops: is the best kept, and each epoch without one counted?"),
    ("            waited += 1\n", "            best, waited = loss, waited + 1\n",
     "it compares with the loss of the epoch before, not with the best so far."),
    ("    return lr", "        return lr", "before the first epoch it gives None: `return lr` is behind the loop."),
    ("return lr", "return waited > patience", "the learning rate for the next epoch is asked for, one number."),
)  # fmt: skip

register(Exercise(
    optim.plateau_schedule, ("lrs",), losses_by_epoch.cases, plateau_schedule, mistakes=MISTAKES,
    use=optim.lr_after_each,
))  # fmt: skip
