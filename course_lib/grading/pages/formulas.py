"""Draw the formulas of a markdown text as MathML, which a browser shows without a script."""

import itertools
import re
import secrets
from html import escape, unescape
from xml.etree.ElementTree import tostring

from latex2mathml.commands import MATRICES
from latex2mathml.converter import Converter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from course_lib.grading.pages.clean import clean

ENVIRONMENTS = {name.removeprefix("\\") for name in MATRICES} | {"equation", "equation*"}  # which the converter knows
LIKE = {"aligned": "align*", "dcases": "cases", "gather": "matrix", "gather*": "matrix", "gathered": "matrix"}
LONGEST = 5_000  # characters of a formula: longer ones are shown as they are written
TAGS = {
    *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts"),
    *("mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr"),
    *("munder", "munderover", "none"),
}
ATTRIBUTES = {
    *("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle"),
    *("fence", "form", "height", "largeop", "linethickness", "lspace", "mathsize", "mathvariant", "maxsize", "minsize"),
    *("movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy"),
    *("symmetric", "voffset", "width", "xmlns"),
}


CHILDREN = {"mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2, "munderover": 3}
THIN_SPACE = "\u2009"


class FormulaRenderer(IPythonRenderer):
    """Renders markdown with a mark in place of each formula, so that the text can be cleaned before they are drawn."""

    def __init__(self, **options):
        super().__init__(escape=False, exclude_anchor_links=True, **options)
        self._secret = secrets.token_hex(16)  # no student can write a mark
        self._formulas = []  # (as MathML or None, as written)

    def inline_math(self, body):
        r"""Mark $…$ and \(…\)."""
        return self._mark(mathml(body), f"${body}$")

    def block_math(self, body):
        r"""Mark $$…$$ and \[…\]."""
        return self._mark(mathml(body, "block"), f"$${body}$$")

    def latex_environment(self, name, body):
        r"""Mark \begin{…}…\end{…}."""
        whole = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return self._mark(mathml(whole, "block"), whole)

    def draw(self, html):
        """Put the formulas in the places of their marks. One in an attribute has lost its element, and takes text."""
        number = rf"{self._secret}-(\d+)-"
        html = re.sub(f'<span title="{number}"></span>', lambda found: self._formula(*found.groups()), html)
        return re.sub(number, lambda found: escape(self._formulas[int(found[1])][1]), html)

    def _mark(self, drawn, written):
        self._formulas.append((drawn, written))
        return f'<span title="{self._secret}-{len(self._formulas) - 1}-"></span>'

    def _formula(self, number):
        drawn, written = self._formulas[int(number)]
        return drawn or escape(written)


def render(source, attachments):
    """Return the HTML of a markdown text: cleaned, with its formulas drawn."""
    renderer = FormulaRenderer(attachments=attachments)
    return renderer.draw(clean(MarkdownWithMath(renderer=renderer).render(source)))


def mathml(latex, display="inline"):
    """Return a formula as MathML, or None if the converter cannot read all of it."""
    latex = re.sub(r"(\\(?:begin|end)){(.*?)}", lambda found: f"{found[1]}{{{LIKE.get(found[2], found[2])}}}", latex)
    if len(latex) > LONGEST or set(re.findall(r"\\begin{(.*?)}", latex)) - ENVIRONMENTS:
        return None
    try:
        tree = Converter(display=display).convert_to_element(latex)
    except Exception:  # the converter raises whatever it stumbles over
        return None
    for element in tree.iter():
        element.text = unescape(element.text or "")  # the converter writes signs as &#x…;
        if element.tag not in TAGS or len(element) != CHILDREN.get(element.tag, len(element)) or _unread(element.text):
            return None
        element.attrib = {name: value for name, value in element.attrib.items() if name in ATTRIBUTES}
    _space_out(tree)
    return tostring(tree, encoding="unicode")


def _unread(text):
    return text == "&" or re.match(r"\\[A-Za-z]", text) is not None


def _space_out(tree):
    """Put a thin space between a function's name and what follows it, but for a bracket: log x, not logx."""
    for element in tree.iter():
        for child, following in itertools.pairwise(element):
            if child.tag == "mi" and len(child.text) > 1 and child.text.isalpha() and following.text not in ("(", "["):
                child.text += THIN_SPACE
