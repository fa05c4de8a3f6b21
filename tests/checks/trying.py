"""Try an answer and read what the check says of it."""

import pytest

from course_lib.checks import check


def named(name, function):
    def answer(*args, **options):
        return function(*args, **options)

    answer.__name__ = name
    return answer


def diagnosis(name, function, answer=None, **options):
    """Return what the check says of a wrong function, or of an answer that has its exercise's name already."""
    with pytest.raises(AssertionError) as caught:
        check(answer or named(name, function), **options)
    return str(caught.value)


def unwrapped(text):
    return " ".join(text.split())
