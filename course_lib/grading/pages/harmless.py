"""Take out of a notebook what could run in the browser of the person who grades it, and keep what there is to read.

Formgrader shows a notebook as a page of the instructor's own Jupyter server, with the HTML, JavaScript and widgets that
are in it: a script there may do all that the instructor may.
"""

import re
from html import unescape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_output

from course_lib.grading.pages.clean import PICTURE, clean

PICTURES = ("image/png", "image/jpeg")
KEPT = {"nbgrader"}  # of a cell's metadata; formgrader writes others into its page
NOTE = "*This text holds something that may not be shown as a page. As it was typed:*\n\n"
LONGEST = 100_000  # characters: to render longer texts may take minutes
LONGEST_ALTERNATIVE = 1000  # characters
KEPT_TEXT = (
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|(?P<ticks>`+).+?(?P=ticks)(?!`)|\$\$.+?\$\$|\$.+?\$"  # code, formulas
)
TAG, REMOTE_PICTURE = r"<(?=[A-Za-z/!?])", r"!(?=\[[^\]\n]*\]\(\s*https?:)"
DEFUSED = {"<": "&lt;", "!": "picture: "}
PARTS = re.compile(f"{KEPT_TEXT}|{TAG}|{REMOTE_PICTURE}", re.DOTALL | re.MULTILINE)


def clean_texts(nb):
    """Change a notebook's texts and metadata where they could run or load anything. Its code stays."""
    kept = {"kernelspec": nb.metadata.kernelspec} if "kernelspec" in nb.metadata else {}
    nb.metadata = kept | {"language_info": {"name": "python"}}
    for cell in nb.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in KEPT}
        pictures = _pictures(cell.pop("attachments", {}))
        cell.update({"attachments": pictures} if pictures else {})
        if cell.cell_type == "markdown":
            cell.source = harmless_text(cell.source, pictures)
        elif cell.cell_type != "code":
            cell.source = cell.source.replace("<", "&lt;")


def clean_outputs(nb):
    """Leave of a notebook's outputs text and pictures."""
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.execution_count = cell.execution_count if isinstance(cell.execution_count, int) else None
            cell.outputs = [_readable(output) for output in cell.outputs]


def harmless_text(source, attachments=None):
    """Return markdown that reads the same: itself, or with its tags to be seen, or as a block of code.

    Whether a text is harmless is seen from the page that formgrader would make of it; so a student gains nothing by
    markdown that we read in another way than formgrader does.
    """
    if len(source) <= LONGEST:
        for text in (source, PARTS.sub(lambda found: DEFUSED.get(found[0], found[0]), source)):
            if _is_harmless(text, attachments or {}):
                return text
    ticks = max((len(run) for run in re.findall("`+", source)), default=0)
    fence = "`" * max(3, ticks + 1)
    return f"{NOTE}{fence}\n{source}\n{fence}"


def _is_harmless(source, attachments):
    """Whether cleaning changes nothing in the page, but for <br /> and <br>."""
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    try:
        html = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # such as a picture that is not there: formgrader could not show the page at all
        return False
    same = re.sub(r"\s*/>", ">", html) == re.sub(r"\s*/>", ">", clean(html))
    return same and "\\href" not in unescape(html)  # with which a formula makes a link to anything


def _readable(output):
    """Return of an output its text and pictures."""
    if output.output_type == "stream":
        return new_output("stream", name=output.name, text=str(output.text))
    if output.output_type == "error":
        traceback = [str(line) for line in output.traceback]
        return new_output("error", ename=str(output.ename), evalue=str(output.evalue), traceback=traceback)
    data = _pictures_in(output.data)
    descriptions = {kind: {"alt": words} for kind in data if (words := _alternative(output.metadata.get(kind)))}
    text = output.data.get("text/plain")
    data |= {"text/plain": text} if isinstance(text, str) else {}
    data = data or {"text/plain": f"(not shown: {', '.join(sorted(output.data))})"}
    return new_output(output.output_type, data=data, metadata=descriptions)


def _alternative(notes):
    """Return the alternative text of a picture, from what came with it; the page escapes it."""
    words = notes.get("alt") if isinstance(notes, dict) else None
    return words[:LONGEST_ALTERNATIVE] if isinstance(words, str) else None


def _pictures_in(bundle):
    """Return of data by type the pictures."""
    return {kind: bundle[kind] for kind in PICTURES if _is_picture(kind, bundle.get(kind))}


def _is_picture(kind, data):
    return isinstance(data, str) and PICTURE.fullmatch(f"data:{kind};base64,{data}") is not None


def _pictures(attachments):
    """Return the attachments that are pictures: name -> {type: data}."""
    found = {}
    for name, bundle in attachments.items():
        data = _pictures_in(bundle)
        found |= {name: data} if data else {}
    return found
