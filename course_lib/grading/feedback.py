"""Feedback pages: nbgrader's own, without hidden tests and tracebacks of tests, and with nothing that runs or loads."""

import bleach
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, List

WITHHELD = "(not shown: this output quotes a hidden test)"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
WAITS = "Not graded yet: a person has to read this answer."
STYLE = (
    "th, td { padding: 1px 1em 1px 0; vertical-align: top } "
    "summary { display: list-item } details { margin-bottom: 1em } "
    "pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere }"  # long lines would be cut at the edge
)
TAGS = bleach.ALLOWED_TAGS | {
    *("br", "caption", "dd", "del", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "p"),
    *("pre", "s", "span", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
ATTRIBUTES = {"*": ["class", "id", "title"], "a": ["href"], "img": ["src", "alt", "width", "height"]}


class HideTests(ClearHiddenTests):
    """Leave of a test cell what a student may see: no hidden test, and of an error only what it says."""

    display_data_priority = List().tag(config=True)  # not used: nbconvert sets it everywhere, and would warn

    def preprocess(self, nb, resources):
        secrets = set()
        for cell in nb.cells:
            if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code":
                whole = _lines(cell.source)
                hidden = self._remove_hidden_test_region(cell)
                secrets |= whole - _lines(cell.source)
                cell.outputs = [_verdict(output) for output in cell.outputs if not hidden or _is_error(output)]
        for cell in nb.cells:
            cell.get("outputs", [])[:] = [_withhold(output, secrets) for output in cell.get("outputs", [])]
        return nb, resources


class Grades(GetGrades):
    """Put the grades into the page, and say of an answer that nobody has read that it waits: its 0 is no verdict."""

    def preprocess(self, nb, resources):
        nb, resources = super().preprocess(nb, resources)
        resources["nbgrader"]["score"] = max(0.0, resources["nbgrader"]["score"])  # as `nbgrader export` has it
        return nb, resources

    def _get_comment(self, cell, resources):
        super()._get_comment(cell, resources)
        if is_grade(cell):
            place = cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
            grade = self.gradebook.find_grade(*place)
            if grade.needs_manual_grade and grade.manual_score is None:  # else a person's comment stands
                cell.metadata.nbgrader.comment = WAITS


class FeedbackPage(HTMLExporter):
    """A page from nbgrader's template, in which nothing that a student wrote can run or load anything.

    Formulas stay LaTeX source: to draw them takes MathJax, which would have to be fetched.
    """

    sanitize_html = Bool(True)
    exclude_anchor_links = Bool(True)

    def default_filters(self):
        """Clean what the template cleans with our list of tags: nbconvert's breaks headings and paragraphs."""
        yield from super().default_filters()
        yield "clean_html", clean

    @pass_context
    def markdown2html(self, context, source):
        """Render markdown and clean it, which nbgrader's template leaves out."""
        return clean(super().markdown2html(context, source))

    def from_notebook_node(self, nb, resources=None, **options):
        """Take out the template's scripts, forbid the browser all others, and name the tests in the list on top."""
        html, resources = super().from_notebook_node(nb, resources, **options)
        page = BeautifulSoup(html, features="html.parser")
        for script in page("script"):
            script.decompose()
        page.head.insert(0, page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": POLICY}))
        page.head.append(page.new_tag("style", string=STYLE))
        for link in page.select("#toc a[href]"):
            if link.string == "Test cell":
                link.string = link["href"].removeprefix("#test_").removeprefix("#")
        return str(page), resources


def clean(html):
    """Keep the tags that format text, and nothing that could run."""
    html = html.decode() if isinstance(html, bytes) else str(html)
    protocols = bleach.ALLOWED_PROTOCOLS | {"data"}
    return bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=protocols, strip=True)


def _is_error(output):
    return output.output_type == "error"


def _verdict(output):
    """Reduce an error to its message: it is the diagnosis, and the traceback would show the test."""
    if not _is_error(output):
        return output
    message = output.evalue or "a test failed; it has no message"
    if output.ename != "CheckFailed":  # whose message speaks for itself
        message = f"{output.ename}: {message}"
    return new_output("error", ename=output.ename, evalue=output.evalue, traceback=message.splitlines())


def _lines(source):
    return {line.strip() for line in source.splitlines() if len(line.strip()) > 8}  # shorter ones give nothing away


def _withhold(output, secrets):
    """Replace an output that quotes a hidden test, as a traceback through it or print(In) does."""
    shown = [output.get("text", ""), *output.get("traceback", []), *map(str, output.get("data", {}).values())]
    text = strip_ansi("\n".join(shown)).replace("\\'", "'")
    return new_output("stream", text=WITHHELD) if any(line in text for line in secrets) else output
