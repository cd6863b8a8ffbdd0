"""The judge: a policy bound once, then one debtor after the other in whole numbers, with the reference's answers."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dunlang.portfolio.fast.answer import Answer
from dunlang.portfolio.fast.moves import Beyond
from dunlang.portfolio.small.account import Account
from dunlang.portfolio.small.conditions import Seen
from dunlang.portfolio.small.course import Course, follow, step_of
from dunlang.portfolio.small.holds import Holds
from dunlang.portfolio.small.line import NEVER, Line, Next
from dunlang.portfolio.small.terms import PolicyTerms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dunlang.model.case import Case, Debtor, Event, Invoice
    from dunlang.portfolio.small.terms import WayTerms
    from dunlang.schedule import Engine

__all__ = ["Answers", "Judge", "Judged"]

#: The answer of each invoice in order; None for one that is dated later or needs a person.
Answers = tuple["Answer | None", ...]

#: Without an invoice these are shared among the invoices.
_SHARED = frozenset({"payment", "credit note", "discount allowed"})
_PLACE = attrgetter("date", "id")
_NOTHING = (None,) * 6


class Judged(NamedTuple):
    """One invoice: the place of its group, its due date as a day number (None: not fixed), and how it stands.

    *stuck*: a step will not come because one that it counts from was not done, be it ahead or behind.
    """

    group: int
    due: int | None
    answer: Answer
    stuck: bool


class Judge:
    """Judges the debtors of a policy on one day; made once, because it keeps what it asked of the reference."""

    def __init__(self, engine: Engine, as_of: dt.date) -> None:
        self._terms = PolicyTerms(engine)
        self._as_of = as_of.toordinal()

    def judged(self, case: Case) -> Sequence[Judged | None] | str:
        """How each invoice of a debtor stands, or why only the reference can judge this debtor.

        None for an invoice that is dated later or needs a person.
        """
        found: dict[str, Judged] = {}
        try:
            for course in self._courses(case):
                coming = follow(course)
                for place, line in enumerate(course.lines):
                    answer = _answer(line, coming[place], self._as_of)
                    stuck = answer.standing == "open" and NEVER in line.closed.values()
                    found[line.invoice.id] = Judged(line.way.at, line.due, answer, stuck)
        except Beyond as beyond:
            return f"a day beyond the calendar: {beyond}"
        return [found.get(invoice.id) for invoice in case.invoices]

    def answers(self, case: Case) -> Answers | str:
        """The answers alone; see :meth:`judged`."""
        found = self.judged(case)
        return found if isinstance(found, str) else tuple([one.answer if one is not None else None for one in found])

    def goes_apart(self, case: Case) -> bool:
        """Whether what happens to one invoice of the debtor changes nothing for the others."""
        return self._terms.apart and not _shared(case.events)

    def _courses(self, case: Case) -> list[Course]:
        """The invoices that are on their way, each alone where the others change nothing, with what happened."""
        lines = []
        for invoice in sorted(case.invoices, key=_PLACE):
            line = self._line(case.debtor, invoice)
            if line is not None:
                lines.append(line)
        courses: list[Course] = []
        if lines and self.goes_apart(case):
            courses += [Course(self._terms, (line,), self._as_of) for line in lines]
        elif lines:
            courses.append(Course(self._terms, tuple(lines), self._as_of))
        placed = {}
        for course in courses:
            for line in course.lines:
                placed[line.invoice.id] = line, course
        for event in case.events:
            day = event.date.toordinal()
            if day > self._as_of:
                break
            if event.invoice in placed:
                line, course = placed[event.invoice]
                if event.kind in ("step done", "handed over"):
                    index = step_of(line, event)
                    if index is not None:
                        line.awaited |= {index}
                course.happened.append((day, event, (line,)))
            elif not event.invoice and not event.is_foreign_money(self._terms.currency):
                for course in courses:
                    course.happened.append((day, event, course.lines))
            elif event.kind == "contact added":
                for course in courses:
                    course.happened.append((day, event, ()))
        return courses

    def _line(self, debtor: Debtor, invoice: Invoice) -> Line | None:
        """Put an invoice on its way; None where it does not exist yet, or a person must look at it."""
        terms = self._terms
        date = invoice.date.toordinal()
        if date > self._as_of or not terms.valid_from <= date <= terms.valid_until:
            return None
        if invoice.amount.currency != terms.currency:
            return None
        way = self._way(debtor, invoice)
        if way is None:
            return None
        due = discount_until = None
        if invoice.due is not None:
            due = invoice.due.toordinal()
        elif way.term is not None:
            start = _date(invoice, date, None, way.term_of)
            due = way.term[start] if start is not None else None
        if due is None and way.needs_due:
            return None
        interest_from = _date(invoice, date, due, way.interest_of)
        if interest_from is not None:
            interest_from = (way.delay[interest_from] if way.delay is not None else interest_from) + 1
        if way.discount is not None:
            start = _date(invoice, date, due, way.discount_of)
            discount_until = way.discount[start] if start is not None else None
        money = way.money(debtor.kind, due + 1 if due is not None else date)
        holds = Holds(way.holds)
        account = Account(invoice.amount.minor, due, interest_from, discount_until, money, way, holds)
        return Line(terms, way, debtor, invoice, date, due, account, holds, self._as_of)

    def _way(self, debtor: Debtor, invoice: Invoice) -> WayTerms | None:
        """The way of the first group whose condition takes the debtor with this invoice."""
        seen = Seen(debtor, invoice)
        for way in self._terms.ways:
            if way.condition is None or way.condition(seen):
                return way
        return None


def _shared(events: Sequence[Event]) -> bool:
    """Whether something happened to all invoices together, to each by what the others have open."""
    for event in events:  # noqa: SIM110 - a generator costs more than the look
        if not event.invoice and event.kind in _SHARED:
            return True
    return False


def _date(invoice: Invoice, date: int, due: int | None, of: str) -> int | None:
    """A date of the invoice by the word that terms use for it; None without one."""
    if of == "due":
        return due
    if of == "invoice":
        return date
    day = invoice.received if of == "receipt" else invoice.delivered if of == "delivery" else None
    return day.toordinal() if day is not None else None


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
