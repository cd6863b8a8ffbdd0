"""A simulated day as JSON, described by ``schemas/worklist.json``, and its rows as JSON Lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dunlang.money import Money
from dunlang.report.json import dump, dump_line
from dunlang.report.policy_json import money
from dunlang.report.rejects import rejects_json
from dunlang.report.schedule_json import amounts_json, debtor_json, letter_json, reasons_json
from dunlang.report.words import action_words

if TYPE_CHECKING:
    from dunlang.portfolio.simulation import Item, Person, Reconciliation, Simulation, Total
    from dunlang.portfolio.table import Reject
    from dunlang.portfolio.weeks import Week

__all__ = ["VERSION", "worklist_json", "worklist_jsonl"]

#: The version of the layout.
VERSION = 1

Json = dict[str, Any]


def worklist_json(found: Simulation, *, rejects: Sequence[Reject] = (), tool: str) -> str:
    """The whole simulation, and the rows of the ledger that were not taken."""
    return dump(
        {
            "format": "dunlang-worklist",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "policy": found.policy,
            "date": found.date.isoformat(),
            "until": found.until.isoformat(),
            "worklist": [_item(item) for item in found.worklist],
            "held": [_item(item) for item in found.held],
            "blocked": [_item(item) for item in found.blocked],
            "needs_person": [_person(one) for one in found.needs_person],
            "supply_stops": [
                {
                    "debtor": debtor_json(stop.debtor),
                    "from": stop.start.isoformat(),
                    "until": _day(stop.until),
                    "reasons": reasons_json((stop.reason,)),
                }
                for stop in found.supply
            ],
            "forecast": [_item(item) for item in found.forecast],
            "totals": [_total(total) for total in found.totals],
            "forecast_totals": [_total(total) for total in found.forecast_totals],
            "forecast_weeks": [_week(week) for week in found.weeks],
            "ageing": [
                {"group": one.group or None, "age": one.age, "count": one.count, "outstanding": money(one.outstanding)}
                for one in found.ageing
            ],
            "standings": [
                {"standing": one.standing, "count": one.count, "outstanding": money(one.outstanding)}
                for one in found.standings
            ],
            "reconciliation": [_sums(sums) for sums in found.reconciliation],
            "balanced": found.balanced,
            "rejected": rejects_json(rejects),
        }
    )


def worklist_jsonl(found: Simulation) -> str:
    """The lists row by row, one JSON object a line: ``list`` names the list, else as in :func:`worklist_json`."""
    lists = (
        ("worklist", found.worklist),
        ("held", found.held),
        ("blocked", found.blocked),
        ("forecast", found.forecast),
    )
    rows = [{"list": name, **_item(item)} for name, items in lists for item in items]
    rows += [{"list": "needs a person", **_person(one)} for one in found.needs_person]
    return "".join(dump_line(row) for row in rows)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _item(item: Item) -> Json:
    return {
        "debtor": debtor_json(item.debtor),
        "invoice": item.invoice.id,
        "due": _day(item.due),
        "group": item.group,
        "step": item.step.name,
        "state": item.state,
        "occurrence": item.occurrence,
        "planned": _day(item.planned),
        "on": _day(item.on),
        "does": [action_words(action) for action in item.step.actions],
        "channels": list(item.channels),
        "role": item.role or None,
        "letter": letter_json(item.letter),
        "carried_by": item.carried_by or None,
        "outstanding": money(item.outstanding),
        "amounts": amounts_json(item.amounts),
        "reasons": reasons_json(item.reasons),
    }


def _person(one: Person) -> Json:
    return {
        "debtor": debtor_json(one.debtor),
        "invoice": one.invoice.id,
        "outstanding": money(one.outstanding),
        "reasons": reasons_json(one.reasons),
    }


def _week(week: Week) -> Json:
    return {
        "from": week.first.isoformat(),
        "until": week.last.isoformat(),
        "steps": week.steps,
        "invoices": week.invoices,
        "outstanding": [money(sum_) for sum_ in week.outstanding],
        "totals": [_total(total) for total in week.totals],
    }


def _total(total: Total) -> Json:
    return {
        "group": total.group,
        "step": total.step,
        "channel": total.channel,
        "count": total.count,
        "outstanding": money(total.outstanding),
    }


def _sums(sums: Reconciliation) -> Json:
    parts = {
        "invoiced": sums.invoiced,
        "received": sums.received,
        "to_costs": sums.to_costs,
        "to_interest": sums.to_interest,
        "to_principal": sums.to_principal,
        "unallocated": sums.unallocated,
        "discounts": sums.discounts,
        "outstanding": sums.outstanding,
    }
    return {
        "currency": sums.currency,
        "invoices": sums.invoices,
        **{name: Money(minor, sums.currency).plain() for name, minor in parts.items()},
        "balanced": sums.balanced,
    }
