"""A small ledger gathered: invoices with something to list as the reference tells it, all others counted.

The same simulation as from the reference alone, without its words for those of whom nothing is shown.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dunlang.model.case import Case
from dunlang.portfolio.gathering import part_of
from dunlang.portfolio.small.judge import Judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Sequence

    from dunlang.portfolio.gathering import Gathering
    from dunlang.portfolio.small.judge import Judged
    from dunlang.portfolio.tabled.answer import Answer

__all__ = ["gather"]


def gather(gathering: Gathering, cases: Iterable[Case], each: Callable[[int], None] | None = None) -> int:
    """Take *cases* into *gathering*; return how many invoices had to be told by the reference.

    Of a debtor whose invoices go their way alone, only those are told that have something to list. *each* is told after
    each case how many are done.
    """
    engine, date, until = gathering.engine, gathering.date, gathering.until
    judge, counts = Judge(engine, date), _Counts()
    told = 0
    for number, case in enumerate(cases, 1):
        found = judge.judged(case)
        listed = set() if isinstance(found, str) else _listed(case, found, until.toordinal())
        whole = isinstance(found, str) or any(event.date <= date and judge.stops_supply(event) for event in case.events)
        if whole or (listed and not judge.goes_apart(case)) or len(listed) == len(case.invoices):
            gathering.take(engine.schedule(case, as_of=date, until=until))
            told += len(case.invoices)
        elif not isinstance(found, str):
            counts.take(case, found, date, listed)
            if listed:
                gathering.take(engine.schedule(part_of(case, listed), as_of=date, until=until))
                told += len(listed)
        if each is not None:
            each(number)
    counts.tell(gathering)
    return told


def _listed(case: Case, found: Sequence[Judged | None], until: int) -> set[str]:
    """The invoices that may have something to list; rather one too many, for the reference sorts it out."""
    listed = set()
    for invoice, one in zip(case.invoices, found, strict=True):
        if one is None or one.waits or _comes(one.answer, until):
            listed.add(invoice.id)
    return listed


def _comes(answer: Answer, until: int) -> bool:
    """Whether a step is due, held, blocked, or comes within the forecast."""
    if answer.step is not None or answer.next_state in ("H", "B"):
        return True
    return answer.next_on is not None and answer.next_on <= until


class _Counts:
    """The sums of those of whom nothing is listed: all are on their way, in the policy's currency."""

    def __init__(self) -> None:
        self._standings: dict[str, list[int]] = {}
        """Count, invoiced, outstanding, to costs, to interest, discounts."""
        self._ages: dict[tuple[int, int | None], list[int]] = {}
        """By group and due date: count, outstanding."""
        self._received: Counter[str] = Counter()

    def take(self, case: Case, found: Sequence[Judged | None], date: dt.date, but: Collection[str]) -> None:
        """Count one debtor, *but* some of his invoices."""
        for invoice, one in zip(case.invoices, found, strict=True):
            if one is None or invoice.id in but:
                continue
            answer = one.answer
            sums = self._standings.setdefault(answer.standing, [0, 0, 0, 0, 0, 0])
            sums[0] += 1
            sums[1] += invoice.amount.minor
            sums[2] += answer.outstanding
            sums[3] += answer.to_costs
            sums[4] += answer.to_interest
            sums[5] += answer.discount
            if answer.outstanding > 0 and answer.standing != "sold":
                age = self._ages.setdefault((one.group, one.due), [0, 0])
                age[0] += 1
                age[1] += answer.outstanding
        for event in case.events:
            if event.amount is None or event.date > date or event.kind not in ("payment", "credit note"):
                continue
            if not but or (event.invoice and event.invoice not in but):  # the part that is told brings the others
                self._received[event.amount.currency] += event.amount.minor

    def tell(self, gathering: Gathering) -> None:
        """Add all that was counted."""
        for standing, (count, invoiced, outstanding, costs, interest, discounts) in self._standings.items():
            gathering.count(
                standing,  # type: ignore[arg-type] # an answer has no other
                count,
                invoiced=invoiced,
                outstanding=outstanding,
                to_costs=costs,
                to_interest=interest,
                discounts=discounts,
            )
        for (group, due), (count, outstanding) in self._ages.items():
            gathering.grow_old(group, due, count, outstanding)
        for code, minor in self._received.items():
            gathering.receive(code, minor)
