"""When the period of a letter ends, and whether that is late enough: on a day, or on every day of a year."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from dunlang.dates import Calendar, Offset, add_months
from dunlang.law import ChargeRule, CountryLaw, Provision, ReceiptRule, run_period
from dunlang.notice.periods import PeriodClaim
from dunlang.records import frozen

__all__ = ["Ending", "always_enough", "ending"]

_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class Ending:
    """The last day that a letter gives, beside the last day that the law gives; None where nobody can tell."""

    last_day: dt.date | None
    lawful_last_day: dt.date | None
    counted_last_day: dt.date | None
    """The law's last day before it moves on from a rest day."""
    received: dt.date | None = None
    provisions: tuple[Provision, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def too_early(self) -> bool:
        """Whether it ends before the law's period has run."""
        return None not in (self.last_day, self.counted_last_day) and self.last_day < self.counted_last_day  # type: ignore[operator]

    @property
    def on_rest_day(self) -> bool:
        """Whether it runs the law's days but ends before the working day to which the law moves their end."""
        late = None not in (self.last_day, self.lawful_last_day) and self.last_day < self.lawful_last_day  # type: ignore[operator]
        return late and not self.too_early


def ending(
    law: CountryLaw,
    charging: ChargeRule | None,
    period: PeriodClaim,
    *,
    sent: dt.date,
    channels: tuple[str, ...],
    received: dt.date | None,
    debtor: str,
    letter_date: dt.date | None = None,
) -> Ending:
    """The two last days for a letter sent on a day. The date of the letter is the day of sending unless told.

    Only that of the letter where *charging* asks for no period, or the letter is not the one that must leave it (None).
    """
    wanted = charging.minimum if charging is not None else None
    minimum = wanted or Offset(0)
    run = run_period(
        law,
        sent=sent,
        channels=channels,
        period=minimum,
        counted_from="sending" if charging is not None and charging.counted_from == "sending" else "receipt",
        received=received,
        debtor=debtor,
    )
    calendar = law.period_calendar()
    start = run.day_one - _DAY if run.day_one is not None else None
    return Ending(
        last_day=_given(period, sent, letter_date or sent, received or start, calendar),
        lawful_last_day=None if wanted is None else run.last_free_day,
        counted_last_day=None
        if wanted is None or start is None or calendar is None
        else _forward(start, wanted, calendar),
        received=None if any(_names_day_one(used) for used in run.provisions) else run.received,
        provisions=run.provisions,
        notes=run.notes,
    )


def _names_day_one(provision: Provision) -> bool:
    """Whether the law names the first day of the period and says nothing of receipt."""
    return isinstance(provision.body, ReceiptRule) and provision.body.day_one


def _given(
    period: PeriodClaim, sent: dt.date, letter_date: dt.date, received: dt.date | None, calendar: Calendar | None
) -> dt.date | None:
    """The last day that the words of the letter give."""
    if period.is_day:
        return period.last_day
    if period.length is None or calendar is None:
        return None
    event = period.start.removeprefix("day after ").removeprefix("day of ")
    if period.start == "third working day after sending":
        try:
            base: dt.date | None = calendar.add_working_days(sent, 3) - _DAY
        except LookupError:
            return None
    else:
        base = {"receipt": received, "sending": sent, "letter date": letter_date, "today": letter_date}.get(event)
    if base is None:
        return None
    if period.start.startswith("day of "):
        base -= _DAY
    try:
        return _forward(base, period.length, calendar)
    except LookupError:
        return None


def _forward(day: dt.date, length: Offset, calendar: Calendar) -> dt.date:
    match length.unit:
        case "days":
            return day + length.count * _DAY
        case "weeks":
            return day + 7 * length.count * _DAY
        case "months":
            return add_months(day, length.count)
        case "working days":
            return calendar.add_working_days(day, length.count)


@lru_cache(maxsize=256)
def _over_a_year(
    law: CountryLaw, start: str, length: Offset, channels: tuple[str, ...], debtor: str, year: int
) -> tuple[bool, dt.date | None] | None:
    """Whether such a period is ever long enough in a year, and the first day of sending on which it is not."""
    charging = law.charging(debtor, dt.date(year, 7, 1))
    if charging is None:
        return None
    period = PeriodClaim(span=None, role="payment", start=start, length=length)  # type: ignore[arg-type] # has no place
    enough, short = False, None
    day = dt.date(year, 1, 1)
    while day.year == year:
        found = ending(law, charging, period, sent=day, channels=channels, received=None, debtor=debtor)
        if found.last_day is None or found.counted_last_day is None:
            return None
        if found.too_early:
            short = short or day
        else:
            enough = True
        day += _DAY
    return enough, short


def always_enough(
    law: CountryLaw, period: PeriodClaim, *, channels: tuple[str, ...], debtor: str, year: int
) -> tuple[bool, dt.date | None] | None:
    """Whether a period that runs from the letter's own day is ever long enough, and the first day on which it is not.

    None where the words or the law give no last day.
    """
    if period.length is None or period.start.endswith(("receipt", "none")):
        return None
    return _over_a_year(law, period.start, period.length, channels, debtor, year)
