"""Letters as text: what each kind of document holds, read within bounds of size, pages and time.

Each reader takes bytes and gives text, or raises :class:`NoTextError` with words for the user.
"""

from __future__ import annotations

__all__ = ["LARGEST_TEXT", "NoTextError"]

#: The longest text of a letter, in characters: some forty full pages, and as many again.
LARGEST_TEXT = 250_000


class NoTextError(ValueError):
    """A document that gives no text; the message says why, the help what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
