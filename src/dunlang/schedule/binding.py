"""A policy bound to the law: which group takes an invoice, what its money terms mean, what a letter gives.

What it works out it remembers, because many invoices share their dates; the answers never depend on what was asked
before.
"""

from __future__ import annotations

import datetime as dt

from dunlang.dates import Calendar, add
from dunlang.law.book import CountryLaw, LawBook
from dunlang.law.periods import run_letter
from dunlang.model.case import Debtor, Invoice
from dunlang.model.condition import holds
from dunlang.model.policy import Group, Notice, Policy, Send
from dunlang.schedule.account import MoneyRules, money_rules
from dunlang.schedule.facts import fact
from dunlang.schedule.result import Letter, Reason
from dunlang.schedule.timing import Clock

__all__ = ["Binding"]


class Binding:
    """One policy with its law, its run days and its notices."""

    def __init__(self, policy: Policy, book: LawBook, calendar: Calendar) -> None:
        self.policy = policy
        self.book = book
        self.clock = Clock(policy, calendar)
        self.apart = (
            not policy.gap_days
            and policy.progress != "recompute"
            and all(group.terms.letters != "per debtor" for group in policy.groups)
        )
        """Whether only its own events, and those about the whole debtor, change what comes next for an invoice."""
        self._laws: dict[str, CountryLaw | None] = {}
        self.notices: dict[str, Notice] = {notice.name: notice for notice in policy.notices}
        self._rules: dict[tuple[str, str, dt.date | None, dt.date, dt.date | None, dt.date | None], MoneyRules] = {}
        self._letters: dict[tuple[object, ...], Letter] = {}

    def law(self, group: Group) -> CountryLaw | None:
        """The law that judges *group*."""
        code = group.law or self.policy.law
        if code not in self._laws:
            self._laws[code] = self.book.country(code)
        return self._laws[code]

    def group_of(self, debtor: Debtor, invoice: Invoice) -> Group | None:
        """The first group whose condition takes the debtor with this invoice."""
        for group in self.policy.groups:
            if group.condition is None or holds(group.condition, lambda field: fact(field, debtor, invoice)):
                return group
        return None

    def money_rules(self, group: Group, debtor: Debtor, invoice: Invoice, due: dt.date | None) -> MoneyRules:
        """What interest and costs mean for an invoice; remembered, because many share their dates."""
        key = (group.name, debtor.kind, due, invoice.date, invoice.received, invoice.delivered)
        found = self._rules.get(key)
        if found is None:
            creditor = self.policy.creditor
            found = money_rules(group, self.law(group), debtor.kind, invoice, due, creditor, self.clock.calendar)
            self._rules[key] = found
        return found

    def letter(self, group: Group, send: Send, sent: dt.date, debtor: str, received: dt.date | None = None) -> Letter:
        """What a notice sent on *sent* gives: receipt as recorded or presumed by law, and the last free day."""
        key = (group.name, send.notice, send.channels, sent, debtor, received)
        found = self._letters.get(key)
        if found is None:
            found = self._letter(self.law(group), self.notices[send.notice], send, sent, debtor, received)
            self._letters[key] = found
        return found

    def letter_days(
        self, group: Group, send: Send, sent: dt.date, debtor: str
    ) -> tuple[dt.date | None, dt.date | None]:
        """The presumed receipt and the last free day of :meth:`letter` alone, for who asks for every day of years."""
        law = self.law(group)
        if law is None:
            letter = self.letter(group, send, sent, debtor)
            return letter.received, letter.deadline
        notice = self.notices[send.notice]
        return law.letter_days(send.channels, notice.gives, notice.gives_from or "receipt", debtor)[sent]

    def _letter(
        self, law: CountryLaw | None, notice: Notice, send: Send, sent: dt.date, debtor: str, received: dt.date | None
    ) -> Letter:
        counted = notice.gives_from or "receipt"
        announces = "collection costs" in notice.states or (
            bool(notice.template) and (notice.kind in ("formal", "final") or notice.gives_from == "receipt")
        )
        if law is None:
            start = received if counted == "receipt" else sent
            return Letter(
                notice=notice.name,
                sent=sent,
                channels=send.channels,
                received=received,
                deadline=add(start, notice.gives, self.clock.calendar) if start is not None and notice.gives else None,
                period=str(notice.gives or ""),
                announces_costs=announces,
                reasons=(Reason("no-law", "no law data: only a recorded receipt counts", notice.gives_span),),
            )
        receipt, period = run_letter(
            law,
            sent=sent,
            channels=send.channels,
            period=notice.gives,
            counted_from=counted,
            received=received,
            debtor=debtor,
        )
        reasons: tuple[Reason, ...] = ()
        if period is not None:
            where = period.provisions[0].id if period.provisions else ""
            notes = period.notes
            if receipt.presumed and counted == "receipt":
                notes = (f"receipt is presumed on {receipt.received}", *notes)
            reasons = tuple(Reason("receipt", note, notice.gives_span, where) for note in notes)
        return Letter(
            notice=notice.name,
            sent=sent,
            channels=send.channels,
            received=receipt.received,
            deadline=period.last_free_day if period is not None else None,
            period=f"{notice.gives} from {counted}" if notice.gives is not None else "",
            announces_costs=announces,
            reasons=reasons,
        )
