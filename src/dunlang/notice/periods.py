"""The periods that a letter gives: for payment, for something else, or the term that has passed.

A period has a length and a beginning, or a last day. `Binnen 14 dagen` opens one for the verb of its own clause; what
another sentence says of its beginning (`deze termijn begint de dag na ontvangst`) belongs to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

from dunlang.dates import Offset, Unit
from dunlang.notice.reading import LetterText, Mark, Sentence
from dunlang.notice.starts import start_of
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["PRINTED", "PeriodClaim", "periods_of", "together"]

Role = Literal["payment", "agreed", "other"]

#: The beginning of a period whose last day is printed beside it.
PRINTED = "printed day"


@frozen(kw_only=True)
class PeriodClaim:
    """A period or a last day that the letter names.

    *length* is None for a printed day; *last_day* is the last day on which one may still pay (`voor 25 september` ends
    on the 24th). Both are None where a slot of a template stands for them.
    """

    span: Span
    role: Role
    """``payment``: the period in which to pay; ``agreed``: the term of the invoice; ``other``: for something else."""
    start: str = "none"
    """From what it runs: a word of the law's list (``receipt``, ``day after receipt``, ``letter date``, ...)."""
    length: Offset | None = None
    last_day: dt.date | None = None
    is_day: bool = False
    excludes_day: bool = False
    """Whether the day that stands there is no longer in time: `voor`, `avant`."""
    unit: Unit = "days"
    slot: str = ""


def periods_of(
    text: LetterText, sentence: Sentence, before: Sentence | None, reference: dt.date | None
) -> Iterator[PeriodClaim]:
    """The periods and last days of a sentence."""
    for index, mark in enumerate(sentence.marks):
        if mark.concept == "period":
            found = _period(text, sentence, before, index)
        elif mark.concept == "date":
            found = _last_day(text, sentence, before, index, reference)
        else:
            continue
        if found is not None:
            yield found


def _period(text: LetterText, sentence: Sentence, before: Sentence | None, index: int) -> PeriodClaim | None:
    mark = sentence.marks[index]
    lead = [m for m in sentence.marks[:index] if mark.first - m.last <= 6]
    opened = any(m.concept == "within" and mark.first - m.last <= 3 for m in lead) or any(
        m.concept == "give" for m in lead
    )
    word = text.tokens[mark.first]
    start, used = start_of(text, sentence, index)
    whole_word = word.text in text.lexicon.durations
    if not opened and start == "none" and not (whole_word and sentence.has("term")):
        return None
    if not opened and any(m.concept == "after" and mark.first - m.last <= 1 for m in lead):
        return None
    assert isinstance(mark.value, tuple)  # noqa: S101 - a period holds its count and its unit
    count, unit = mark.value
    role = _role(sentence, before, mark, start)
    return PeriodClaim(
        span=text.span(min(mark.first, used[0]), max(mark.last, used[1])),
        role=role,
        start=start,
        length=None if count is None else Offset(count, unit),
        unit=unit,
        slot=str(mark.detail or ""),
    )


def _last_day(
    text: LetterText, sentence: Sentence, before: Sentence | None, index: int, reference: dt.date | None
) -> PeriodClaim | None:
    mark = sentence.marks[index]
    lead = [m for m in sentence.marks[:index] if m.concept in ("until", "before") and 0 <= mark.first - m.last <= 2]
    lead = lead or _last_day_named(sentence, index)
    if not lead:
        return None
    day = mark.value if isinstance(mark.value, dt.date) else None
    if day is None and isinstance(mark.detail, tuple):
        day = _next(mark.detail, reference)
    excludes = lead[-1].concept == "before" and not any(m.concept == "until" for m in lead)
    if day is not None and excludes:
        day -= dt.timedelta(days=1)
    role = _role(sentence, before, mark, "none")
    if role == "payment" and day is not None and reference is not None and day < reference:
        role = "agreed"
    return PeriodClaim(
        span=text.span(min(lead[0].first, mark.first), max(mark.last, lead[0].last)),
        role=role,
        last_day=day,
        is_day=True,
        excludes_day=excludes,
        slot=mark.detail if isinstance(mark.detail, str) else "",
    )


def _last_day_named(sentence: Sentence, index: int) -> list[Mark]:
    """What makes a day the last one from a distance: `the last day is …`, or `… at the latest` behind it."""
    mark = sentence.marks[index]
    days = [m for m in sentence.marks if m.concept in ("date", "period")]
    named = [m for m in sentence.marks[:index] if m.concept == "last day"]
    if named and not any(named[-1].last <= m.first < mark.first for m in days):
        return named[-1:]
    behind = [m for m in sentence.marks[index + 1 :] if m.concept == "until" and m.first - mark.last <= 1]
    return [m for m in behind[:1] if not any(0 <= day.first - m.last <= 2 for day in days)]


def _next(day_month: tuple[int, int], reference: dt.date | None) -> dt.date | None:
    """The first such day from *reference* on; None without one."""
    if reference is None:
        return None
    day, month = day_month
    for year in range(reference.year, reference.year + 9):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= reference:
            return found
    return None


def _role(sentence: Sentence, before: Sentence | None, mark: Mark, start: str) -> Role:
    """What a period is for."""
    if start.endswith(("due", "invoice date")) or sentence.has("old term"):
        return "agreed"
    if sentence.has("discount"):
        return "other"
    clause = sentence.clause(mark.first)
    near = [m for m in sentence.marks if abs(sentence.clause(m.first) - clause) <= 1]
    if any(m.concept == "past" for m in near) and not any(m.concept == "condition" for m in sentence.marks):
        return "agreed"
    # `Binnen 14 dagen` opens a period for the verb of its own clause; a question or a complaint has its own.
    own = [m for m in sentence.marks if sentence.clause(m.first) == clause]
    if any(m.concept == "dispute" for m in own) and not any(m.concept == "pay" for m in own):
        return "other"
    if sentence.has("pay", "paid", "term"):
        return "payment"
    if sentence.has("dispute"):
        return "other"
    if sentence.has("sum", "principal", "amount"):
        return "payment"
    if sentence.has("give", "receipt", "letter", "condition") and (before is None or not before.has("dispute")):
        return "payment"
    return "payment" if before is not None and before.has("pay") else "other"


def together(text: LetterText, periods: Sequence[PeriodClaim]) -> tuple[PeriodClaim, ...]:
    """A period whose beginning is told in another sentence gets it: `deze termijn begint de dag na ontvangst`.

    One that says nothing of its beginning beside a printed last day is told by that day.
    """
    if any(p.role == "payment" and p.is_day for p in periods):
        periods = [
            attrs.evolve(p, start=PRINTED) if p.role == "payment" and not p.is_day and p.start == "none" else p
            for p in periods
        ]
    timed = (p for p in periods if p.role == "payment" and p.length is not None)
    told = next((p for p in timed if p.start not in ("none", PRINTED)), None)
    start = told.start if told is not None else _told_start(text)
    if start is None:
        return tuple(periods)
    return tuple(
        attrs.evolve(p, start=start)
        if p.role == "payment" and not p.is_day and p.start == "none" and (told is None or p.length == told.length)
        else p
        for p in periods
    )


def _told_start(text: LetterText) -> str | None:
    """The beginning that a sentence about `deze termijn` tells."""
    for sentence in text.sentences:
        for index, mark in enumerate(sentence.marks):
            if mark.concept == "term" and any(m.concept == "runs" for m in sentence.marks):
                start, _ = start_of(text, sentence, index)
                if start != "none":
                    return start
    return None
