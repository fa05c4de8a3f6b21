"""Keep the start of what a function prints, and count the rest."""

import io

KEPT = 1000  # characters


class Printed(io.TextIOBase):
    """A stream that takes any amount of text in little memory.

    Attributes
    ----------
    start : str         the first characters
    characters : int    how many there were
    """

    def __init__(self):
        super().__init__()
        self.start, self.characters, self._ends, self._last = "", 0, 0, ""

    def writable(self):
        """Whether it takes text: it does."""
        return True

    def write(self, text):
        """Take a text, and return how many characters it had."""
        self.start += text[: KEPT - len(self.start)]
        self.characters += len(text)
        self._ends += text.count("\n")
        self._last = text[-1:] or self._last
        return len(text)

    @property
    def lines(self):
        """How many lines there were, the last one ended or not."""
        return self._ends + (self._last not in ("", "\n"))
