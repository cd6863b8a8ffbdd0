"""The text of HTML: blocks as paragraphs, cells with blanks between them, nothing of what a browser does not show.

Scripts, comments, and elements that `hidden` or their own style hides are left out; classes of a style sheet are not
followed.
"""

from __future__ import annotations

from html.parser import HTMLParser

from dunlang.notice.markup import readable
from dunlang.notice.visible import VOID, ends_at, hides
from dunlang.project.intake import LARGEST_TEXT, NoTextError

__all__ = ["text_of_html"]

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul", "title"}
)
_LINES = frozenset({"br", "li", "tr"})
_SILENT = frozenset({"script", "style", "template", "noscript", "svg"})


class _Text(HTMLParser):
    """Collects the text; white space is the browser's: runs of it are one blank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.size = 0
        self._silent = ""
        """The element that is not shown, and how many of its name are open."""
        self._depth = 0
        self._exact = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent and self._depth == 1 and ends_at(self._silent, tag):
            self._silent = ""
        if self._silent:
            self._depth += tag == self._silent
            return
        if tag not in VOID and (tag in _SILENT or hides(attrs)):
            self._silent, self._depth = tag, 1
        if tag in _BLOCKS:
            self._add("\n\n")
        elif tag in _LINES:
            self._add("\n")
        elif tag in ("td", "th"):
            self._add(" ")
        if tag == "pre" and not self._silent:
            self._exact += 1

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._depth -= tag == self._silent
            if self._depth == 0:
                self._silent = ""
            return
        if tag in _BLOCKS:
            self._add("\n\n")
        if tag == "pre":
            self._exact = max(0, self._exact - 1)

    def handle_data(self, data: str) -> None:
        if self._silent or not data:
            return
        if self._exact:
            self._add(data)
            return
        words = " ".join(part for part in data.replace("\u00a0", "\u2007").split())
        lead = " " if data[0].isspace() else ""
        tail = " " if data[-1].isspace() and words else ""
        self._add(lead + words.replace("\u2007", "\u00a0") + tail)

    def _add(self, text: str) -> None:
        self.size += len(text)
        if self.size > LARGEST_TEXT:
            raise NoTextError(f"its text is longer than {LARGEST_TEXT} characters", "name a letter")
        self.parts.append(text)


def text_of_html(markup: str) -> str:
    """The text of an HTML document; NoTextError where it is too long."""
    reader = _Text()
    reader.feed(readable(markup))
    reader.close()
    lines = [" ".join(line.split(" ")).strip() for line in "".join(reader.parts).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n") + "\n"
