import pytest

from course_lib.grading.pages.clean import clean

DOT = "data:image/png;base64,aGVsbG8="


FORMATTING = [
    *("b", "br", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "img", "input", "kbd", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong", "sub"),
    *("summary", "sup", "u", "ul"),
]


@pytest.mark.parametrize("tag", FORMATTING)
def test_every_tag_that_formats_text_stays(tag):
    assert clean(f"<{tag}>").startswith(f"<{tag}>")


@pytest.mark.parametrize(
    "html",
    [
        '<h2 id="a" class="b" title="c">x</h2>',
        "<p>a &lt; b <strong>c</strong><br><del>d</del> <u>e</u></p>",
        '<a href="https://example.org">x</a> <a href="http://example.org">w</a>',
        '<a href="mailto:a@b.org">y</a> <a href="#top">z</a>',
        '<a href="../notebooks/02_linear.ipynb#here">lecture</a>',
        f'<img src="{DOT}" alt="a" width="5" height="6"><img src="figures/one.png">',
        '<input class="task-list-item-checkbox" type="checkbox" disabled checked>',
        "<table><caption>c</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
        "<table><tbody><tr><td>b</td></tr></tbody><tfoot><tr><td>c</td></tr></tfoot></table>",
    ],
)
def test_what_formats_text_stays(html):
    assert clean(html) == html


@pytest.mark.parametrize(
    "html, left",
    [
        ("<script>alert(1)</script>", "alert(1)"),
        ('<b onclick="alert(1)" style="color:red">x</b>', "<b>x</b>"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="data:text/html,x">x</a>', "<a>x</a>"),
        (f'<a href="{DOT}">x</a>', "<a>x</a>"),
        ('<a href="beside.html">x</a>', "<a>x</a>"),
        ('<a href="x.html#.ipynb">x</a>', "<a>x</a>"),
        ('<img src="https://example.org/x.png">', "<img>"),
        ('<img src="/logout.png"><img src="//example.org/x.png"><img src="plot.html">', "<img><img><img>"),
        ('<img src="data:image/svg+xml;base64,aGVsbG8="><img src="data:text/html;base64,aGVsbG8=">', "<img><img>"),
        ('<img src="data:image/png;base64,a&quot;b">', "<img>"),
        ('<input type="text" value="5" class="score" id="x"><input type="submit">', "<input><input>"),
        ("<iframe src='x'></iframe><svg onload=alert(1)></svg><math><mi>x</mi></math>", "x"),
        ("<form action='/x'><button>x</button></form>", "x"),
    ],
)
def test_what_runs_loads_or_leads_astray_goes(html, left):
    assert clean(html) == left


def test_bytes_are_read_as_text():
    assert clean(b"<b>x</b>") == "<b>x</b>"
