"""HTML made fit for the parser of the standard library, as a browser reads it, in linear time whatever it holds.

That parser looks for the end of each comment and declaration from where it begins, again and again where there is none,
and stops on a declaration that it does not know. Both are taken out before it sees them.
"""

from __future__ import annotations

import re

__all__ = ["readable"]

_BEGINS = re.compile(r"<!--|<[!?]|<(script|style)(?=[\s/>])", re.IGNORECASE)
_COMMENT_ENDS = re.compile(r"--!?>")
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}


def readable(markup: str) -> str:
    """*markup* without comments, declarations, scripts and styles, and without a `<` that no `>` follows.

    What is never closed reaches to the end, as in a browser.
    """
    kept: list[str] = []
    at = 0
    while (begins := _BEGINS.search(markup, at)) is not None:
        kept.append(markup[at : begins.start()])
        at = _end(markup, begins)
    kept.append(markup[at:])
    text = "".join(kept)
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", "&lt;")


def _end(markup: str, begins: re.Match[str]) -> int:
    """Where that which begins there ends."""
    raw = begins.group(1)
    if raw is not None:
        found = _RAW_ENDS[raw.lower()].search(markup, begins.end())
        return _after_sign(markup, found.end()) if found is not None else len(markup)
    if begins.group() == "<!--":
        found = _COMMENT_ENDS.search(markup, begins.start() + 2)
        return found.end() if found is not None else len(markup)
    return _after_sign(markup, begins.end())


def _after_sign(markup: str, at: int) -> int:
    end = markup.find(">", at)
    return end + 1 if end >= 0 else len(markup)
