"""Which HTML a student's text may bring: what formats text, and nothing that runs, loads or leads astray."""

import re

import bleach

TAGS = bleach.ALLOWED_TAGS | {
    *("br", "caption", "center", "dd", "del", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("img", "input", "kbd", "mark", "p", "pre", "s", "small", "span", "sub", "summary", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u"),
}
PROTOCOLS = {"http", "https", "mailto", "data"}
ATTRIBUTES = {"alt", "class", "height", "id", "title", "width"}
PICTURE = re.compile(
    r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*|[\w.-][\w./-]*\.(png|jpe?g|gif|svg|webp)"
)
CHECKBOX = {"class": "task-list-item-checkbox", "type": "checkbox"}  # of a list in markdown
LINK = re.compile(r"https?://|mailto:|#|[\w./-]+\.ipynb(#|$)", re.IGNORECASE)  # no data:, which does not open; no page
# that was handed in beside the notebook, which formgrader would open as its own


def clean(html):
    """Keep the tags that format text, links, and pictures that lie in the page or beside the notebook."""
    html = html.decode() if isinstance(html, bytes) else str(html)
    return bleach.clean(html, tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True)


def _allowed(tag, name, value):
    if (tag, name) == ("img", "src"):
        return PICTURE.fullmatch(value) is not None
    if (tag, name) == ("a", "href"):
        return LINK.match(value) is not None
    if tag == "input":
        return name in ("checked", "disabled") or CHECKBOX.get(name) == value
    return name in ATTRIBUTES
