"""Interest by the day, in whole minor units: pure arithmetic, no law of its own.

An :class:`InterestRule` is the whole convention of one kind of interest: its rates over time, the day count, whether
and when interest is added to the principal, where the delay is cut and where it is rounded. :func:`accrue` applies it.
Days are half-open: the first day of interest counts, the day of payment does not.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from dunlang.dates import add_months
from dunlang.law.provision import Provision
from dunlang.law.rates import FOREVER, RatePeriod
from dunlang.money import half_up, micro_percent
from dunlang.records import frozen

__all__ = ["Accrual", "InterestRule", "Movement", "Segment", "accrue", "anniversary", "days_between"]

#: One percent in millionths of a percent, times a hundred: a rate of 1 as a share of the principal.
_WHOLE = 10**8
#: So many parts of a year are a whole number of parts of each year that `_year_days` gives.
_ALL_YEARS = math.lcm(360, 365, 366)


@frozen(kw_only=True)
class InterestRule:
    """How one kind of interest is computed.

    *divisor* is one of :data:`~dunlang.law.vocabulary.DAY_COUNTS`; *compounding* ``none`` or ``yearly`` (on each
    anniversary of the first day); *rounding* ``segment`` (half up to minor units per segment) or ``total`` (once);
    *cut* ``each change`` (a new rate holds at once), or one rate for the whole delay: ``rate at start``, that of its
    first day, or ``rate at end``, that of the day of payment.
    """

    kind: str
    periods: tuple[RatePeriod, ...]
    divisor: str = "365"
    compounding: str = "none"
    rounding: str = "segment"
    cut: str = "each change"
    provisions: tuple[Provision, ...] = attrs.field(default=(), eq=False, repr=False)

    def rate_on(self, on: dt.date) -> RatePeriod | None:
        """The rate that is known for the day *on*, None where none is."""
        return next((period for period in self.periods if period.start <= on < period.end), None)

    def held_in(self, segment: Segment) -> tuple[Provision, ...]:
        """The provisions that a segment rests on: that of each row whose days lie in it, for equal rows are one."""
        if self.cut != "each change":
            return () if segment.provision is None else (segment.provision,)
        rows = (period for period in self.periods if period.start < segment.end and segment.start < period.end)
        return tuple(row.provision for row in rows if row.provision is not None)


@frozen
class Movement:
    """A payment as it was allocated, in minor units; it takes effect on its own day. A negative *to_principal* adds."""

    on: dt.date
    to_principal: int = 0
    to_interest: int = 0


@frozen(kw_only=True)
class Segment:
    """Days ``[start, end)`` with one rate on one sum; *principal* includes interest that was added to it.

    *provision* is that of the first day; :meth:`InterestRule.held_in` gives those of all.
    """

    start: dt.date
    end: dt.date
    days: int
    principal: int
    percent: Decimal
    interest: int
    provision: Provision | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Accrual:
    """The interest over a delay, in minor units.

    *total* is the sum of the segments; *outstanding* is *total* less what payments took (*paid*). *unknown_from* is the
    first day for which no rate is known: nothing is counted from there on.
    """

    segments: tuple[Segment, ...]
    total: int
    paid: int
    outstanding: int
    unknown_from: dt.date | None = None


def anniversary(start: dt.date, years: int) -> dt.date:
    """The day *years* after *start*; 28 February for a 29th in common years."""
    return add_months(start, 12 * years)


def days_between(start: dt.date, end: dt.date, divisor: str) -> int:
    """The days of ``[start, end)`` as *divisor* counts them: calendar days, for ``30/360`` months of thirty."""
    if divisor != "30/360":
        return (end - start).days
    return _day_360(end) - _day_360(start)


def _day_360(day: dt.date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)


def _year_days(day: dt.date, divisor: str) -> int:
    """The days of the year of *day* for *divisor*."""
    if divisor == "actual/actual":
        return 366 if calendar.isleap(day.year) else 365
    return 365 if divisor == "365" else 360


def accrue(
    rule: InterestRule, principal: int, start: dt.date, end: dt.date, movements: Sequence[Movement] = ()
) -> Accrual:
    """The interest on *principal* over ``[start, end)``; *start* is the first day that bears interest.

    A segment ends where the rate really changes, at each anniversary of *start* where interest compounds yearly, at
    each movement, and, for ``actual/actual``, between a common and a leap year. A movement's ``to_interest`` takes
    interest that was not yet added to the principal first; the rest lowers the interest-bearing sum. Movements before
    *start* have lowered the principal from the first day; those on or after *end* have no effect.
    """
    base, total, paid = principal, 0, 0
    pending = 0  # interest that was not yet added to the principal, less what payments took of it
    exact, rounded = 0, 0  # what `total` rounding has seen, in shares of all years, and what it has given out
    segments: list[Segment] = []
    unknown: dt.date | None = None
    moves = sorted((move for move in movements if move.on < end), key=lambda move: move.on)
    at = 0
    years = 1
    floating = rule.cut == "each change"
    fixed = None if floating else rule.rate_on(start if rule.cut == "rate at start" else end)
    day = start
    while day < end or day == start:
        while rule.compounding == "yearly" and anniversary(start, years) <= day:
            base, pending, years = base + pending, 0, years + 1
        while at < len(moves) and moves[at].on <= day:
            move, at = moves[at], at + 1
            from_pending = max(0, min(move.to_interest, pending))
            pending -= from_pending
            base -= move.to_principal + (move.to_interest - from_pending)
            paid += move.to_interest
        if day >= end:
            break
        rate = rule.rate_on(day) if floating else fixed
        if rate is None:
            unknown = day
            break
        stop = end
        if floating:
            stop = min(stop, _until(rule, rate))
        if rule.compounding == "yearly":
            stop = min(stop, anniversary(start, years))
        if at < len(moves):
            stop = min(stop, moves[at].on)
        if rule.divisor == "actual/actual":
            stop = min(stop, _same_year_length(day, stop))
        days = days_between(day, stop, rule.divisor)
        shares = max(base, 0) * micro_percent(rate.percent) * days
        if rule.rounding == "total":
            exact += shares * (_ALL_YEARS // _year_days(day, rule.divisor))
            interest = half_up(exact, _WHOLE * _ALL_YEARS) - rounded
            rounded += interest
        else:
            interest = half_up(shares, _WHOLE * _year_days(day, rule.divisor))
        segments.append(
            Segment(
                start=day,
                end=stop,
                days=days,
                principal=max(base, 0),
                percent=rate.percent,
                interest=interest,
                provision=rate.provision,
            )
        )
        total, pending, day = total + interest, pending + interest, stop
    paid += sum(move.to_interest for move in moves[at:])
    return Accrual(
        segments=tuple(segments), total=total, paid=paid, outstanding=max(0, total - paid), unknown_from=unknown
    )


def _until(rule: InterestRule, rate: RatePeriod) -> dt.date:
    """The first day on which another rate holds than *rate*; rows in a row with one value are one period."""
    end = rate.end
    for period in _after(rule, rate):
        if period.start != end or period.percent != rate.percent:
            break
        end = period.end
    return end


def _after(rule: InterestRule, rate: RatePeriod) -> Iterator[RatePeriod]:
    return (period for period in rule.periods if period.start >= rate.end)


def _same_year_length(day: dt.date, stop: dt.date) -> dt.date:
    """The first New Year's Day after *day*, up to *stop*, at which the length of the year changes."""
    year = day.year
    while year < 9999 and dt.date(year + 1, 1, 1) < stop:
        year += 1
        if calendar.isleap(year) != calendar.isleap(day.year):
            return dt.date(year, 1, 1)
    return min(stop, FOREVER)
