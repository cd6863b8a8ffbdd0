"""Presumed receipt and the running of periods: from which day a period counts, and which day is the last free one."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.dates import WEEKDAYS, Calendar, Offset, add_months
from dunlang.law.provision import Provision
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.law.country import CountryLaw

__all__ = ["LetterDays", "Period", "PeriodRule", "ReceiptRule", "run_letter", "run_period"]

_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class ReceiptRule:
    """When the law takes something sent by one channel as received.

    *day* is the n-th day after sending, days in *skip* (names of weekdays, ``holiday``) not counted; None: there is no
    presumption. Where *day_one* is true the law says no word on receipt but names day 1 of the period itself; what is
    presumed is then the day before it, so that periods are run alike.
    """

    channels: tuple[str, ...]
    day: int | None = None
    skip: tuple[str, ...] = ()
    day_one: bool = False
    rebuttable: bool = True
    """Whether proof of the real receipt replaces the presumption; where not, the law counts from sending."""
    provision: Provision = attrs.field(default=None, repr=False)

    def presume(self, sent: dt.date, calendar: Calendar) -> dt.date | None:
        """The presumed day of receipt, None without a presumption; LookupError outside the calendar's years."""
        if self.day is None:
            return None
        weekdays, holidays = _skipped(self.skip)
        at, left = sent, self.day
        while left:
            at += _DAY
            calendar.is_rest_day(at)  # refuses a day that the calendar does not cover
            if at.weekday() in weekdays or (holidays and at in calendar.holidays):
                continue
            left -= 1
        return at - _DAY if self.day_one else at


@cache
def _skipped(names: tuple[str, ...]) -> tuple[frozenset[int], bool]:
    """The weekdays of *names*, and whether holidays are among them."""
    return frozenset(WEEKDAYS.index(name) for name in names if name in WEEKDAYS), "holiday" in names


@frozen(kw_only=True)
class PeriodRule:
    """What the law does with the end of a period."""

    moves_on: bool
    """Whether a last day on a rest day moves on to the next working day."""
    up_to: Offset | None = None
    """The longest period for which it does (None: any)."""
    counted_from: tuple[str, ...] = ("receipt", "sending")
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class Period:
    """A period as it ran: all days None where nothing tells when it began (*notes* then say why)."""

    received: dt.date | None = None
    day_one: dt.date | None = None
    last_free_day: dt.date | None = None
    next_day: dt.date | None = None
    """The first day after it: the first on which costs may be charged."""
    presumed: bool = False
    """Whether *received* is presumed and not told."""
    provisions: tuple[Provision, ...] = attrs.field(default=(), eq=False, repr=False)
    notes: tuple[str, ...] = ()


def run_period(
    law: CountryLaw,
    *,
    sent: dt.date,
    channels: tuple[str, ...],
    period: Offset,
    counted_from: str,
    received: dt.date | None,
    debtor: str,
) -> Period:
    """Run *period* for a letter sent on the day *sent*.

    ``counted_from`` is ``receipt`` or ``sending``: day 1 is the day after it. With several channels the latest
    presumption counts; a channel without one is passed over when another has one. A known day of receipt (*received*)
    replaces a rebuttable presumption. The law's own calendar is used throughout.
    """
    calendar = law.period_calendar()
    if calendar is None:
        return Period(notes=(f"the law of {law.code} has no calendar here",))
    provisions: list[Provision] = []
    notes: list[str] = []
    presumed = False
    if counted_from == "receipt":
        try:
            start, presumed = _received(law, sent, channels, received, calendar, provisions, notes)
        except LookupError as error:
            return Period(notes=(str(error.args[0]),), provisions=tuple(provisions))
    else:
        start = sent
    if start is None:
        return Period(provisions=tuple(provisions), notes=tuple(notes))
    try:
        last = _last_day(start, period, calendar)
        rule = law.period_rule(debtor, sent)
        if rule is not None and counted_from in rule.counted_from and _within(period, rule.up_to):
            if rule.moves_on:
                moved = calendar.on_or_after(last)
                if moved != last:
                    notes.append(f"{last} is a rest day ({calendar.why_rest(last)}): moved on to {moved}")
                    last = moved
            provisions.append(rule.provision)
    except LookupError as error:
        return Period(notes=(str(error.args[0]),), provisions=tuple(provisions))
    return Period(
        received=start if counted_from == "receipt" else received,
        day_one=start + _DAY,
        last_free_day=last,
        next_day=last + _DAY,
        presumed=presumed,
        provisions=tuple(provisions),
        notes=tuple(notes),
    )


def run_letter(
    law: CountryLaw,
    *,
    sent: dt.date,
    channels: tuple[str, ...],
    period: Offset | None,
    counted_from: str,
    received: dt.date | None,
    debtor: str,
) -> tuple[Period, Period | None]:
    """How the receipt of a letter and the period that it gives run; None for a letter that gives none."""
    how: dict[str, Any] = {"sent": sent, "channels": channels, "received": received, "debtor": debtor}
    ran = run_period(law, period=period, counted_from=counted_from, **how) if period is not None else None
    if ran is not None and counted_from == "receipt" and ran.received is not None:
        return ran, ran  # a period that runs from receipt tells the receipt as well
    return run_period(law, period=Offset(0), counted_from="receipt", **how), ran


class LetterDays(dict[dt.date, tuple[dt.date | None, dt.date | None]]):
    """For each day of sending the presumed receipt and the last free day of one kind of letter, worked out when asked.

    Whoever judges a policy asks for every day of years, and so does the next policy.
    """

    def __init__(
        self, law: CountryLaw, channels: tuple[str, ...], period: Offset | None, counted_from: str, debtor: str
    ) -> None:
        super().__init__()
        self._law = law
        self._how: dict[str, Any] = {
            "channels": channels,
            "period": period,
            "counted_from": counted_from,
            "debtor": debtor,
            "received": None,
        }

    def __missing__(self, sent: dt.date) -> tuple[dt.date | None, dt.date | None]:
        receipt, period = run_letter(self._law, sent=sent, **self._how)
        days = self[sent] = receipt.received, period.last_free_day if period is not None else None
        return days


def _received(
    law: CountryLaw,
    sent: dt.date,
    channels: tuple[str, ...],
    received: dt.date | None,
    calendar: Calendar,
    provisions: list[Provision],
    notes: list[str],
) -> tuple[dt.date | None, bool]:
    """The day before day 1, and whether it is presumed."""
    rules = [law.receipt(channel, sent) for channel in channels]
    presumptions: list[tuple[dt.date, ReceiptRule]] = []
    for rule in rules:
        day = rule.presume(sent, calendar) if rule is not None else None
        if rule is not None and day is not None:
            presumptions.append((day, rule))
    binding = [(day, rule) for day, rule in presumptions if not rule.rebuttable]
    if received is not None and not binding:
        provisions += [rule.provision for rule in rules if rule is not None]
        return received, False
    if received is not None:
        notes.append("the law counts from sending: the day of receipt changes nothing")
    if not presumptions:
        provisions += [rule.provision for rule in rules if rule is not None]
        ways = " or ".join(channels)
        notes.append(f"no presumption of receipt by {ways}: the day of receipt must be known")
        return None, False
    latest = max(day for day, _ in presumptions)
    provisions += [rule.provision for day, rule in presumptions if day == latest]
    return latest, True


def _last_day(start: dt.date, period: Offset, calendar: Calendar) -> dt.date:
    """The last day of *period* counted from the day after *start*."""
    match period.unit:
        case "days":
            return start + period.count * _DAY
        case "weeks":
            return start + 7 * period.count * _DAY
        case "months":
            return add_months(start, period.count)
        case "working days":
            return calendar.add_working_days(start, period.count)


def _within(period: Offset, longest: Offset | None) -> bool:
    """Whether *period* is not longer than *longest*; months count as thirty days, working days as days."""
    days = {"days": 1, "working days": 1, "weeks": 7, "months": 30}
    return longest is None or period.count * days[period.unit] <= longest.count * days[longest.unit]
