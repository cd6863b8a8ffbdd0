"""Why invoices wait, added up: a long list says first what most of it is about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dunlang.records import frozen
from dunlang.report.advice import what_to_do
from dunlang.report.html.lists import sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.money import Money
    from dunlang.portfolio.simulation import Item, Person

__all__ = ["ReasonLine", "by_reason"]


@frozen(kw_only=True)
class ReasonLine:
    """How many entries of a list have a reason of one kind first, with the first of them as an example."""

    why: str
    todo: str
    count: int
    outstanding: tuple[Money, ...]
    """What is open on their invoices, each counted once, by currency."""


def by_reason(entries: Sequence[Item | Person]) -> tuple[ReasonLine, ...]:
    """A line for each kind of reason, the most frequent first."""
    found: defaultdict[str, list[Item | Person]] = defaultdict(list)
    for one in entries:
        found[one.reasons[0].code if one.reasons else ""].append(one)
    lines = (
        ReasonLine(
            why="; ".join(reason.text for reason in own[0].reasons),
            todo=what_to_do(own[0].reasons),
            count=len(own),
            outstanding=sums({one.invoice.id: one.outstanding for one in own}.values()),
        )
        for own in found.values()
    )
    return tuple(sorted(lines, key=lambda line: -line.count))
