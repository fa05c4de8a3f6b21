"""Errors that a student's own code raises: asked for or not, returned, or in a function that the answer calls."""

import pytest

from tests.checks.trying import diagnosis, unwrapped


def block(x, w, *, pool):
    _, _, height, width = w.shape
    return x[:, :, height:, width:][:, :, ::pool, ::pool]


def cnn_forward(x, params, *, stride=1, padding=1, pool=2):
    for number in range(0, len(params), 2):
        x = block(x, params[number], pool=pool)
    return x, None


def refusing(error):
    def conv_output_size(size, kernel, stride, padding):
        if kernel > size + 2 * padding:
            raise error("does not fit")
        return (size - kernel + 2 * padding) // stride + 1

    return conv_output_size


def conv_output_size(size, kernel, stride, padding):
    if kernel > size + 2 * padding:
        return ValueError("does not fit")
    return (size - kernel + 2 * padding) // stride + 1


def too_strict():
    def conv_output_size(size, kernel, stride, padding):
        if kernel > size + 2 * padding or size == 9:
            raise ValueError("my own words")
        return (size - kernel + 2 * padding) // stride + 1

    return conv_output_size


def without_padding():
    def conv_output_size(size, kernel, stride, padding):
        if kernel > size:
            raise ValueError("my own words")
        return (size - kernel + 2 * padding) // stride + 1

    return conv_output_size


@pytest.mark.parametrize(
    "answer, words",
    [
        (refusing(KeyError), "ValueError is the error that is asked for here, not KeyError"),
        (conv_output_size, "your function returns the error, as if it were a result"),
        (too_strict(), "with `kernel > size + 2 * padding` in place of `kernel > size + 2 * padding or size == 9`"),
        (without_padding(), "the filter has to fit into the padded image"),
        (
            cnn_forward,
            "it happens in block, which your function calls. What is given to it: x (1, 1, 1, 2), w (3, 12), pool 1.",
        ),
    ],
)
def test_an_error_of_ones_own_is_explained(answer, words):
    assert words in unwrapped(diagnosis(answer.__name__, None, answer))
