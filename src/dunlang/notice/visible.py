"""What a reader sees of an HTML template: its pieces without tags, comments, styles, scripts and hidden elements.

The branches of a template stand one after the other, and each may open or close a comment or an element of its own. So
the state of the page (in text, in a tag, in a comment, below a hidden element) is kept for each condition under which
it is so: what is printed on one path and hidden on another is visible exactly where it is. What a class of a style
sheet hides is not followed and counts as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

import attrs

from dunlang.notice.bases import Piece
from dunlang.notice.logic import NEVER, Logic
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["VOID", "ends_at", "hides", "visible"]

#: More different states than this at one place: the page is taken as it is written.
_MOST_STATES = 64

#: So much of a tag is read for what hides its element.
_LONGEST_TAG = 2000

_RAW = frozenset({"style", "script"})
_UNSEEN = frozenset({"template", "noscript", *_RAW})
#: Elements that hold nothing.
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_PARTING = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "blockquote", "address", "ul", "ol", "table", "tr",
     "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "body", "dl", "dt", "dd", "pre", "title"}
)  # fmt: skip
#: What stands between the words on both sides of a tag: the cells of a row belong together.
_PARTS = {**dict.fromkeys(_PARTING, "\n\n"), **dict.fromkeys(("td", "th", "dt", "dd"), " "), "br": "\n"}
#: Elements that end without an end tag where one of these begins.
_ENDS_AT = {
    "p": _PARTING - {"body", "title", "tr", "td", "th", "li", "dt", "dd"},
    "li": frozenset({"li"}),
    "tr": frozenset({"tr"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
}
_RAW_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _RAW}
_COMMENT_ENDS = re.compile(r"--!?>")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
_OPENS = re.compile(r"<(?=[a-zA-Z/!?]|\Z)")
_IN_TAG = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"(?:opacity|font-size)\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


@frozen
class _State:
    """Where the page is: ``text``, ``tag`` or ``comment``, what of a tag was read with the quotation mark that is open
    in it, and the hidden element with how many of its own name are open."""

    mode: str = "text"
    held: str = ""
    quote: str = ""
    hidden: str = ""
    depth: int = 0

    @property
    def is_seen(self) -> bool:
        return self.mode == "text" and not self.hidden


def visible(pieces: Iterable[Piece], logic: Logic) -> tuple[Piece, ...]:
    """The pieces that a reader sees, each under the condition that he does; entities are the signs they stand for."""
    written = tuple(pieces)
    states: dict[_State, int] = {_State(): 1}
    found: list[Piece] = []
    for piece in written:
        if not piece.text or not piece.raw:
            seen = logic.any(condition for state, condition in states.items() if state.is_seen)
            found += _under(piece, logic.both(piece.condition, seen))
            continue
        after: dict[_State, int] = {}
        shown: dict[tuple[Piece, ...], int] = {}
        for state, condition in states.items():
            taken = logic.both(condition, piece.condition)
            if taken != NEVER:
                text, state_after = _read(piece, state)
                shown[text] = logic.either(shown.get(text, NEVER), taken)
                after[state_after] = logic.either(after.get(state_after, NEVER), taken)
            left = logic.without(condition, piece.condition)
            if left != NEVER:
                after[state] = logic.either(after.get(state, NEVER), left)
        if len(after) > _MOST_STATES:
            return written
        states = after
        for parts, condition in shown.items():
            found += [part for each in parts for part in _under(each, condition)]
    return tuple(found)


def _under(piece: Piece, condition: int) -> tuple[Piece, ...]:
    return () if condition == NEVER else (attrs.evolve(piece, condition=condition),)


def _read(piece: Piece, state: _State) -> tuple[tuple[Piece, ...], _State]:
    """What is seen of a piece of the page that is entered in *state*, and the state behind it."""
    text = piece.text
    found: list[Piece] = []
    at = 0
    while at < len(text):
        if state.mode == "comment":
            # The end may have begun in the piece before.
            held = state.held
            begun = _COMMENT_ENDS.search(held + text[at : at + 3])
            hit = begun or _COMMENT_ENDS.search(text, at)
            if hit is None:
                return tuple(found), attrs.evolve(state, held=(held + text[at:][-3:])[-3:])
            at = at + hit.end() - len(held) if begun else hit.end()
            state = attrs.evolve(state, mode="text", held="")
        elif state.mode == "tag":
            held = state.held
            if len(held) < len("<!--") and (held + text[at : at + 4]).startswith("<!--"):
                at += len("<!--") - len(held)
                state = attrs.evolve(state, mode="comment", held="--", quote="")
                continue
            end, quote = _tag_end(state.quote, text, at)
            if end < 0:
                return tuple(found), attrs.evolve(state, held=(held + text[at:])[:_LONGEST_TAG], quote=quote)
            state, parts = _behind(attrs.evolve(state, mode="text", held="", quote=""), held + text[at:end])
            if parts:
                found.append(_part(piece, at, end, parts))
            at = end
        else:
            opened = _next_tag(text, at, state)
            if opened > at and state.is_seen:
                found += _words(piece, at, opened)
            at = opened
            if at < len(text):
                state = attrs.evolve(state, mode="tag", held="")
                if not text.startswith("<!--", at):
                    state = attrs.evolve(state, held="<")
                    at += 1
    return tuple(found), state


def _next_tag(text: str, at: int, state: _State) -> int:
    """Where the next tag begins; in a style or a script only its own end is one."""
    if state.hidden in _RAW:
        raw = _RAW_ENDS[state.hidden].search(text, at)
        return raw.start() if raw is not None else len(text)
    hit = _OPENS.search(text, at)
    return hit.start() if hit is not None else len(text)


def _tag_end(quote: str, text: str, at: int) -> tuple[int, str]:
    """The place behind the ``>`` that ends a tag, -1 for none, and the quotation mark that is open at the end."""
    for hit in _IN_TAG.finditer(text, at):
        sign = hit.group()
        if sign == ">":
            if not quote:
                return hit.end(), ""
        elif not quote:
            quote = sign
        elif quote == sign:
            quote = ""
    return -1, quote


def _behind(state: _State, tag: str) -> tuple[_State, str]:
    """The state behind a whole tag, and the blank that parts what stands before it from what follows."""
    hit = _TAG.match(tag)
    if hit is None:
        return state, ""
    name, ends = hit[2].lower(), hit[1] == "/"
    alone = name in VOID or tag.endswith("/>")
    if state.hidden:
        if not ends and ends_at(state.hidden, name) and state.depth == 1:
            state = attrs.evolve(state, hidden="", depth=0)
        elif name != state.hidden or alone:
            return state, ""
        else:
            depth = state.depth + (-1 if ends else 1)
            return attrs.evolve(state, hidden=state.hidden if depth else "", depth=depth), ""
    if not ends and not alone and (name in _UNSEEN or _is_hidden(tag[hit.end() : -1])):
        return attrs.evolve(state, hidden=name, depth=1), _PARTS.get(name, "")
    return state, _PARTS.get(name, "")


def _is_hidden(attributes: str) -> bool:
    """Whether the attributes of a tag hide its element."""
    return hides((hit[1].lower(), (hit[2] or "").strip("\"'")) for hit in _ATTRIBUTE.finditer(attributes))


def hides(attributes: Iterable[tuple[str, str | None]]) -> bool:
    """Whether one of the attributes of a tag, as (name in lower case, value), hides its element."""
    return any(name == "hidden" or (name == "style" and bool(_HIDES.search(value or ""))) for name, value in attributes)


def ends_at(element: str, tag: str) -> bool:
    """Whether an element without an end tag ends where *tag* begins: a paragraph at the next one."""
    return tag in _ENDS_AT.get(element, ())


def _words(piece: Piece, first: int, last: int) -> list[Piece]:
    """Text between tags; an entity is a piece of its own, so that all others stand as they are written."""
    found: list[Piece] = []
    at = first
    for hit in _ENTITY.finditer(piece.text, first, last):
        if hit.start() > at:
            found.append(_part(piece, at, hit.start()))
        found.append(_part(piece, hit.start(), hit.end(), unescape(hit.group())))
        at = hit.end()
    if at < last:
        found.append(_part(piece, at, last))
    return found


def _part(piece: Piece, first: int, last: int, text: str | None = None) -> Piece:
    """A part of a piece, at its own place where the piece stands as it is written; line ends are blanks in HTML."""
    span = piece.span
    if span.end - span.start == len(piece.text):
        span = Span(span.source, span.start + first, span.start + last)
    said = piece.text[first:last].replace("\n", " ") if text is None else text
    return attrs.evolve(piece, text=said, span=span)
