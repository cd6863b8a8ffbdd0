"""Interest and costs in whole numbers: the conventions of :mod:`dunlang.law.interest` and :mod:`dunlang.law.costs`.

Days are day numbers, rates millionths of a percent, amounts minor units; every division is rounded once, by name.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from dunlang.dates import add_months
from dunlang.money import half_up, micro_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.law.costs import CostRule
    from dunlang.law.interest import InterestRule
    from dunlang.law.rates import RatePeriod

__all__ = ["Costs", "Interest", "Movement", "accrued"]

#: A rate of one, in millionths of a percent.
_WHOLE = 10**8
#: The shortest year: no anniversary comes earlier.
_YEAR = 365


class Movement(NamedTuple):
    """From the day *on* the sum that bears interest is less; see :class:`dunlang.law.interest.Movement`."""

    on: int
    to_principal: int
    to_interest: int


class Interest:
    """One convention of interest: its rates by day, and how days are counted, compounded and rounded."""

    __slots__ = ("actual", "cut", "denominator", "ends", "months", "rates", "simple", "starts", "total", "yearly")

    def __init__(self, rule: InterestRule) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.rates: list[int] = []
        for start, end, rate in map(_period, rule.periods):
            if self.starts and self.ends[-1] == start and self.rates[-1] == rate:
                self.ends[-1] = end  # rows in a row with one value are one period
            else:
                self.starts.append(start)
                self.ends.append(end)
                self.rates.append(rate)
        self.months = rule.divisor == "30/360"
        self.actual = rule.divisor == "actual/actual"
        self.denominator = _WHOLE * (365 * 366 if self.actual else 360 if "360" in rule.divisor else 365)
        """What a sum times a rate times :meth:`days` is divided by."""
        self.yearly = rule.compounding == "yearly"
        self.total = rule.rounding == "total"
        self.cut = rule.cut
        self.simple = not (self.actual or self.months or self.total) and rule.cut == "each change"

    def period(self, day: int) -> int:
        """The place of the rate that holds on *day*, -1 where none is known."""
        at = bisect_right(self.starts, day) - 1
        return at if at >= 0 and day < self.ends[at] else -1

    def days(self, start: int, end: int) -> int:
        """The days of ``[start, end)`` as they count; for ``actual/actual`` weighted by the other length of a year."""
        if self.actual:
            return (end - start) * (365 if calendar.isleap(dt.date.fromordinal(start).year) else 366)
        return _day_360(end) - _day_360(start) if self.months else end - start


def accrued(rule: Interest, principal: int, first: int, end: int, movements: Sequence[Movement] = ()) -> int:
    """The interest on *principal* over the days ``[first, end)``; *movements* are in order.

    Cut where the rate changes, at movements, at anniversaries where interest is added to the principal, and, for
    ``actual/actual``, between common and leap years. Where no rate is known it stops.
    """
    if rule.simple and end - first <= _YEAR:
        return _simple(rule, principal, first, end, movements)
    base, total, pending, exact = principal, 0, 0, 0
    at, count = 0, len(movements)
    floating = rule.cut == "each change"
    place = -1 if floating else rule.period(first if rule.cut == "rate at start" else end)
    years, anniversary = 1, end
    if rule.yearly and end - first > _YEAR:
        anniversary = _anniversary(first, 1)
    day = first
    while day < end:
        while anniversary <= day:
            base, pending, years = base + pending, 0, years + 1
            anniversary = _anniversary(first, years)
        while at < count and movements[at].on <= day:
            _, to_principal, to_interest = movements[at]
            at += 1
            from_pending = max(0, min(to_interest, pending))
            pending -= from_pending
            base -= to_principal + to_interest - from_pending
        if base <= 0 and at == count and anniversary == end:
            break  # nothing bears interest any more
        if floating:
            place = rule.period(day)
        if place < 0:
            break
        stop = min(end, anniversary)
        if floating and rule.ends[place] < stop:
            stop = rule.ends[place]
        if at < count and movements[at].on < stop:
            stop = movements[at].on
        if rule.actual:
            stop = _same_length(day, stop)
        if base > 0:
            shares = base * rule.rates[place] * rule.days(day, stop)
            if rule.total:
                exact += shares
                interest = half_up(exact, rule.denominator) - total
            else:
                interest = half_up(shares, rule.denominator)
            total += interest
            pending += interest
        day = stop
    return total


def _simple(rule: Interest, base: int, day: int, end: int, movements: Sequence[Movement]) -> int:
    """:func:`accrued` where rates hold at once, days count as they are, and nothing is added to the principal yet."""
    total = pending = 0
    place, denominator = rule.period(day), rule.denominator
    for on, to_principal, to_interest in (*movements, Movement(end, 0, 0)):
        while day < on and day < end:
            if place < 0:
                return total
            stop = min(on, end, rule.ends[place])
            if base > 0:
                interest = half_up(base * rule.rates[place] * (stop - day), denominator)
                total += interest
                pending += interest
            if stop == rule.ends[place]:
                place = rule.period(stop)
            day = stop
        from_pending = max(0, min(to_interest, pending))
        pending -= from_pending
        base -= to_principal + to_interest - from_pending
    return total


def _anniversary(first: int, years: int) -> int:
    return add_months(dt.date.fromordinal(first), 12 * years).toordinal()


def _day_360(number: int) -> int:
    day = dt.date.fromordinal(number)
    return 360 * day.year + 30 * day.month + min(day.day, 30)


def _same_length(day: int, stop: int) -> int:
    """The first New Year's Day after *day*, before *stop*, at which the length of the year changes; else *stop*."""
    year = dt.date.fromordinal(day).year
    for later in range(year + 1, dt.date.fromordinal(stop - 1).year + 1):
        if calendar.isleap(later) != calendar.isleap(year):
            return dt.date(later, 1, 1).toordinal()
    return stop


class Costs:
    """A scale of collection costs with its VAT."""

    __slots__ = ("aggregate", "known_up_to", "maximum", "minimum", "pieces", "taxes")

    def __init__(self, rule: CostRule, *, vat: bool) -> None:
        scale = rule.scale
        self.pieces = [(piece.up_to, piece.base, piece.rate, piece.above) for piece in scale.pieces]
        self.minimum = None if scale.minimum is None else scale.minimum * _WHOLE
        self.maximum = None if scale.maximum is None else scale.maximum * _WHOLE
        self.known_up_to = rule.known_up_to
        self.aggregate = rule.aggregate
        self.taxes: list[tuple[int, int, int]] | None = None
        """Since, until, rate; None where no VAT is added."""
        if vat and rule.vat_percent_rule != "none":
            self.taxes = [_period(period) for period in rule.vat_periods]

    def amount(self, principal: int, day: int) -> tuple[int, int]:
        """The costs of a principal on *day* with the VAT in them, and that VAT; nothing where one is not known."""
        if principal <= 0 or (self.known_up_to is not None and principal > self.known_up_to):
            return 0, 0
        net = 0
        for up_to, base, rate, above in self.pieces:
            if up_to is None or principal <= up_to:
                exact = base + rate * (principal - above)
                if self.minimum is not None and exact < self.minimum:
                    exact = self.minimum
                if self.maximum is not None and exact > self.maximum:
                    exact = self.maximum
                net = half_up(exact, _WHOLE)
                break
        if self.taxes is None:
            return net, 0
        for since, until, rate in self.taxes:
            if since <= day < until:
                tax = half_up(net * rate, _WHOLE)
                return net + tax, tax
        return 0, 0


def _period(period: RatePeriod) -> tuple[int, int, int]:
    return period.start.toordinal(), period.end.toordinal(), micro_percent(period.percent)
