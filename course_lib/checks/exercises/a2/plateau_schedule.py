"""Assignment A2: a learning rate that drops when the loss stands still."""

import numpy as np

from course_lib import optim
from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips


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


def cases(rng):
    def case(title, losses, lr=0.5, **options):
        return Case(title, ([float(loss) for loss in losses],), {"lr": lr} | options)

    noisy = (1 / np.sqrt(np.arange(1, 50)) + 0.2 * rng.random(49)).round(3)
    falling, level = np.linspace(2.0, 1.0, 15).round(2), round(rng.uniform(0.5, 2), 2)
    return [
        case("patience for one epoch, none needed", [3, 2, 1], patience=1),
        case("two epochs without a new best", [3, 2, 4, 5], patience=1),
        case("the second epoch is forgiven", [3, 2, 4, 5], patience=2),
        case("down, up, and not below the best", [5, 2, 4, 3.8, 3, 2.9, 2.8, 2.7, 2.6, 2.5], patience=2),
        case("twice the same wait", [level] * 7, patience=2, factor=0.5),
        case("a new best in between", [5, 6, 4, 6, 3, 6, 2], patience=1),
        case("thirteen epochs with the default patience", [level] * 13),
        case("the default patience is not over", [level] * 11, lr=0.3),
        case("always falling", falling, patience=0),
        case("no patience", [1, 2, 0.5, 3], patience=0, factor=0.5),
        case("falling, but by less than the threshold", [1000, 999.95, 999.91, 999.905], patience=1),
        case("a coarse threshold", [10, 9.5, 9.2, 8.9, 8.5, 8.2], patience=0, threshold=0.1),
        case("a coarse threshold on small losses", [0.1, 0.08, 0.06, 0.05], patience=0, threshold=0.1),
        case("lower by exactly the threshold", [8, 4, 2], patience=0, threshold=0.5),
        case("a noisy loss", noisy, lr=0.2, patience=3, factor=0.5),
        case("small steps down that add up", [1, 0.97, 0.94, 0.91, 0.88, 0.85], patience=3, threshold=0.05),
    ]


BETTER, DROP = "loss < best * (1 - threshold)", "lr, waited = lr * factor, 0"
MISTAKES = slips(
    plateau_schedule,
    (BETTER, "loss < best", "threshold is ignored: a new best is lower by more than this fraction of the old one."),
    (BETTER, "loss < best - threshold",
     "threshold is a fraction of the best, not a number to subtract: best * (1 - threshold)."),
    (BETTER, "loss < best * (1 + threshold)", "a new best lies below the old one: best * (1 - threshold)."),
    (BETTER, "loss < best * (1 - 1e-4)", "threshold is ignored: it stands for the 1e-4."),
    (BETTER, "loss < best * threshold", "lower by a fraction: best * (1 - threshold), not best * threshold."),
    (BETTER, "loss > best * (1 - threshold)", "falling losses count as waiting here: compare with <."),
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
    optim.plateau_schedule, ("lrs",), cases, plateau_schedule, mistakes=MISTAKES, use=optim.lr_after_each,
))  # fmt: skip
