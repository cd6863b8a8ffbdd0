"""Statements of a letter that are no number of their own: an earlier reminder, a hand-over, interest that is claimed.

What is found here was said in so many words; a word that may mean something else (`brief`, `advocaat`) needs another
one beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dunlang.notice.claims import denied, rate_is_of
from dunlang.notice.reading import LetterText, Mark, Sentence
from dunlang.records import frozen
from dunlang.source import Span

__all__ = [
    "InterestClaim",
    "dated_reminders",
    "earlier_reminders",
    "handovers",
    "interest_claims",
    "is_earlier",
    "reference_rates",
]

#: How far, in tokens, the day of a reminder may stand behind it.
_DATED = 3
#: How far from the beginning of a sentence a day may stand with which it begins, and the reminder behind that day.
_BEGINS, _SENT = 2, 7
#: How far, in tokens, `a month` may stand behind a percentage.
_BEHIND = 4
#: How far, in tokens, the figure of a reference rate may stand behind its name, and what makes it one on top.
_FIGURE = 5
_ON_TOP = frozenset(
    {"+", "plus", "zuzuglich", "zzgl", "vermeerderd", "verhoogd", "majore", "majoree", "augmente", "increased"}
    | {"incrementado", "mas", "mehr"}
)
_RATES = ("percent", "points")


@frozen(kw_only=True)
class InterestClaim:
    """Interest that a letter claims: a rate, the one of the law, or just interest.

    *over* is a rate above a reference rate: then *percent* is in points.
    """

    span: Span
    percent: Decimal | None = None
    monthly: bool = False
    statutory: bool = False
    agreed: bool = False
    over: bool = False


def is_earlier(sentence: Sentence) -> bool:
    """Whether a sentence speaks of something done before: `our first reminder` alone does not, with its day it does."""
    return sentence.has("earlier") or (sentence.has("first") and sentence.has("date", "paid", "not"))


def earlier_reminders(text: LetterText) -> tuple[Span, ...]:
    """Where a sentence says that a reminder was sent before."""
    return tuple(
        text.span(min(mark.first for mark in marks), max(mark.last for mark in marks))
        for sentence in text.sentences
        if is_earlier(sentence) and not sentence.has("future", "condition")
        for nouns in ([mark for mark in _own(sentence, "dunning") if not denied(mark, sentence)],)
        if nouns
        for marks in ([nouns[0], next(mark for mark in sentence.marks if mark.concept in ("earlier", "first"))],)
    )


def dated_reminders(text: LetterText) -> tuple[tuple[Span, dt.date | None], ...]:
    """The days in figures or words on which a reminder is said to have been sent; None without a year."""
    said = earlier_reminders(text)
    found: list[tuple[Span, dt.date | None]] = []
    for sentence in text.sentences:
        whole = text.whole(sentence)
        days = [mark for mark in sentence.marks if mark.concept == "date" and not isinstance(mark.detail, str)]
        nouns = _own(sentence, "dunning")
        if nouns and any(whole.start <= place.start < whole.end for place in said):
            near = [day for day in days if 0 <= day.first - nouns[0].last <= _DATED]
            near = near or [day for day in days if _opens(sentence, day, nouns[0])]
            found += [(text.at(day), day.value if isinstance(day.value, dt.date) else None) for day in near[:1]]
    return tuple(found)


def _opens(sentence: Sentence, day: Mark, noun: Mark) -> bool:
    """Whether a sentence begins with the day on which the reminder was sent: `on 3 March 2026 we sent a reminder`."""
    begins = day.first - sentence.first <= _BEGINS and 0 <= noun.first - day.last <= _SENT
    between = [mark.concept for mark in sentence.marks if day.last <= mark.first < noun.first]
    return (
        begins and sentence.clause(day.first) == sentence.clause(noun.first) and set(between) <= {"earlier", "letter"}
    )


def handovers(text: LetterText) -> tuple[Span, ...]:
    """Where a sentence warns that the claim goes to somebody who collects it."""
    return tuple(_handovers(text))


def _handovers(text: LetterText) -> Iterator[Span]:
    for sentence in text.sentences:
        if sentence.has("assistance"):
            continue
        to_come = sentence.has("future", "condition")
        moved = [
            mark
            for mark in sentence.marks
            if (mark.concept == "hand over" or (mark.concept == "handed over" and to_come))
            and not denied(mark, sentence)
        ]
        to = [mark for mark in sentence.marks if mark.concept == "agency" and not denied(mark, sentence)]
        if moved and to:
            both = (moved[0], to[0])
            yield text.span(min(mark.first for mark in both), max(mark.last for mark in both))


def interest_claims(text: LetterText) -> tuple[InterestClaim, ...]:
    """The interest that a letter says is owed, or will be."""
    return tuple(_interest_claims(text))


def _interest_claims(text: LetterText) -> Iterator[InterestClaim]:
    for sentence in text.sentences:
        named = [mark for mark in sentence.marks if mark.concept == "interest" and not denied(mark, sentence)]
        if not named:
            continue
        rates = [
            mark
            for mark in sentence.marks
            if mark.concept in _RATES
            and isinstance(mark.value, Decimal)
            and rate_is_of(mark, sentence) == "interest"
            and not _is_reference(text, sentence, mark)
        ]
        statutory, agreed = sentence.has("statutory interest"), sentence.has("agreed interest")
        for rate in rates:
            yield InterestClaim(
                span=text.at(rate),
                percent=rate.value if isinstance(rate.value, Decimal) else None,
                monthly=_is_monthly(text, sentence, rate),
                statutory=statutory,
                agreed=agreed,
                over=rate.concept == "points" or sentence.has("over rate"),
            )
        printed = any(mark.concept == "slot" and "interest" in str(mark.detail) for mark in sentence.marks)
        owed = sentence.has("owed", "condition", "future", "now")
        if not rates and not printed and (statutory or agreed or owed):
            yield InterestClaim(span=text.at(named[0]), statutory=statutory, agreed=agreed)


def reference_rates(text: LetterText) -> tuple[tuple[Span, Decimal], ...]:
    """The figures that a letter gives for a reference rate itself: ``the base rate of now 3.75%``."""
    return tuple(
        (text.at(mark), mark.value)
        for sentence in text.sentences
        for mark in sentence.marks
        if isinstance(mark.value, Decimal) and _is_reference(text, sentence, mark)
    )


def _is_reference(text: LetterText, sentence: Sentence, rate: Mark) -> bool:
    """Whether a percentage is the figure of the reference rate that stands before it, and not one on top of it."""
    if rate.concept != "percent":
        return False
    names = [m for m in _own(sentence, "reference rate") if 0 <= rate.first - m.last <= _FIGURE]
    if not names:
        return False
    between = range(names[-1].last, rate.first)
    other = any(m.concept in _RATES and m.first in between for m in sentence.marks)
    return not other and not any(text.tokens[at].text in _ON_TOP for at in between)


def _is_monthly(text: LetterText, sentence: Sentence, rate: Mark) -> bool:
    behind = text.tokens[rate.last : min(rate.last + _BEHIND, sentence.last)]
    by_word = any(text.lexicon.units.get(token.text) == "months" for token in behind)
    return by_word or any(
        mark.concept == "a month" and 0 <= mark.first - rate.last < _BEHIND for mark in sentence.marks
    )


def _own(sentence: Sentence, concept: str) -> list[Mark]:
    return [mark for mark in sentence.marks if mark.concept == concept]
