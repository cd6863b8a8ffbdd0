"""The judge: a policy bound once, then one debtor after the other in whole numbers, with the reference's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dunlang.portfolio.gathering import SHARED
from dunlang.portfolio.small.course import Course, follow
from dunlang.portfolio.small.line import NEVER, Line, Next
from dunlang.portfolio.small.placing import paid_in_time, placed
from dunlang.portfolio.small.terms import PolicyTerms
from dunlang.portfolio.tabled.answer import Answer
from dunlang.portfolio.tabled.moves import Beyond

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dunlang.model.case import Case, Event
    from dunlang.portfolio.small.placing import Happened, Placed
    from dunlang.schedule import Engine

__all__ = ["Answers", "Judge", "Judged"]

#: The answer of each invoice in order; None for one that is dated later or needs a person.
Answers = tuple["Answer | None", ...]

_NOTHING = (None,) * 6


class Judged(NamedTuple):
    """One invoice: the place of its group, its due date as a day number (None: not fixed), and how it stands.

    *waits*: a hold covers the day, or a step (be it behind the furthest done) counts from one that was not done.
    """

    group: int
    due: int | None
    answer: Answer
    waits: bool


class Judge:
    """Judges the debtors of a policy on one day; made once, because it keeps what it asked of the reference."""

    def __init__(self, engine: Engine, as_of: dt.date) -> None:
        self._terms = PolicyTerms(engine)
        self._as_of = as_of.toordinal()

    def judged(self, case: Case) -> Sequence[Judged | None] | str:
        """How each invoice of a debtor stands, or why only the reference can judge this debtor.

        None for an invoice that is dated later or needs a person.
        """
        try:
            starts = [placed(self._terms, case.debtor, invoice, self._as_of) for invoice in case.invoices]
            if self.goes_apart(case):
                return self._apart(case, starts)
            return self._together(case, starts)
        except Beyond as beyond:
            return f"a day beyond the calendar: {beyond}"

    def answers(self, case: Case) -> Answers | str:
        """The answers alone; see :meth:`judged`."""
        found = self.judged(case)
        return found if isinstance(found, str) else tuple([one.answer if one is not None else None for one in found])

    def goes_apart(self, case: Case) -> bool:
        """Whether what happens to one invoice of the debtor changes nothing for the others."""
        return self._terms.apart and not _shared(case.events)

    def stops_supply(self, event: Event) -> bool:
        """Whether an event stops, or may stop, supply."""
        if event.kind in ("step done", "handed over"):
            return (event.step or "/") in self._terms.stops_supply
        return event.kind == "supply stopped"

    def _apart(self, case: Case, starts: Sequence[Placed | None]) -> list[Judged | None]:
        """Each invoice by itself."""
        happened: dict[str, list[Happened]] = {invoice.id: [] for invoice in case.invoices}
        for day, event in self._known(case.events):
            if event.invoice in happened:
                happened[event.invoice].append((day, event))
            elif not event.invoice and not event.is_foreign_money(self._terms.currency):
                for own in happened.values():
                    own.append((day, event))
        judged: list[Judged | None] = []
        for start in starts:
            if start is None:
                judged.append(None)
                continue
            own = happened[start.invoice.id]
            answer = paid_in_time(start, own)
            if answer is not None:
                judged.append(Judged(start.way.at, start.due, answer, waits=False))
                continue
            line = Line(self._terms, case.debtor, start, self._as_of)
            (coming,) = follow(Course(self._terms, (line,), self._as_of), own)
            judged.append(_judged(line, coming, self._as_of))
        return judged

    def _together(self, case: Case, starts: Sequence[Placed | None]) -> list[Judged | None]:
        """All invoices of a debtor in one course, the oldest first."""
        order = sorted((start for start in starts if start is not None), key=lambda one: (one.date, one.invoice.id))
        if not order:
            return [None] * len(starts)
        lines = tuple(Line(self._terms, case.debtor, start, self._as_of) for start in order)
        ids = {line.invoice.id for line in lines}
        happened = [
            (day, event)
            for day, event in self._known(case.events)
            if event.invoice in ids
            or event.kind == "contact added"
            or not (event.invoice or event.is_foreign_money(self._terms.currency))
        ]
        found = follow(Course(self._terms, lines, self._as_of), happened)
        judged = {
            line.invoice.id: _judged(line, coming, self._as_of) for line, coming in zip(lines, found, strict=True)
        }
        return [judged.get(invoice.id) for invoice in case.invoices]

    def _known(self, events: Sequence[Event]) -> list[tuple[int, Event]]:
        """What is known on the day, with its day number."""
        known = []
        for event in events:
            day = event.date.toordinal()
            if day > self._as_of:
                break
            known.append((day, event))
        return known


def _shared(events: Sequence[Event]) -> bool:
    """Whether something happened to all invoices together, to each by what the others have open."""
    for event in events:  # noqa: SIM110 - a generator costs more than the look
        if not event.invoice and event.kind in SHARED:
            return True
    return False


def _judged(line: Line, coming: Next | None, as_of: int) -> Judged:
    answer = _answer(line, coming, as_of)
    waits = answer.standing == "open" and (NEVER in line.closed.values() or line.holds.end_at(as_of) > 0)
    return Judged(line.way.at, line.due, answer, waits)


def _answer(line: Line, coming: Next | None, as_of: int) -> Answer:
    account = line.account
    taken = line.deeds[-1] if line.deeds and line.deeds[-1].assumed else None
    standing = "open"
    if line.ended is not None:
        ended, day, assumed = line.ended
        if day < as_of or not assumed:  # what is only due today has not happened yet
            standing = ended
    never: tuple[int, ...] = ()
    if standing == "open" and NEVER in line.closed.values():
        before = max((index for index, deed in line.last.items() if not deed.assumed or deed.occurrence), default=-1)
        never = tuple(sorted(index for index, why in line.closed.items() if why == NEVER and index > before))
    if standing != "open":
        coming = None
    interest, costs, vat = account.owed(as_of)
    announced = announced_vat = 0
    if account.principal > 0:
        announced, announced_vat = account.announced(as_of)
    step = occurrence = planned = received = deadline = None
    if taken is not None:
        step, occurrence, planned = taken.step, taken.occurrence, taken.planned
        letter = line.letter(taken)
        if letter is not None:
            received, deadline = letter.received, letter.deadline
    next_step, next_occurrence, next_planned, next_on, next_state, next_why = coming or _NOTHING
    principal = account.principal
    return Answer(
        standing,
        principal,
        interest,
        costs,
        vat,
        announced,
        announced_vat,
        principal + interest + costs,
        account.paid_costs,
        account.paid_interest,
        account.discount or 0,
        account.costs_from if account.terms.costs is not None else None,
        step,
        occurrence,
        planned,
        received,
        deadline,
        next_step,
        next_occurrence,
        next_planned,
        next_state,
        next_on,
        next_why,
        never,
    )
