"""How wide a text is on a terminal, and how it is made safe to print there.

Wide East Asian characters and emoji take two columns, combining and zero-width ones none. Control characters and the
marks that turn the direction of text are replaced by a visible stand-in: a name in a ledger or a policy never moves
the cursor, colours the screen or hides what stands beside it.
"""

from __future__ import annotations

import unicodedata

__all__ = ["TAB", "clean", "pad", "width"]

#: A tab is shown as this many blanks.
TAB = 4

_HIDDEN = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: str) -> str:
    """*text* with tabs as blanks and every control or direction character as one visible character."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\t":
        return " " * TAB
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or char in _HIDDEN or unicodedata.category(char) in ("Cs", "Zl", "Zp"):
        return "\ufffd"
    return char


def width(text: str) -> int:
    """The columns that *text* takes, a tab counted as :data:`TAB`."""
    if text.isascii():
        return len(text) + (TAB - 1) * text.count("\t")
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if char == "\t":
        return TAB
    if unicodedata.combining(char) or (unicodedata.category(char) in ("Mn", "Me", "Cf") and char not in _HIDDEN):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """*text* filled with blanks to *columns*, on the left where *right* aligned."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks
