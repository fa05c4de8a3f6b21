"""What every right answer to dropout meets, forward and backward: which elements are 0, and the others' factor."""

import numpy as np

from course_lib.checks.exercises.a5.chance import fact, usual

KEEPS_P = (
    "p is the probability of dropping, and yours is that of keeping: keep where the random number is at least p, and "
    "divide by 1 - p."
)
SHARE = (
    "rng.random(shape) lies below p with probability p. A normal number does not; rng.integers(2) drops a half; places "
    "that are drawn may come twice, or be always equally many."
)
ONE = "perhaps one random number decides over all of it: draw one for each element, rng.random(x.shape)."
MAPS = "with maps=True each image and each of its channels has a random number of its own: the mask is (N, C, 1, 1)."
ELEMENTS = "each element has a random number of its own: the mask is drawn with all axes of x, rng.random(x.shape)."
NOT_MAPS = f"whole maps are dropped only where maps is True. Else {ELEMENTS}"
IGNORED = f"maps is ignored: {MAPS}"
ALONE = "the factor is 1 / (1 - p): look at its brackets and signs. All of 1 - p divides."
ANEW = "The gradient stops where the forward pass stopped its input: keep the mask in the cache, and draw nothing here."
MINUS_P = "`/ 1 - p` divides by 1, and then subtracts p. Put brackets around 1 - p."
FACTORS = {  # a wrong factor: what it is of out, and of dx
    "1": ("what is kept must be scaled up, or the next layer gets less in training than at test time: divide by 1 - p.",
          "the mask is right, but the factor is missing: forward divides by 1 - p, so its slope is 1 / (1 - p)."),
    "1 - p": ("it is scaled down. The factor is 1 / (1 - p), brackets included.",
              "it is scaled down. Going backward multiplies by the same factor as forward, 1 / (1 - p)."),
    "1 / p": ("you divide by p, the share that is dropped. Divide by 1 - p, the share that stays.",) * 2,
    "p": ("you multiply by p. Divide by 1 - p, the share that stays.",) * 2,
    "1 / (1 - p)²": ("the factor is in it twice: divide by 1 - p once.",
                     "the factor is in it twice: once is right, going forward and going backward."),
}  # fmt: skip


def law(out, x, p, maps, name, source):
    """Judge numbers that are 0 with probability p, and else those that came, times 1 / (1 - p)."""
    kept = out != 0
    if name == "out" and usual(np.isclose(out, -p, rtol=1e-5).mean(), p, kept.size):
        return fact("what is dropped becomes -p, and not 0", MINUS_P)
    if kept.all():
        return fact(f"no element of {name} is 0: nothing is dropped", _nothing(out, x, name))
    if not kept.any():
        return fact(f"every element of {name} is 0: nothing is kept", f"The factor may be 0, or {ONE}")
    if problem := _pattern(kept, maps, name):
        return problem
    units = kept[:, :, 0, 0].size if maps else kept.size
    if not usual(1 - kept.mean(), p, units):
        turned = usual(kept.mean(), p, units)
        much = "p of them are kept, and 1 - p dropped" if turned else "another share is dropped"
        cure = (KEEPS_P if turned else SHARE) if name == "out" else ANEW
        return fact(f"of the elements of {name} a share of p = {p:g} should be dropped: {much}", cure)
    return _scale(out[kept] / x[kept], p, name, source)


def _nothing(out, x, name):
    if name == "dx":
        return "what was dropped gets no gradient: multiply by the mask that forward has drawn. Keep it in the cache."
    if not np.isfinite(out).all() or np.ptp(out / x) < 1e-4:
        return f"x is multiplied by the mask, element by element, and {ONE}"
    return "x is multiplied by the mask and by the factor 1 / (1 - p): nothing is added, subtracted or divided by it."


def _pattern(kept, maps, name):
    """Look which elements are dropped together, beyond chance."""
    if kept.ndim == 1:
        return None
    cure = MAPS if maps else ELEMENTS
    if (kept == kept[:1]).all():
        return fact(f"every sample loses the same elements of {name}", cure)
    if (kept == kept.reshape(len(kept), -1)[:, :1].reshape(-1, *[1] * (kept.ndim - 1))).all():
        return fact(f"each sample of {name} is dropped or kept as a whole", cure)
    if kept.ndim == 4 and (kept == kept[:, :1]).all():
        return fact(f"all maps of an image lose the same pixels of {name}", cure)
    whole = kept.ndim == 4 and (kept == kept[:, :, :1, :1]).all()
    if maps and not whole:
        return fact(f"some maps of {name} are dropped in part, though maps is True", IGNORED if name == "out" else ANEW)
    if whole and not maps:
        return fact("each map is dropped or kept as a whole, though maps is False", NOT_MAPS)
    return None


def _scale(ratio, p, name, source):
    one = ratio.mean()
    if not np.allclose(ratio, one, rtol=1e-4):
        return fact(f"what is kept of {name} is not {source} times one factor")
    if np.isclose(one, 1 / (1 - p), rtol=1e-4):
        return None
    named = {"1": 1, "1 - p": 1 - p, "1 / p": 1 / p, "1 / (1 - p)²": 1 / (1 - p) ** 2, "p": p}
    said = next((word for word, factor in named.items() if np.isclose(one, factor, rtol=1e-4)), "another number")
    cure = FACTORS.get(said, (ALONE, ALONE))[name == "dx"]
    return fact(f"what is kept of {name} is {source} times {said}, not times 1 / (1 - p)", cure)
