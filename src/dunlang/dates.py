"""Days, periods and calendars. Nothing here knows today: every date is passed in.

An :class:`Offset` is a counted period (``14 days``, ``10 working days``, ``2 weeks``, ``1 month``). A
:class:`Calendar` says which days are rest days; it is data (see ``dunlang.law``), never computed here.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
from collections.abc import Sequence
from typing import Literal

import attrs

from dunlang.records import frozen

__all__ = [
    "FIRST_DATE",
    "LAST_DATE",
    "WEEKDAYS",
    "Calendar",
    "Offset",
    "Unit",
    "add",
    "add_all",
    "add_months",
    "end_of_month",
    "parse_date",
]

Unit = Literal["days", "working days", "weeks", "months"]

#: Dates before or after these are taken for a slip of the pen and refused.
FIRST_DATE = dt.date(1990, 1, 1)
LAST_DATE = dt.date(2100, 12, 31)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAY = dt.timedelta(days=1)


def parse_date(text: str) -> dt.date:
    """Read ``2026-01-05``; ValueError, with words for the user, for anything else or outside 1990 to 2100."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(f"`{text[:40]}` is not a date (write it as 2026-01-31)")
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is not a day of the calendar (write a date as 2026-01-31)") from None
    if not FIRST_DATE <= day <= LAST_DATE:
        raise ValueError(f"`{text}` lies outside {FIRST_DATE} to {LAST_DATE}")
    return day


@frozen
class Offset:
    """A counted period; *count* is zero or more."""

    count: int
    unit: Unit = "days"

    def __str__(self) -> str:
        unit = self.unit[:-1] if self.count == 1 else self.unit
        return f"{self.count} {unit}"


@frozen(slots=False, eq=False)
class Calendar:
    """Rest days: Saturdays and Sundays (or the named weekend) and the listed holidays.

    *first* and *last* are the first and the last day that the list covers; *final_until* is the last day of the years
    whose official list was published when the data were made: later years are computed by rule and may still change.
    A question outside ``[first, last]`` raises :class:`LookupError`, never a guess.
    """

    name: str
    holidays: frozenset[dt.date] = attrs.field(repr=False)
    first: dt.date
    last: dt.date
    final_until: dt.date
    title: str = ""
    names: dict[dt.date, str] = attrs.field(factory=dict, repr=False)
    weekend: frozenset[int] = frozenset({5, 6})

    def with_closed(self, closed: tuple[dt.date, ...]) -> Calendar:
        """The same calendar with the policy's own closing days added."""
        if not closed:
            return self
        return attrs.evolve(
            self,
            holidays=self.holidays | frozenset(closed),
            names={**self.names, **dict.fromkeys(closed, "closed by the policy")},
        )

    def is_rest_day(self, day: dt.date) -> bool:
        """Whether *day* is a weekend day or a holiday."""
        if not self.first <= day <= self.last:
            raise LookupError(f"calendar {self.name} covers {self.first} to {self.last}, not {day}")
        return day.weekday() in self.weekend or day in self.holidays

    def why_rest(self, day: dt.date) -> str:
        """The name of the rest day, for a reason: ``Christmas Day`` or ``Saturday``."""
        return self.names.get(day) or WEEKDAYS[day.weekday()].capitalize()

    def on_or_after(self, day: dt.date) -> dt.date:
        """The first working day from *day* on."""
        while self.is_rest_day(day):
            day += _DAY
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        """The last working day up to *day*."""
        while self.is_rest_day(day):
            day -= _DAY
        return day

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The *count*-th working day after *day* (before it where *count* is negative); *day* itself for zero."""
        step = _DAY if count >= 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while self.is_rest_day(day):
                day += step
        return day


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month *months* later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, _calendar.monthrange(year, month + 1)[1]))


def end_of_month(day: dt.date) -> dt.date:
    """The last day of the month of *day*."""
    return day.replace(day=_calendar.monthrange(day.year, day.month)[1])


def add(day: dt.date, offset: Offset, calendar: Calendar, *, sign: int = 1) -> dt.date:
    """*day* moved by *offset*, back where *sign* is -1. Working days are those of *calendar*."""
    count = offset.count * sign
    match offset.unit:
        case "days":
            return day + dt.timedelta(days=count)
        case "weeks":
            return day + dt.timedelta(weeks=count)
        case "months":
            return add_months(day, count)
        case "working days":
            return calendar.add_working_days(day, count)


def add_all(
    days: Sequence[dt.date | None], offset: Offset, calendar: Calendar, *, sign: int = 1
) -> list[dt.date | None]:
    """:func:`add` for a row of days, perhaps thousands; None for None and where the calendar does not reach."""

    def one(day: dt.date | None) -> dt.date | None:
        try:
            return None if day is None else add(day, offset, calendar, sign=sign)
        except (LookupError, OverflowError):
            return None

    if offset.unit in ("days", "weeks"):
        difference = dt.timedelta(**{offset.unit: offset.count * sign})
        try:
            return [None if day is None else day + difference for day in days]
        except OverflowError:
            pass  # one of them lies at the end of time: each by itself
    return [one(day) for day in days]
