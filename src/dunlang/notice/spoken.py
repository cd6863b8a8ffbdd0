"""What a template says in plain words: its text in one piece, with a slot for each variable, read as a letter is.

The branches of the template stand one after the other. Every place in the text leads back to the piece of the template
that prints it, so whatever is read there has its condition and its line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import attrs

from dunlang.notice.bases import Piece
from dunlang.notice.claims import PeriodClaim, claims
from dunlang.notice.logic import NEVER
from dunlang.notice.paths import Analysis
from dunlang.notice.reading import read
from dunlang.source import Source, Span

__all__ = ["Words", "periods_in_words", "spoken", "words_of"]


@attrs.frozen(eq=False)
class Words:
    """The text of a template; *starts* has the offset at which each of *pieces* begins in it."""

    analysis: Analysis
    source: Source
    pieces: tuple[Piece, ...] = attrs.field(repr=False)
    starts: tuple[int, ...] = attrs.field(repr=False)

    def _under(self, span: Span) -> range:
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        return range(first, max(bisect_right(self.starts, max(span.end - 1, span.start)), first + 1))

    def condition(self, span: Span) -> int:
        """When all the words of *span* (of :attr:`source`) are printed."""
        logic = self.analysis.logic
        found = 1
        for at in self._under(span):
            found = logic.both(found, self.pieces[at].condition)
        return found

    def place(self, span: Span) -> Span:
        """Where the words of *span* stand in the template; the first of its pieces where they are spread over more."""
        at = self._under(span)[0]
        piece, start = self.pieces[at], self.starts[at]
        written = piece.span
        if not piece.text or written.end - written.start != len(piece.text):
            return written
        first = written.start + max(span.start - start, 0)
        return Span(written.source, first, min(written.start + max(span.end - start, 1), written.end))


def words_of(analysis: Analysis) -> Words:
    """The text of a template with ``{{ path }}`` for each variable."""
    parts: list[str] = []
    starts: list[int] = []
    pieces: list[Piece] = []
    length = 0
    for piece in analysis.pieces:
        text = piece.text or (f"{{{{ {piece.path} }}}}" if piece.path else "")
        if text and piece.condition != NEVER:
            parts.append(text)
            pieces.append(piece)
            starts.append(length)
            length += len(text)
    return Words(analysis, Source(analysis.template.name, "".join(parts)), tuple(pieces), tuple(starts))


def periods_in_words(analysis: Analysis, language: str) -> tuple[tuple[PeriodClaim, int, Span], ...]:
    """The periods for payment that the template gives in plain words: each with its condition and its place.

    Empty where the language is not one that is read.
    """
    words = words_of(analysis)
    text = read(words.source, language or None) if words.pieces else None
    if text is None:
        return ()
    return tuple(
        (period, words.condition(period.span), words.place(period.span))
        for period in claims(text).periods
        if period.role == "payment" and not period.slot and (period.length is not None or period.last_day is not None)
    )


def spoken(analysis: Analysis, language: str) -> Mapping[str, int] | None:
    """When plain words state an element that needs no variable: the deadline. None where the language is not read."""
    words = words_of(analysis)
    if not words.pieces or read(words.source, language or None) is None:
        return None
    logic = analysis.logic
    return {"deadline": logic.any(condition for _, condition, _ in periods_in_words(analysis, language))}
