"""The reference implementations of the course, in NumPy: the answer key, the oracle and the engine of the lectures."""

__version__ = "0.1.0"
