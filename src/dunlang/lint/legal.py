"""Which law judges whom: the cases that rules of law go through, and what a finding rests on.

A :class:`Case` is one kind of debtor of one group under one law. The law is the one that the group names; consumers
are judged under the law of the country where they live as well, where the condition fixes it. :meth:`Case.over` asks
the law a question for the whole validity, so that both sides of a change are judged. A :class:`Ground` turns
provisions into severity, notes and citations: what is not verified never makes an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

import attrs

from dunlang.diagnostics import Citation, Severity
from dunlang.law import CostScale, CountryLaw, Excess, Provision
from dunlang.law.costs import CostRule
from dunlang.lint.timetable import Timetable
from dunlang.lint.view import GroupView, View
from dunlang.model.policy import CostClause, Interest, Notice, Step
from dunlang.money import MAX_MINOR, Money
from dunlang.records import frozen

__all__ = ["WHO", "Case", "Ground", "cases", "excess_words", "grossed", "ground", "yearly"]

Answer = TypeVar("Answer")

_DAY = dt.timedelta(days=1)

#: Each kind of debtor in words.
WHO = {"consumer": "a consumer", "business": "a business", "government": "a public body"}

_WHY_UNSURE = {
    "single": "one source only",
    "derived": "working out, no source says it in these words",
    "memory": "memory, no source was read",
}


@frozen(eq=False)
class Case:
    """One kind of debtor of a group, under one law."""

    group: GroupView
    law: CountryLaw
    debtor: str
    at_home: bool = False
    """Whether it is not the law that the group names, but that of the country where the consumer lives."""

    @property
    def view(self) -> View:
        """The view that the group belongs to."""
        return self.group.view

    @property
    def who(self) -> str:
        """The debtor in words: ``a consumer``, with the country where that says whose law it is."""
        return f"{WHO[self.debtor]} in {self.law.code}" if self.at_home else WHO[self.debtor]

    @property
    def costs(self) -> CostClause | None:
        """The cost clause, where the group has one that claims costs."""
        clause = self.group.terms.costs
        return clause if clause is not None and clause.kind != "none" else None

    @property
    def interest(self) -> Interest | None:
        """The interest clause, where the group has one that claims interest."""
        clause = self.group.terms.interest
        return clause if clause is not None and clause.kind != "none" else None

    @property
    def creditor_size(self) -> str | None:
        """``small`` or ``large``, None where the policy does not say."""
        creditor = self.view.policy.creditor
        return creditor.size if creditor is not None else None

    def ceiling_with_vat(self, cap: CostRule, on: dt.date) -> CostScale | None:
        """The ceiling raised by VAT, where the law lets it rise and the creditor does not reclaim it; else None."""
        creditor = self.view.policy.creditor
        if cap.vat_percent_rule == "none" or creditor is None or creditor.vat_reclaimed is not False:
            return None
        return grossed(cap, on)

    def over(self, ask: Callable[[Case, dt.date], Answer]) -> Iterator[tuple[dt.date, Answer]]:
        """Each answer that the law gives in the validity, with the first day on which it does."""
        known: list[Answer] = []
        for day in _changes(self.view, self.law):
            answer = ask(self, day)
            if not known or answer != known[-1]:
                known.append(answer)
                yield day, answer

    def since(self, day: dt.date) -> str:
        """For an answer of :meth:`over`: nothing for that of the first day, ``as of …`` for a later one."""
        return "" if day == _changes(self.view, self.law)[0] else f" as of {day}"

    def missing(self, what: str, why: str) -> None:
        """Say that *what* could not be judged under this law."""
        self.view.not_checked(f"{what} ({self.law.code}, {self.debtor})", why)

    # ------------------------------------------------------------ its steps and letters

    @property
    def timetables(self) -> tuple[Timetable, ...]:
        """The steps in time, with the periods of letters to this kind of debtor."""
        return self.group.timetables_for(self.debtor)

    @property
    def own_steps(self) -> tuple[Step, ...]:
        """The steps before the claim is handed over to a collector."""
        steps = self.group.steps
        for at, step in enumerate(steps):
            if self.view.collector(step) is not None:
                return steps[:at]
        return steps

    def own_letters(self) -> Iterator[tuple[Step, Notice]]:
        """The steps before the hand-over that send a notice, with it, in order."""
        for step in self.own_steps:
            notice = self.view.notice(step)
            if notice is not None:
                yield step, notice

    def sendings(self, step: Step) -> tuple[tuple[str, dt.date | None, dt.date], ...]:
        """Every day on which *step* runs: the root's name and its first day that leads there, and the day.

        Where no invoice date leads to the step, each run day of the validity, with no root.
        """
        found: dict[dt.date, tuple[str, dt.date | None, dt.date]] = {}
        for table in self.timetables:
            if step in table.steps:
                for start, on in zip(table.days, table.on(step), strict=True):
                    if on is not None:
                        found.setdefault(on, (table.root, start, on))
        if not found:
            found = {day: ("", None, day) for day in self.view.days if self.view.clock.is_run_day(day)}
        return tuple(found[day] for day in sorted(found))


def cases(view: View) -> tuple[Case, ...]:
    """Every case of the policy, groups in order, the law that the group names first."""
    if "cases" not in view.known_law:
        view.known_law["cases"] = tuple(case for group in view.groups for case in _of_group(view, group))
    found: tuple[Case, ...] = view.known_law["cases"]
    return found


def _of_group(view: View, group: GroupView) -> Iterator[Case]:
    """The cases of one group; what it leaves open is told."""
    named = group.law
    if named is None or view.book is None:
        return
    for debtor in group.kinds:
        yield Case(group, named, debtor)
    if group.countries is None:
        view.not_checked(f"debtors outside {named.code}", "some groups are open to several countries")
        return
    if "consumer" not in group.kinds:
        return
    for country in sorted(group.countries):
        law = view.book.country(country)
        if law is None:
            view.not_checked(f"consumers in {country}", "there are no law data for that country")
        elif law is not named:
            yield Case(group, law, "consumer", at_home=True)


def _changes(view: View, law: CountryLaw) -> tuple[dt.date, ...]:
    """The days of the validity on which *law* may change, its first day included; empty where none is judged."""
    key = ("changes", law)
    if key not in view.known_law:
        first = view.first or view.policy.valid_from or view.policy.valid_until
        last = view.last or first
        days: set[dt.date] = set()
        if first is not None and last is not None:
            days.add(first)
            for provision in law.provisions():
                after = None if provision.until is None else provision.until + _DAY
                days |= {day for day in (provision.start, after) if day is not None and first < day <= last}
        view.known_law[key] = tuple(sorted(days))
    found: tuple[dt.date, ...] = view.known_law[key]
    return found


# -------------------------------------------------------------------- what a finding rests on


@frozen
class Ground:
    """What a finding of law rests on."""

    severity: Severity
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]


def ground(
    *deciding: Provision | None, severity: Severity = Severity.ERROR, also: tuple[Provision, ...] = ()
) -> Ground:
    """The ground of a finding: at most *severity*, a warning where a *deciding* provision is not verified.

    *also* are provisions that are cited and decide nothing.
    """
    known = list({id(provision): provision for provision in deciding if provision is not None}.values())
    unsure = [provision for provision in known if not provision.may_be_error]
    notes: tuple[str, ...] = ()
    if unsure and severity is Severity.ERROR:
        severity = Severity.WARNING
        notes = tuple(
            f"no more than a warning: {provision.article} rests on "
            f"{_WHY_UNSURE.get(provision.confidence.level, provision.confidence.level)}"
            for provision in unsure
        )
    cited = {id(provision): provision for provision in (*known, *also)}
    return Ground(severity, notes, tuple(provision.citation() for provision in cited.values()))


# -------------------------------------------------------------------- amounts


def grossed(rule: CostRule, on: dt.date) -> CostScale | None:
    """The scale of *rule* with VAT on each amount; None where the rate of that day is not known."""
    rate = next((period.percent for period in rule.vat_periods if period.start <= on < period.end), None)
    if rate is None:
        return None
    factor = 1 + rate.scaleb(-2)
    scale = rule.scale

    def whole(minor: int | None) -> int | None:
        return None if minor is None else int((minor * factor).to_integral_value())

    return attrs.evolve(
        scale,
        pieces=tuple(
            attrs.evolve(piece, base=int(piece.base * factor), rate=int(piece.rate * factor)) for piece in scale.pieces
        ),
        minimum=whole(scale.minimum),
        maximum=whole(scale.maximum),
    )


def excess_words(found: tuple[Excess, ...], currency: str) -> str:
    """The ranges of principals in words: ``up to 249.94 EUR and from 300.11 EUR on``."""
    parts = []
    for excess in found:
        first, last = Money(excess.first, currency), Money(excess.last, currency)
        if excess.first <= 1 and excess.last >= MAX_MINOR:
            parts.append("of any size")
        elif excess.last >= MAX_MINOR:
            parts.append(f"from {first} on")
        elif excess.first <= 1:
            parts.append(f"up to {last}")
        else:
            parts.append(f"from {first} to {last}")
    return " and ".join(parts)


def yearly(percent: Decimal, per: str, law: CountryLaw, debtor: str, on: dt.date) -> Decimal:
    """A declared rate as a percentage a year."""
    return law.contractual(percent, "month" if per == "month" else "year", None, debtor, on).periods[0].percent
