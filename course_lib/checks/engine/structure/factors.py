"""A factor or a difference that is the same everywhere, and the number of the case that it equals."""

from fractions import Fraction
from itertools import permutations

import numpy as np

from course_lib.checks.engine.structure.quantities import Quantity, shared
from course_lib.checks.engine.structure.relation import Relation, holds

NUMBERS = {
    2: "2", 0.5: "1/2", 3: "3", 1 / 3: "1/3", 4: "4", 0.25: "1/4", 10: "10", 0.1: "1/10", -2: "-2", -0.5: "-1/2",
    np.log(2): "log 2", 1 / np.log(2): "1 / log 2", np.log(10): "log 10", 1 / np.log(10): "1 / log 10",
}  # fmt: skip
HARD_CODED = 64  # a whole number up to here may stand in a formula


def factor(exercise, pairs):
    """Found is a multiple of the expected, in every case."""
    pairs = [pair for pair in pairs if pair.wrong or pair.expected.any()]
    ratios = [_ratio(pair) for pair in pairs]
    if None in ratios or _few(pairs):
        return None
    ratios = np.array(ratios)
    if not ratios.any():
        return Relation("zero") if all(pair.expected.any() for pair in pairs) else None
    if _equal(ratios, -1):
        return Relation("negated")
    if _equal(ratios, 1):  # right to some digits, which is another mistake
        return None
    known = shared(exercise, pairs)
    if np.ptp(ratios) > 1e-4 * np.abs(ratios).max():
        return _named(ratios, known) or _hard_coded(ratios, known)
    text = next((text for number, text in NUMBERS.items() if _equal(ratios, number)), "")
    options = {q.text: values for q, values in known.items() if q.code == q.text and not q.gloss}
    likely = [name for name, values in options.items() if _equal(ratios, values)]
    likely += [f"1 / {name}" for name, values in options.items() if values.all() and _equal(ratios, 1 / values)]
    if likely:
        return Relation("factor of an option", what=text or f"{ratios[0]:.6g}", argument=likely[0])
    return Relation("factor", what=text or f"{ratios[0]:.6g}")


def some_factor(exercise, pairs):
    """Found is a multiple of the expected, another one in each case."""
    ratios = [_ratio(pair) for pair in pairs]
    wrong = [pair for pair in pairs if pair.wrong and _is_rich(pair.expected)]
    return Relation("some factor") if all(ratios) and len(wrong) > 1 else None


def _is_rich(array):
    """Whether an array is not proportional to most others by nature: not few numbers, nor all rows alike."""
    return np.unique(np.abs(array)).size > 2 and (array.ndim != 2 or np.linalg.matrix_rank(array) > 1)


def _ratio(pair):
    """Return found / expected, if it is one number."""
    if pair.found.shape != pair.expected.shape or not pair.found.size or not np.isfinite(pair.found).all():
        return None
    place = np.unravel_index(np.abs(pair.expected).argmax(), pair.expected.shape)
    if pair.expected[place] == 0:
        return None
    ratio = float(pair.found[place]) / float(pair.expected[place])
    return ratio if pair.is_found(ratio * pair.expected.astype(float)) and (ratio or not pair.found.any()) else None


def _few(pairs):
    """Whether the results are so few small whole numbers that a factor may be chance."""
    values = np.concatenate([pair.expected.ravel() for pair in pairs if pair.wrong])
    return values.size < 4 and not (values % 1).any()


def _named(ratios, known):
    """Find the number of the case that a factor equals in every case."""
    for quantity, values in known.items():
        for text, number in ((quantity.text, values), (f"1 / {quantity.text}", 1 / np.where(values, values, np.nan))):
            for sign, mark in ((1, ""), (-1, "minus ")):
                if _equal(ratios, sign * number):
                    return _times(mark + text, quantity)
    for quantity, values in known.items():
        counted = " " in quantity.text  # the number of elements of x, which has no code
        if (quantity.code or counted) and _equal(ratios, values**2):
            square = f"the square of {quantity.text}" if counted else f"{quantity.text}²"
            return Relation("squared", what=square, argument=quantity.text, gloss=_gloss(quantity))
    for (one, values), (other, others) in permutations(known.items(), 2):
        if one.code and other.code and others.all() and _equal(ratios, values / others):
            return Relation("ratio", what=one.text, argument=other.text, gloss=_gloss(one, other))
    return None


def _hard_coded(ratios, known):
    """Find a number that stands where a number of the case should: N / 2, 5 / N."""
    for quantity, values in known.items():
        if np.ptp(values) == 0 or not values.all():
            continue
        for constant, up in (((values / ratios), True), ((values * ratios), False)):
            number = Fraction(float(constant.mean())).limit_denominator(1)
            if _equal(constant, float(number)) and 0 < number <= HARD_CODED:
                text = f"{quantity.text} / {number}" if up else f"{number} / {quantity.text}"
                return Relation("hard-coded", what=text, argument=f"{number}", gloss=_gloss(quantity))
    return None


def _times(text, quantity):
    return Relation("factor", what=text, gloss=_gloss(quantity))


def _gloss(*quantities):
    return " and ".join(dict.fromkeys(q.gloss for q in quantities if isinstance(q, Quantity) and q.gloss))


def _equal(values, wanted):
    return np.allclose(values, wanted, rtol=1e-4, atol=0)


def difference(exercise, pairs):
    """Found differs from the expected by an input, or by the same number everywhere and in every case."""
    if any(pair.found.shape != pair.expected.shape for pair in pairs):
        return None
    for name in pairs[0].inputs:
        for times, kind in ((1, "more"), (-1, "less"), (-2, "subtracted"), (2, "more twice")):
            if all(holds(_is_off_by, pair, name, times) for pair in pairs):
                return Relation(kind, argument=name)
    gaps = [pair.found.astype(float) - pair.expected for pair in pairs]
    numbers = np.concatenate([gap.ravel() for gap in gaps])
    if not numbers.size or not np.isfinite(numbers).all() or _few(pairs):
        return _outer(pairs)
    if np.ptp(numbers) < 1e-6 * np.abs(numbers).max():
        return Relation("more" if numbers[0] > 0 else "less", argument=f"{abs(numbers[0]):.6g}")
    return _by_a_number(exercise, pairs, gaps) or _outer(pairs)


def _by_a_number(exercise, pairs, gaps):
    """In each case found differs by a number of the case, or by its logarithm: a mean inside a logarithm is log C."""
    if any(np.ptp(gap) > 1e-6 * np.abs(gap).max(initial=0) for gap in gaps) or any(not gap.size for gap in gaps):
        return None
    offs = np.array([gap.flat[0] for gap in gaps])
    for quantity, values in shared(exercise, pairs).items():
        if not quantity.code or np.ptp(values) == 0 or not (values > 0).all():
            continue
        for text, numbers in ((quantity.text, values), (f"log {quantity.text}", np.log(values))):
            for kind, sign in (("more", 1), ("less", -1)):
                if np.allclose(offs, sign * numbers, rtol=1e-5, atol=1e-6):
                    return Relation(kind, argument=text, gloss=_gloss(quantity))
    return None


def _outer(pairs):
    """Found differs by the products of each two elements of an input's row, as many times as a sign makes it."""
    if pairs[0].expected.ndim < 2:
        return None
    for name in pairs[0].inputs:
        for times, kind in ((1, "more"), (-1, "less"), (-2, "subtracted"), (2, "more twice")):
            if all(holds(_is_off_by_products, pair, name, times) for pair in pairs):
                return Relation(kind, argument=f"{name}[…, i] · {name}[…, j]")
    return None


def _is_off_by_products(pair, name, times):
    value = np.asarray(pair.inputs[name])
    products = value[..., :, None] * value[..., None, :]
    return products.shape == pair.expected.shape and pair.is_found(pair.expected + times * products)


def _is_off_by(pair, name, times):
    """Whether an input, so many times, is what found has too much: in every row, or one for each channel."""
    value = pair.inputs[name]
    if np.ndim(value) == 1 and pair.found.ndim == 4 and len(value) == pair.found.shape[1]:  # one for each channel
        value = np.reshape(value, (-1, 1, 1))
    if np.broadcast_shapes(np.shape(value), pair.found.shape) != pair.found.shape:
        return False
    return pair.is_found(pair.expected + times * np.asarray(value, float))


def by_line(exercise, pairs):
    """Each row, or each column, is wrong by a factor or a difference of its own."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(p.found.shape != p.expected.shape or p.found.ndim != 2 or not np.isfinite(p.found).all() for p in wrong):
        return None
    for axis, line in ((1, "row"), (0, "column")):
        if sum(np.linalg.matrix_rank(pair.expected) > 1 and pair.found.shape[axis] > 2 for pair in wrong) < 2:
            continue
        gaps = [pair.found.astype(float) - pair.expected for pair in wrong]
        if all(p.is_same(gap, gap.mean(axis, keepdims=True) + 0 * gap) for p, gap in zip(wrong, gaps)):
            return Relation("difference by line", what=line)
        if all(_proportional(pair, axis) for pair in wrong):
            return Relation("factor by line", what=line)
    return None


def _proportional(pair, axis):
    found, expected = pair.found.astype(float), pair.expected.astype(float)
    norm = (expected**2).sum(axis, keepdims=True)
    ratio = (found * expected).sum(axis, keepdims=True) / np.where(norm, norm, 1)
    return ratio.all() and pair.is_found(ratio * expected)
