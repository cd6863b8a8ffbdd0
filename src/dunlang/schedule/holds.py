"""Times in which steps wait, and what the clock does meanwhile.

Inside, a hold is half-open: it covers ``[start, end)`` and a run on *end* may go ahead, because the events of a day
apply before that day's run. What is shown to people names the last day held.
"""

from __future__ import annotations

import datetime as dt

import attrs

from dunlang.dates import Calendar, add
from dunlang.model.case import Event
from dunlang.model.policy import Group, Hold
from dunlang.schedule.result import HoldPeriod, Reason

__all__ = ["ALWAYS", "ENDS", "OPENS", "Held", "Holds"]

_DAY = dt.timedelta(days=1)

#: Which event opens a hold of which cause.
OPENS = {
    "dispute opened": "dispute",
    "promise made": "promise",
    "plan agreed": "plan",
    "hold placed": "placed",
    "insolvency": "insolvency",
}
#: Which event ends it.
ENDS = {"dispute resolved": "dispute", "plan broken": "plan", "hold lifted": "placed"}

#: These hold although the policy does not mention them: it is never right to dun on.
ALWAYS = frozenset({"dispute", "placed", "insolvency"})


@attrs.define(kw_only=True)
class Held:
    """One hold of one invoice, ``[start, end)``; *end* is None while nobody knows it."""

    cause: str
    start: dt.date
    end: dt.date | None
    clock_stops: bool
    interest_stops: bool
    reason: Reason

    def covers(self, day: dt.date) -> bool:
        """Whether steps wait on *day*."""
        return self.start <= day and (self.end is None or day < self.end)

    def period(self) -> HoldPeriod:
        """The hold as shown: with its last day."""
        return HoldPeriod(
            cause=self.cause,
            start=self.start,
            until=None if self.end is None else self.end - _DAY,
            clock_stops=self.clock_stops,
            interest_stops=self.interest_stops,
            reason=self.reason,
        )


class Holds:
    """The holds of one invoice under one group, fed event by event in the order of time."""

    __slots__ = ("_calendar", "_disputed_since", "_group", "_stopped", "all")

    def __init__(self, group: Group, calendar: Calendar) -> None:
        self._group = group
        self._calendar = calendar
        self._stopped: list[tuple[dt.date, dt.date | None]] | None = []
        self._disputed_since: dt.date | None = None
        self.all: list[Held] = []

    def apply(self, event: Event) -> bool:
        """Take an event that opens or ends a hold; return whether it was one."""
        if event.kind == "dispute opened" and self._disputed_since is None:
            self._disputed_since = event.date
        elif event.kind == "dispute resolved":
            self._disputed_since = None
        cause = OPENS.get(event.kind)
        if cause is not None:
            return self._open(cause, event)
        cause = ENDS.get(event.kind)
        if cause is None:
            return False
        for held in self.all:
            if held.cause == cause and held.covers(event.date):
                held.end = event.date
                self._stopped = None
        return True

    def _open(self, cause: str, event: Event) -> bool:
        declared = self._group.hold(cause)
        if declared is None and cause not in ALWAYS:
            return True
        if cause != "promise" and any(held.cause == cause and held.covers(event.date) for held in self.all):
            return True
        beyond = ""
        try:
            end = self._known_end(cause, event, declared)
        except LookupError as error:  # it lasts: nobody is dunned because a calendar ends
            end, beyond = None, f"; its end is not known: {error.args[0]}"
        said = "the policy says so" if declared is not None else "this always holds, the policy does not mention it"
        what = f"promised for {event.until}" if cause == "promise" else f"{cause} since {event.date}"
        self.all.append(
            Held(
                cause=cause,
                start=event.date,
                end=end,
                clock_stops=declared is not None and declared.clock_stops,
                interest_stops=declared is not None and declared.interest_stops,
                reason=Reason(
                    f"hold-{cause}", f"{what}: {said}{beyond}", declared.span if declared is not None else None
                ),
            )
        )
        self._stopped = None
        return True

    def _known_end(self, cause: str, event: Event, declared: Hold | None) -> dt.date | None:
        """The day on which a hold ends by itself; None where only an event ends it. LookupError beyond the calendar."""
        end: dt.date | None = None
        if cause == "promise" and event.until is not None:
            last = event.until
            if declared is not None and declared.after is not None:
                last = add(last, declared.after, self._calendar)
            end = max(last + _DAY, event.date)
        if declared is not None and declared.at_most is not None:
            cap = add(event.date, declared.at_most, self._calendar)
            end = cap if end is None else min(end, cap)
        return end

    def at(self, day: dt.date) -> Held | None:
        """The hold that covers *day* and lasts longest."""
        found: Held | None = None
        for held in self.all:
            if held.covers(day):
                if held.end is None:
                    return held
                if found is None or found.end is None or held.end > found.end:
                    found = held
        return found

    @property
    def disputed(self) -> bool:
        """Whether a dispute is open after the events so far, whatever the policy lets it hold."""
        return self._disputed_since is not None

    def shifted(self, target: dt.date, anchor: dt.date) -> dt.date | None:
        """*target* moved by the days held after *anchor* with the clock stopped; None while the clock stands still."""
        if not self.all:
            return target
        if self._stopped is None:
            self._stopped = _merged([(held.start, held.end) for held in self.all if held.clock_stops])
        for start, end in self._stopped:
            if end is not None and end <= anchor:
                continue
            begins = max(start, anchor)
            if begins >= target:
                break
            if end is None:
                return None
            target += end - begins
        return target


def _merged(periods: list[tuple[dt.date, dt.date | None]]) -> list[tuple[dt.date, dt.date | None]]:
    """Overlapping periods as one: a day is held once, whatever the number of causes."""
    merged: list[tuple[dt.date, dt.date | None]] = []
    for start, end in sorted(periods, key=lambda period: (period[0], period[1] or dt.date.max)):
        if merged and (merged[-1][1] is None or start <= merged[-1][1]):
            last_start, last_end = merged[-1]
            merged[-1] = (last_start, None if last_end is None or end is None else max(last_end, end))
        else:
            merged.append((start, end))
    return merged
