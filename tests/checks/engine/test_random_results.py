"""Where results are random: a fact brings its cure, and what one call cannot tell from chance, many calls can."""

import numpy as np

from course_lib.checks.catalogue import EXERCISES
from course_lib.checks.engine.hints import find_hint
from course_lib.checks.engine.judge import attempt
from tests.checks.trying import diagnosis, unwrapped


def half_of_the_batch(images, *, rng):
    out, chosen = images.copy(), rng.permutation(len(images))[: len(images) // 2]
    out[chosen] = images[chosen, :, :, ::-1]
    return out


def never(images, *, rng):
    return np.stack([image[..., ::-1] if rng.integers(0, 1) else image for image in images])


def test_a_fixed_share_is_told_from_chance():
    said = unwrapped(diagnosis("random_horizontal_flip", half_of_the_batch))
    assert "is wrong on 1 of 8 cases. Case 3: two images, in each of 40 calls." in said
    assert "in every call one of the two images is mirrored, never none and never both Hint: drawing half of" in said


def test_a_fact_brings_its_cure():
    said = unwrapped(diagnosis("random_horizontal_flip", never))
    assert "no image is mirrored, in none of the calls Hint: perhaps what is drawn is always the same" in said


def test_a_mistake_that_would_show_in_the_right_cases_is_another():
    """None in one case only is no forgotten return."""

    def answer(image, size):
        return None if image.shape[1] == size else EXERCISES["ten_crop"].answer(image, size)

    exercise = EXERCISES["ten_crop"]
    assert find_hint(exercise, attempt(exercise, answer, seed=0)) is None


def test_a_cache_of_none_is_told_where_it_is_unpacked():
    def forward(x, p, *, train, rng=None, maps=False):
        out, cache = EXERCISES["dropout_forward"].answer(x, p, train=train, rng=rng, maps=maps)
        return out, cache if train else None

    said = unwrapped(diagnosis("dropout_backward", EXERCISES["dropout_backward"].answer, forward=forward))
    assert "Hint: the cache that dropout_forward made in this case is None." in said


def zeros_of_out(dout, cache):
    out, p = cache
    return (dout * (out != 0) / (1 - p),)


def test_a_zero_that_came_is_told_from_one_that_was_dropped():
    def forward(x, p, *, train, rng=None, maps=False):
        out, _ = EXERCISES["dropout_forward"].answer(x, p, train=train, rng=rng, maps=maps)
        return out, (out, p if train else 0)

    said = unwrapped(diagnosis("dropout_backward", zeros_of_out, forward=forward))
    assert "dx is 0 wherever x is 0 Hint: a 0 in out, or in x, does not say that it was dropped" in said
