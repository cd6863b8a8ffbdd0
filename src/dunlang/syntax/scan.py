"""The scanner: one regular expression, made from the grammar's terminals, cuts a text into lexemes.

A lexeme knows its kind only roughly: a word may be a keyword or a name, which the parser's state decides (keywords are
soft). What starts no token at all becomes a lexeme too (:data:`UNCLOSED`, :data:`JUNK`), for the parser to complain of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dunlang.records import frozen
from dunlang.syntax.table import END, Table, Terminal, load

__all__ = [
    "COMMENT",
    "END",
    "JUNK",
    "MARK",
    "UNCLOSED",
    "WORD",
    "WORD_TERMINALS",
    "Lexeme",
    "Scanner",
    "lexemes",
    "scanner",
]

#: What may stand between the words of a phrase. A comment may: else `first # …` and `order` on the next line would be
#: two names, and only that comment would keep them apart.
_GAP = r"(?:\s|#[^\r\n]*[\r\n])+"

#: Terminals that start with a letter: all are scanned as one word, the first that fits the state wins.
WORD_TERMINALS = ("PHRASE", "CURRENCY", "WEEKDAY", "NAME")

WORD = "WORD"
MARK = "MARK"
COMMENT = "COMMENT"
UNCLOSED = "UNCLOSED"
JUNK = "JUNK"


@frozen(eq=False)
class Scanner:
    """The expression, the kind of each of its groups, and the word terminals' own expressions.

    Every match is blanks and then one lexeme, or blanks and the end of the text (no group).
    """

    expression: re.Pattern[str]
    kinds: tuple[str, ...]
    words: dict[str, re.Pattern[str]]


@frozen(eq=False)
class Lexeme:
    """One lexeme in its place; *group* is its number in the expression (None at the end of the text)."""

    kind: str
    text: str
    start: int
    end: int
    group: int | None


def lexemes(scanner: Scanner, text: str, start: int) -> Iterator[Lexeme]:
    """The lexemes from *start* on without comments; the last one is the end of the text (kind :data:`END`)."""
    for match in scanner.expression.finditer(text, start):
        group = match.lastindex
        if group is None:
            yield Lexeme(END, "", match.end(), match.end(), None)
            return
        kind = scanner.kinds[group - 1]
        if kind != COMMENT:
            yield Lexeme(kind, match[group], *match.span(group), group)


def make(table: Table) -> Scanner:
    """The scanner of a grammar's terminals; literals that are no words are one group, each other terminal is one."""
    by_name = {terminal.name: terminal for terminal in table.terminals}
    marks = [t.pattern for t in table.terminals if t.literal and not t.pattern.isidentifier()]
    blanks = [t.pattern for t in table.terminals if t.ignored and t.name != COMMENT]
    others = [t for t in table.terminals if not (t.literal or t.ignored or t.name in WORD_TERMINALS)]
    groups = [
        (WORD, by_name["NAME"].pattern),
        (MARK, "|".join(re.escape(mark) for mark in sorted(marks, key=_longest_first))),
        *((t.name, t.pattern) for t in sorted(others, key=_by_priority)),
        (COMMENT, by_name[COMMENT].pattern),
        (UNCLOSED, r'"[^"\r\n]*'),
        (JUNK, r"[^\s\w\"#{}(),%+<>=]+|[\s\S]"),
    ]
    body = "|".join(f"({pattern})" for _, pattern in groups)
    expression = re.compile(f"(?:{'|'.join(blanks)})?(?:{body}|\\Z)")
    if expression.groups != len(groups):
        raise ValueError("a terminal of the grammar has a capturing group: write it as `(?:…)`")
    words = {name: re.compile(by_name[name].pattern.replace(r"\s+", _GAP)) for name in WORD_TERMINALS}
    return Scanner(expression, tuple(kind for kind, _ in groups), words)


def _longest_first(mark: str) -> tuple[int, str]:
    return -len(mark), mark


def _by_priority(terminal: Terminal) -> tuple[int, str]:
    return -terminal.priority, terminal.name


@cache
def scanner() -> Scanner:
    """The scanner of the shipped grammar."""
    return make(load())
