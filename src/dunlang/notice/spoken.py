"""What a template says in plain words: its text in one piece, with a slot for each variable, read as a letter is.

The branches of the template stand one after the other. Every place in the text leads back to the piece of the template
that prints it, so whatever is read there has its condition and its line.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping

import attrs

from dunlang.notice.bases import Piece
from dunlang.notice.claims import LetterClaims, claims
from dunlang.notice.elements import account_numbers, trade_numbers
from dunlang.notice.figures import CURRENCY_WORDS
from dunlang.notice.logic import NEVER
from dunlang.notice.mentions import dated_reminders, earlier_reminders, handovers, interest_claims
from dunlang.notice.paths import Analysis
from dunlang.notice.periods import PeriodClaim
from dunlang.notice.reading import plain_language, read
from dunlang.notice.tokens import Token, fold
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["IN_WORDS", "CurrencySign", "Heard", "Words", "hear", "words_of"]

#: Elements that an author may state in plain words, without a variable or a mark.
IN_WORDS = frozenset(
    {
        "agency handover",
        "collection costs",
        "creditor name",
        "creditor number",
        "deadline",
        "earlier reminder",
        "interest",
        "payment details",
    }
)


@frozen(eq=False)
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


@frozen(kw_only=True)
class CurrencySign:
    """A sign or word for a currency; *is_before_money*: beside a variable that is printed with its own sign."""

    span: Span
    code: str
    is_before_money: bool


@frozen(eq=False)
class Heard:
    """The words of a template and what they claim."""

    words: Words
    claims: LetterClaims

    def periods(self) -> Iterator[PeriodClaim]:
        """The periods and last days for payment that stand in plain words."""
        for period in self.claims.periods:
            if period.role == "payment" and not period.slot and (period.length is not None or period.is_day):
                yield period

    def before_deadline(self) -> Iterator[Span]:
        """Where payment is asked for before `deadline`, which is the last day in time."""
        for period in self.claims.periods:
            if period.role == "payment" and period.excludes_day and period.slot == "deadline":
                yield period.span

    def accounts(self) -> tuple[Span, ...]:
        """The bank accounts in plain words."""
        return account_numbers(self.claims.text)

    def register_numbers(self) -> tuple[Span, ...]:
        """The numbers of trade registers in plain words."""
        return trade_numbers(self.claims.text)

    def reminder_days(self) -> tuple[tuple[Span, dt.date | None], ...]:
        """The days in plain words on which a reminder is said to have been sent; None without a year."""
        return dated_reminders(self.claims.text)

    def currencies(self) -> Iterator[CurrencySign]:
        """The signs and words of currencies beside an amount or a number."""
        text = self.claims.text
        for at, token in enumerate(text.tokens):
            code = CURRENCY_WORDS.get(token.text)
            if code is None:
                continue
            before = text.tokens[at - 1] if at else None
            behind = text.tokens[at + 1] if at + 1 < len(text.tokens) else None
            slots = [one for one in (before, behind) if one is not None and one.kind == "slot" and self._is_amount(one)]
            if slots or any(one is not None and self._is_number(one) for one in (before, behind)):
                span = Span(text.source, token.start, token.end)
                yield CurrencySign(span=span, code=code, is_before_money=bool(slots))

    def _is_amount(self, slot: Token) -> bool:
        known = self.words.analysis.vocabulary.get(slot.text.strip("{} "))
        return known is not None and known.kind == "amount"

    def _is_number(self, token: Token) -> bool:
        if token.kind == "mark" and token.text in "-=":
            return True  # `40,- euro`
        numerals = self.claims.text.lexicon.numerals
        return token.kind == "number" or (token.kind == "word" and numerals.of_word(token.text) is not None)

    @property
    def language(self) -> str | None:
        """The language that the words are plainly written in."""
        return plain_language(self.claims.text.tokens, self.words.analysis.template.language)

    def stated(self, creditor: str = "") -> Mapping[str, int]:
        """When each element of :data:`IN_WORDS` is stated in plain words; *creditor* is the name to look for."""
        logic = self.words.analysis.logic
        return {
            element: logic.any(self.words.condition(place) for place in places)
            for element, places in self.places(creditor).items()
        }

    def places(self, creditor: str = "") -> Mapping[str, tuple[Span, ...]]:
        """Where each element of :data:`IN_WORDS` is stated, as spans of the text of the words."""
        text = self.claims.text
        priced = (cost.amount_span for cost in self.claims.costs if cost.amount is not None)
        return {
            "agency handover": handovers(text),
            "collection costs": tuple(place for place in priced if place is not None),
            "creditor name": _named(self.words.source, creditor),
            "creditor number": trade_numbers(text),
            "deadline": tuple(period.span for period in self.periods()),
            "earlier reminder": earlier_reminders(text),
            "interest": tuple(claim.span for claim in interest_claims(text)),
            "payment details": account_numbers(text),
        }


def hear(analysis: Analysis) -> Heard | None:
    """Read the words of a template; None where there are none, or their language is not read."""
    words = words_of(analysis)
    text = read(words.source, analysis.template.language or None) if words.pieces else None
    return None if text is None else Heard(words, claims(text))


def _named(source: Source, name: str) -> tuple[Span, ...]:
    """Every place at which a name stands."""
    wanted, text = fold(name).strip(), fold(source.text)
    found: list[Span] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        found.append(Span(source, at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted))
    return tuple(found)
