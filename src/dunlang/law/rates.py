"""Rates as series over time, and what is known of them.

A series is rows without gaps; a row has a percentage, or is computed from another series (``base`` plus points), or is
``unknown``. After ``known_until`` nothing is known: no question is ever answered with the last value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

import attrs

from dunlang.law.provision import Confidence, Provision, Reference
from dunlang.records import frozen

__all__ = ["FOREVER", "RatePeriod", "RateRow", "Series", "SeriesRow", "clip", "join", "resolve"]

_DAY = dt.timedelta(days=1)

#: The (exclusive) end of a period that is open.
FOREVER = dt.date.max

_WEAKEST = ("memory", "derived", "single", "verified", "house")


@frozen(kw_only=True)
class RatePeriod:
    """A percentage a year (VAT: a percentage) that holds in ``[start, end)``; *end* is :data:`FOREVER` where open."""

    start: dt.date
    end: dt.date
    percent: Decimal
    provision: Provision | None = attrs.field(default=None, eq=False, repr=False)
    """Where it stands, as it holds for this period; None for a declared rate."""


@frozen(kw_only=True)
class SeriesRow:
    """One row as the file has it: exactly one of *percent*, *base* or neither (unknown)."""

    start: dt.date
    until: dt.date | None = None
    percent: Decimal | None = None
    base: str | None = None
    points: Decimal = Decimal(0)
    factor: Decimal = Decimal(1)
    round_up_to: Decimal | None = None
    confidence: Confidence | None = None
    sources: tuple[Reference, ...] | None = None
    note: str = ""


@frozen(kw_only=True)
class RateRow:
    """A row with its end made plain (exclusive)."""

    row: SeriesRow
    end: dt.date


@frozen(kw_only=True)
class Series:
    """The rows of one rate in one file."""

    rate: str
    rows: tuple[RateRow, ...]


def resolve(
    series: Series, provision: Provision, lookup: Callable[[str], Sequence[RatePeriod]]
) -> tuple[RatePeriod, ...]:
    """The known periods of *series* in order. *lookup* gives the periods of a base, such as ``EU.reference``."""
    periods: list[RatePeriod] = []
    for item in series.rows:
        row, own = item.row, _own(provision, item)
        if row.percent is not None:
            periods.append(RatePeriod(start=row.start, end=item.end, percent=row.percent, provision=own))
        elif row.base is not None:
            periods += [_computed(row, own, period) for period in clip(lookup(row.base), row.start, item.end)]
    return tuple(periods)


def _own(provision: Provision, item: RateRow) -> Provision:
    """The provision as it holds for one row: its days, its sources, its confidence."""
    row = item.row
    return attrs.evolve(
        provision,
        start=row.start,
        until=None if item.end == FOREVER else item.end - _DAY,
        confidence=row.confidence or provision.confidence,
        sources=_sources(provision, row),
        note=row.note or provision.note,
    )


def _sources(provision: Provision, row: SeriesRow) -> tuple[Reference, ...]:
    """Where a row was read: its own sources, else those of the rate; nowhere, if it is from memory."""
    if row.sources is not None:
        return row.sources
    return () if row.confidence is not None and row.confidence.level == "memory" else provision.sources


def _computed(row: SeriesRow, own: Provision, base: RatePeriod) -> RatePeriod:
    """One period of a base with factor and points; as sure as the less sure of the two."""
    percent = base.percent * row.factor + row.points
    if row.round_up_to is not None:
        percent = (percent / row.round_up_to).to_integral_value(ROUND_CEILING) * row.round_up_to
    known = own.confidence if base.provision is None else base.provision.confidence
    weaker = min(own.confidence, known, key=lambda sure: (_WEAKEST.index(sure.level), sure.count))
    until = None if base.end == FOREVER else base.end - _DAY
    provision = attrs.evolve(own, confidence=weaker, start=base.start, until=until)
    return RatePeriod(start=base.start, end=base.end, percent=percent, provision=provision)


def clip(periods: Iterable[RatePeriod], start: dt.date, end: dt.date) -> tuple[RatePeriod, ...]:
    """The parts of *periods* that lie in ``[start, end)``."""
    return tuple(
        period
        if start <= period.start and period.end <= end
        else attrs.evolve(period, start=max(period.start, start), end=min(period.end, end))
        for period in periods
        if period.start < end and start < period.end
    )


def join(layers: Sequence[Sequence[RatePeriod]]) -> tuple[RatePeriod, ...]:
    """One series from several that overlap: on each day the last layer that knows the rate holds."""
    joined = tuple(layers[0]) if layers else ()
    for layer in layers[1:]:
        for period in layer:
            before = clip(joined, dt.date.min, period.start)
            after = clip(joined, period.end, FOREVER)
            joined = (*before, period, *after)
    return tuple(sorted(joined, key=lambda period: period.start))
