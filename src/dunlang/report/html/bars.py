"""The drawings of sums: what is open by age as one bar for each currency, the forecast as a column for each week.

As in :mod:`.timeline` only places and sizes are worked out, as whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.money import Money
from dunlang.portfolio.ageing import AGES
from dunlang.records import frozen
from dunlang.report.html.lists import KINDS, kind_of, months_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.model.policy import Policy, Step
    from dunlang.portfolio.ageing import Age, AgeTotal
    from dunlang.portfolio.simulation import Total
    from dunlang.portfolio.weeks import Week

__all__ = ["AgeBar", "AgePart", "Column", "Columns", "age_bars", "week_columns", "weeks_by_kind"]

_WIDTH = 960
#: A part narrower than this has no room for its share.
_ROOM = 46
_LEFT, _TOP, _TALL = 44, 24, 170
_MOST_COLUMNS = 53
_LABELS = 14


@frozen(kw_only=True)
class AgePart:
    """One age in a bar; *place* is the number of the age, the youngest 0."""

    x: int
    width: int
    place: int
    age: Age
    amount: Money
    share: str
    roomy: bool


@frozen(kw_only=True)
class AgeBar:
    """All that is open in a currency."""

    currency: str
    amount: Money
    parts: tuple[AgePart, ...]
    width: int = _WIDTH


def age_bars(ageing: Sequence[AgeTotal]) -> tuple[AgeBar, ...]:
    """A bar for each currency, its parts as wide as their share."""
    bars = []
    for currency in dict.fromkeys(one.outstanding.currency for one in ageing):
        sums = {
            age: sum(one.outstanding.minor for one in ageing if one.age == age and one.outstanding.currency == currency)
            for age in AGES
        }
        total, before, parts = sum(sums.values()), 0, []
        for place, (age, minor) in enumerate(sums.items()):
            x, end = before * _WIDTH // total, (before + minor) * _WIDTH // total
            before += minor
            if minor:
                share = f"{(200 * minor + total) // (2 * total)}%" if 200 * minor >= total else "below 1%"
                parts.append(
                    AgePart(
                        x=x,
                        width=max(1, end - x),
                        place=place,
                        age=age,
                        amount=Money(minor, currency),
                        share=share,
                        roomy=end - x >= _ROOM,
                    )
                )
        bars.append(AgeBar(currency=currency, amount=Money(total, currency), parts=tuple(parts)))
    return tuple(bars)


@frozen(kw_only=True)
class Piece:
    """One kind of step in a column."""

    y: int
    height: int
    kind: str
    count: int


@frozen(kw_only=True)
class Column:
    """One week."""

    x: int
    width: int
    label: str
    says: str
    steps: int
    top: int
    pieces: tuple[Piece, ...]


@frozen(kw_only=True)
class Columns:
    """The whole drawing; *lines* are the counts that the axis names, with their height."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...]
    left_out: int
    """Weeks for which there was no room."""
    width: int = _WIDTH
    height: int = _TOP + _TALL + 30
    left: int = _LEFT
    bottom: int = _TOP + _TALL


def weeks_by_kind(weeks: Sequence[Week], policy: Policy) -> tuple[dict[str, int], ...]:
    """For each week how many steps of each kind it has, in the order of :data:`KINDS`; all kinds that occur at all."""
    steps = {(group.name, step.name): step for group in policy.groups for step in group.steps}
    counts = []
    for week in weeks:
        found = dict.fromkeys(KINDS, 0)
        for total in week.totals:
            found[_kind(total, steps, policy)] += total.count
        counts.append(found)
    used = [kind for kind in KINDS if any(found[kind] for found in counts)]
    return tuple({kind: found[kind] for kind in used} for found in counts)


def _kind(total: Total, steps: dict[tuple[str, str], Step], policy: Policy) -> str:
    if total.channel == "carried":
        return "carried"
    step = steps.get((total.group, total.step))
    return kind_of(step, policy) if step is not None else "task"


def week_columns(weeks: Sequence[Week], policy: Policy) -> Columns | None:
    """A column for each week, its pieces as tall as their counts; None without a step."""
    counts = weeks_by_kind(weeks, policy)
    most = max((week.steps for week in weeks), default=0)
    if not most:
        return None
    every = _round(most)
    full = -(-most // every) * every
    shown = min(len(weeks), _MOST_COLUMNS)
    space = (_WIDTH - _LEFT) // shown
    apart = -(-shown // _LABELS)
    columns = []
    for at, (week, found) in enumerate(zip(weeks[:shown], counts, strict=False)):
        pieces, below = [], 0
        for kind, count in found.items():
            if count:
                low, high = below * _TALL // full, (below + count) * _TALL // full
                pieces.append(Piece(y=_TOP + _TALL - high, height=max(1, high - low), kind=kind, count=count))
                below += count
        said = ", ".join(f"{count} {kind}" for kind, count in found.items() if count) or "nothing"
        columns.append(
            Column(
                x=_LEFT + at * space + min(space // 6, 10),
                width=max(2, min(space - 2 * min(space // 6, 10), 64)),
                label=months_day(week.first) if at % apart == 0 else "",
                says=f"{week.first} to {week.last}: {said}",
                steps=week.steps,
                top=_TOP + _TALL - week.steps * _TALL // full,
                pieces=tuple(pieces),
            )
        )
    return Columns(
        columns=tuple(columns),
        lines=tuple((count, _TOP + _TALL - count * _TALL // full) for count in range(0, full + 1, every)),
        kinds=tuple(counts[0]),
        left_out=len(weeks) - shown,
    )


def _round(most: int) -> int:
    """A step of 1, 2 or 5 times a power of ten that divides the axis in at most five."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power * 5 >= most:
                return digit * power
        power *= 10
