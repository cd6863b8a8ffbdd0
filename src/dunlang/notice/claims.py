"""What a letter claims: the periods it gives, the costs it asks, the amounts it names; negation is understood.

:func:`claims` turns the marks of :mod:`.reading` into records with their places. Nothing here is judged: which period
or which cost is lawful is the work of :mod:`.judge`, from the law data.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

import attrs

from dunlang.notice.periods import PeriodClaim, periods_of, together
from dunlang.notice.reading import LetterText, Mark, Sentence
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["AmountClaim", "CostClaim", "LetterClaims", "claims", "denied", "rate_is_of"]

When = Literal["now", "later", "named"]

#: How far, in tokens, an amount may stand from the word that says what it is.
_FAR = 14
_TIES = ("invoice", "due", "until", "before", "invoice date", "period", "earlier", "pay", "principal")
#: How far a word that makes an amount the least or the most may stand before it, and which words do so or compare.
_NEAR = 2
_BOUNDS = ("at least", "at most")
_COMPARING = ("compared", "over rate", "from", "until", "before", *_BOUNDS)
_JOINED = 3
_OF = frozenset({"de", "d'", "aan", "an", "of", "in"})
_OR = frozenset({"of", "ou", "oder", "o", "or"})
_MORE = frozenset(
    {"meer", "hoger", "minder", "plus", "moins", "mehr", "weniger", "mas", "menos", "more", "less", "above"}
)
_INCLUDED = frozenset(
    {"inbegrepen", "inclusief", "incl", "comprise", "incluse", "inclus", "inbegriffen", "inklusive", "incluido"}
    | {"incluidos", "included"}
)
_KINDS = ("cost", "court cost", "interest", "vat", "principal", "total", "sum")


@frozen(kw_only=True)
class CostClaim:
    """Costs that the letter names and does not deny."""

    span: Span
    when: When
    """``now``: asked at once; ``later``: if the debtor does not pay; ``named``: neither is said."""
    name: str
    amount: int | None = None
    amount_span: Span | None = None
    percent: Decimal | None = None
    bound: Literal["", "at least", "at most"] = ""
    """Whether *amount* is the least or the most that is asked."""
    slot: str = ""


@frozen(kw_only=True)
class AmountClaim:
    """An amount with what it is: a word of ``cost``, ``court cost``, ``interest``, ``vat``, ``principal``, ``total``.

    ``plain`` where nothing says what it is.
    """

    span: Span
    minor: int | None
    currency: str
    what: str
    later: bool
    is_limit: bool = False
    """Whether it is one that others are compared with: `more than € 500`."""
    slot: str = ""


@frozen(kw_only=True)
class LetterClaims:
    """All that was read in a letter."""

    text: LetterText = attrs.field(repr=False)
    periods: tuple[PeriodClaim, ...]
    costs: tuple[CostClaim, ...]
    denied_costs: tuple[Span, ...]
    amounts: tuple[AmountClaim, ...]
    letter_date: dt.date | None
    letter_date_span: Span | None

    def of(self, *what: str) -> tuple[AmountClaim, ...]:
        """The amounts of these kinds."""
        return tuple(amount for amount in self.amounts if amount.what in what)


def claims(text: LetterText, sent: dt.date | None = None) -> LetterClaims:
    """What *text* claims. *sent* gives the year of days that are printed without one."""
    day, place = _letter_date(text)
    amounts: list[AmountClaim] = []
    costs: list[CostClaim] = []
    denials: list[Span] = []
    periods: list[PeriodClaim] = []
    before: Sentence | None = None
    for sentence in text.sentences:
        if sentence.marks:
            later = _is_later(text, sentence, before)
            kinds = {id(mark): _what(text, mark, sentence) for mark in sentence.marks if mark.concept == "amount"}
            amounts += [
                _amount(text, sentence, mark, kinds[id(mark)], later=later)
                for mark in sentence.marks
                if id(mark) in kinds
            ]
            found, refused = _costs(text, sentence, kinds, later)
            costs += found
            denials += refused
            periods += periods_of(text, sentence, before, sent or day)
        before = sentence
    return LetterClaims(
        text=text,
        periods=together(text, periods),
        costs=tuple(costs),
        denied_costs=tuple(denials),
        amounts=tuple(amounts),
        letter_date=day,
        letter_date_span=place,
    )


# --- negation ---------------------------------------------------------------------------------------------------------


def denied(mark: Mark, sentence: Sentence) -> bool:
    """Whether the sentence says that there is none of *mark*: `geen kosten`, `sans frais`, `kosten ... niet`.

    A `not` that belongs to a condition (`als u niet betaalt`) or to a payment denies nothing else.
    """
    clause = sentence.clause(mark.first)
    for other in sentence.marks:
        if other.concept == "no" and other.last <= mark.first <= other.last + 4:
            # `no € 40 costs`: the amount is that of the costs.
            between = [m for m in sentence.marks if other.last <= m.first < mark.first]
            between = [m for m in between if m.concept != "amount" or m.first > other.last]
            own = sentence.clause(other.first) == clause
            if own and not any(m.concept in ("amount", "pay", "paid") for m in between):
                return True
        if other.concept == "not" and sentence.clause(other.first) == clause and _reaches(other, mark, sentence):
            return True
    return False


def _reaches(no: Mark, mark: Mark, sentence: Sentence) -> bool:
    """Whether a `not` in the same clause speaks of *mark*."""
    low, high = min(no.first, mark.first), max(no.first, mark.first)
    between = [m for m in sentence.marks if low < m.first < high]
    if any(m.concept in ("condition", "unless") for m in between):
        return False
    clause = sentence.clause(no.first)
    conditions = [
        m
        for m in sentence.marks
        if m.concept == "condition" and sentence.clause(m.first) == clause and m.first < no.first
    ]
    if no.first < mark.first:  # `niet betaald ... kosten`: the payment is denied; `als u niet ...`: a condition
        return not conditions and not any(m.concept in ("pay", "paid") for m in between)
    settled = ("pay", "paid") if mark.concept == "phrase" else ("paid",)  # `that you do not pay` denies no threat
    return not any(m.concept in settled and m.first > no.first for m in sentence.marks)


# --- amounts and costs ------------------------------------------------------------------------------------------------


def _what(text: LetterText, amount: Mark, sentence: Sentence) -> str:
    """What an amount is: the nearest word that says so, words in the same clause and with no amount between first."""
    best, found = 2 * _FAR, "plain"
    for mark in sentence.marks:
        if mark.concept not in _KINDS:
            continue
        gap = amount.first - mark.last if mark.first < amount.first else mark.first - amount.last
        if 2 * gap - _JOINED >= best:
            continue  # too far, whatever else stands between
        low, high = min(mark.first, amount.first), max(mark.first, amount.first)
        others = sum(m.concept == "amount" and low < m.first < high for m in sentence.marks)
        clauses = abs(sentence.clause(mark.first) - sentence.clause(amount.first))
        far = 2 * gap + (mark.first > amount.first) + 6 * clauses
        joined = mark.first - amount.last == 1 and text.tokens[amount.last].text in _OF
        if joined:
            far -= _JOINED  # `€ 40 of costs`
        if mark.concept == "vat" and (joined or mark.first == amount.last) and not _is_inside(text, mark):
            far -= 2 * _JOINED  # `€ 40 VAT`, whatever stands before it
        far += 16 * others + {"sum": 16, "vat": 4, "total": 2}.get(mark.concept, 0)
        if mark.concept == "vat" and gap > 3:
            continue
        if far < best:
            best, found = far, mark.concept
    if found == "sum" and any(m.concept == "owed" and 0 <= amount.first - m.last <= 1 for m in sentence.marks):
        return "plain"  # `the amount is raised by € 40`
    return "principal" if found == "sum" else found


def _is_inside(text: LetterText, vat: Mark) -> bool:
    """Whether words behind `VAT` say that the amount holds it: `TVA comprise`."""
    return vat.last < len(text.tokens) and text.tokens[vat.last].text in _INCLUDED


def _amount(text: LetterText, sentence: Sentence, mark: Mark, what: str, *, later: bool) -> AmountClaim:
    minor = mark.value if isinstance(mark.value, int) else None
    detail = str(mark.detail or "")
    return AmountClaim(
        span=text.at(mark),
        minor=minor,
        currency=detail if minor is not None else "",
        what=what,
        later=later,
        is_limit=_is_limit(text, sentence, mark),
        slot="" if minor is not None else detail,
    )


def _is_limit(text: LetterText, sentence: Sentence, amount: Mark) -> bool:
    """Whether an amount is one that others are compared with: words before it say so, or `or more` behind it."""
    ahead = any(m.concept in _COMPARING and 0 <= amount.first - m.last <= 1 for m in sentence.marks)
    return ahead or _or_more(text, sentence, amount)


def _or_more(text: LetterText, sentence: Sentence, amount: Mark) -> bool:
    """Whether `or more` stands behind an amount."""
    behind = [token.text for token in text.tokens[amount.last : min(amount.last + 2, sentence.last)]]
    return len(behind) > 1 and behind[0] in _OR and behind[1] in _MORE


def _bound(text: LetterText, sentence: Sentence, amount: Mark) -> Literal["", "at least", "at most"]:
    """Whether an amount is the least or the most: `with a minimum of € 40`, `€ 40 or more`."""
    if _or_more(text, sentence, amount):
        return "at least"
    ahead = [m for m in sentence.marks if m.concept in _BOUNDS and 0 <= amount.first - m.last <= _NEAR]
    if not ahead:
        return ""
    return "at least" if ahead[-1].concept == "at least" else "at most"


def _is_later(text: LetterText, sentence: Sentence, before: Sentence | None) -> bool:
    """Whether a sentence speaks of what happens if the debtor does not pay."""
    hurry = any(mark.concept == "now" for mark in sentence.marks)
    if sentence.has("condition"):
        return True
    if sentence.has("unless"):
        return not hurry
    if sentence.has("future") and not hurry:
        return True
    if before is None or not before.marks or not before.has("condition"):
        return False
    asked = before.last < len(text.tokens) and text.tokens[before.last].text == "?"
    opens = sentence.marks[0].concept == "future" and sentence.marks[0].first == sentence.first
    return asked or opens


def _costs(
    text: LetterText, sentence: Sentence, kinds: dict[int, str], later: bool
) -> tuple[list[CostClaim], list[Span]]:
    """The costs of a sentence, and those that it denies."""
    named = [mark for mark in sentence.marks if mark.concept == "cost"]
    if not named:
        return [], []
    kept = [mark for mark in named if not denied(mark, sentence)]
    refused = [text.at(mark) for mark in named if mark not in kept]
    if not kept:
        return [], refused
    figures = [mark for mark in sentence.marks if kinds.get(id(mark)) == "cost"]
    rates = [mark for mark in sentence.marks if mark.concept == "percent" and rate_is_of(mark, sentence) == "cost"]
    hurry = any(mark.concept == "now" for mark in sentence.marks)
    when: When = "later" if later else "now" if hurry or figures else "named"
    found = [
        CostClaim(
            span=text.at(_nearest(mark, kept)),
            when=when,
            name=text.at(_nearest(mark, kept)).text,
            amount=mark.value if isinstance(mark.value, int) else None,
            amount_span=text.at(mark),
            percent=rates[0].value if rates and isinstance(rates[0].value, Decimal) else None,
            bound=_bound(text, sentence, mark),
            slot="" if isinstance(mark.value, int) else str(mark.detail or ""),
        )
        for mark in figures
    ]
    if not figures:
        rate = rates[0] if rates else None
        found.append(
            CostClaim(
                span=text.at(kept[0]),
                when="now" if when == "named" and rate is not None else when,
                name=text.at(kept[0]).text,
                percent=rate.value if rate is not None and isinstance(rate.value, Decimal) else None,
                amount_span=text.at(rate) if rate is not None else None,
            )
        )
    return found, refused


def _nearest(mark: Mark, among: list[Mark]) -> Mark:
    """The one with the fewest words between."""
    return min(
        among, key=lambda other: mark.first - other.last if other.first < mark.first else other.first - mark.last
    )


def rate_is_of(rate: Mark, sentence: Sentence) -> str:
    """What a percentage is of: ``cost``, ``interest`` or ``vat``; the nearest word, one before it reaching further."""
    named = [mark for mark in sentence.marks if mark.concept in ("cost", "interest", "vat")]

    def far(mark: Mark) -> int:
        ahead = mark.first < rate.first
        return 2 * (rate.first - mark.last) + 1 if ahead else 3 * (mark.first - rate.last) + 1

    return min(named, key=far).concept if named else ""


# --- the letter's own date --------------------------------------------------------------------------------------------


def _letter_date(text: LetterText) -> tuple[dt.date | None, Span | None]:
    """The day that the letter bears: said to be its date, or printed above the greeting and tied to nothing else."""
    for number, sentence in enumerate(text.sentences[:25]):
        days = [m for m in sentence.marks if m.concept == "date" and isinstance(m.value, dt.date)]
        tied = sentence.has(*_TIES)
        if days and (sentence.has("letter date") or not tied):
            day = days[0].value
            return (day if isinstance(day, dt.date) else None), text.at(days[0])
        if sentence.has("greeting") and number > 0:
            break
    return None, None
