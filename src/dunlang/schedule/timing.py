"""When a step falls: offsets from an anchor, moved to a working day on which the policy runs.

A :class:`Clock` belongs to one policy and its calendar. It remembers what it worked out, because many invoices share
their dates; the answers do not depend on what was asked before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from dunlang.dates import Calendar, Offset, add, add_all, end_of_month
from dunlang.model.case import Invoice
from dunlang.model.policy import Group, Policy, Terms, Timing

__all__ = ["Clock", "due_date", "last_day", "last_days", "needs_due"]

_DAY = dt.timedelta(days=1)


class Clock:
    """The run days of one policy on one calendar."""

    def __init__(self, policy: Policy, calendar: Calendar) -> None:
        self.calendar = calendar.with_closed(policy.closed)
        self._runs = policy.runs
        self._after: dict[dt.date, dt.date] = {}
        self._before: dict[dt.date, dt.date] = {}

    def is_run_day(self, day: dt.date) -> bool:
        """Whether the policy runs on *day*: a run day that is a working day."""
        return self._runs.on(day) and not self.calendar.is_rest_day(day)

    def run_on_or_after(self, day: dt.date) -> dt.date:
        """The first day from *day* on that is a run day and a working day; LookupError beyond the calendar."""
        return self._nearest(day, _DAY, self._after)

    def run_on_or_before(self, day: dt.date) -> dt.date:
        """The last day up to *day* that is a run day and a working day; LookupError before the calendar."""
        return self._nearest(day, -_DAY, self._before)

    def _nearest(self, day: dt.date, step: dt.timedelta, known: dict[dt.date, dt.date]) -> dt.date:
        """The first run day from *day* on in the direction of *step*; every day on the way learns it."""
        found = known.get(day)
        if found is not None:
            return found
        at, passed = day, []
        while found is None:
            passed.append(at)
            found = at if self.is_run_day(at) else known.get(at := at + step)
        known.update(dict.fromkeys(passed, found))
        return found

    def target(self, timing: Timing, anchor: dt.date) -> dt.date:
        """The day that the policy names, counted from *anchor*, before rest days and run days."""
        day = add(anchor, timing.offset, self.calendar, sign=timing.direction or 1)
        return end_of_month(day) if timing.end_of_month else day

    def run_date(self, timing: Timing, anchor: dt.date) -> dt.date:
        """The day on which a step with this *timing* runs: back for steps before their anchor, on for all others."""
        return self.moved(timing, self.target(timing, anchor))

    def run_dates(self, timing: Timing, anchors: Sequence[dt.date]) -> list[dt.date | None]:
        """:meth:`run_date` for each of *anchors*, None beyond the calendar."""
        targets = add_all(anchors, timing.offset, self.calendar, sign=timing.direction or 1)
        if timing.end_of_month:
            targets = [day and end_of_month(day) for day in targets]
        back = timing.direction < 0
        known, moved = (self._before, self.run_on_or_before) if back else (self._after, self.run_on_or_after)
        for day in set(targets) - known.keys():
            with suppress(LookupError, OverflowError):
                if day is not None:
                    moved(day)
        return [day and known.get(day) for day in targets]

    def moved(self, timing: Timing, target: dt.date) -> dt.date:
        """*target* moved to a run day: back for steps before their anchor, on for all others."""
        if timing.direction < 0:
            return self.run_on_or_before(target)
        return self.run_on_or_after(target)


def last_day(within: Offset, start: dt.date, calendar: Calendar, *, end_of_month_: bool = False) -> dt.date:
    """The last day of a term of *within* that starts at *start*. A day agreed in a contract stays where it falls."""
    day = add(start, within, calendar)
    return end_of_month(day) if end_of_month_ else day


def last_days(
    within: Offset, starts: Sequence[dt.date | None], calendar: Calendar, *, end_of_month_: bool = False
) -> list[dt.date | None]:
    """:func:`last_day` from each of *starts*; None for None and beyond the calendar."""
    days = add_all(starts, within, calendar)
    return [day and end_of_month(day) for day in days] if end_of_month_ else days


def due_date(terms: Terms, invoice: Invoice, calendar: Calendar) -> dt.date | None:
    """The last day on which payment is in time, or None where neither the ledger nor the policy fixes it.

    The ledger's own due date goes first: it is what was agreed for that invoice. A term that runs from receipt or
    delivery needs that date in the ledger.
    """
    if invoice.due is not None:
        return invoice.due
    term = terms.payment
    if term is None:
        return None
    start = term_start(term.of, invoice)
    return None if start is None else last_day(term.within, start, calendar, end_of_month_=term.end_of_month)


def term_start(of: str, invoice: Invoice) -> dt.date | None:
    """The day that a term `of invoice`, `of receipt` or `of delivery` counts from; None where the ledger lacks it."""
    if of == "invoice":
        return invoice.date
    return invoice.received if of == "receipt" else invoice.delivered


def needs_due(group: Group) -> bool:
    """Whether anything in the group hangs on the due date."""
    return any(step.timing.anchor.kind == "due" for step in group.steps) or group.terms.interest is not None
