"""One invoice's answer, in whole numbers and day numbers: the same record from the tables and from the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.schedule.result import Entry, InvoiceSchedule

__all__ = ["Answer", "Coming", "coming_steps", "from_schedule"]


class Answer(NamedTuple):
    """How an invoice stands on a day, the step that is due, and the one that comes next (steps by their place).

    Amounts are minor units on that day, before the step that is due; what was paid on costs and interest, and taken off
    as a discount, tells what went to the principal. *next_state* is P (a day is known), H (held) or B
    (blocked; *next_why* says by what); *never* are the steps that will not come because another was not done.

    A tuple, because one is made for each invoice of a ledger.
    """

    standing: str
    outstanding: int
    interest: int
    costs: int
    costs_vat: int
    announced: int
    announced_vat: int
    total: int
    to_costs: int
    to_interest: int
    discount: int
    costs_from: int | None = None
    step: int | None = None
    occurrence: int | None = None
    planned: int | None = None
    received: int | None = None
    deadline: int | None = None
    next_step: int | None = None
    next_occurrence: int | None = None
    next_planned: int | None = None
    next_state: str | None = None
    next_on: int | None = None
    next_why: str | None = None
    never: tuple[int, ...] = ()


class Coming(NamedTuple):
    """A step that comes if nothing changes, on *day*, and what will be owed then; as :class:`Answer` counts."""

    step: int
    occurrence: int
    planned: int | None
    day: int
    received: int | None
    deadline: int | None
    outstanding: int
    interest: int
    costs: int
    costs_vat: int
    announced: int
    announced_vat: int
    total: int


_BLOCKED = frozenset({"anchor-not-dated", "date-unknown", "contact-threshold", "event-follows"})


def from_schedule(found: InvoiceSchedule, as_of: dt.date) -> Answer:
    """The same of the reference's schedule of one invoice; an invoice that has none stands as it is."""
    amounts = found.amounts_on(as_of)
    money = [paid for paid in found.allocations if paid.date <= as_of]
    due = next((entry for entry in found.entries if entry.state == "due"), None)
    coming = next((entry for entry in found.entries if _waits(entry)), None) if found.standing == "open" else None
    if due is not None and due.step.hand_over is not None:
        coming = None
    places = {step.name: at for at, step in enumerate(found.group.steps)} if found.group is not None else {}
    before = max((places[e.step.name] for e in found.entries if e.state == "done"), default=-1)
    never = tuple(
        sorted(
            places[e.step.name]
            for e in found.entries
            if _never(e) and places[e.step.name] > before and found.standing == "open"
        )
    )
    return Answer(
        standing=found.standing,
        outstanding=found.outstanding.minor,
        interest=amounts.interest.minor,
        costs=amounts.costs.minor,
        costs_vat=amounts.costs_vat.minor,
        announced=amounts.costs_if_unpaid.minor,
        announced_vat=amounts.vat_if_unpaid.minor,
        total=amounts.total.minor,
        to_costs=sum(paid.to_costs for paid in money if paid.kind != "discount"),
        to_interest=sum(paid.to_interest for paid in money if paid.kind != "discount"),
        discount=sum(paid.to_principal for paid in money if paid.kind == "discount"),
        costs_from=_day(found.costs_from),
        step=places[due.step.name] if due is not None else None,
        occurrence=due.occurrence if due is not None else None,
        planned=_day(due.planned) if due is not None else None,
        received=_day(due.letter.received) if due is not None and due.letter is not None else None,
        deadline=_day(due.letter.deadline) if due is not None and due.letter is not None else None,
        next_step=places[coming.step.name] if coming is not None else None,
        next_occurrence=coming.occurrence if coming is not None else None,
        next_planned=_day(coming.planned) if coming is not None else None,
        next_state={"planned": "P", "held": "H", "blocked": "B"}[coming.state] if coming is not None else None,
        next_on=_day(coming.on) if coming is not None else None,
        next_why=_why(coming) if coming is not None else None,
        never=never,
    )


def coming_steps(found: InvoiceSchedule, as_of: dt.date, until: dt.date) -> list[Coming]:
    """The steps of one invoice that come after *as_of*, up to *until*, by the reference's schedule up to then."""
    places = {step.name: at for at, step in enumerate(found.group.steps)} if found.group is not None else {}
    coming = []
    for entry in found.entries:
        if entry.state != "planned" or entry.on is None or not as_of < entry.on <= until:
            continue
        amounts, letter = found.amounts_on(entry.on), entry.letter
        coming.append(
            Coming(
                step=places[entry.step.name],
                occurrence=entry.occurrence,
                planned=_day(entry.planned),
                day=entry.on.toordinal(),
                received=_day(letter.received) if letter is not None else None,
                deadline=_day(letter.deadline) if letter is not None else None,
                outstanding=found.outstanding.minor,
                interest=amounts.interest.minor,
                costs=amounts.costs.minor,
                costs_vat=amounts.costs_vat.minor,
                announced=amounts.costs_if_unpaid.minor,
                announced_vat=amounts.vat_if_unpaid.minor,
                total=amounts.total.minor,
            )
        )
    return sorted(coming, key=lambda one: one.day)


def _waits(entry: Entry) -> bool:
    """Whether this is the step that comes next: not one that is behind it, nor one that will not come."""
    if entry.state == "planned":
        return entry.on is not None
    return entry.state in ("held", "blocked") and not _never(entry) and all(r.code != "behind" for r in entry.reasons)


def _never(entry: Entry) -> bool:
    return entry.state == "blocked" and any(
        r.code == "anchor-not-done" and "which was not done" in r.text for r in entry.reasons
    )


def _why(entry: Entry) -> str:
    if entry.state == "held":
        return "held"
    return next((reason.code for reason in entry.reasons if reason.code in _BLOCKED), "")


def _day(day: dt.date | None) -> int | None:
    return day.toordinal() if day is not None else None
