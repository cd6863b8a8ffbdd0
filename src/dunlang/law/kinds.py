"""The kinds of provisions: which keys each has and which record it becomes. The one statement of the file format.

``schema.json`` beside the data is written from these tables (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dunlang.dates import WEEKDAYS
from dunlang.law.costs import CostScale
from dunlang.law.periods import PeriodRule, ReceiptRule
from dunlang.law.records import (
    AgencyRule,
    AllocationRule,
    ChargeRule,
    ContactRule,
    DisputeRule,
    ElementList,
    Fact,
    Limitation,
    PaymentTerm,
    Phrase,
    ReminderFee,
    RequiredElement,
    Wording,
)
from dunlang.law.shapes import (
    Amount,
    Day,
    Field,
    Flag,
    ListOf,
    Number,
    Period,
    Record,
    Text,
    Values,
    Whole,
)
from dunlang.law.vocabulary import (
    CHANNELS,
    CLAIM_PARTS,
    COUNTED_FROM,
    DAY_COUNTS,
    DEBTORS,
    ELEMENTS,
    NOTICE_KINDS,
    PERIOD_STARTS,
    SENDERS,
    SENSES,
    SIZES,
)
from dunlang.records import frozen

__all__ = [
    "COMMON",
    "CONFIDENCE",
    "KINDS",
    "NAME",
    "Convention",
    "CostBody",
    "InterestBody",
    "Kind",
    "RateBody",
    "RawRow",
]

NAME = Text(pattern=r"[a-z]+(-[a-z0-9]+)*", example="a name in lower case such as `statutory`")
_RATE_REFERENCE = Text(
    pattern=r"([A-Z]{2}\.)?[a-z]+(-[a-z0-9]+)*", example="a rate such as `commercial` or `EU.reference`"
)
CONFIDENCE = Text(
    pattern=r"verified(:[1-9]\d?)?|single|derived|memory|house",
    example="`verified`, `verified:3`, `single`, `derived`, `memory` or (in a pack of your own) `house`",
)
_TIME = Text(pattern=r"([01]\d|2[0-4]):[0-5]\d", example='a time in quotes such as "20:00"')
_ONE = Decimal(1)
_NONE = Decimal(0)


@frozen(kw_only=True)
class RawRow:
    """A row of a series as written; the loader checks it and makes a :class:`~dunlang.law.rates.SeriesRow` of it."""

    start: Any
    until: Any = None
    percent: Any = None
    base: Any = None
    points: Any = _NONE
    factor: Any = _ONE
    round_up_to: Any = None
    confidence: Any = None
    sources: Any = None
    note: str = ""


@frozen(kw_only=True)
class RateBody:
    """A rate over time, before its rows are checked."""

    rate: str
    rows: tuple[RawRow, ...]
    known_until: Any = None


@frozen(kw_only=True)
class InterestBody:
    """Which rate is what kind of interest: ``rate`` times ``factor`` plus ``points``."""

    role: str
    rate: str
    factor: Decimal = _ONE
    points: Decimal = _NONE
    runs_from: str = "due"
    needs_clause: bool = False


@frozen(kw_only=True)
class Convention:
    """How interest is computed; see :class:`~dunlang.law.interest.InterestRule`."""

    role: str
    divisor: str
    compounding: str
    rounding: str
    cut: str
    first_day: str = ""
    last_day: str = ""


@frozen(kw_only=True)
class CostBody:
    """A cost scale and what belongs to it."""

    role: str
    scale: CostScale
    aggregate: bool = False
    per: str = "debtor"
    vat: str = "none"
    needs_clause: bool = False


@frozen(kw_only=True)
class Kind:
    """One kind of provision: its own keys, its record, and by what two of them ask the same question.

    *question* gives, for a body, what may be answered once only for the same debtor, size and day; None for kinds of
    which many may hold at once.
    """

    fields: dict[str, Field]
    build: Callable[..., Any]
    question: Callable[[Any], tuple[Any, ...]] | None = None


def _cost(*, pieces: Any, minimum: Any, maximum: Any, **rest: Any) -> CostBody:
    steps = tuple((piece["up_to"], piece["base"], piece["percent"]) for piece in pieces)
    return CostBody(scale=CostScale.stepped(steps, minimum, maximum), **rest)


def _interest(*, role: Any, rate: Any, factor: Any, points: Any, runs_from: Any, needs_clause: Any) -> InterestBody:
    return InterestBody(
        role=role, rate=rate, factor=factor, points=points, runs_from=runs_from, needs_clause=needs_clause
    )


_ROW = Record(
    {
        "from": Field(Day(), required=True, attr="start"),
        "until": Field(Day()),
        "value": Field(Number(words=("unknown",)), attr="percent"),
        "base": Field(_RATE_REFERENCE),
        "points": Field(Number(), default=_NONE),
        "factor": Field(Number(), default=_ONE),
        "round_up_to": Field(Number()),
        "confidence": Field(CONFIDENCE),
        "sources": Field(ListOf(Text())),
        "note": Field(Text(), default=""),
    },
    RawRow,
)

_PIECE = Record(
    {"up_to": Field(Amount()), "base": Field(Amount()), "percent": Field(Number(), default=_NONE)},
)

_ELEMENT = Record(
    {
        "any_of": Field(ListOf(Text(ELEMENTS)), default=()),
        "says": Field(Text(), default=""),
        "when": Field(Text(("costs", "vat", "interest", "assigned", "agency"))),
        "article": Field(Text(), default=""),
        "warns": Field(Flag(), default=False),
    },
    lambda *, warns, **rest: RequiredElement(may_be_error=not warns, **rest),
)

_PHRASE = Record(
    {
        "text": Field(Text(), required=True),
        "verdict": Field(Text(("accepted", "rejected", "divided")), required=True),
        "says": Field(Text(), default=""),
        "start": Field(Text(PERIOD_STARTS)),
        "at_least": Field(Period()),
        "at_most": Field(Period()),
        "sense": Field(Text(SENSES)),
    },
    Phrase,
)

_NOTICES = ListOf(Text(NOTICE_KINDS))
_RUNS_FROM = Text(("due", "period", "sending", "notice", "claim"))

#: The keys that each provision has.
COMMON: dict[str, Field] = {
    "id": Field(
        Text(pattern=r"[a-z][a-z0-9]*([._-][a-z0-9]+)*", example="an id such as `nl.costs.scale`"), required=True
    ),
    "kind": Field(Text(), required=True),
    "says": Field(Text(), required=True),
    "article": Field(Text(), required=True),
    "sources": Field(ListOf(Text()), default=()),
    "from": Field(Day(), attr="start"),
    "until": Field(Day()),
    "for": Field(ListOf(Text(DEBTORS)), default=DEBTORS, attr="debtors"),
    "creditor_size": Field(Text(SIZES)),
    "debtor_size": Field(Text(SIZES)),
    "confidence": Field(CONFIDENCE, required=True),
    "verified_on": Field(Day()),
    "note": Field(Text(), default=""),
}

#: The kinds, by name.
KINDS: dict[str, Kind] = {
    "rate": Kind(
        fields={
            "rate": Field(NAME, required=True),
            "known_until": Field(Day()),
            "rows": Field(ListOf(_ROW), required=True),
        },
        build=RateBody,
        question=lambda body: (body.rate,),
    ),
    "convention": Kind(
        fields={
            "role": Field(Text(("statutory", "contract")), required=True),
            "divisor": Field(Text(DAY_COUNTS, example='a day count such as "365"'), required=True),
            "compounding": Field(Text(("none", "yearly")), required=True),
            "rounding": Field(Text(("segment", "total")), required=True),
            "cut": Field(Text(("each change", "rate at start", "rate at end")), required=True),
            "first_day": Field(Text(), default=""),
            "last_day": Field(Text(), default=""),
        },
        build=Convention,
        question=lambda body: (body.role,),
    ),
    "interest": Kind(
        fields={
            "role": Field(Text(("statutory", "cap", "floor")), required=True),
            "rate": Field(_RATE_REFERENCE, required=True),
            "factor": Field(Number(), default=_ONE),
            "points": Field(Number(), default=_NONE),
            "runs_from": Field(_RUNS_FROM, default="due"),
            "needs_clause": Field(Flag(), default=False),
        },
        build=_interest,
        question=lambda body: (body.role,),
    ),
    "cost": Kind(
        fields={
            "role": Field(Text(("statutory", "cap")), required=True),
            "pieces": Field(ListOf(_PIECE), required=True),
            "minimum": Field(Amount()),
            "maximum": Field(Amount()),
            "aggregate": Field(Flag(), default=False),
            "per": Field(Text(("debtor", "invoice")), default="debtor"),
            "vat": Field(Text(("none", "not reclaimed")), default="none"),
            "needs_clause": Field(Flag(), default=False),
        },
        build=_cost,
        question=lambda body: (body.role,),
    ),
    "charging": Kind(
        fields={
            "letter": Field(Flag(), required=True),
            "notices": Field(_NOTICES, default=()),
            "minimum": Field(Period()),
            "counted_from": Field(Text(("receipt", "sending", "due")), default="due"),
            "interest": Field(_RUNS_FROM, default="due"),
            "needs_clause": Field(Flag(), default=False),
            "forbidden": Field(Flag(), default=False),
            "defect": Field(Text(), default=""),
        },
        build=ChargeRule,
        question=lambda _: (),
    ),
    "elements": Kind(
        fields={
            "notices": Field(_NOTICES, required=True),
            "sender": Field(Text(SENDERS), default="creditor"),
            "elements": Field(ListOf(_ELEMENT), required=True),
        },
        build=ElementList,
    ),
    "wording": Kind(
        fields={
            "notices": Field(_NOTICES, required=True),
            "language": Field(Text(pattern="[a-z]{2}", example="a language such as `nl`"), required=True),
            "phrases": Field(ListOf(_PHRASE), required=True),
        },
        build=Wording,
    ),
    "receipt": Kind(
        fields={
            "channels": Field(ListOf(Text(CHANNELS)), required=True),
            "day": Field(Whole()),
            "skip": Field(ListOf(Text((*WEEKDAYS, "holiday"))), default=()),
            "day_one": Field(Flag(), default=False),
            "rebuttable": Field(Flag(), default=True),
        },
        build=ReceiptRule,
    ),
    "period": Kind(
        fields={
            "moves_on": Field(Flag(), required=True),
            "up_to": Field(Period()),
            "counted_from": Field(ListOf(Text(("receipt", "sending"))), default=("receipt", "sending")),
        },
        build=PeriodRule,
        question=lambda _: (),
    ),
    "term": Kind(
        fields={
            "default": Field(Period()),
            "maximum": Field(Period()),
            "counted_from": Field(Text(COUNTED_FROM), default="receipt of the invoice"),
            "above": Field(Text(("void", "express")), default="express"),
            "end_of_month": Field(Period()),
        },
        build=PaymentTerm,
        question=lambda _: (),
    ),
    "reminder-fee": Kind(
        fields={
            "free": Field(Whole(), default=0),
            "per": Field(Text(("due date", "calendar year", "month")), default="due date"),
            "maximum": Field(Amount()),
            "tolerated": Field(Amount()),
            "plus_postage": Field(Flag(), default=False),
            "supply": Field(Text(("any", "recurring")), default="any"),
        },
        build=ReminderFee,
        question=lambda body: (body.supply,),
    ),
    "allocation": Kind(
        fields={"order": Field(ListOf(Text(CLAIM_PARTS)), required=True)},
        build=AllocationRule,
        question=lambda _: (),
    ),
    "contact": Kind(
        fields={
            "who": Field(ListOf(Text(SENDERS)), required=True),
            "channels": Field(ListOf(Text(CHANNELS)), default=()),
            "not_before": Field(_TIME),
            "not_after": Field(_TIME),
            "not_on": Field(ListOf(Text((*WEEKDAYS, "holiday"))), default=()),
            "at_most": Field(Whole()),
            "within": Field(Period()),
            "language_level": Field(Text()),
        },
        build=ContactRule,
    ),
    "agency": Kind(
        fields={
            "registration": Field(Flag(), required=True),
            "register": Field(Text(), default=""),
            "exempt": Field(ListOf(Text()), default=()),
            "announce": Field(Flag(), default=False),
            "fee_to_debtor": Field(Amount()),
        },
        build=AgencyRule,
        question=lambda _: (),
    ),
    "limitation": Kind(
        fields={
            "period": Field(Period(), required=True),
            "claim": Field(Text(), default="any"),
            "counted_from": Field(Text(COUNTED_FROM), default="due"),
            "interrupted_by_letter": Field(Flag(), default=False),
        },
        build=Limitation,
        question=lambda body: (body.claim,),
    ),
    "dispute": Kind(
        fields={
            "stops": Field(ListOf(Text(("costs", "interest", "contact", "handover", "supply stop"))), required=True),
            "interest_stops_after": Field(Period()),
            "binds": Field(ListOf(Text(SENDERS)), default=("creditor", "agency")),
        },
        build=DisputeRule,
    ),
    "fact": Kind(
        fields={"topic": Field(NAME, required=True), "values": Field(Values(), default=None)},
        build=lambda *, topic, values: Fact(topic=topic, values=values or {}),
    ),
}
