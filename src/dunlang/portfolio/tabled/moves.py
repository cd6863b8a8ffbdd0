"""Days that depend on a day alone, as one table: ``move(k, d, o)``, written by the reference's own functions.

*k* numbers the kind of move (a step's timing, a period added, the next run day), *d* and *o* are day numbers
(:meth:`datetime.date.toordinal`). A day that the calendar does not reach has no row; a statement that misses one leaves
the invoice to the reference. Who asks for single days takes a move as :class:`Days`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dunlang.dates import Offset, add
from dunlang.schedule.timing import last_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunlang.model.policy import Timing
    from dunlang.schedule import Engine

__all__ = ["Beyond", "Days", "Moves"]


class Beyond(Exception):  # noqa: N818 - what it says is where the day lies
    """A day that the calendar does not reach."""


class Days(dict[int, int]):
    """One kind of move as a mapping of day numbers that asks for each day once; :class:`Beyond` the calendar."""

    def __init__(self, ask: Callable[[dt.date], dt.date]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, day: int) -> int:
        try:
            found = self[day] = self._ask(dt.date.fromordinal(day)).toordinal()
        except (LookupError, OverflowError, ValueError) as error:  # beyond the calendar, or beyond the year 9999
            raise Beyond(str(error)) from error
        return found


class Moves:
    """The moves that a statement asks for, numbered as they come up."""

    def __init__(self, engine: Engine) -> None:
        self._clock = engine.clock
        self._known: dict[object, int] = {}
        self._ask: list[Callable[[dt.date], dt.date]] = []
        self._days: dict[int, Days] = {}

    def days(self, key: int) -> Days:
        """A move by its number, day by day."""
        found = self._days.get(key)
        if found is None:
            found = self._days[key] = Days(self._ask[key])
        return found

    def on_or_after(self) -> int:
        """To the first run day from a day on."""
        return self._key("after", self._clock.run_on_or_after)

    def on_or_before(self) -> int:
        """To the last run day up to a day."""
        return self._key("before", self._clock.run_on_or_before)

    def target(self, timing: Timing) -> int:
        """To the day that a timing names, counted from its anchor."""
        key = ("target", timing.direction, timing.offset, timing.end_of_month)
        return self._key(key, lambda day: self._clock.target(timing, day))

    def plus(self, offset: Offset) -> int:
        """A period later, on the policy's calendar."""
        calendar = self._clock.calendar
        return self._key(("plus", offset), lambda day: add(day, offset, calendar))

    def last(self, within: Offset, *, end_of_month: bool) -> int:
        """To the last day of a term that starts on a day."""
        calendar = self._clock.calendar
        key = ("last", within, end_of_month)
        return self._key(key, lambda day: last_day(within, day, calendar, end_of_month_=end_of_month))

    def at(self, key: int, day: str, name: str) -> str:
        """A join of the table as *name*: where a move takes *day*, an expression of a day number."""
        return f"LEFT JOIN move {name} ON {name}.k = {key} AND {name}.d = {day}"

    def rows(self, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """The table for the days from *first* to *last*."""
        days = [(number, dt.date.fromordinal(number)) for number in range(first, last + 1)]
        for key, ask in enumerate(self._ask):
            for number, day in days:
                try:
                    yield key, number, ask(day).toordinal()
                except LookupError:
                    continue

    def _key(self, key: object, ask: Callable[[dt.date], dt.date]) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._ask)
            self._ask.append(ask)
        return found
