"""Parse one source: always a tree, and every mistake as a finding."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dunlang.dates import parse_date
from dunlang.diagnostics import Diagnostic, sort_key
from dunlang.source import Source, Span
from dunlang.syntax.automaton import automaton
from dunlang.syntax.driver import Stacks, walk
from dunlang.syntax.tree import Comment, Node, Token, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LARGEST", "LONG", "collector_off", "parse"]

#: The longest text that is read, in characters; the largest policies known have some ten thousand.
LARGEST = 20_000_000
#: Texts longer than this are parsed with the cyclic collector off: it finds nothing in a tree and costs half the time.
LONG = 20_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\b")

#: What no page shows: control characters but tab and line ends, and those that turn the direction of reading.
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def parse(source: Source) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of *source* and its syntax errors in order of the text.

    Never raises for what stands in the text. With errors, ``tree.complete`` is False and the tree lacks the damaged
    statements; their words are in ``tree.lost``.
    """
    unreadable = _unreadable(source)
    if unreadable is not None:
        return Tree(source, Node("start", []), complete=False), (unreadable,)
    stacks = Stacks()
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    found: list[Diagnostic] = []
    lost: set[str] = set()
    guessed: set[int] = set()
    with collector_off(len(text) > LONG):
        machine = automaton()
        stopped = walk(machine, text, start, stacks)
        if stopped is not None:
            from dunlang.syntax.recover import recover

            result = recover(machine, source, start, stopped, stacks)
            stacks, found, lost = result.stacks, result.found, result.lost
            guessed = {id(token) for token in result.guessed}
        root = Node("start", stacks.values)
        wrong_dates = list(_wrong_dates(source, root))
        found.extend(finding for _, finding in wrong_dates)
        found.extend(_unseen(source, root, stacks.comments))
        guessed |= {id(token) for token, _ in wrong_dates}
        if guessed:
            from dunlang.syntax.prune import prune

            root, words = prune(root, guessed)
            lost |= words
        comments = tuple(_comment(text, *place) for place in stacks.comments)
    found.sort(key=sort_key)
    damage = tuple(each.span.start for each in found if each.span is not None)
    return Tree(source, root, comments, frozenset(lost), not found, damage), tuple(found)


def _unreadable(source: Source) -> Diagnostic | None:
    """Whether the text is too large or no text at all."""
    from dunlang.syntax.pages import UNREADABLE

    text = source.text
    if len(text) > LARGEST:
        said = f"the file is too large: {len(text):,} characters, and at most {LARGEST:,} are read"
        return UNREADABLE.at(None, said, file=source.name, help="split the policy into files and name them with `use`")
    at = text.find("\x00")
    if at >= 0:
        return UNREADABLE.at(
            Span(source, at, at + 1), "the file is not a text: it has a zero byte", label="a zero byte"
        )
    return None


def _wrong_dates(source: Source, root: Node) -> Iterator[tuple[Token, Diagnostic]]:
    """The dates that no calendar has, or that lie beyond 1990 to 2100; the text is searched first, for it is fast."""
    wrong = {}
    for day in sorted(set(_DATE.findall(source.text))):
        try:
            parse_date(day)
        except ValueError as error:
            wrong[day] = str(error)
    if not wrong:
        return
    from dunlang.syntax.pages import DATE

    for token in root.leaves():
        if token.type == "DATE" and token.text in wrong:
            yield (
                token,
                DATE.at(Span(source, token.start, token.end), wrong[token.text], help="write a date that exists"),
            )


def _unseen(source: Source, root: Node, comments: list[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Characters in texts and comments that nobody sees: a letter would carry them on, or show other words than these.

    Elsewhere the grammar refuses them.
    """
    found = list(_UNSEEN.finditer(source.text))
    if not found:
        return
    from dunlang.syntax.pages import CHARACTER

    texts = [(token.start, token.end, "text") for token in root.leaves() if token.type == "STRING"]
    for start, end, what in (*texts, *((start, end, "comment") for start, end in comments)):
        for match in found:
            if start <= match.start() < end:
                yield CHARACTER.at(
                    Span(source, match.start(), match.end()),
                    f"this {what} has the character U+{ord(match[0]):04X}, which nobody sees",
                    label="here",
                    help="delete it",
                )


def _comment(text: str, start: int, end: int) -> Comment:
    end = start + len(text[start:end].rstrip())
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Comment(start, end, text[start:end], own_line=not before.strip(" \t\r\f\ufeff"))


@contextmanager
def collector_off(wanted: bool) -> Iterator[None]:
    """Within it the cyclic collector rests where that is *wanted*; afterwards it is as it was."""
    if not (wanted and gc.isenabled()):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
