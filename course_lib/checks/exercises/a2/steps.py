"""What the update rules of A2 share: cases of several steps, judged by where they lead, and hints for all rules."""

from dataclasses import replace

import numpy as np

from course_lib.checks.engine.exercise import Case


def cases(rng, **option):
    """Steps from 0 and from elsewhere, with all that a rule remembers; no size is 2, nor any of them equal.

    option : list       of values for an option of this rule, one after the other in a case of its own
    """

    def case(title, steps, shape, *, lr=0.1, dtype=float, **options):
        w, dws = rng.normal(size=shape).astype(dtype).round(2), rng.normal(size=(steps, *shape)).astype(dtype).round(2)
        return Case(title, (w, dws), {"lr": lr} | options)

    one, same = np.array([1.0, -2.0, 0.5]), np.array([[2.0, -1.0, 4.0]])
    start, pushes = np.zeros(3), np.repeat(same, 4, axis=0)
    tiny, sparse = rng.normal(size=(6, 4)).round(2) * [1e-3, 1, 1e3, 1], rng.normal(size=(5, 3)).round(2)
    sparse[:, 1], sparse[::2, 0] = 0, 0
    return [
        Case("one step", (one, same), {"lr": 0.1}),
        Case("four steps with the same gradient", (start, pushes), {"lr": 0.1}),
        case("two steps", 2, (5,)),
        case("ten steps of a matrix", 10, (3, 4)),
        case("the learning rate drops after two steps", 5, (4,), lr=[0.1, 0.1, 0.01, 0.01, 0.01]),
        Case("gradients of very different size", (rng.normal(size=4).round(2), tiny), {"lr": 0.05}),
        Case("some gradients are 0", (rng.normal(size=3).round(2), sparse), {"lr": 0.2}),
        Case("large weights", (20 * rng.normal(size=6).round(2), rng.normal(size=(3, 6)).round(2)), {"lr": 0.5}),
        *(case(f"{name} = {v:g}", 4, (3,), **{name: v}) for name, values in option.items() for v in values),
        case("float32", 5, (4, 3), dtype=np.float32),
    ]


def first(case):
    """Cut a case to its first step."""
    lr = case.options["lr"]
    return replace(case, args=(case.args[0], case.args[1][:1]), options=case.options | {"lr": np.ravel(lr).tolist()[0]})


FORGOTTEN = "every step begins anew, as the first does: return what is to be remembered as the state, and use it."
ALONE = "the state is missing: return w and the state, and the next step gets it back."
NONE = (
    "None is taken apart: either `return` is missing, or the first step takes apart a state that is not there yet. "
    "Before it the state is None."
)
NOT_FIRST = "before the first step the state is None: begin with zeros then."
START = "what is remembered begins at 0."
SWAPPED = "the two results are the wrong way round: w, state."
UPHILL = "it climbs: a step goes against the gradient."
FIXED = "the learning rate is written into your function. Use lr."
NO_LR = "the learning rate is missing."
MOMENTUM_IGNORED = "momentum is ignored: it stands for the 0.9."
AVERAGED = "the new gradient counts in full: momentum * v + dw, without a factor 1 - momentum."
NOT_YET = "the step is taken with the velocity from before. Make the new one first."
FLOAT64 = "np.zeros(w.shape) is float64, and so is all that it is added to: np.zeros_like(w)."
