"""The holds of one invoice: the days on which its steps wait, and on which the clock or interest stands still.

A hold covers the days ``[start, end)``; its end is :data:`OPEN` while nobody knows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.tabled.steps import OPEN
from dunlang.schedule.holds import ENDS, OPENS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunlang.portfolio.tabled.moves import Days

__all__ = ["HELD", "Hold", "HoldTerm", "Holds"]

#: Stands for the planned day of a step while the clock stands still.
HELD = -1


class HoldTerm:
    """How long a hold of one cause lasts at most, what a promise adds to its day, and what stops meanwhile."""

    __slots__ = ("after", "cap", "clock_stops", "interest_stops")

    def __init__(self, cap: Days | None, after: Days | None, clock_stops: int, interest_stops: int) -> None:
        self.cap = cap
        self.after = after
        self.clock_stops = clock_stops
        self.interest_stops = interest_stops


class Hold:
    """One hold, ``[start, end)``."""

    __slots__ = ("cause", "end", "start", "term")

    def __init__(self, cause: str, start: int, end: int, term: HoldTerm) -> None:
        self.cause = cause
        self.start = start
        self.end = end
        self.term = term


class Holds:
    """The holds of one invoice, fed in the order of time. *terms* has the causes that hold in its group."""

    __slots__ = ("_stopped", "all", "disputed", "terms")

    def __init__(self, terms: Mapping[str, HoldTerm]) -> None:
        self.terms = terms
        self.all: list[Hold] = []
        self.disputed = False
        """Whether a dispute is open, whatever the policy lets it hold."""
        self._stopped: list[tuple[int, int]] = []

    def apply(self, kind: str, day: int, until: int | None) -> None:
        """Take an event; *until* is the day promised."""
        cause = OPENS.get(kind)
        if cause is not None:
            if cause == "dispute":
                self.disputed = True
            self._open(cause, day, until)
            return
        cause = ENDS.get(kind)
        if cause is None:
            return
        if cause == "dispute":
            self.disputed = False
        for hold in self.all:
            if hold.cause == cause and hold.start <= day < hold.end:
                hold.end = day
        self._stopped = self._merged()

    def _open(self, cause: str, day: int, until: int | None) -> None:
        term = self.terms.get(cause)
        if term is None:
            return
        if cause != "promise" and any(hold.cause == cause and hold.start <= day < hold.end for hold in self.all):
            return
        end = OPEN
        if cause == "promise" and until is not None:
            last = term.after[until] if term.after is not None else until
            end = max(last + 1, day)
        if term.cap is not None:
            end = min(end, term.cap[day])
        self.all.append(Hold(cause, day, end, term))
        if term.clock_stops:
            self._stopped = self._merged()

    def _merged(self) -> list[tuple[int, int]]:
        """The days on which the clock stands still, as runs that do not touch."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted((hold.start, hold.end) for hold in self.all if hold.term.clock_stops):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged

    def end_at(self, day: int) -> int:
        """The end of the hold that covers *day* and lasts longest; 0 where none covers it."""
        found = 0
        for hold in self.all:
            if hold.start <= day < hold.end and hold.end > found:
                found = hold.end
        return found

    def shifted(self, target: int, anchor: int) -> int:
        """*target* moved by the days after *anchor* on which the clock stood still; :data:`HELD` while it does."""
        for start, end in self._stopped:
            if end <= anchor:
                continue
            begins = max(start, anchor)
            if begins >= target:
                break
            if end >= OPEN:
                return HELD
            target += end - begins
        return target
