"""The course of a group: each step in days after the due date, the earliest and the latest over a year of invoices.

As in :mod:`.timetable` nothing is in the way: nobody pays or disputes, every condition is true, each letter is received
when the law presumes it. Between the earliest and the latest lie weekends, holidays, run days and the gap.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dunlang.lint.timetable import timetable
from dunlang.lint.view import View
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.law import LawBook
    from dunlang.lint.timetable import Timetable
    from dunlang.lint.view import GroupView
    from dunlang.model.policy import Group, Policy, Step

__all__ = ["Course", "Days", "Mark", "courses"]

#: From the first to the last day of a year.
_YEAR = dt.timedelta(days=364)


@frozen
class Days:
    """The earliest and the latest day after the due date; negative before it."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


@frozen(kw_only=True)
class Mark:
    """One step on the course. *days* is None where it does not follow from the due date, or nothing tells its day."""

    step: Step
    days: Days | None
    deadline: Days | None
    """The last free day of its letter."""
    repeats: tuple[Days, ...] = ()
    """Its repetitions, where the policy counts them in days: as far apart as it says, moved by nothing."""


@frozen(kw_only=True)
class Course:
    """All steps of a group in their order, for invoices dated *first* to *last*."""

    group: Group
    debtor: str
    """The kind of debtor whose letters were dated: the one that the law protects most of those it admits."""
    first: dt.date | None
    last: dt.date | None
    marks: tuple[Mark, ...]


def courses(policy: Policy, book: LawBook | None, date: dt.date, most: int | None = None) -> tuple[Course, ...]:
    """The course of each group for invoices of the year up to *date*, or of the nearest year that can be judged.

    *most*: of that many groups at most, the first ones.
    """
    view = View(policy, book)
    days = _year(view.days, date)
    return tuple(_course(view, seen, days) for seen in view.groups[:most])


def _year(days: tuple[dt.date, ...], date: dt.date) -> tuple[dt.date, ...]:
    if not days:
        return ()
    first = max(days[0], min(date, days[-1]) - _YEAR)
    return tuple(day for day in days if first <= day <= first + _YEAR)


def _course(view: View, seen: GroupView, days: tuple[dt.date, ...]) -> Course:
    kind = "consumer" if "consumer" in seen.kinds or not seen.kinds else seen.kinds[0]
    tables: dict[str, Timetable] = {}
    if days and view.has_run_days:
        for root in dict.fromkeys(seen.roots.values()):
            found = timetable(
                view.policy, seen.group, root, days, view.memory, lambda step: view.letters(seen.group, step, kind)
            )
            tables |= dict.fromkeys((step.name for step in found.steps), found)
    return Course(
        group=seen.group,
        debtor=kind,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        marks=tuple(_mark(step, tables.get(step.name)) for step in seen.steps),
    )


def _mark(step: Step, table: Timetable | None) -> Mark:
    if table is None:
        return Mark(step=step, days=None, deadline=None)
    days = _span(zip(table.on(step), table.due, strict=True))
    deadline = _span(zip(table.deadline(step), table.due, strict=True))
    repeats: tuple[Days, ...] = ()
    if days is not None and step.repeat is not None and step.repeat.every.unit == "days":
        every = step.repeat.every.count
        repeats = tuple(Days(days.first + at * every, days.last + at * every) for at in range(1, step.repeat.times + 1))
    return Mark(step=step, days=days, deadline=deadline, repeats=repeats)


def _span(pairs: Iterable[tuple[dt.date | None, dt.date | None]]) -> Days | None:
    found = {(on - due).days for on, due in pairs if on is not None and due is not None}
    return Days(min(found), max(found)) if found else None
