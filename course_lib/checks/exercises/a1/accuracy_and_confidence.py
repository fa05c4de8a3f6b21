"""Assignment A1, to be mended: how often a classifier is right, and how sure it says it is."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.shared import EVERY_ROW
from course_lib.ops.losses import softmax


def accuracy_and_confidence(scores, labels, *, temperature=1.0):
    probs = softmax(scores, temperature=temperature)
    return (probs.argmax(axis=1) == labels).mean(), probs.max(axis=1).mean()


def cases(rng):
    def case(title, n, c, **options):
        scores = [rng.choice(np.arange(-60, 60), size=c, replace=False) / 10 for _ in range(n)]  # no two are equal
        return Case(title, (np.array(scores), rng.integers(c, size=n)), options)

    sure = np.array([[9.0, 0.0, 0.0], [0.0, 0.0, 7.0], [0.0, 8.0, 0.0]])
    return [
        Case("two rows right and sure, one wrong", (sure, np.array([0, 2, 0]))),
        Case("right, but never sure", (sure / 20, np.array([0, 2, 1]))),
        case("more rows than classes", 12, 4),
        case("more classes than rows", 5, 10),
        case("a single row", 1, 3),
        case("a high temperature", 11, 4, temperature=20.0),
        case("a low temperature", 11, 5, temperature=0.1),
    ]


RIGHT, SURE = "(probs.argmax(axis=1) == labels).mean()", "probs.max(axis=1).mean()"
MISTAKES = slips(
    accuracy_and_confidence,
    (RIGHT, "(probs[np.arange(len(labels)), labels] > 0.5).mean()",
     "a row is right if its label has the largest probability, be that above one half or not."),
    (SURE, "probs.mean()", "each row adds up to 1, so the mean over all is 1/C, whatever the net says: "
     "take each row's largest probability first."),
    (f"{RIGHT}, {SURE}", "(probs[np.arange(len(labels)), labels] > 0.5).mean(), probs.mean()",
     "nothing has changed yet: both lines are wrong. What do they do with a row that is right, but not sure?"),
    *((SURE, wrong, "the confidence asks how sure the net is of its own choice, the largest probability, be it right "
       "or wrong.") for wrong in ("probs[np.arange(len(labels)), labels].mean()",
                               "probs.max(axis=1)[probs.argmax(axis=1) == labels].mean()")),
    (SURE, "probs.argmax(axis=1).mean()", "argmax gives the number of a class. Its probability is max(axis=1)."),
    (SURE, "scores.max(axis=1).mean()", "these are the largest scores. The softmax makes probabilities of them."),
    (RIGHT, "(labels < 0).mean()", "no row counts as right here. Is it max that is compared with "
     "labels? It gives a probability; argmax(axis=1) gives the class."),
    (RIGHT, "probs[np.arange(len(labels)), labels].mean()",
     "this is the mean probability of the labels. Count the rows whose largest probability is the label's."),
    (SURE, "probs.max()", "this is the surest row alone. Take each row's largest probability, and their mean."),
    (SURE, "probs.max(axis=0).mean()", "these are the largest of each class. Take each row's largest: axis=1."),
    (RIGHT, "(probs.argmax(axis=1) == labels).sum()", "this counts the rows that are right. Return their fraction."),
    (RIGHT, "100 * (probs.argmax(axis=1) == labels).mean()", "a fraction is asked for, from 0 to 1, not per cent."),
    (RIGHT, "(probs.argmax() == labels).mean()",
     "compare the number of each row's most probable class, probs.argmax(axis=1), with its label."),
    (RIGHT, "(probs[:, labels].max(axis=1) == probs.max(axis=1)).mean()", EVERY_ROW),
    (f"{RIGHT}, {SURE}", f"{SURE}, {RIGHT}", "the two results are the wrong way round: accuracy, confidence."),
    (", temperature=temperature", "", "the temperature is ignored: softmax(scores, temperature=temperature)."),
)  # fmt: skip

register(
    Exercise(accuracy_and_confidence, ("accuracy", "confidence"), cases, accuracy_and_confidence, mistakes=MISTAKES)
)
