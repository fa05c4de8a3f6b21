"""Text of a student's run as it may stand in our own words, on a terminal or in a table."""

import re
import unicodedata

# What a terminal takes as a command: ESC [ (or one letter for it) with parameters; a title or a link up to its end.
SETTING = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
MESSAGE = r"(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
COMMAND = re.compile(f"{SETTING}|{MESSAGE}")
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, format (such as right-to-left override), half letters, separators
KEPT = "\n\t\u200c\u200d"  # the last two join letters, in Persian or an emoji


def plain(text):
    """Take out what is no letter or sign to read: colours, terminal commands, control and direction characters."""
    text = COMMAND.sub("", str(text))
    return "".join(letter for letter in text if letter in KEPT or unicodedata.category(letter) not in UNSEEN)
