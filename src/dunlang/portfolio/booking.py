"""Events of a ledger: what each kind needs, and whether it fits an invoice, a debtor and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dunlang.diagnostics import did_you_mean
from dunlang.model.case import Event
from dunlang.portfolio.columns import EVENT_RULES, EVENTS
from dunlang.portfolio.table import Reject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from dunlang.money import Money
    from dunlang.portfolio.cells import Row
    from dunlang.portfolio.register import Register
    from dunlang.source import Source

__all__ = ["read_events", "same_event", "take_event", "unknown_step"]


def read_events(register: Register, source: Source) -> None:
    """Read the events into *register*."""
    register.each_row(source, "events", EVENTS, "", lambda line, row: take_event(register, source, line, row))


def take_event(register: Register, source: Source, line: int, row: Row, column: str = "invoice") -> bool:
    kind, day = str(row["event"]), cast("dt.date", row["date"])
    rule = EVENT_RULES[kind]
    for name in rule.needs:
        if name not in row:
            register.refuse(source.name, line, name, "", f"`{kind}` needs `{name}`", f"fill it in: {_meaning(name)}")
            return False
    invoice, debtor = str(row.get("invoice", "")), str(row.get("debtor", ""))
    if invoice:
        if invoice not in register.invoices:
            reason = register.unknown("invoices", invoice, register.invoices)
            if invoice in register.credits:
                reason = f"`{invoice}` is a credit note", "name the invoice that it is about"
            register.refuse(source.name, line, column, invoice, *reason)
            return False
        if debtor and debtor != register.owner[invoice]:
            reason = f"invoice `{invoice}` belongs to debtor `{register.owner[invoice]}`", "set right one of the two"
            register.refuse(source.name, line, "debtor", debtor, *reason)
            return False
        debtor = register.owner[invoice]
    elif not debtor:
        register.refuse(
            source.name, line, "invoice", "", "neither `invoice` nor `debtor` is filled in", "fill in one of them"
        )
        return False
    elif debtor not in register.debtors:
        register.refuse(source.name, line, "debtor", debtor, *register.unknown("debtors", debtor, register.debtors))
        return False
    return _in_time(register, source, line, kind, day, invoice, debtor) and _book(
        register, source, line, row, kind, invoice, debtor
    )


def _in_time(register: Register, source: Source, line: int, kind: str, day: dt.date, invoice: str, debtor: str) -> bool:
    if invoice:
        first = register.invoices[invoice][0].date
    elif debtor in register.owned:
        first, _ = register.debt(debtor)
    else:
        register.refuse(
            source.name,
            line,
            "debtor",
            debtor,
            f"debtor `{debtor}` has no invoice in this ledger",
            "add the invoice or leave the event out",
        )
        return False
    if day < first:
        of = f"the date of invoice `{invoice}`" if invoice else f"the first invoice of debtor `{debtor}`"
        reason = f"`{kind}` on {day} lies before {of}, {first}"
        register.refuse(source.name, line, "date", str(day), reason, "set right one of the two dates")
        return False
    return True


def _book(register: Register, source: Source, line: int, row: Row, kind: str, invoice: str, debtor: str) -> bool:
    amount = cast("Money | None", row.get("amount"))
    if amount is not None and not _right_currency(register, source, line, row, kind, invoice, debtor):
        return False
    until = cast("dt.date | None", row.get("until"))
    day = cast("dt.date", row["date"])
    if until is not None and until < day:
        register.refuse(
            source.name,
            line,
            "until",
            str(until),
            f"`until` lies before the day of the event, {day}",
            "set right one of the two dates",
        )
        return False
    step = str(row.get("step", ""))
    if step and register.steps is not None and step not in register.steps and step not in register.warned:
        register.warned.add(step)
        register.note(unknown_step(source.name, line, step, register.steps))
    text = str(row.get("text", ""))
    event = Event(date=day, kind=cast("Any", kind), invoice=invoice, step=step, amount=amount, until=until, text=text)
    paid = amount and (amount.minor, amount.currency)
    key = (debtor, kind, day, invoice, step, paid, until, text, row.get("reference"))
    place = (source.name, line)
    first = register.seen.setdefault(key, place)
    if first is not place:
        register.note(same_event(source.name, line, kind, first))
    register.happened[debtor].append(event)
    return True


def unknown_step(file: str, row: int, step: str, steps: Collection[str]) -> Reject:
    """The warning that no step of the policy is called *step*, at the first event that names it."""
    close = did_you_mean(step, steps)
    reason = f"the policy has no step `{step}`: events that name it change nothing"
    wanted = f"did you mean `{close}`?" if close else ""
    return Reject(file=file, row=row, column="step", value=step, reason=reason, help=wanted, severity="warning")


def same_event(file: str, row: int, kind: str, first: tuple[str, int]) -> Reject:
    """The warning that an event of *kind* stands already at *first*, a file (of credit notes perhaps) and its row."""
    where = f"row {first[1]}" + (f" of `{first[0]}`" if first[0] != file else "")
    reason = f"the same event stands already in {where}: both count"
    wanted = "take one out, or give each its own `text`"
    return Reject(file=file, row=row, column="event", value=kind, reason=reason, help=wanted, severity="warning")


def _right_currency(
    register: Register, source: Source, line: int, row: Row, kind: str, invoice: str, debtor: str
) -> bool:
    """An amount without a currency of its own is in the invoice's; another currency is refused."""
    amount = cast("Money", row["amount"])
    currencies = {register.invoices[invoice][0].amount.currency} if invoice else register.debt(debtor)[1]
    if amount.currency in currencies:
        return True
    of = f"invoice `{invoice}`" if invoice else f"debtor `{debtor}`"
    reason = f"`{kind}` in {amount.currency}, but {of} owes {' and '.join(sorted(currencies))}"
    register.refuse(
        source.name, line, "amount", str(amount), reason, "write the amount and the `currency` of the invoice"
    )
    return False


def _meaning(name: str) -> str:
    return next(column.meaning for column in EVENTS if column.name == name)
