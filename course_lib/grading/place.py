"""Name a cell as its reader finds it: JupyterLab shows neither its number nor its grade_id."""

import re

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)  # a # in a block of code starts no heading
LONGEST = 40


def cell_name(nb, index):
    """Return the cell's first line and the heading above it: `the cell "check(softmax)" under "Exercise 1"`."""
    lines = [line.strip() for line in nb.cells[index].source.splitlines() if line.strip()] or ["(empty)"]
    heading = heading_above(nb, index)
    return f'the cell "{_shortened(lines[0])}"' + (f' under "{heading}"' if heading else "")


def _shortened(line):
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"


def heading_above(nb, index):
    """Return the last heading before a cell, without its signs, or None."""
    for cell in reversed(nb.cells[:index]):
        if cell.cell_type == "markdown":
            headings = HEADING.findall(FENCED.sub("", cell.source))
            if headings:
                return headings[-1].replace("`", "")
    return None
