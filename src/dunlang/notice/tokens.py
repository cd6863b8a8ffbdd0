"""Text as tokens: words, numbers, dates in figures, signs, slots of a template, ends of lines and paragraphs.

Offsets are those of the text. Words are folded: lower case, without accents, one kind of apostrophe, and a word that
was hyphenated over two lines is whole again. One pass of one expression, so the time is linear in the length.
"""

from __future__ import annotations

import re
import unicodedata

import attrs

__all__ = ["Token", "fold", "tokenise"]


def _folds() -> dict[int, str]:
    """One letter for each letter: the offsets must not move."""
    table: dict[int, str] = {}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFKD", chr(code).lower())[0]
        if plain != chr(code) and len(plain) == 1 and plain.isalpha():
            table[code] = plain
    table |= dict.fromkeys(map(ord, "’‘ʼ´`"), "'")
    table |= dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
    table |= dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), "\u00a0")
    return table


_FOLDS = _folds()

_TOKEN = re.compile(
    r"""
      (?P<slot> \{\{ [^{}\n]{0,200} \}\} )
    | (?P<para> \n [ \t\r\u00a0]* (?: \n [ \t\r\u00a0]* )+ )
    | (?P<line> \n )
    | (?P<day>  \d{4}-\d{2}-\d{2} (?![\d-])
              | \d{1,2} (?P<sep>[-./]) \d{1,2} (?P=sep) (?: \d{4} | \d{2} ) (?![\d/-]) )
    | (?P<number> \d{1,3} (?: [.'\u00a0] \d{3} )+ (?: ,\d{1,2} )? (?! [\d] )
                | \d{1,3} (?: [ ] \d{3} )+ ,\d{2} (?! \d )
                | \d{1,3} (?: , \d{3} )+ (?: \.\d{1,2} )? (?! \d )
                | \d{1,15} (?: [.,] \d{1,6} )? )
    | (?P<short> (?: [a-z]\. ){2,} (?: [a-z] (?![^\W\d_]) )? )
    | (?P<word> aujourd'hui | (?: [cdjlmnst] | qu | jusqu | lorsqu | puisqu )' (?= [^\W\d_] )
              | [^\W\d_]+ (?: (?: - (?: [ \t\r]* \n [ \t]* )? | \xad (?: \n [ \t]* )? | ' ) [^\W\d_]+ )* )
    | (?P<sign> [€$£%] )
    | (?P<mark> [.!?;:,()\[\]|•*="/+-] )
    """,
    re.VERBOSE,
)

_BROKEN = re.compile(r"-[ \t\r]*\n[ \t]*|\xad(?:\n[ \t]*)?")


@attrs.define
class Token:
    """One token: *kind* is the name of its part of the expression, *text* its folded text."""

    kind: str
    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """*text* in lower case without accents, with as many characters as it had."""
    return text.translate(_FOLDS)


def tokenise(text: str) -> list[Token]:
    """The tokens of *text*, in order; what is none of them (other signs, blanks) is left out."""
    found: list[Token] = []
    add = found.append
    for match in _TOKEN.finditer(fold(text)):
        kind, said = match.lastgroup or "", match.group()
        if kind == "sep":
            kind = "day"
        elif kind == "word" and ("\n" in said or "\xad" in said):
            said = _BROKEN.sub("", said)
        add(Token(kind, said, match.start(), match.end()))
    return found
