"""How old what is open is: the unpaid principal by days after the due date, for each group.

Invoices that were sold are not ours any more and are left out; all others with something open are counted once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, get_args

from dunlang.money import Money
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


__all__ = ["AGES", "Age", "AgeTotal", "Ageing", "age_of"]

#: How long an invoice is overdue, in days after its due date.
Age = Literal["not due", "1-30", "31-60", "61-90", "over 90", "due date unknown"]

#: All ages, the youngest first.
AGES: tuple[Age, ...] = get_args(Age)

_LAST_DAYS: tuple[tuple[int, Age], ...] = ((0, "not due"), (30, "1-30"), (60, "31-60"), (90, "61-90"))


@frozen(kw_only=True)
class AgeTotal:
    """What is open in a group (empty: no group takes the debtor) at an age: how many invoices, and their principal."""

    group: str
    age: Age
    count: int
    outstanding: Money


def age_of(due: dt.date | None, date: dt.date) -> Age:
    """The age on *date* of an invoice due on *due*; the day after the due date is the first overdue."""
    if due is None:
        return "due date unknown"
    late = (date - due).days
    return next((age for last, age in _LAST_DAYS if late <= last), "over 90")


class Ageing:
    """The sums so far."""

    def __init__(self) -> None:
        self._count: Counter[tuple[str, str, Age]] = Counter()
        self._open: Counter[tuple[str, str, Age]] = Counter()

    def add(self, currency: str, group: str, age: Age, count: int, outstanding: int) -> None:
        """Add *count* invoices of a group (empty: none) that have *outstanding* minor units open together."""
        self._count[currency, group, age] += count
        self._open[currency, group, age] += outstanding

    def totals(self, rank: Mapping[str, int]) -> tuple[AgeTotal, ...]:
        """The sums by currency, then group (by *rank*; those without one last), then age. What is empty is left out."""
        order = {age: at for at, age in enumerate(AGES)}
        return tuple(
            AgeTotal(group=group, age=age, count=count, outstanding=Money(self._open[currency, group, age], currency))
            for (currency, group, age), count in sorted(
                self._count.items(),
                key=lambda found: (found[0][0], rank.get(found[0][1], len(rank)), order[found[0][2]]),
            )
        )
