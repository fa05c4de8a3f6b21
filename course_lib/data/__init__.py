"""Images to learn from."""

from course_lib.data.digits import load_digits

__all__ = ["load_digits"]
