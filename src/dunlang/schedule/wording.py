"""Reasons in words: why a step falls on its day, and what made a condition false."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dunlang.model.condition import Condition, fields
from dunlang.model.policy import Step
from dunlang.schedule.line import Candidate, Line
from dunlang.schedule.result import Reason
from dunlang.schedule.timing import Clock

__all__ = ["shown", "why_on"]


def why_on(clock: Clock, line: Line, step: Step, found: Candidate, day: dt.date) -> tuple[Reason, ...]:
    """Why this step on this day: what it counts from, and what moved it."""
    timing = step.timing
    anchor = line.anchor_date(step) if not found.occurrence else None
    reasons = []
    if found.occurrence and step.repeat is not None:
        reasons.append(Reason("repeated", f"repetition {found.occurrence} of {step.repeat.times}", step.span))
    elif anchor is not None:
        words = {-1: f"{timing.offset} before", 0: "on", 1: f"{timing.offset} after"}[timing.direction]
        text = f"{words} {timing.anchor} ({anchor}) is {found.planned}"
        if timing.end_of_month:
            text = f"the end of the month of {text}"
        reasons.append(Reason("anchor", text, timing.span))
    if found.planned is not None and found.planned != day:
        reasons.append(Reason("moved", _moved(clock, found.planned, day)))
    return tuple(reasons)


def _moved(clock: Clock, planned: dt.date, day: dt.date) -> str:
    if clock.run_on_or_after(planned) == day or clock.run_on_or_before(planned) == day:
        rest = clock.calendar.is_rest_day(planned)
        what = f"a rest day ({clock.calendar.why_rest(planned)})" if rest else "no run day"
        way = "moved back to" if day < planned else "moved on to"
        return f"{planned} is {what}: {way} {day}"
    return f"the first run that could take it is on {day}"


def shown(condition: Condition, value_of: Callable[[str], object]) -> list[str]:
    """Each field that *condition* reads, once, with its value in words."""
    return [f"{field} is {_words(value_of(field))}" for field in dict.fromkeys(fields(condition))]


def _words(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
