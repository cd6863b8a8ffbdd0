"""The answers of the calculators: records that can say themselves as JSON.

Amounts are strings with their decimals, days stand in ISO form, each figure has the provisions that it rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

from dunlang.dates import Offset
from dunlang.law.costs import CostAmount
from dunlang.law.country import CountryLaw
from dunlang.law.interest import Accrual, InterestRule
from dunlang.law.periods import Period, ReceiptRule
from dunlang.law.provision import Provision
from dunlang.law.rates import RatePeriod
from dunlang.money import Money
from dunlang.records import frozen

__all__ = [
    "CostsAnswer",
    "InterestAnswer",
    "InterestQuestion",
    "NoAnswer",
    "RateAnswer",
    "ReceiptAnswer",
    "cited",
    "plain",
]

_DAY = dt.timedelta(days=1)


@frozen
class NoAnswer:
    """Why a question has no answer, and what would have one."""

    message: str
    help: str = ""


def plain(number: Decimal) -> str:
    """A rate without trailing zeros or exponent: ``10.15``, ``8``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cited(provisions: Iterable[Provision | None]) -> list[dict[str, Any]]:
    """Provisions as JSON, each once."""
    seen: dict[tuple[str, dt.date | None], Provision] = {}
    for provision in provisions:
        if provision is not None:
            seen.setdefault((provision.id, provision.start), provision)
    return [
        {
            "id": provision.id,
            "article": provision.article,
            "says": provision.says,
            "from": _day(provision.start),
            "until": _day(provision.until),
            "confidence": str(provision.confidence),
            "verified_on": _day(provision.verified_on),
            "note": provision.note or None,
            "sources": [source.url or source.what for source in provision.sources],
            "origin": provision.origin,
        }
        for provision in seen.values()
    ]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


@frozen(kw_only=True)
class CostsAnswer:
    """Collection costs on one or more principals: what the law gives, and the most that a clause may ask."""

    law: CountryLaw
    debtor: str
    on: dt.date
    principals: tuple[int, ...]
    added_up: bool
    given: CostAmount | None
    maximum: int | None
    needs_clause: bool
    notes: tuple[str, ...]
    provisions: tuple[Provision, ...]

    def money(self, minor: int | None) -> str | None:
        """An amount in the country's currency, without its code."""
        return None if minor is None else Money(minor, self.law.currency).plain()

    def json(self) -> dict[str, Any]:
        """The answer as JSON."""
        given = self.given
        return {
            "country": self.law.code,
            "debtor": self.debtor,
            "on": self.on.isoformat(),
            "currency": self.law.currency,
            "principal": self.money(sum(self.principals)),
            "principals": [self.money(principal) for principal in self.principals],
            "added_up": self.added_up,
            "amount": self.money(given.amount) if given else None,
            "vat": self.money(given.vat) if given else None,
            "total": self.money(given.total) if given else None,
            "maximum": self.money(self.maximum),
            "needs_clause": self.needs_clause,
            "notes": list(self.notes),
            "provisions": cited(self.provisions),
        }


@frozen(kw_only=True)
class RateAnswer:
    """A rate on a day."""

    law: CountryLaw
    kind: str
    on: dt.date
    period: RatePeriod

    def json(self) -> dict[str, Any]:
        """The answer as JSON."""
        period = self.period
        return {
            "country": self.law.code,
            "kind": self.kind,
            "on": self.on.isoformat(),
            "rate": plain(period.percent),
            "from": period.start.isoformat() if period.start != dt.date.min else None,
            "until": (period.end - _DAY).isoformat() if period.end != dt.date.max else None,
            "provisions": cited([period.provision]),
        }


@frozen(kw_only=True)
class InterestQuestion:
    """What interest to compute: on *principal* (minor units) over ``[start, end)``.

    *kind* names a rate of the country; with *percent* a declared rate is meant instead; with neither, what is
    statutory for *debtor*. *payments* are (day, minor units); *costs_due* stand open from *start* on and take their
    place in the order in which payments are allocated.
    """

    principal: int
    start: dt.date
    end: dt.date
    kind: str | None = None
    debtor: str | None = None
    percent: Decimal | None = None
    per: Literal["year", "month"] = "year"
    points: Decimal = Decimal(0)
    compounding: str | None = None
    divisor: str | None = None
    payments: tuple[tuple[dt.date, int], ...] = ()
    costs_due: int = 0


@frozen(kw_only=True)
class InterestAnswer:
    """The interest over a delay."""

    law: CountryLaw
    question: InterestQuestion
    rule: InterestRule
    accrual: Accrual
    principal_left: int
    costs_left: int

    def money(self, minor: int) -> str:
        """An amount in the country's currency, without its code."""
        return Money(minor, self.law.currency).plain()

    def json(self) -> dict[str, Any]:
        """The answer as JSON; ``to`` of each segment is the first day after it."""
        ask, rule, found = self.question, self.rule, self.accrual
        answer: dict[str, Any] = {
            "country": self.law.code,
            "kind": rule.kind,
            "debtor": ask.debtor,
            "currency": self.law.currency,
            "principal": self.money(ask.principal),
            "from": ask.start.isoformat(),
            "to": ask.end.isoformat(),
            "days": sum(segment.days for segment in found.segments),
            "interest": self.money(found.total),
            "total": self.money(self.principal_left + self.costs_left + found.outstanding),
            "daycount": rule.divisor,
            "compounding": rule.compounding,
            "rounding": rule.rounding,
            "cut": rule.cut,
            "segments": [
                {
                    "from": segment.start.isoformat(),
                    "to": segment.end.isoformat(),
                    "days": segment.days,
                    "principal": self.money(segment.principal),
                    "rate": plain(segment.percent),
                    "interest": self.money(segment.interest),
                    "provision": segment.provision.id if segment.provision else None,
                }
                for segment in found.segments
            ],
            "provisions": cited([*rule.provisions, *(used for part in found.segments for used in rule.held_in(part))]),
        }
        if ask.payments:
            answer |= {
                "interest_paid": self.money(found.paid),
                "interest_open": self.money(found.outstanding),
                "principal_open": self.money(self.principal_left),
                "costs_open": self.money(self.costs_left),
            }
        return answer


@frozen(kw_only=True)
class ReceiptAnswer:
    """Receipt of a letter and the running of its period."""

    law: CountryLaw
    channels: tuple[str, ...]
    sent: dt.date
    length: Offset
    debtor: str
    period: Period
    opens_costs: bool
    """Whether costs may be charged once the period has run: not where they are due without a letter, or never."""
    notes: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The answer as JSON; days that nobody knows are null, and so is receipt where the law names day 1 instead."""
        run = self.period
        named = any(isinstance(used.body, ReceiptRule) and used.body.day_one for used in run.provisions)
        return {
            "country": self.law.code,
            "debtor": self.debtor,
            "by": list(self.channels),
            "sent": self.sent.isoformat(),
            "period": str(self.length),
            "received": None if named else _day(run.received),
            "presumed": run.presumed,
            "day_one": _day(run.day_one),
            "last_free_day": _day(run.last_free_day),
            "costs_from": _day(run.next_day) if self.opens_costs else None,
            "notes": [*run.notes, *self.notes],
            "provisions": cited(run.provisions),
        }
