"""What the law makes of a policy, as tables: money rules by due day, letters by day of sending. The reference writes.

Only the keys that a ledger has are asked for; each answer comes from the reference engine's own methods.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from dunlang.model.case import Debtor, Invoice
from dunlang.money import Money
from dunlang.portfolio.fast.words import known_run
from dunlang.schedule.account import Account, MoneyRules
from dunlang.schedule.holds import Holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.law.interest import InterestRule
    from dunlang.model.policy import Group
    from dunlang.schedule import Engine

__all__ = ["LetterRow", "Rules", "letter_rows", "supported"]

_DAY = dt.timedelta(days=1)
#: How interest waits for a letter, as the statement numbers it; *never* without a letter that could begin it.
_WAITS = {"due": 0, "period": 1, "sending": 2, "notice": 4}
_NEVER = 3

LetterRow = tuple[int, str, int, int, int, "int | None", "int | None", "int | None", bool]


def supported(rules: MoneyRules) -> str:
    """Why the statement does not do these rules; empty where it does."""
    rule = rules.interest
    if rule is None:
        return ""
    if rule.divisor not in ("365", "360"):
        return f"interest counted by {rule.divisor}"
    if rule.rounding != "segment":
        return "interest rounded once over the whole delay"
    if rule.cut != "each change":
        return f"one interest rate for the whole delay ({rule.cut})"
    return ""


class Rules:
    """The distinct money rules of a ledger, numbered, and which holds by group, kind of debtor and day."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.distinct: list[MoneyRules] = []
        self._numbers: dict[object, int] = {}

    def rows(self, keys: Iterable[tuple[int, str, int]]) -> list[tuple[object, ...]]:
        """For each ``(group, kind of debtor, day after the due date)`` a row of the table ``rule``.

        Columns: g, kind, day, rid, first day of interest, first day of costs without a letter, how interest waits, why
        the reference must do it (empty: it need not).
        """
        return [self._row(*key) for key in keys]

    def _row(self, at: int, kind: str, number: int) -> tuple[object, ...]:
        group = self.engine.policy.groups[at]
        day = dt.date.fromordinal(number)
        due = day - _DAY
        invoice = Invoice(id="", date=due, amount=Money(1, self.engine.policy.currency), received=due, delivered=due)
        rules = self.engine.money_rules(group, Debtor(id="", kind=kind), invoice, due)
        why = supported(rules)
        first = rules.interest_from.toordinal() if rules.interest_from is not None else None
        if rules.interest is not None and not why:
            run = known_run(rules.interest)
            if not run:
                why = "no rate of interest is known"
            elif first is not None and first < run[0].start.toordinal():
                why = "the rate of interest is not known throughout"
        charging = rules.charging
        free = None
        if rules.costs is not None and (charging is None or not (charging.forbidden or charging.letter)):
            free = number
        waits = _WAITS.get(charging.interest, _NEVER) if charging is not None else 0
        terms = group.terms.interest
        if waits >= _NEVER and terms is not None and terms.kind != "statutory":
            waits = 0  # agreed interest runs as agreed
        elif waits in (1, 2) and charging is not None and (charging.forbidden or not charging.letter):
            waits = _NEVER
        return at, kind, number, self._number(rules), first, free, waits, why

    def _number(self, rules: MoneyRules) -> int:
        plain = attrs.evolve(rules, interest_from=None, reasons=())
        key = repr(
            (
                rules.interest and (rules.interest.periods, attrs.evolve(rules.interest, periods=())),
                rules.costs and (rules.costs, rules.costs.vat_periods),
                rules.charging,
                rules.order,
                rules.vat,
            )
        )
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.distinct)
            self.distinct.append(plain)
        return found

    def interest(self, rid: int) -> InterestRule | None:
        """The interest of one rule."""
        return self.distinct[rid].interest


def letter_rows(rules: Rules, keys: Iterable[tuple[int, str, int, int, int]]) -> list[LetterRow]:
    """For each ``(group, kind, rid, step, day of sending)``: its receipt, deadline, and first day of costs after it.

    The columns of the table ``letter``: g, kind, rid, step, sent, received, deadline, costs from, and whether it is a
    demand from which statutory interest may run.
    """
    return [_letter(rules, *key) for key in keys]


def _letter(rules: Rules, at: int, kind: str, rid: int, index: int, number: int) -> LetterRow:
    engine = rules.engine
    group: Group = engine.policy.groups[at]
    send = group.steps[index].send
    sent = dt.date.fromordinal(number)
    assert send is not None  # noqa: S101 - only steps that send are asked for
    letter = engine.letter(group, send, sent, kind)
    probe = Invoice(id="", date=sent, amount=Money(1, engine.policy.currency))
    debtor = Debtor(id="", kind=kind)
    given = attrs.evolve(rules.distinct[rid], interest_from=dt.date.min)
    account = Account(probe, group, debtor, None, given, Holds(group, engine.clock.calendar))
    account.letter(engine.notices[send.notice], letter, engine.law(group))
    return (
        at,
        kind,
        rid,
        index,
        number,
        letter.received.toordinal() if letter.received is not None else None,
        letter.deadline.toordinal() if letter.deadline is not None else None,
        account.costs_from.toordinal() if account.costs_from is not None else None,
        account.interest_from is not None,
    )
