"""What the hinge losses of A2 share: cases, and the hints for mistakes that are made in both."""

import numpy as np

from course_lib.checks.engine.exercise import Case


def cases(rng):
    """Scores of many sizes. No two scores of a row are equal, and no margin is met exactly but where the title says."""

    def case(title, n, c, dtype=float, **options):
        scores = [0.3 * rng.choice(np.arange(-9, 10), size=c, replace=False) for _ in range(n)]
        return Case(title, (np.array(scores, dtype).round(1), rng.integers(c, size=n)), options)

    met, kink = np.array([[2.0, 1.0, -4.0], [0.0, 3.0, 3.5]]), np.array([0, 2])
    content = np.array([[7.0, 1.0, 2.0, 3.0], [-9.0, -8.0, -5.0, -5.7]])
    far = np.array([[-9.0, 9.0, -8.5, -8.0], [1.4, 1.0, 0.2, -3.0], [0.5, 0.2, -6.0, 0.1]])
    below = np.array([rng.choice(9, size=4, replace=False) for _ in range(3)]) - 2e6
    n, c = int(rng.integers(5, 8)), int(rng.integers(9, 13))
    return [
        case("two rows of three scores", 2, 3),
        Case("every row wins by more than the margin", (content, np.array([0, 2])), {"margin": 0.5}),
        case("a single row", 1, 4),
        case("more classes than rows", n, c),
        case("more rows than classes", c, n),
        Case("one row meets the margin exactly", (met, kink)),
        Case("one row wins by far", (far, np.array([1, 0, 3]))),
        case("a narrow margin", 4, 5, margin=0.5),
        case("a wide margin", 5, 4, margin=3.2),
        case("float32 scores", 3, 6, np.float32),
        Case("scores far below 0", (below, rng.integers(4, size=3)), {"margin": 0.5}),
        Case("labels of another integer type", (case("", 3, 5).args[0], np.array([4, 0, 2], np.uint8))),
    ]


PLUS = "the margin is added to what the right class lacks: wrong score - right score + margin."
TURNED = "the sign is turned round: the right class must beat the others, so its score is subtracted."
ADDED = "the right class's score is added: it must beat the others, so it is subtracted from theirs."
ALONE_IN = "the right class's score is not in it: what counts is how far each of the others comes near it, or above."
OWN = "the right class is counted among its own rivals: leave it out."
OUT = "the right class is taken out by a number that rivals may all lie below. Only -np.inf loses to all."
NO_HINGE = "a row that has won pays nothing: never less than 0, by np.maximum(…, 0)."
MEAN = "the loss is the mean over the N rows: divide by len(labels)."
GRADIENT_MEAN = "the gradient is N times too large: 1/N of the mean belongs to it too."
SHORT = "you divide by the number of rows that pay. The mean runs over all N rows, the content ones too."
TIED = "where rivals tie for the strongest, any one of them has the gradient, all of 1/N: argmax picks one."
RIGHT_CLASS = "the right class has no gradient yet: what pushes the others down pushes it up, by as much in all."
RIGHT_SIGN = "the right class must rise as the others fall: its gradient is minus the sum of theirs."
IGNORED = "margin is ignored: it stands for the 1."
ALWAYS = "a row, or a rival, that costs nothing has no gradient: 0 where the shortfall is not positive."
REVERSED = "the rows that cost nothing are pushed, and those that cost something are not: > 0, not <= 0."
KINK = "where the margin is met exactly, the gradient is 0: compare with > 0, not with >= 0."
SWAPPED = "the two results are the wrong way round: loss, dscores."
ALONE = "the gradient is missing: return loss, dscores."
