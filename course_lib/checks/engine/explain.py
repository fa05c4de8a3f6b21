"""The words of relations, as diagnose has those of problems."""

CURED = "your function is right in every case that was tried."
RELATIONS = {  # kind of relation between found and expected, where no known mistake fits: the sentence
    "swapped": "{where} are right, but the wrong way round.",
    "input": "{where} {is_} {argument}, as it came in.",
    "zero": "{where} {is_} zero everywhere.",
    "constant": "{where} {is_} {what} everywhere and in every case.",
    "negated": "{where} {is_} right but for the sign.",
    "factor": "{where} {is_} what it should be, times {what}{with_}.",
    "factor of an option": "{where} {is_} what it should be, times {what}. So large is {argument} too.",
    "ratio": "{where} {is_} what it should be, times {what} / {argument}{with_}. Perhaps one stands for the other.",
    "hard-coded": "{where} {is_} what it should be, times {what}{with_}. Perhaps {argument} is written into your "
    "function.",
    "squared": "{where} {is_} what it should be, times {what}{with_}. Perhaps it is multiplied by {argument} where it "
    "should be divided.",
    "some factor": "{where} {is_} right but for a factor, another one in each case.",
    "more": "{where} {is_} larger than it should be, by {argument}{with_}.",
    "less": "{where} {is_} smaller than it should be, by {argument}{with_}.",
    "subtracted": "{where} {is_} smaller than it should be, by 2 · {argument}: it is subtracted instead of added.",
    "more twice": "{where} {is_} larger than it should be, by 2 · {argument}: it is added instead of subtracted.",
    "difference by line": "in each {what} {where} {is_} off by the same amount everywhere.",
    "factor by line": "each {what} of {where} is right but for a factor of its own.",
    "transposed": "{where} {is_} right but transposed.",
    "axes": "{where} {is_} right, but the axes stand in the order {what}.",
    "squeezed": "{where} {has} the right numbers, but dimensions of length 1 are lost.",
    "kept": "{where} {has} the right numbers, and dimensions of length 1 too many.",
    "transposed and reshaped": "{where} {has} the right numbers, but in the order of the transposed: reshape reads "
    "row by row, so put the axes in their order first.",
    "reshaped": "{where} {has} the right numbers in the right order, in another shape.",
    "reshaped in some": "in some cases {where} {has} the right numbers in the right order, but in another shape: "
    "{what} in place of {argument}.",
    "axes and reshaped": "{where} {has} the right numbers, reshaped with their axes in the order {what}: reshape moves "
    "no axis. Put the axes in their order by transpose first.",
    "diagonal": "{where} {is_} only the diagonal of what it should be.",
    "reversed": "{where} {is_} right, but the {what} stand in reversed order.",
    "rolled": "{where} {is_} right, but the {what} are moved one place {argument}.",
    "order": "{where} {has} the right numbers, in another order.",
    "not reduced": "the {what} of your {where} is the right answer.",
    "reduced": "{where} {is_} the {what} of what it should be.",
    "spread": "every place of {where} holds the {what} of the right {where}.",
    "function": "{where} {is_} {what}.",
    "ignored": "your answer is the right one for {argument} = {what}, whatever {argument} is.",
    "default": "where {argument} is not given, your function takes {what} for it, not {gloss}: look at its default.",
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
    "tried with": "with {what} your function is right in every case. What is wrong has no effect then: look at the "
    "terms with {argument}.",
    "replaced": f"with `{{argument}}` in place of `{{what}}` in the line `{{where}}` {CURED}",
    "everywhere": f"with `{{argument}}` in place of `{{what}}` in all places where it stands {CURED}",
    "left out": f"without the line `{{where}}` {CURED}",
    "moved up": f"with the line `{{where}}` before `{{argument}}` {CURED}",
    "moved in": f"with the line `{{where}}` inside of `{{argument}}`, as the first line there, {CURED}",
    "moved in last": f"with the line `{{where}}` inside of `{{argument}}`, as the last line there, {CURED}",
    "moved before": f"with the line `{{where}}` before `{{argument}}`, not inside, {CURED}",
    "moved after": f"with the line `{{where}}` after all of `{{argument}}`, not inside, {CURED}",
    "returns at once": "the loop `{argument}` never comes to its second round: `{what}` stands inside it. Perhaps it "
    "is indented too far.",
    "made anew": "after the loop `{argument}` {where} is that of the last round alone: `{what}` makes it anew in every "
    "round. Perhaps += or append is meant, or a line stands inside the loop, or outside, by mistake.",
    "later": "the first step is right in every case, and a later one is not: look at what is handed on from step to "
    "step, and at what your function does with it.",
    "side": "{where} {is_} right for elements where {argument}. What is wrong comes from those where {what}.",
    "between": "all that is wrong in {where} lies where {argument} is between {what}. Perhaps a border stands at one "
    "of the two that belongs to the other.",
    "cases": "it is wrong where {what}{with_}, and right in all other cases.",
    "common": "the wrong cases, and no others, have in common: {what}{with_}.",
    "size": "it is right where {what} is {argument}{with_}, and wrong in all other cases. Perhaps {argument} is "
    "written into your function.",
    "shape": "{where} {has} shape {what}, and {argument} is right{with_}.",
    "square": "the last two sides of {where} are equal in every case, both as long as the {what} should be. The other "
    "has a length of its own.",
    "longer": "{where} begins with the right numbers and goes on: there are too many along {what}. Perhaps a count is "
    "too large, the last ones lie beyond a border, or it is made in the shape of another array.",
    "shorter": "{where} is right as far as it goes, and ends too soon along {what}. Perhaps a count is too small.",
    "too long": "{where} {is_} too large in every wrong case: by {what}.",
    "too short": "{where} {is_} too small in every wrong case: by {what}.",
    "sums": "each {what} of {where} should add up to {argument}; {gloss}.",
    "negative": "{where} should be negative in no case; yours is in {what}.",
    "upside down": "the order in each row of {where} is turned round: it is smallest where it should be largest.",
    "exp overflows": "e to the power of a large number overflows: above 709, or 88 in float32, it is infinite.",
    "mean of nothing": "a mean of no elements is taken, which is nan: a batch, or a slice, is empty. A slice a : b "
    "holds nothing where b is not larger than a, or a lies beyond the end.",
    "log of zero": "the logarithm of 0 is taken, which is minus infinity.",
    "log of a negative": "the logarithm of a negative number is taken, which is nan.",
    "root of a negative": "the square root of a negative number is taken, which is nan.",
    "divided by zero": "something is divided by 0. Perhaps a division is upside down.",
    "zero by zero": "0 is divided by 0, or infinity by infinity, which is nan.",
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
    "apart": "{what} and {where} are two things, and each part of yours is one. Brackets hold the {where} together: "
    "return {what}, (…).",
    "parts beyond": "what comes first is right, and more is not asked for: return {what}.",
    "missing parts": "{what} {is_} missing: perhaps you return {argument} only.",
    "parts too many": "{where} holds {what} where {argument} belong. The {gloss} {argument} are right: the "
    "others do not belong there.",
    "parts too few": "{where} holds {what} where {argument} belong. Perhaps a loop ends too soon, or "
    "begins too late.",
    "no tuple": "return a tuple of one, with a comma: return {what},",
    "comma": "{where} is a tuple of one: a comma at the end of a line makes such a tuple.",
    "tuple among others": "{where} is {what}, where one array or number belongs: look at the brackets of the return.",
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
    "shapes that come in: {gloss}. Perhaps one has to be transposed, or stands for another, "
    "or a slice has another length than it should.",
    "dot": "{what} times {argument}: the first has to have as many columns as the second has rows, here {gloss}. "
    "Perhaps one has to be transposed, or stands for another.",
    "one a row": "{what} beside {argument} is laid along the columns. One number a row is {gloss}: keepdims=True, or "
    "[:, None].",
    "broadcast": "{what} do not fit: NumPy lines shapes up from the right, where {argument} meet. They have to be "
    "equal, or one of them 1{gloss}.",
    "no axis": "there is no axis {what}: an array of {gloss} has {argument}.",
    "axis of a number": "axis={what} is asked of a single number, which has no axes: what should be an array is "
    "summed up already.",
    "reshape": "an array of {what} numbers has no place in shape {argument}, which holds {gloss}. reshape keeps every "
    "number; write -1 for the one side that follows from the others.",
    "empty reshape": "an array without elements is reshaped, and what -1 stands for cannot be found: a batch, or a "
    "slice, is empty.",
    "no multiple": "{what} numbers do not go into shape {argument}, whatever a side of -1 is: {what} is no multiple of "
    "{gloss}. reshape keeps every number.",
    "indices": "a {what}-dimensional array takes at most {what} numbers or slices in its brackets; here are "
    "{argument}. None is not counted: it makes a new axis.",
    "no shape": "{what} stands where a shape belongs, a whole number or a tuple of them. Perhaps two arguments stand "
    "in each other's place: the shape comes first.",
    "tuple for an integer": "a tuple stands where one whole number belongs. x.shape is a tuple; x.shape[0] and "
    "x.shape[-1] are numbers.",
    "float for an integer": "a float stands where a whole number belongs: / makes floats even of whole numbers, // "
    "does not.",
    "truth": "an array, or a shape, stands where one number or one True or False is wanted: in a call, after if, or "
    "beside and, or, not. For each element there are &, | and ~; any() and all() make one of many.",
    "bool minus": "True and False have no minus: make numbers of them first, by .astype(…). `~` is no minus but a not.",
    "place of a tuple": "a tuple has no place of this number. The first is [0]; the shape of an array of two "
    "dimensions has [0] and [1]. The shapes that come in: {gloss}.",
    "unpack": "on the left of = stand names for {what} values, and on the right come more. Perhaps another variable "
    "stands there, or the arguments of a call are not in their order.",
    "onto an array": "an array of shape {argument} cannot take in one of shape {what}: += and -= keep the shape of "
    "what is on their left. Perhaps a side is in another place than it should be.",
    "float in a slice": "a float stands in a slice a:b:c, where whole numbers belong: / makes floats even of whole "
    "numbers, // does not.",
    "axis twice": "an axis is named twice. Each has its number, the first is 0; -1 is the last.",
    "features": "a linear layer is given {what} numbers a row, and its w has {argument} columns. Perhaps what comes "
    "before it differs, or the rows are unrolled another way, or it is another layer's w.",
    "bias of another": "w and b of a convolution do not belong together: b has one number a filter. Perhaps one of "
    "them is another layer's, or they are exchanged.",
    "no such place": "a {what} has no place of this number: the first is [0], the last [-1]. Perhaps a loop takes a "
    "step too many, or steps of another size.",
    "negative padding": "a negative number of zeros is asked for: np.pad takes how many to add before and after, for "
    "each axis.",
    "pad width": "np.pad takes the array first, then, for each axis, how many zeros before and after: whole numbers.",
    "empty": "{where} is empty: it has no places along {what}. Perhaps its size is computed too small. A slice "
    "a:b holds nothing where b is not larger than a.",
    "empty reduction": "the {what} of no elements is asked for: a slice, or a batch, is empty. A slice a : b holds "
    "nothing where b is not larger than a, or a lies beyond the end.",
    "power": "`^` is no power in Python: a squared is a**2.",
    "missing in a call": "the call of {what} lacks an argument that it needs: {argument}.",
    "classes": "the number of classes that is passed on is too small for these labels. Perhaps it is another side of "
    "an array. The shapes that come in: {gloss}.",
    "zero division": "a number is divided by 0, and in this case {where} {is_} 0. Perhaps a division is upside down.",
    "zero below": "a number is divided by 0. Perhaps what stands below begins at 0, or a division stands where a "
    "product belongs, or is upside down.",
    "matmul of a number": "one side of a product a @ b is a single number: @ is for arrays, * for numbers. Perhaps "
    "one index too many leaves one element of a row, or a sum is taken already. The shapes that come in: {gloss}.",
    "few to unpack": "on the left of = stand names for {what} values, and only {argument} on the right. Perhaps a "
    "function returns fewer than this line takes, or another variable stands there.",
    "few results": "{what} results are wanted of your function, and {argument} comes: return them with a comma between "
    "them.",
    "assigned": "the places on the left of = have shape {argument}, and what comes on the right has shape {what}. "
    "Perhaps a sum, a mean or a maximum runs over another axis, or one element a row is not picked yet.",
    "assigned slice": "the places on the left of = have shape {argument}, and what comes on the right has shape "
    "{what}. Perhaps a slice reaches past the end of an array, where it is cut off, or ends too soon.",
    "ragged": "the arrays that are laid on one another have different shapes. Perhaps a slice reaches past the end of "
    "an array, where it is cut off, or starts below 0, where it counts from the end.",
    "uneven": "arrays of different shapes are put into one. Perhaps a slice reaches past the end of an array, where it "
    "is cut off; or a tuple of several arrays stands where one of them is meant.",
    "shape in parts": "{what} stands where a dtype belongs: a shape is one argument, a tuple in its own brackets, as "
    "in np.zeros((2, 3)) or rng.random((2, 3)).",
    "no integers": "rng.integers(K) draws from 0 … K - 1, and rng.integers(A, B) from A … B - 1: there is no such "
    "number here. What is after the last number has to be larger than the first.",
    "one for several": "a single number stands where several are gone through, or taken apart. Perhaps a draw lacks "
    "its size=N, a loop its range(…), or an index is one too many.",
    "none unpacked": "what stands on the right of = is None here, and names for several values on the left. Perhaps "
    "a function returns nothing here, or what should stand there is not made yet.",
    "no cache": "the cache that {what} made in this case is None. {argument} is called after such a pass too.",
    "transpose": "transpose is given another number of axes than the array has. It takes each axis once, in their new "
    "order.",
    "zip": "what is gone through side by side is not equally long. Perhaps one of them holds too much.",
    "another cache": "the gradient that is handed on has shape {argument}, and the cache beside it is that of an "
    "output of shape {what}. Perhaps it is the cache of another layer, or of an activation.",
    "refused": "{what}: the function that is called refuses this. Perhaps the arguments belong to different layers, or "
    "one stands in another's place.",
    "by name": "{what} takes only {argument} of its arguments by position. Options, which stand behind * in its "
    "definition, are passed by name: {what}(…, option=value).",
    "too few arguments": "the check passes {what} by position: your function has to take them all.",
    "sequence": "a whole array, or a tuple, stands where one number belongs. Perhaps the tuple of results that a "
    "function returns is not taken apart, as in a, b = f(x), or one element of an array is meant.",
    "own error": "it is a `raise` of your function itself that stops it here, where an answer is wanted: look at the "
    "condition above it.",
    "another error": "{what} is the error that is asked for here, not {argument}: raise {what}(\"…\").",
    "returned error": "your function returns the error, as if it were a result: raise stands in the place of return.",
    "inside": "it happens in {what}, which your function calls. What is given to it: {argument}. Perhaps two of them "
    "are exchanged, or one belongs to another layer, or has lost its shape.",
    "copied list": "list(…) and tuple(…) hold the same arrays once more, and `-=` or `[…] =` changes those: make new "
    "ones, as in p = p - …, or copy each array.",
    "index": "along {argument} there are {gloss}, counted from 0, so no number {what}. Perhaps a "
    "loop takes a step too many, the array has another shape, or it counts along another axis or through a whole "
    "array, as argmax without axis= does.",
    "stacks": "in {what} the axes before the last two are {argument}: they have to be equal, or one of them 1. "
    "Perhaps the axes of one side have to be put in another order.",
    "turned round": "{what} has shape {argument} here, and {what}.T turns round all of its axes, not the last two "
    "alone. It makes columns of rows only where there are two axes.",
    "not turned": "{what} has shape {argument} here, and {what}.T is the same: with one axis there is nothing to turn.",
    "einsum sides": "{what}: in np.einsum each letter stands for one length, and here a letter stands for two.",
    "einsum letters": "np.einsum is given more letters than its array number {what}, counted from 0, has axes: one "
    "letter an axis. '...' stands for any number of axes.",
    "einsum few": "np.einsum is given fewer letters than an array has axes: one letter an axis. '...' stands for any "
    "number of axes.",
    "tensordot": "np.tensordot multiplies along axes that are not equally long. axes=1 takes the last of the first "
    "array and the first of the second.",
    "cast": "an array of {argument} cannot take in {what}: +=, -=, *= and /= keep the dtype of what is on their left. "
    "Make that array with another dtype.",
    "none among numbers": "None stands where a number or an array belongs. Perhaps an option is not given, a "
    "function that is called returns nothing, or something is not there yet.",
    "several for one": "a {what} stands where an array or a number belongs. Perhaps one of its parts is meant, as "
    "[0] takes the first; or np.array has to make an array of it; or two arguments of a call are exchanged.",
    "number for an array": "a single number stands where an array belongs. Perhaps it is summed up already, or an "
    "array is missing in a formula.",
    "not called": "a function stands where its result belongs: round brackets call it, as in x.sum().",
    "called": "what stands before round brackets is no function but a number or an array. Perhaps a * is missing, or "
    "square brackets are meant.",
    "tuple is fixed": "a tuple cannot be changed once it is made. Collect in a list, by append, or make a new array.",
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
    words = words.replace(" The shapes that come in: .", "")
    if many:
        words = words.replace(" it should be", " they should be")
    return relation.only + (words.replace(" and in every case", "") if relation.only else words)
