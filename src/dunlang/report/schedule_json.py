"""Schedules as JSON, described by ``schemas/schedule.json``: dated steps, amounts and reasons.

Amounts are texts with all digits of their currency; dates are ISO; what is not known is null.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dunlang.model.case import Debtor
from dunlang.money import Money
from dunlang.report.json import dump
from dunlang.report.policy_json import money
from dunlang.report.words import action_words
from dunlang.schedule.result import (
    Allocation,
    Amounts,
    Entry,
    HoldPeriod,
    InvoiceSchedule,
    Letter,
    Reason,
    Schedule,
    SupplyStop,
)

__all__ = ["VERSION", "amounts_json", "letter_json", "reasons_json", "schedule_json"]

#: The version of the layout.
VERSION = 1

Json = dict[str, Any]


def schedule_json(schedule: Schedule, *, policy: str, tool: str) -> str:
    """One debtor's schedule; *policy* is the policy's title."""
    return dump(
        {
            "format": "dunlang-schedule",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "policy": policy,
            "as_of": schedule.as_of.isoformat(),
            "until": schedule.until.isoformat(),
            "debtor": debtor_json(schedule.case.debtor),
            "invoices": [_invoice(found, schedule.as_of) for found in schedule.invoices],
            "supply_stops": [_supply(stop) for stop in schedule.supply],
        }
    )


def debtor_json(debtor: Debtor) -> Json:
    """The debtor's own facts."""
    return {
        "id": debtor.id,
        "name": debtor.name,
        "kind": debtor.kind,
        "country": debtor.country,
        "language": debtor.language,
        "segment": debtor.segment,
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _invoice(found: InvoiceSchedule, as_of: dt.date) -> Json:
    currency = found.invoice.amount.currency
    return {
        "invoice": found.invoice.id,
        "date": found.invoice.date.isoformat(),
        "amount": money(found.invoice.amount),
        "group": None if found.group is None else found.group.name,
        "standing": found.standing,
        "due": _day(found.due),
        "discount_until": _day(found.discount_until),
        "dispute_until": _day(found.dispute_until),
        "outstanding": money(found.outstanding),
        "costs_from": _day(found.costs_from),
        "next_change": _day(found.next_change),
        "amounts": amounts_json(found.amounts_on(as_of)),
        "entries": [_entry(entry, found) for entry in found.entries],
        "holds": [_hold(hold) for hold in found.holds],
        "allocations": [_allocation(part, currency) for part in found.allocations],
        "reasons": reasons_json(found.reasons),
    }


def _entry(entry: Entry, found: InvoiceSchedule) -> Json:
    return {
        "step": entry.step.name,
        "state": entry.state,
        "planned": _day(entry.planned),
        "on": _day(entry.on),
        "occurrence": entry.occurrence,
        "assumed": entry.assumed,
        "does": [action_words(action) for action in entry.step.actions],
        "letter": letter_json(entry.letter),
        "carried_by": entry.carried_by or None,
        "amounts": None if entry.on is None else amounts_json(found.amounts_on(entry.on)),
        "reasons": reasons_json(entry.reasons),
    }


def letter_json(letter: Letter | None) -> Json | None:
    """What a letter gives."""
    if letter is None:
        return None
    return {
        "notice": letter.notice,
        "sent": letter.sent.isoformat(),
        "channels": list(letter.channels),
        "received": _day(letter.received),
        "deadline": _day(letter.deadline),
        "period": letter.period or None,
        "reasons": reasons_json(letter.reasons),
    }


def amounts_json(amounts: Amounts | None) -> Json | None:
    """What is owed on a day, with the interest period by period."""
    if amounts is None:
        return None
    currency = amounts.principal.currency
    return {
        "on": amounts.on.isoformat(),
        "currency": currency,
        "principal": amounts.principal.plain(),
        "interest": amounts.interest.plain(),
        "costs": amounts.costs.plain(),
        "costs_vat": amounts.costs_vat.plain(),
        "costs_if_unpaid": amounts.costs_if_unpaid.plain(),
        "vat_if_unpaid": amounts.vat_if_unpaid.plain(),
        "total": amounts.total.plain(),
        "interest_segments": [
            {
                "from": segment.start.isoformat(),
                "to": segment.end.isoformat(),
                "days": segment.days,
                "principal": Money(segment.principal, currency).plain(),
                "percent": f"{segment.percent:f}",
                "interest": Money(segment.interest, currency).plain(),
                "provision": None if segment.provision is None else segment.provision.id,
            }
            for segment in amounts.segments
        ],
        "rate_unknown_from": _day(amounts.unknown_from),
        "reasons": reasons_json(amounts.reasons),
    }


def reasons_json(reasons: tuple[Reason, ...]) -> list[Json]:
    """Reasons with the place in the policy and the provision of law behind each."""
    return [
        {
            "code": reason.code,
            "text": reason.text,
            "policy": None if reason.span is None else str(reason.span),
            "provision": reason.provision or None,
        }
        for reason in reasons
    ]


def _hold(hold: HoldPeriod) -> Json:
    return {
        "cause": hold.cause,
        "from": hold.start.isoformat(),
        "until": _day(hold.until),
        "clock_stops": hold.clock_stops,
        "interest_stops": hold.interest_stops,
        "reasons": reasons_json((hold.reason,)),
    }


def _allocation(part: Allocation, currency: str) -> Json:
    return {
        "date": part.date.isoformat(),
        "kind": part.kind,
        "amount": Money(part.amount, currency).plain(),
        "to_costs": Money(part.to_costs, currency).plain(),
        "to_interest": Money(part.to_interest, currency).plain(),
        "to_principal": Money(part.to_principal, currency).plain(),
        "unallocated": Money(part.unallocated, currency).plain(),
    }


def _supply(stop: SupplyStop) -> Json:
    return {"from": stop.start.isoformat(), "until": _day(stop.until), "reasons": reasons_json((stop.reason,))}
