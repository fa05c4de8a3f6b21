"""The words of relations, as diagnose has those of problems."""

RELATIONS = {  # kind of relation between found and expected, where no known mistake fits: the sentence
    "swapped": "{where} are right, but the wrong way round.",
    "input": "{where} {is_} {argument}, as it came in.",
    "zero": "{where} {is_} zero everywhere.",
    "constant": "{where} {is_} {what} everywhere and in every case.",
    "negated": "{where} {has} the wrong sign; all else is right.",
    "factor": "{where} {is_} what it should be, times {what}{with_}.",
    "factor of an option": "{where} {is_} what it should be, times {what}. So large is {argument} too.",
    "ratio": "{where} {is_} what it should be, times {what} / {argument}{with_}. Perhaps one stands for the other.",
    "hard-coded": "{where} {is_} what it should be, times {what}{with_}. Perhaps {argument} is written into your "
    "function.",
    "some factor": "{where} {is_} right but for a factor, another one in each case.",
    "more": "{where} {is_} larger than it should be, by {argument}.",
    "less": "{where} {is_} smaller than it should be, by {argument}.",
    "subtracted": "{where} {is_} smaller than it should be, by 2 · {argument}: it is subtracted instead of added.",
    "more twice": "{where} {is_} larger than it should be, by 2 · {argument}: it is added instead of subtracted.",
    "difference by line": "in each {what} {where} {is_} off by the same amount everywhere.",
    "factor by line": "each {what} of {where} is right but for a factor of its own.",
    "transposed": "{where} {is_} right but transposed.",
    "axes": "{where} {is_} right, but the axes stand in the order {what}.",
    "squeezed": "{where} {has} the right numbers, but dimensions of length 1 are lost.",
    "kept": "{where} {has} the right numbers, and dimensions of length 1 too many.",
    "transposed and reshaped": "{where} {has} the right numbers, but in the order of the transposed: reshape reads row "
    "by row, so put the axes in their order first.",
    "reshaped": "{where} {has} the right numbers in the right order, in another shape.",
    "diagonal": "{where} {is_} only the diagonal of what it should be.",
    "reversed": "{where} {is_} right, but the {what} stand in reversed order.",
    "rolled": "{where} {is_} right, but the {what} are moved one place {argument}.",
    "order": "{where} {has} the right numbers, in another order.",
    "not reduced": "the {what} of your {where} is the right answer.",
    "reduced": "{where} {is_} the {what} of what it should be.",
    "spread": "every place of {where} holds the {what} of the right {where}.",
    "function": "{where} {is_} {what}.",
    "ignored": "your answer is the right one for {argument} = {what}, whatever {argument} is.",
    "as if": "{where} {is_} what would be right for {argument} = {what}.",
    "other input": "{where} {is_} what would be right for {what} in place of {argument}.",
    "exchanged": "{where} {is_} what would be right with {argument} and {what} exchanged.",
    "whole": "{where} {is_} right, but {what}: perhaps an array of integers holds it, or // divides.",
    "rounded": "{where} {is_} right, but rounded to {what} decimals.",
    "precision": "{where} {has} the precision of {what} only: somewhere the numbers pass through it.",
    "imprecise": "{where} {is_} right to {what} digits only. Perhaps a small constant is added, or a derivative is "
    "approximated.",
    "one size": "the number of {what} of {where} is {argument} in every case, whatever the inputs: perhaps {argument} "
    "is written into your function.",
    "ignored input": "your answer does not depend on {argument}: other numbers there leave it as it is.",
    "part of zeros": "all that is wrong in {where} lies {what}, where yours is 0.",
    "part": "all that is wrong in {where} lies {what}.",
    "cases": "it is wrong where {what}{with_}, and right in all other cases.",
    "common": "the wrong cases, and no others, have in common: {what}{with_}.",
    "size": "it is right where {what} is {argument}{with_}, and wrong in all other cases. Perhaps {argument} is "
    "written into your function.",
    "shape": "{where} {has} shape {what}, and {argument} is right{with_}.",
    "sums": "each {what} of {where} should add up to {argument}; {gloss}.",
    "titles": "only these cases are wrong: {what}.",
    "never finite": "{where} {has} no finite number in any case.",
    "not finite": "{where} {is_} right up to {argument} of {what} in size, and not finite from {gloss} on.",
    "unused": "your function does not draw from {argument}, the generator that it is given.",
    "global rng": "your function draws from np.random. Draw from {argument}, which it is given: then a run can be "
    "repeated.",
    "random": "your function draws random numbers from np.random; the same inputs have to give the same result.",
    "unsteady rng": "a second call with the same inputs and an equal {argument} gives another result. Take every "
    "random number from {argument}, and keep nothing from call to call.",
    "unsteady": "a second call with the same inputs gives another result. Perhaps something is kept from call to call "
    "(a global, a list or an array as a default), or np.empty is read before it is filled.",
    "printed": "your function prints its result. return hands it back to whoever calls.",
    "list": "{where} has to be an array: np.array(…) makes one of a list.",
    "list of parts": "return the results with commas between them and no brackets: return {what}.",
    "missing parts": "{what} {is_} missing: perhaps you return {argument} only.",
    "no tuple": "return a tuple of one, with a comma: return {what},",
    "comma": "{where} is a tuple of one: a comma at the end of a line makes such a tuple.",
    "tuple": "{where} is {what}. Return {where} alone.",
    "one number": "{where} has to be one number. Perhaps a sum or a mean is missing, or has an axis.",
    "float64 made": "{argument} is float32, and the result must be too. {what} makes float64 unless told otherwise: "
    "dtype={argument}.dtype.",
    "float64": "{argument} is float32, and the result must be too. Somewhere float64 comes in: np.zeros, np.ones, "
    "np.eye and np.array of Python's numbers make it unless told otherwise: dtype={argument}.dtype.",
    "whole dtype": "these are integers. An array made of integers, or like one of them, holds nothing else: make it "
    "{what}.",
    "bool dtype": "True and False are not numbers yet: .astype(…) makes {what} of them, or the other way round.",
    "other dtype": "the result has to be {what}: look where {argument} comes in, such as astype or dtype=.",
    "matmul": "in a product a @ b, a has to have as many columns as b has rows; here it is {what} and {argument}. The "
    "shapes that come in: {gloss}. Perhaps one has to be transposed, or stands for another.",
    "dot": "{what} times {argument}: the first has to have as many columns as the second has rows, here {gloss}. "
    "Perhaps one has to be transposed, or stands for another.",
    "one a row": "{what} beside {argument} is laid along the columns. One number a row is {gloss}: keepdims=True, or "
    "[:, None].",
    "broadcast": "{what} do not fit: NumPy lines shapes up from the right, where {argument} meet. They have to be "
    "equal, or one of them 1.",
    "signature": "the check passes {what} by name, as the exercise says: your function needs an argument of this name.",
}  # fmt: skip


def explain(relation):
    """Put a Relation into words."""
    many = " and " in relation.where
    words = RELATIONS[relation.kind].format(
        where=relation.where,
        what=relation.what.format(f"the right {relation.where}"),
        argument=f"the {relation.argument} that comes in" if relation.argument == relation.where else relation.argument,
        gloss=relation.gloss,
        is_="are" if many or (relation.kind == "missing parts" and " and " in relation.what) else "is",
        has="have" if many else "has",
        with_=f", with {relation.gloss}" if relation.gloss else "",
    )
    return f"where it is finite, {words}" if relation.finite else words
