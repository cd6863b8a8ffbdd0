"""The forecast by week: what falls due from Monday to Sunday if nothing changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dunlang.money import Money
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dunlang.portfolio.simulation import Item, Total

__all__ = ["Week", "weeks"]

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


@frozen(kw_only=True)
class Week:
    """One week of the forecast; the first begins after the date of the run, the last ends with the forecast.

    An invoice with several steps in a week counts once in *invoices* and *outstanding*: the principal that is open on
    the date of the run, by currency.
    """

    first: dt.date
    last: dt.date
    steps: int
    invoices: int
    outstanding: tuple[Money, ...]
    totals: tuple[Total, ...]
    """By group, step and channel, in the order of the policy."""


def weeks(
    items: Iterable[Item], totals_of: Callable[[Sequence[Item]], tuple[Total, ...]], *, date: dt.date, until: dt.date
) -> tuple[Week, ...]:
    """The weeks after *date* up to the last one that has a step, or *until*, whichever comes first; empty ones as well.

    *items* are the forecast; *totals_of* adds up the items of a week.
    """
    by_week: defaultdict[dt.date, list[Item]] = defaultdict(list)
    for item in items:
        if item.on is not None:
            by_week[_monday(item.on)].append(item)
    if not by_week:
        return ()
    found = []
    start, end = _monday(date + _DAY), max(by_week)
    while start <= end:
        due = by_week.get(start, [])
        open_: dict[str, Money] = {item.invoice.id: item.outstanding for item in due}
        sums: Counter[str] = Counter()
        for money in open_.values():
            sums[money.currency] += money.minor
        found.append(
            Week(
                first=max(start, date + _DAY),
                last=min(start + _WEEK - _DAY, until),
                steps=len(due),
                invoices=len(open_),
                outstanding=tuple(Money(minor, currency) for currency, minor in sorted(sums.items())),
                totals=totals_of(due),
            )
        )
        start += _WEEK
    return tuple(found)


def _monday(day: dt.date) -> dt.date:
    """The Monday of the week of *day*."""
    return day - dt.timedelta(days=day.weekday())
