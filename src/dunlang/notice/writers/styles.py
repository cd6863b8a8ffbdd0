"""The style blocks of an HTML page as styles on its elements: many mail programs drop the blocks.

What cannot stand on an element (``@media`` and the like) stays in a block. Nothing is fetched: a link to a style sheet
is left out. Needs the css-inline package.
"""

from __future__ import annotations

import re

__all__ = ["StylesError", "inlined"]

_BLOCK = re.compile(r"<style\b", re.IGNORECASE)


class StylesError(Exception):
    """Why a page cannot be inlined; *help* says what to do."""

    def __init__(self, message: str, help: str) -> None:  # noqa: A002 - the word of findings
        super().__init__(message)
        self.help = help


def inlined(page: str) -> str:
    """*page* with its style blocks on the elements; unchanged where it has none.

    StylesError where css-inline is not installed or cannot read the page.
    """
    if not _BLOCK.search(page):
        return page
    try:
        import css_inline
    except ImportError:
        raise StylesError(
            "css-inline is not installed, and the template has a style block that mail programs drop",
            "run `pip install 'dunlang[mail]'`, or write the styles on the elements",
        ) from None
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    try:
        return inliner.inline(page)
    except css_inline.InlineError as error:
        words = " ".join(str(error).split())[:200]
        raise StylesError(f"the styles of the template cannot be read: {words}", "mend its style block") from None
