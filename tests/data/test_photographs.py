import numpy as np
import pytest

from course_lib.data import load_photograph


@pytest.mark.parametrize("name", ["chelsea", "coffee"])
def test_a_photograph_is_an_image_in_colour_of_the_size_that_alexnet_takes(name):
    image = load_photograph(name)
    assert image.shape == (3, 224, 224)
    assert image.dtype == np.uint8
    assert image.min() < 20
    assert image.max() > 220
    assert len({channel.sum() for channel in image}) == 3


def test_red_comes_first_and_rows_before_columns():
    red, green, blue = load_photograph("coffee")[:, 180, 20]  # the saucer
    assert red > 100 > green > blue
    dark = load_photograph("chelsea")[:, 72:92, 82:86].mean()  # a pupil, taller than wide
    assert dark < 60


def test_a_photograph_may_be_changed_and_comes_fresh_the_next_time():
    first = load_photograph("coffee")
    first[:] = 0
    assert load_photograph("coffee").any()


def test_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"^name must be one of chelsea, coffee: found 'dog'"):
        load_photograph("dog")
