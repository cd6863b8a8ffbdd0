"""How old the payments of a ledger are: a reminder to somebody who paid last week is the dearest mistake of all."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from dunlang.dates import Offset, Unit, add

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.dates import Calendar
    from dunlang.model.case import Case

__all__ = ["newest_payment", "parse_age", "stale"]

_AGE = re.compile(r"([0-9]{1,4}) ?(d|days?|wd|working days?|w|weeks?)")
_UNITS: dict[str, Unit] = {"d": "days", "w": "weeks"}


def parse_age(text: str) -> Offset:
    """Read ``3d``, ``3 days``, ``2 working days``, ``2wd``, ``1 week``; ValueError, in the user's words, for others."""
    match = _AGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"`{text[:40]}` is not a period (write it as `3d`, `2 working days` or `1 week`)")
    unit: Unit = "working days" if match[2].startswith("w") and match[2][1:2] in ("d", "o") else _UNITS[match[2][0]]
    return Offset(int(match[1]), unit)


def newest_payment(cases: Iterable[Case], date: dt.date) -> dt.date | None:
    """The day of the newest payment up to *date*; None where there is none."""
    return max(
        (
            event.date
            for case in cases
            for event in case.events
            if event.kind == "payment" and event.date <= date
        ),
        default=None,
    )  # fmt: skip


def stale(newest: dt.date | None, declared: dt.date | None, date: dt.date, most: Offset, calendar: Calendar) -> str:
    """Why a ledger is not to be used on *date*, and what to do; empty where its payments are recent enough.

    *declared* is the day up to which somebody said all payments are in; it counts where it is later than *newest*.
    Raises LookupError where *calendar* does not reach.
    """
    known = max((day for day in (newest, declared) if day is not None), default=None)
    oldest = add(date, most, calendar, sign=-1)
    what = "add the payments since, or say with `--payments-until` up to which day there are none missing"
    if known is None:
        return f"the ledger has no payments up to {date}, so nothing says how recent they are: {what}"
    if known >= oldest:
        return ""
    says = "payments are declared complete up to" if declared == known else "the newest payment is of"
    return f"{says} {known}, {(date - known).days} days before {date}; at most {most} are allowed: {what}"
