"""How an invoice stands in the end: its entries with their states, and when anything changes next."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Literal

from dunlang.law.interest import Segment
from dunlang.model.case import Invoice
from dunlang.model.policy import Group
from dunlang.money import Money
from dunlang.schedule.line import Candidate, Done, Line
from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Reason, State
from dunlang.schedule.timing import last_day, term_start

__all__ = ["needs_a_person", "outcome"]

_DAY = dt.timedelta(days=1)
_STANDINGS: dict[str, Literal["paid", "handed over", "sold"]] = {
    "paid": "paid",
    "handed over": "handed over",
    "sold": "sold",
}


def outcome(line: Line, waiting: Candidate | None, as_of: dt.date, until: dt.date) -> InvoiceSchedule:
    """The schedule of one invoice after its line has come as far as *until*."""
    entries = _entries(line, waiting, as_of, until)
    account = line.account
    terms = line.group.terms
    dispute_until = None
    if terms.dispute is not None:
        start = term_start(terms.dispute.of, line.invoice)
        if start is not None:
            with suppress(LookupError):  # working days that nobody knows yet
                dispute_until = last_day(terms.dispute.within, start, line.clock.calendar)
    standing, reasons = _standing(line, as_of)
    return InvoiceSchedule(
        invoice=line.invoice,
        group=line.group,
        standing=standing,
        due=line.due,
        discount_until=account.discount_until,
        dispute_until=dispute_until,
        outstanding=Money(account.principal_on(as_of), line.invoice.amount.currency),
        entries=entries,
        holds=tuple(held.period() for held in line.holds.all),
        allocations=tuple(account.allocations),
        costs_from=account.costs_from if account.rules.costs is not None else None,
        next_change=_next_change(line, entries, as_of),
        reasons=reasons,
        amounts_on=account.amounts_on,
    )


def _standing(
    line: Line, as_of: dt.date
) -> tuple[Literal["not yet", "open", "paid", "handed over", "sold", "needs a person"], tuple[Reason, ...]]:
    reasons: list[Reason] = list(line.account.rules.reasons)
    if line.invoice.date > as_of:
        return "not yet", tuple(reasons)
    if line.ended is not None and (line.ended[1] < as_of or (line.ended[1] == as_of and not line.assumed_end)):
        return _STANDINGS[line.ended[0]], (*reasons, line.ended[2])  # what is only due today has not happened yet
    return "open", tuple(reasons)


def _entries(line: Line, waiting: Candidate | None, as_of: dt.date, until: dt.date) -> tuple[Entry, ...]:
    """An entry for every doing of every step, and one for each step that was not done."""
    entries: list[Entry] = []
    by_index: dict[int, list[Done]] = {}
    for record in line.history:
        by_index.setdefault(record.index, []).append(record)
    for index in range(len(line.group.steps)):
        entries += [_done_entry(line, record, as_of) for record in by_index.get(index, ())]
        open_again = line.last(index) is None
        if waiting is not None and waiting.index == index and (waiting.occurrence or open_again):
            entries.append(_waiting_entry(line, waiting, until))
        elif open_again and not (index in by_index and by_index[index][-1].failed == "withdrawn"):
            entries.append(_open_entry(line, index, waiting))
    return tuple(entries)


def _done_entry(line: Line, record: Done, as_of: dt.date) -> Entry:
    state: State = "done" if record.on < as_of or not record.assumed else "due" if record.on == as_of else "planned"
    reasons = record.reasons
    if record.failed:
        state = record.failed
        text = f"{record.failed} ({record.failed_on}): it counts as not done"
        reasons = (*reasons, Reason(record.failed.replace(" ", "-"), text))
    return Entry(
        invoice=line.invoice.id,
        group=line.group.name,
        step=line.group.steps[record.index],
        state=state,
        planned=record.planned,
        on=record.on,
        occurrence=record.occurrence,
        assumed=record.assumed,
        letter=record.letter,
        carried_by=record.carried_by,
        reasons=reasons,
    )


def _waiting_entry(line: Line, waiting: Candidate, until: dt.date) -> Entry:
    """The next step: beyond the horizon, held or blocked."""
    step = line.group.steps[waiting.index]
    why = waiting.why
    if waiting.day is not None:
        why = (*why, Reason("not-yet", f"its run is on {waiting.day}, after {until}", step.span))
    return Entry(
        invoice=line.invoice.id,
        group=line.group.name,
        step=step,
        state=waiting.state,
        planned=waiting.planned,
        on=waiting.day,
        occurrence=waiting.occurrence,
        reasons=why,
    )


def _open_entry(line: Line, index: int, waiting: Candidate | None) -> Entry:
    """A step that was not done and is not next: settled, ended, or still behind another."""
    step = line.group.steps[index]
    closed = line.closed.get(index)
    planned = _planned(line, index)
    if closed is not None:
        state: State = closed.state
        reasons: tuple[Reason, ...] = (closed.reason,)
        planned = None if state == "superseded" else planned
    elif line.ended is not None:
        state, reasons, planned = "superseded", (line.ended[2],), None
    elif waiting is not None and waiting.state != "planned":
        name = line.group.steps[waiting.index].name
        state, reasons = waiting.state, (Reason("behind", f"it comes after `{name}`, which waits", step.span),)
    else:
        behind = line.group.steps[waiting.index].name if waiting is not None else ""
        text = f"it comes after `{behind}`" if behind else "its day has not come"
        state, reasons = "planned", (Reason("not-yet", text, step.span),)
    return Entry(
        invoice=line.invoice.id, group=line.group.name, step=step, state=state, planned=planned, reasons=reasons
    )


def _planned(line: Line, index: int) -> dt.date | None:
    try:
        return line.planned(index)
    except LookupError:
        return None


def _next_change(line: Line, entries: tuple[Entry, ...], as_of: dt.date) -> dt.date | None:
    """The next day on which a step runs, a hold ends, a discount is gone or costs become due."""
    if line.ended is not None and line.ended[1] <= as_of:
        return None
    account = line.account
    days = [entry.on for entry in entries if entry.state in ("due", "planned")]
    days += [held.end for held in line.holds.all]
    days += [account.costs_from, account.discount_until and account.discount_until + _DAY, line.due and line.due + _DAY]
    return min((day for day in days if day is not None and day > as_of), default=None)


def needs_a_person(
    invoice: Invoice,
    group: Group | None,
    due: dt.date | None,
    why: Reason,
    standing: Literal["needs a person", "not yet"] = "needs a person",
) -> InvoiceSchedule:
    """An invoice that the policy cannot judge, or that does not exist yet: no steps, and the reason."""
    currency = invoice.amount.currency

    def amounts_on(day: dt.date) -> Amounts:
        nothing = Money(0, currency)
        none: tuple[Segment, ...] = ()
        return Amounts(
            on=day,
            principal=invoice.amount,
            interest=nothing,
            costs=nothing,
            costs_vat=nothing,
            costs_if_unpaid=nothing,
            vat_if_unpaid=nothing,
            total=invoice.amount,
            segments=none,
            reasons=(why,),
        )

    return InvoiceSchedule(
        invoice=invoice,
        group=group,
        standing=standing,
        due=due,
        discount_until=None,
        dispute_until=None,
        outstanding=invoice.amount,
        entries=(),
        holds=(),
        allocations=(),
        costs_from=None,
        next_change=None,
        reasons=(why,),
        amounts_on=amounts_on,
    )
