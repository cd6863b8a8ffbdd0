"""Why, and why not: what is known about one invoice on a day, step by step, each line with its source.

The answer is text in a fixed structure (:class:`Line`), so that a terminal, a host and a test read the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from dunlang.model.condition import holds, words
from dunlang.model.fields import fact_lookup
from dunlang.money import Money
from dunlang.portfolio.actions import does
from dunlang.portfolio.gathering import standing_of
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.case import Case, Event, Invoice
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Reason
    from dunlang.source import Span

__all__ = ["Explanation", "Line", "explain"]


@frozen(kw_only=True)
class Line:
    """One statement: its subject, what is said, and where that comes from."""

    about: Literal["invoice", "event", "group", "terms", "hold", "money", "step", "reason"]
    text: str
    span: Span | None = attrs.field(default=None, repr=False)
    """The line of the policy behind it."""
    provision: str = ""
    """The id of the provision of law behind it."""
    depth: int = 0
    """How far it is indented: a reason belongs to the line above it."""


@frozen(kw_only=True)
class Explanation:
    """What is known about *invoice* on *date*; *step* where only one step was asked about."""

    invoice: str
    date: dt.date
    step: str
    lines: tuple[Line, ...]


def explain(
    engine: Engine, case: Case, invoice: str, *, date: dt.date, step: str = "", until: dt.date | None = None
) -> Explanation:
    """Explain the schedule of *invoice*, which belongs to *case*, as known on *date*; LookupError where it does not.

    With *step* only what bears on that step is said. *until* is how far to look ahead (default: the engine's).
    """
    schedule = engine.schedule(case, as_of=date, until=until)
    found = schedule.invoice(invoice)
    if found is None:
        raise LookupError(f"invoice `{invoice}` does not belong to debtor `{case.debtor.id}`")
    lines = [_headline(case, found)]
    if found.group is not None and standing_of(found) == found.standing:
        lines += _reasons(found.reasons, 1)
    lines += _group(engine, case, found)
    if not step:
        lines += _terms(found)
        lines += _events(case, found, date)
    lines += _holds(found, date)
    if not step:
        lines += _money(found, date)
    lines += _steps(found, step)
    return Explanation(invoice=invoice, date=date, step=step, lines=tuple(lines))


def _headline(case: Case, found: InvoiceSchedule) -> Line:
    invoice, debtor = found.invoice, case.debtor
    who = ", ".join(part for part in (debtor.name or debtor.id, debtor.kind, debtor.country, debtor.segment) if part)
    text = f"invoice {invoice.id} of {invoice.date} for {invoice.amount}, {who}: {standing_of(found)}"
    return Line(about="invoice", text=text)


def _group(engine: Engine, case: Case, found: InvoiceSchedule) -> Iterator[Line]:
    if found.group is None:
        yield Line(about="group", text="no group")
        yield from _reasons(found.reasons, 1)
        return
    group = found.group
    title = f' "{group.title}"' if group.title else ""
    yield Line(about="group", text=f"group {group.name}{title}", span=group.name_span)
    value_of = fact_lookup(case.debtor, found.invoice)
    for other in engine.policy.groups:
        if other.name == group.name:
            said = "otherwise" if other.condition is None else f"when {words(other.condition)}"
            yield Line(about="reason", text=f"it takes this debtor: {said}", span=other.condition_span, depth=1)
            return
        if other.condition is not None and not holds(other.condition, value_of):
            text = f"not {other.name}, which is for: {words(other.condition)}"
            yield Line(about="reason", text=text, span=other.condition_span, depth=1)


def _terms(found: InvoiceSchedule) -> Iterator[Line]:
    if found.due is None:
        yield Line(about="terms", text="due: not known")
    elif found.invoice.due == found.due:
        yield Line(about="terms", text=f"due {found.due}, as agreed on the invoice")
    else:
        term = found.group.terms.payment if found.group is not None else None
        text = f"due {found.due}"
        if term is not None:
            month = " at end of month" if term.end_of_month else ""
            text += f": payment within {term.within} of {term.of}{month}"
        yield Line(about="terms", text=text, span=term.span if term is not None else None)
    if found.discount_until is not None:
        yield Line(about="terms", text=f"discount until {found.discount_until}")
    if found.dispute_until is not None:
        yield Line(about="terms", text=f"complaints until {found.dispute_until}")


def _events(case: Case, found: InvoiceSchedule, date: dt.date) -> Iterator[Line]:
    for event in case.events:
        if event.date <= date and event.invoice in ("", found.invoice.id):
            yield Line(about="event", text=_event(event, found.invoice))


def _event(event: Event, invoice: Invoice) -> str:
    parts = [f"{event.date} {event.kind}"]
    if event.step:
        parts.append(event.step)
    if event.amount is not None:
        parts.append(f"of {event.amount}")
    if event.until is not None:
        parts.append(f"for {event.until}")
    if event.text:
        parts.append(f"({event.text})")
    if event.invoice != invoice.id:
        parts.append("(the debtor as a whole)")
    return " ".join(parts)


def _holds(found: InvoiceSchedule, date: dt.date) -> Iterator[Line]:
    for hold in found.holds:
        if hold.start > date:
            continue
        end = f"until {hold.until}" if hold.until is not None else "with no end known"
        clock = "clock stops" if hold.clock_stops else "clock runs"
        interest = ", interest stops" if hold.interest_stops else ""
        yield Line(about="hold", text=f"held for {hold.cause} from {hold.start} {end}, {clock}{interest}")
        yield from _reasons((hold.reason,), 1)


def _money(found: InvoiceSchedule, date: dt.date) -> Iterator[Line]:
    amounts: Amounts = found.amounts_on(date)
    yield Line(
        about="money",
        text=f"owed on {date}: {amounts.total} = principal {amounts.principal} + interest {amounts.interest}"
        f" + costs {amounts.costs}",
    )
    yield from _reasons(amounts.reasons, 1)
    currency = found.outstanding.currency
    for part in found.allocations:
        if part.date <= date:
            shares = [("costs", part.to_costs), ("interest", part.to_interest), ("principal", part.to_principal)]
            shares.append(("nothing owed", part.unallocated))
            said = ", ".join(f"{Money(minor, currency)} to {what}" for what, minor in shares if minor)
            total = Money(part.amount, currency)
            yield Line(about="money", text=f"{part.kind} of {total} on {part.date}: {said or 'nothing'}", depth=1)


def _steps(found: InvoiceSchedule, step: str) -> Iterator[Line]:
    entries = [entry for entry in found.entries if step in ("", entry.step.name)]
    if not entries and step:
        if found.group is None or found.group.step(step) is None:
            where = f"group {found.group.name}" if found.group is not None else "no group"
            yield Line(about="step", text=f"{step}: {where} has no such step")
        else:
            yield Line(about="step", text=f"{step}: does not come, the invoice is {found.standing}")
            yield from _reasons(found.reasons, 1)
    for entry in entries:
        yield Line(about="step", text=_entry(entry), span=entry.step.span)
        yield from _reasons(entry.reasons, 1)
        if entry.letter is not None:
            letter = entry.letter
            if letter.deadline is not None:
                text = f"the letter gives until {letter.deadline}"
                text += f" (received {letter.received})" if letter.received is not None else ""
                yield Line(about="reason", text=text, depth=1)
            yield from _reasons(letter.reasons, 1)


def _entry(entry: Entry) -> str:
    text = f"{entry.step.name}: {entry.state}"
    if entry.on is not None:
        text += f" on {entry.on}"
    if entry.occurrence:
        text += f" (repetition {entry.occurrence})"
    if entry.planned is not None and entry.planned != entry.on:
        text += f", by the policy {entry.planned}"
    return text + f": {', '.join(does(entry.step))}"


def _reasons(reasons: tuple[Reason, ...], depth: int) -> Iterator[Line]:
    for reason in reasons:
        yield Line(about="reason", text=reason.text, span=reason.span, provision=reason.provision, depth=depth)
