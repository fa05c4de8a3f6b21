"""Make text that a student wrote harmless to show: names of folders, first lines of cells, messages of errors."""

import unicodedata

UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, direction and other unseen characters, broken ones, line ends
JOINERS = "\u200c\u200d"  # Persian and emoji need them, and they steer nothing
FORMULA = ("=", "+", "-", "@")


def visible(text):
    r"""Return text in which a character that could steer a terminal or hide others is written out, as \x1b is."""
    return "".join(letter if _is_safe(letter) else letter.encode("unicode_escape").decode() for letter in text)


def _is_safe(letter):
    return letter in JOINERS or unicodedata.category(letter) not in UNSAFE


def as_cell(text):
    """Return text for a cell of a spreadsheet, which takes what starts like a formula for one: with ' in front."""
    text = visible(text)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
