"""The reference engine: one debtor with all his invoices in, a schedule out; written to be read.

``prepare(policy, book)`` binds a policy to a book of law; :meth:`Engine.schedule` is a pure function of the case and
the dates given. Time moves from one interesting day to the next: first the events of a day, then that day's run. A run
takes at most one step of each invoice; a step whose condition is false is passed over and the next may come the same
day.

``assume`` says what stands for the past. With it (scenarios, ``dunlang schedule``) every step is taken to be done on
its run date from the invoice on, unless events say otherwise. Without it (``dunlang simulate``) only events count
before *as_of*: what no event reports was not done and is caught up, one step at a time under ``climb``. Conditions are
judged on the run date all the same: a step whose condition was false on its run is passed over for good, whether or
not that run was made, so the answer depends on the facts alone.
"""

from __future__ import annotations

import datetime as dt

from dunlang.law.book import LawBook
from dunlang.model.case import Case
from dunlang.model.policy import Policy
from dunlang.schedule.binding import Binding
from dunlang.schedule.result import Schedule
from dunlang.schedule.run import Run

__all__ = ["Engine", "prepare"]


def prepare(policy: Policy, book: LawBook) -> Engine:
    """Bind *policy* to the law; LookupError where the policy's calendar does not exist (the checker reports it)."""
    name = policy.calendar or policy.law
    calendar = book.calendar(name)
    if calendar is None:
        raise LookupError(f"there is no calendar `{name}`")
    return Engine(policy, book, calendar)


class Engine(Binding):
    """A policy that is ready to run; it may be used for any number of cases and keeps nothing of them."""

    def schedule(self, case: Case, *, as_of: dt.date, until: dt.date | None = None, assume: bool = False) -> Schedule:
        """The schedule of one debtor as known on *as_of*, looking ahead to *until* (default: *as_of* itself).

        Events after *as_of* are not known yet and play no part. *assume*: see the module. Dates beyond the calendar
        are never guessed: a step that would fall there stays without a date, and says so.
        """
        return Run(self, case, as_of, max(until or as_of, as_of), assume).result()
