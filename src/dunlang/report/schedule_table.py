"""A schedule for people: where the invoice stands, its steps by day with amounts, and why."""

from __future__ import annotations

import datetime as dt

from dunlang.report.colour import Paint, Style, plain
from dunlang.report.tables import table
from dunlang.report.width import clean
from dunlang.report.words import action_words
from dunlang.schedule.result import Entry, InvoiceSchedule, Schedule

__all__ = ["schedule_table"]

_STYLES: dict[str, Style] = {"due": "bold", "held": "warning", "blocked": "warning", "done": "dim"}


def schedule_table(schedule: Schedule, *, why: bool = True, paint: Paint = plain) -> str:
    """A paragraph for each invoice; with *why* the reasons follow the table, step by step."""
    parts = [_invoice(found, schedule, why, paint) for found in schedule.invoices]
    stops = [
        f"supply stopped from {stop.start} {f'until {stop.until}' if stop.until else 'on'}: {clean(stop.reason.text)}\n"
        for stop in schedule.supply
    ]
    return "\n".join(parts) + ("\n" + "".join(stops) if stops else "")


def _invoice(found: InvoiceSchedule, schedule: Schedule, why: bool, paint: Paint) -> str:
    invoice = found.invoice
    group = "no group" if found.group is None else f"group {found.group.name}"
    said = [f"{group}", f"due {found.due or 'not known'}"]
    if found.discount_until is not None:
        said.append(f"discount until {found.discount_until}")
    if found.dispute_until is not None:
        said.append(f"complaints until {found.dispute_until}")
    said.append(f"{found.standing}, {found.outstanding} open on {schedule.as_of}")
    head = paint("bold", f"invoice {clean(invoice.id)}") + f" of {invoice.date} for {invoice.amount}\n"
    lines = [head, f"  {clean(', '.join(said))}\n"]
    lines += [f"  {clean(reason.text)}\n" for reason in found.reasons]
    for hold in found.holds:
        end = f"until {hold.until}" if hold.until is not None else "with no end known"
        clock = "the clock stops" if hold.clock_stops else "the clock runs"
        lines.append(f"  held for {hold.cause} from {hold.start} {end}, {clock}\n")
    entries = sorted(found.entries, key=lambda entry: entry.on or dt.date.max)
    if entries:
        lines.append("\n" + _steps(entries, found, paint))
    if why:
        notes = [line for entry in entries for line in _why(entry)]
        if notes:
            lines.append("\n" + "".join(f"  {clean(note)}\n" for note in notes))
    return "".join(lines)


def _steps(entries: list[Entry], found: InvoiceSchedule, paint: Paint) -> str:
    rows = []
    for entry in entries:
        amounts = found.amounts_on(entry.on) if entry.on is not None else None
        letter = entry.letter
        rows.append(
            (
                "" if entry.on is None else f"{entry.on:%a} {entry.on}",
                _name(entry),
                entry.state + (" (assumed)" if entry.assumed and entry.state == "done" else ""),
                ", ".join(map(action_words, entry.step.actions)),
                "" if letter is None or letter.deadline is None else str(letter.deadline),
                "" if amounts is None else amounts.principal.plain(),
                "" if amounts is None or not amounts.interest.minor else amounts.interest.plain(),
                "" if amounts is None or not amounts.costs.minor else amounts.costs.plain(),
                ""
                if amounts is None or letter is None or not letter.announces_costs
                else amounts.costs_if_unpaid.plain(),
            )
        )
    headers = ("day", "step", "state", "what", "deadline", "principal", "interest", "costs", "costs announced")
    return table(headers, rows, right=(5, 6, 7, 8), indent=2, paint=paint)


def _name(entry: Entry) -> str:
    return entry.step.name + (f" ({entry.occurrence + 1})" if entry.occurrence else "")


def _why(entry: Entry) -> list[str]:
    reasons = [*entry.reasons, *(entry.letter.reasons if entry.letter is not None else ())]
    return [
        f"{_name(entry)}: {reason.text}" + (f" [{reason.provision}]" if reason.provision else "") for reason in reasons
    ]
