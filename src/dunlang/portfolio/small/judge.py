"""The judge: a policy bound once, then one debtor after the other in whole numbers, with the reference's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    from dunlang.model.case import Case, Debtor, Invoice
    from dunlang.portfolio.small.course import Happened
    from dunlang.portfolio.small.terms import WayTerms
    from dunlang.schedule import Engine

__all__ = ["Answers", "Judge"]

#: The answer of each invoice in order; None for one that is dated later or needs a person.
Answers = tuple["Answer | None", ...]

#: Without an invoice these concern several invoices at once, each by what the others have open.
_SHARED = frozenset({"payment", "credit note", "discount allowed"})


class Judge:
    """Judges the debtors of a policy on one day; made once, because it keeps what it asked of the reference."""

    def __init__(self, engine: Engine, as_of: dt.date) -> None:
        self._terms = PolicyTerms(engine)
        self._as_of = as_of.toordinal()

    def answers(self, case: Case) -> Answers | str:
        """How each invoice of a debtor stands, or why only the reference can judge this debtor."""
        try:
            found = self._judged(case)
        except Beyond as beyond:
            return f"a day beyond the calendar: {beyond}"
        return tuple(found.get(invoice.id) for invoice in case.invoices)

    def _judged(self, case: Case) -> dict[str, Answer]:
        lines: dict[str, Line] = {}
        for invoice in sorted(case.invoices, key=lambda invoice: (invoice.date, invoice.id)):
            line = self._line(case.debtor, invoice)
            if line is not None:
                lines[invoice.id] = line
        if not lines:
            return {}
        every = tuple(lines.values())
        happened, shared = self._happened(case, lines, every)
        found: dict[str, Answer] = {}
        alone = len(every) == 1 or (self._terms.apart and not self._terms.reads_exposure and not shared)
        for part in [(line,) for line in every] if alone else [every]:
            own = happened
            if len(part) < len(every):
                own = [(day, event, part) for day, event, concerned in happened if part[0] in concerned]
            coming = follow(Course(self._terms, part, self._as_of), own)
            for line, following in zip(part, coming, strict=True):
                found[line.invoice.id] = _answer(line, following, self._as_of)
        return found

    def _happened(self, case: Case, lines: dict[str, Line], every: tuple[Line, ...]) -> tuple[list[Happened], bool]:
        """The events known on the day with the lines that they concern; whether one moves money between invoices."""
        happened: list[Happened] = []
        shared = False
        for event in case.events:
            day = event.date.toordinal()
            if day > self._as_of:
                break
            concerned: Sequence[Line] = every
            if event.invoice:
                if event.invoice not in lines:
                    if event.kind == "contact added":
                        happened.append((day, event, ()))
                    continue
                line = lines[event.invoice]
                concerned = (line,)
                if event.kind in ("step done", "handed over"):
                    index = step_of(line, event)
                    if index is not None:
                        line.awaited.add(index)
            elif event.amount is not None and event.amount.currency != self._terms.currency:
                continue  # money of another currency without an invoice pays nothing of ours
            elif event.kind in _SHARED:
                shared = True
            happened.append((day, event, concerned))
        return happened, shared

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
        due = invoice.due.toordinal() if invoice.due is not None else None
        if due is None and way.term is not None:
            start = _date(invoice, date, None, way.term_of)
            due = way.term[start] if start is not None else None
        if due is None and way.needs_due:
            return None
        interest_from = _date(invoice, date, due, way.interest_of)
        if interest_from is not None:
            interest_from = (way.delay[interest_from] if way.delay is not None else interest_from) + 1
        discount_until = _date(invoice, date, due, way.discount_of)
        if discount_until is not None and way.discount is not None:
            discount_until = way.discount[discount_until]
        holds = Holds(way.holds)
        money = way.money(debtor.kind, due + 1 if due is not None else date)
        account = Account(invoice.amount.minor, due, interest_from, discount_until, money, way, holds)
        return Line(terms, way, debtor, invoice, date, due, account, holds, self._as_of)

    def _way(self, debtor: Debtor, invoice: Invoice) -> WayTerms | None:
        """The way of the first group whose condition takes the debtor with this invoice."""
        seen = Seen(debtor, invoice)
        for way in self._terms.ways:
            if way.condition is None or way.condition(seen):
                return way
        return None


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
    owed = account.owed(as_of)
    announced, announced_vat = account.announced(as_of)
    return Answer(
        standing=standing,
        outstanding=account.principal,
        interest=owed.interest,
        costs=owed.costs,
        costs_vat=owed.vat,
        announced=announced,
        announced_vat=announced_vat,
        total=owed.total,
        to_costs=sum(share.to_costs for share in account.shares),
        to_interest=sum(share.to_interest for share in account.shares),
        discount=sum(share.to_principal for share in account.shares if share.kind == "discount"),
        costs_from=account.costs_from if account.terms.costs is not None else None,
        step=taken.step if taken is not None else None,
        occurrence=taken.occurrence if taken is not None else None,
        planned=taken.planned if taken is not None else None,
        received=taken.letter.received if taken is not None and taken.letter is not None else None,
        deadline=taken.letter.deadline if taken is not None and taken.letter is not None else None,
        next_step=coming.step if coming is not None else None,
        next_occurrence=coming.occurrence if coming is not None else None,
        next_planned=coming.planned if coming is not None else None,
        next_state=coming.state if coming is not None else None,
        next_on=coming.day if coming is not None else None,
        next_why=coming.why if coming is not None else None,
        never=never,
    )
