"""The cases of A2's schedule that watches: the losses of each epoch so far."""

import numpy as np

from course_lib.checks.engine.exercise import Case


def cases(rng):
    def case(title, losses, lr=0.5, **options):
        return Case(title, ([float(loss) for loss in losses],), {"lr": lr} | options)

    noisy = (1 / np.sqrt(np.arange(1, 50)) + 0.2 * rng.random(49)).round(3)
    falling, level = np.linspace(2.0, 1.0, 15).round(2), round(rng.uniform(0.5, 2), 2)
    return [
        case("no epoch yet", []),
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
