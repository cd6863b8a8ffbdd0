"""Over which invoice dates a policy is judged."""

from __future__ import annotations

import datetime as dt

from dunlang.dates import Calendar
from dunlang.law import CountryLaw
from dunlang.model.policy import Policy

__all__ = ["WEEKENDS", "last_day_in_words", "validity"]

_SOME_DAY = dt.date(2026, 1, 1)

#: Where there is no calendar: no rest days but weekends, and no day on which the list ends.
WEEKENDS = Calendar(
    name="weekends",
    holidays=frozenset(),
    first=dt.date.min,
    last=dt.date.max,
    final_until=dt.date.max,
)


def validity(policy: Policy, calendar: Calendar, law: CountryLaw | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last invoice date to judge; None where *calendar* is final for no day of the validity.

    An open end is the last day for which the calendar is final. An open start is the year in which the data of *law*
    were last verified: what the policy does now, whatever day it is checked on.
    """
    final = calendar.final_until
    if final == dt.date.max:
        # No calendar bounds the dates: two whole years show each weekday in each month.
        start = policy.valid_from or _SOME_DAY
        last = dt.date(start.year + 1, 12, 31)
        return start, min(policy.valid_until or last, last)
    last = min(policy.valid_until or final, final)
    first = max(policy.valid_from or _open_start(law, last), calendar.first)
    return (first, last) if first <= last else None


def last_day_in_words(policy: Policy, calendar: Calendar, last: dt.date) -> str:
    """Why *last* is the last day that is judged."""
    if policy.valid_until is not None and last >= policy.valid_until:
        return "the end of the validity"
    if calendar.final_until == dt.date.max:
        return "two years, for no calendar bounds the dates"
    return f"the last day for which calendar {calendar.name} is final"


def _open_start(law: CountryLaw | None, last: dt.date) -> dt.date:
    verified = [found.verified_on for found in law.provisions() if found.verified_on] if law is not None else []
    return dt.date(min(max(verified, default=last).year, last.year), 1, 1)
