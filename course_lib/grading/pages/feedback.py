"""Feedback pages: nbgrader's own with a summary on top, drawn formulas, and without what students may not see.

Hidden tests and the tracebacks of tests are left out, and so is all that could run or load.
"""

from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, List

from course_lib.grading.explain import words
from course_lib.grading.pages import formulas, summary
from course_lib.grading.pages.clean import clean
from course_lib.grading.record import waits

WITHHELD = "(not shown: this output quotes a hidden test)"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
NOT_READ_YET = "Not graded yet: a person has to read this answer."
PAGE_STYLE = """
#summary { max-width: 60em; margin: 0 auto; padding: 1em; font: 15px/1.5 sans-serif }
#summary h1 { font-size: 1.5em; margin: 0 0 0.5em }
#summary td { padding: 2px 1em 2px 0; vertical-align: top }
#summary .points { text-align: right; white-space: nowrap }
@media screen and (prefers-color-scheme: dark) {
  html { background: white; filter: invert(0.88) hue-rotate(180deg) }  /* all of nbgrader's page at once, */
  img { filter: invert(1) hue-rotate(180deg) }  /* and back for pictures, which keep their colours */
}
"""
STYLE = (
    PAGE_STYLE + "th, td { padding: 1px 1em 1px 0; vertical-align: top } "
    "summary { display: list-item } details { margin-bottom: 1em } "
    "pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere }"  # long lines would be cut at the edge
    "math { font-size: 1.1em } img { max-width: 100% } #notebook-container { box-shadow: none }"
    "@media print { .panel-heading .pull-right a { display: none } }"
)


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
    """Put grades and comments into the page, and say of an answer that nobody has read that it waits."""

    def preprocess(self, nb, resources):
        nb, resources = super().preprocess(nb, resources)
        place = self.notebook_id, self.assignment_id, self.student_id
        resources["nbgrader"]["lines"] = summary.read_lines(nb, place, self.db_url)
        return nb, resources

    def _get_comment(self, cell, resources):
        super()._get_comment(cell, resources)
        notes = cell.metadata.nbgrader
        place = notes.grade_id, self.notebook_id, self.assignment_id, self.student_id
        notes.by_person = self.gradebook.find_comment(*place).manual_comment is not None
        if is_grade(cell) and waits(self.gradebook.find_grade(*place)):  # its 0 is no verdict
            notes.comment = f"{NOT_READ_YET} {notes.comment}" if notes.by_person else NOT_READ_YET


class FeedbackPage(HTMLExporter):
    """A page from nbgrader's template, in which nothing that a student wrote can run or load anything."""

    sanitize_html = Bool(True)
    exclude_anchor_links = Bool(True)

    def default_filters(self):
        """Clean what the template cleans with our list of tags: nbconvert's breaks headings and paragraphs."""
        yield from super().default_filters()
        yield "clean_html", clean

    @pass_context
    def markdown2html(self, context, source):
        """Render markdown, draw its formulas, and clean it, which nbgrader's template leaves out."""
        return formulas.render(source, context.get("cell", {}).get("attachments", {}))

    def from_notebook_node(self, nb, resources=None, **options):
        """Take out the template's scripts, forbid the browser all others, and put the summary on top."""
        html, resources = super().from_notebook_node(nb, resources, **options)
        page = BeautifulSoup(html, features="html.parser")
        for script in page("script"):
            script.decompose()
        page.head.insert(0, page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": POLICY}))
        page.head.append(page.new_tag("style", string=STYLE))
        notes = resources["nbgrader"]
        names = {"assignment": notes["assignment"], "student": notes["student"], "penalty": notes["late_penalty"]}
        on_top = BeautifulSoup(summary.as_html(notes["lines"], **names), features="html.parser")
        page.select_one("div.panel-heading").replace_with(on_top)
        return str(page), resources


def _is_error(output):
    return output.output_type == "error"


def _verdict(output):
    """Reduce an error to its message: it is the diagnosis, and the traceback would show the test."""
    if not _is_error(output):
        return output
    return new_output("error", ename=output.ename, evalue=output.evalue, traceback=words(output))


def _lines(source):
    return {line.strip() for line in source.splitlines() if len(line.strip()) > 8}  # shorter ones give nothing away


def _withhold(output, secrets):
    """Replace an output that quotes a hidden test, as a traceback through it or print(In) does."""
    shown = [output.get("text", ""), *output.get("traceback", []), *map(str, output.get("data", {}).values())]
    text = strip_ansi("\n".join(shown)).replace("\\'", "'")
    return new_output("stream", text=WITHHELD) if any(line in text for line in secrets) else output
