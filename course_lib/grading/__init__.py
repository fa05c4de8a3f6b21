"""Release, run and grade assignments, on nbgrader: its words, its files, its gradebook."""


class CourseError(Exception):
    """Something that the user can mend, in one line."""
