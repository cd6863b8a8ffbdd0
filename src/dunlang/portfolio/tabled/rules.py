"""What the law makes of a policy, as tables: money rules by due day, letters by day of sending. The reference writes.

Money rules change only where a provision of the law begins or ends, so a table has a row for each such stretch of days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from dunlang.model.case import Debtor, Invoice
from dunlang.money import Money, micro_percent
from dunlang.portfolio.tabled.steps import KINDS, OPEN
from dunlang.records import frozen
from dunlang.schedule.account import Account, MoneyRules
from dunlang.schedule.holds import Holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.law.interest import InterestRule
    from dunlang.law.rates import RatePeriod
    from dunlang.model.policy import Group
    from dunlang.schedule import Engine

__all__ = ["Rules", "known_run", "letter_of", "supported"]

_DAY = dt.timedelta(days=1)
#: How interest waits for a letter, as the statement numbers it; *never* without a letter that could begin it.
_WAITS = {"due": 0, "period": 1, "sending": 2, "notice": 4}
_NEVER = 3

RuleRow = tuple[int, int, int, int, int, int, int, "int | None", str]
LetterRow = tuple[int, int, "int | None", "int | None", "int | None", int]


def known_run(rule: InterestRule) -> tuple[RatePeriod, ...]:
    """The last run of periods that follow one another without a day whose rate is not known; equal ones joined."""
    joined: list[RatePeriod] = []
    for period in rule.periods:
        if joined and joined[-1].end != period.start:
            joined = []
        if joined and joined[-1].percent == period.percent:
            joined[-1] = attrs.evolve(joined[-1], end=period.end)
        else:
            joined.append(period)
    return tuple(joined)


def supported(rules: MoneyRules) -> str:
    """Why the statement does not do these rules; empty where it does."""
    rule = rules.interest
    if rule is None:
        return ""
    if rule.divisor not in ("365", "360") and (rule.divisor, rule.rounding) != ("actual/actual", "total"):
        return f"interest counted by {rule.divisor}"
    if rule.cut not in ("each change", "rate at start") or (rule.cut, rule.compounding) == ("rate at start", "yearly"):
        return f"one interest rate for the whole delay ({rule.cut})"
    if not known_run(rule):
        return "no rate of interest is known"
    if any(micro_percent(period.percent) < 0 for period in known_run(rule)):
        return "a rate of interest below zero"
    return ""


@frozen(kw_only=True)
class _Sort:
    """What tells one sort of letter from another: equal ones run alike."""

    notice: str
    channels: tuple[str, ...]
    law: str
    kind: str
    charging: str
    agreed: bool


class Rules:
    """The distinct money rules and letters of a policy over a horizon, numbered.

    *groups* are the groups that are in tables, *first* the first day number.
    """

    def __init__(self, engine: Engine, groups: frozenset[int], first: int) -> None:
        self.engine = engine
        self.distinct: list[MoneyRules] = []
        self._numbers: dict[object, int] = {}
        self._classes: dict[tuple[int, str, str, bool], int] = {}
        self._sorts: dict[_Sort, int] = {}
        self._probes: list[tuple[Group, int, str, MoneyRules]] = []
        self._sending: list[tuple[int, int]] = []
        self._rows = [
            row
            for at in sorted(groups)
            for number in range(len(KINDS))
            for row in self._stretches(at, number, dt.date.fromordinal(first))
        ]

    @property
    def exact(self) -> bool:
        """Whether interest of some rule is rounded once, so that an account carries it exactly."""
        return any(rules.interest is not None and rules.interest.rounding == "total" for rules in self.distinct)

    def rows(self) -> list[RuleRow]:
        """The table ``rule``: for a group and kind of debtor (``gk``) and the days ``[since, until)`` its rules.

        The day is the one after the due date, else the invoice's. Columns: gk, since, until, rid, class of letters,
        whether costs are due without a letter, how interest waits, the first day from which on all rates are known, why
        the reference must do it (empty: it need not).
        """
        return self._rows

    def sending(self) -> list[tuple[int, int]]:
        """The table ``sending``: class of letters and step (``64 * lc + step``), and the sort of letter it sends."""
        return self._sending

    def letters(self, first: int, last: int) -> Iterator[LetterRow]:
        """The table ``letter`` for the days of sending from *first* to *last*.

        Columns: sort, day of sending, receipt, deadline, first day of costs after it, whether it is a demand from which
        statutory interest may run.
        """
        for lid, (group, index, kind, rules) in enumerate(self._probes):
            for number in range(first, last + 1):
                yield self._letter(lid, group, index, kind, rules, dt.date.fromordinal(number))

    def _stretches(self, at: int, number: int, first: dt.date) -> Iterator[RuleRow]:
        group = self.engine.policy.groups[at]
        law = self.engine.law(group)
        starts = set()
        for provision in law.provisions() if law is not None else ():
            starts |= {provision.start, provision.until and provision.until + _DAY}
        edges = sorted(day for day in starts if day is not None and day > first)
        for since, until in zip([first, *edges], [*edges, None], strict=True):
            yield self._row(
                at, number, since, since.toordinal() if since > first else 0, until.toordinal() if until else OPEN
            )

    def _row(self, at: int, number: int, day: dt.date, since: int, until: int) -> RuleRow:
        group = self.engine.policy.groups[at]
        kind = KINDS[number]
        due = day - _DAY
        invoice = Invoice(id="", date=due, amount=Money(1, self.engine.policy.currency), received=due, delivered=due)
        rules = self.engine.money_rules(group, Debtor(id="", kind=kind), invoice, due)
        charging = rules.charging
        free = rules.costs is not None and (charging is None or not (charging.forbidden or charging.letter))
        waits = _WAITS.get(charging.interest, _NEVER) if charging is not None else 0
        terms = group.terms.interest
        agreed = terms is not None and terms.kind != "statutory"
        if waits >= _NEVER and agreed:
            waits = 0  # agreed interest runs as agreed
        elif waits in (1, 2) and charging is not None and (charging.forbidden or not charging.letter):
            waits = _NEVER
        why = supported(rules)
        if why:
            rules = attrs.evolve(rules, interest=None)  # such a debtor is left to the reference whatever comes out
        known = None
        if rules.interest is not None and rules.interest.cut == "each change":
            known = known_run(rules.interest)[0].start.toordinal()
        return (
            at * 4 + number, since, until, self._number(rules), self._class(at, kind, rules, agreed), int(free), waits,
            known, why,
        )  # fmt: skip

    def _number(self, rules: MoneyRules) -> int:
        plain = attrs.evolve(rules, interest_from=None, reasons=())
        key = repr(
            (
                rules.interest and (rules.interest.periods, attrs.evolve(rules.interest, periods=())),
                rules.costs and (rules.costs, rules.costs.vat_periods),
                rules.charging and rules.charging.forbidden,
                rules.order,
                rules.vat,
            )
        )
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.distinct)
            self.distinct.append(plain)
        return found

    def _class(self, at: int, kind: str, rules: MoneyRules, agreed: bool) -> int:
        key = (at, kind, repr(rules.charging), agreed)
        found = self._classes.get(key)
        if found is None:
            found = self._classes[key] = len(self._classes)
            policy = self.engine.policy
            group = policy.groups[at]
            for index, step in enumerate(group.steps):
                if step.send is None:
                    continue
                sort = _Sort(
                    notice=step.send.notice,
                    channels=step.send.channels,
                    law=group.law or policy.law,
                    kind=kind,
                    charging=repr(rules.charging),
                    agreed=agreed,
                )
                if sort not in self._sorts:
                    self._sorts[sort] = len(self._sorts)
                    self._probes.append((group, index, kind, attrs.evolve(rules, interest_from=dt.date.min)))
                self._sending.append((found * 64 + index, self._sorts[sort]))
        return found

    def _letter(self, lid: int, group: Group, index: int, kind: str, rules: MoneyRules, sent: dt.date) -> LetterRow:
        received, deadline, costs_from, demand = letter_of(self.engine, group, index, kind, rules, sent)
        return lid, sent.toordinal(), received, deadline, costs_from, int(demand)


def letter_of(
    engine: Engine,
    group: Group,
    index: int,
    kind: str,
    rules: MoneyRules,
    sent: dt.date,
    recorded: dt.date | None = None,
) -> tuple[int | None, int | None, int | None, bool]:
    """What the letter of a step gives a debtor: receipt (presumed, or *recorded*), deadline, first day of costs.

    The last says whether it is a demand from which statutory interest may run; *rules* let interest begin on any day.
    """
    send = group.steps[index].send
    assert send is not None  # noqa: S101 - only steps that send are asked about
    letter = engine.letter(group, send, sent, kind, recorded)
    probe = Invoice(id="", date=sent, amount=Money(1, engine.policy.currency))
    account = Account(probe, group, Debtor(id="", kind=kind), None, rules, Holds(group, engine.clock.calendar))
    account.letter(engine.notices[send.notice], letter, engine.law(group))
    return (
        letter.received.toordinal() if letter.received is not None else None,
        letter.deadline.toordinal() if letter.deadline is not None else None,
        account.costs_from.toordinal() if account.costs_from is not None else None,
        account.interest_from is not None,
    )
