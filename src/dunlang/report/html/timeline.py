"""The drawing of a group's course: a row for each step, days after the due date from left to right.

Only places and sizes are worked out here, as whole numbers of the drawing's own units; the template draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.records import frozen
from dunlang.report.html.lists import kind_of

if TYPE_CHECKING:
    from dunlang.lint.course import Course, Days, Mark
    from dunlang.model.policy import Policy

__all__ = ["Row", "Tick", "Timeline", "timeline"]

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 960, 190, 850, 32, 34
_SMALLEST = 8
_TICKS = (1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820)
_MOST_TICKS = 12
_NAME = 24
#: Days that a drawing shows at least, so that two days do not look like a season.
_SHORTEST = 28


@frozen
class Box:
    """From *x*, so wide."""

    x: int
    width: int


@frozen(kw_only=True)
class Tick:
    """A day on the axis: ``due``, ``+14``, ``-7``."""

    x: int
    label: str
    due: bool = False


@frozen(kw_only=True)
class Row:
    """One step: its bar from the earliest to the latest day, its repetitions, and where its letter's deadline ends."""

    y: int
    name: str
    kind: str
    says: str
    """The same in words."""
    days: str
    bar: Box | None = None
    repeats: tuple[Box, ...] = ()
    wait: Box | None = None
    """From the end of the bar to the last free day of the letter."""


@frozen(kw_only=True)
class Timeline:
    """A whole drawing."""

    width: int = _WIDTH
    height: int
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of steps in it, for its legend."""
        return tuple(dict.fromkeys(row.kind for row in self.rows))

    @property
    def waits(self) -> bool:
        """Whether a letter in it gives time."""
        return any(row.wait is not None for row in self.rows)

    @property
    def repeats(self) -> bool:
        """Whether a step in it is repeated."""
        return any(row.repeats for row in self.rows)


def timeline(course: Course, policy: Policy) -> Timeline | None:
    """The drawing, or None where no step has a day."""
    dated = [mark for mark in course.marks if mark.days is not None]
    if not dated:
        return None
    ends = [days for mark in dated for days in (mark.days, mark.deadline, *mark.repeats) if days is not None]
    low = min(0, *(days.first for days in ends))
    high = max(low + _SHORTEST, *(days.last + 1 for days in ends))
    every = next((step for step in _TICKS if (high - low) // step <= _MOST_TICKS), _TICKS[-1])
    scale = _Scale(low, high)
    bottom = _TOP + _ROW * len(course.marks)
    return Timeline(
        height=bottom + 8,
        bottom=bottom,
        ticks=tuple(
            Tick(x=scale.x(day), label="due" if not day else f"{day:+d}".replace("-", "\u2212"), due=not day)
            for day in range(-(-low // every) * every, high + 1, every)
        ),
        rows=tuple(_row(mark, _TOP + at * _ROW, scale, policy) for at, mark in enumerate(course.marks)),
    )


@frozen
class _Scale:
    low: int
    high: int

    def x(self, day: int) -> int:
        return _LEFT + (day - self.low) * (_RIGHT - _LEFT) // (self.high - self.low)

    def box(self, days: Days) -> Box:
        """The days with both ends; a single day is still to be seen, and what is at the edge stays inside."""
        x, width = self.x(days.first), max(_SMALLEST, self.x(days.last + 1) - self.x(days.first))
        return Box(min(x, _RIGHT - width), width)


def _row(mark: Mark, y: int, scale: _Scale, policy: Policy) -> Row:
    name = mark.step.name
    shown = name if len(name) <= _NAME else name[: _NAME - 1] + "…"
    kind = kind_of(mark.step, policy)
    if mark.days is None:
        return Row(y=y, name=shown, kind=kind, says=f"{name}: no day after the due date is known", days="no fixed day")
    bar = scale.box(mark.days)
    says = f"{name}, {kind}: {in_words(mark.days)} after the due date"
    wait = None
    if mark.deadline is not None:
        start = bar.x + bar.width
        end = scale.x(mark.deadline.last + 1)
        wait = Box(start, end - start) if end > start else None
        says += f", letter free until day {in_words(mark.deadline)}"
    if mark.repeats:
        says += f", repeated until day {mark.repeats[-1].last}"
    return Row(
        y=y,
        name=shown,
        kind=kind,
        says=says,
        days=in_words(mark.days),
        bar=bar,
        repeats=tuple(scale.box(days) for days in mark.repeats),
        wait=wait,
    )


def in_words(days: Days | None) -> str:
    """``16 to 22``, with a true minus sign; empty for none."""
    return "" if days is None else str(days).replace("-", "\u2212")
