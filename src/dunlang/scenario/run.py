"""Run one scenario: what was expected, what was found, and why.

Each step counts as done on its run date unless the scenario's events say otherwise. The schedule looks a year beyond
the last date that the scenario names, so `no STEP` without a date and `nothing else` mean "within that year".

With several invoices an expectation that names none means: a step on that day for any of them, the group of all of
them, the sum of their amounts, a hold on any of them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from dunlang.money import Money
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunlang.model.policy import Expectation, Scenario
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Schedule
    from dunlang.source import Span

__all__ = ["Outcome", "ScenarioResult", "run"]

_AHEAD = dt.timedelta(days=366)


@frozen(kw_only=True)
class Outcome:
    """One expectation: whether it was met, what it asked for and what there is, each as a phrase."""

    passed: bool
    expected: str
    found: str
    span: Span = attrs.field(repr=False)


@frozen(kw_only=True)
class ScenarioResult:
    """A scenario with the outcome of each of its expectations, in the order written."""

    scenario: Scenario = attrs.field(repr=lambda scenario: repr(scenario.title))
    schedule: Schedule = attrs.field(repr=False)
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        """Whether all expectations were met."""
        return all(outcome.passed for outcome in self.outcomes)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The expectations that were not met."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)


def run(engine: Engine, scenario: Scenario) -> ScenarioResult:
    """Schedule the scenario's case and judge each expectation."""
    last = _last_date(scenario)
    schedule = engine.schedule(scenario.case, as_of=last, until=last + _AHEAD, assume=True)
    outcomes = []
    for expectation in scenario.expectations:
        passed, expected, found = _JUDGES[expectation.kind](expectation, schedule, scenario)
        about = f" for {expectation.invoice}" if expectation.invoice else ""
        outcomes.append(Outcome(passed=passed, expected=expected + about, found=found, span=expectation.span))
    return ScenarioResult(scenario=scenario, schedule=schedule, outcomes=tuple(outcomes))


def _last_date(scenario: Scenario) -> dt.date:
    days = [invoice.date for invoice in scenario.case.invoices]
    days += [event.date for event in scenario.case.events]
    days += [event.until for event in scenario.case.events if event.until is not None]
    days += [expectation.on for expectation in scenario.expectations if expectation.on is not None]
    return max(days)


Judgement = tuple[bool, str, str]


def _group(expectation: Expectation, schedule: Schedule, scenario: Scenario) -> Judgement:
    del scenario
    groups = [invoice.group.name if invoice.group else "" for invoice in _about(expectation, schedule)]
    found = " and ".join(f"group {name}" if name else "no group" for name in dict.fromkeys(groups)) or "no invoice"
    return set(groups) == {expectation.name}, f"group {expectation.name}", found


def _step(expectation: Expectation, schedule: Schedule, scenario: Scenario) -> Judgement:
    del scenario
    entries = [entry for entry in _entries(expectation, schedule) if entry.step.name == expectation.name]
    passed = any(entry.on == expectation.on for entry in entries)
    return passed, f"{expectation.name} on {expectation.on}", _said(entries, expectation, schedule, passed)


def _no_step(expectation: Expectation, schedule: Schedule, scenario: Scenario) -> Judgement:
    del scenario
    until = f" until {expectation.on}" if expectation.on is not None else ""
    entries = [entry for entry in _entries(expectation, schedule) if entry.step.name == expectation.name]
    wrong = [e for e in entries if e.on is not None and (expectation.on is None or e.on <= expectation.on)]
    return not wrong, f"no {expectation.name}{until}", _said(wrong or entries, expectation, schedule, not wrong)


def _nothing_else(expectation: Expectation, schedule: Schedule, scenario: Scenario) -> Judgement:
    listed = {(wanted.name, wanted.on) for wanted in scenario.expectations if wanted.kind == "step"}
    more = [e for e in _entries(expectation, schedule) if e.on is not None and (e.step.name, e.on) not in listed]
    found = ", ".join(_dated(entry) for entry in more) or "nothing else"
    return not more, "nothing else", found


def _held(expectation: Expectation, schedule: Schedule, scenario: Scenario) -> Judgement:
    del scenario
    day = expectation.on
    assert day is not None  # noqa: S101 - the grammar gives `held` a date
    holds = [hold for invoice in _about(expectation, schedule) for hold in invoice.holds]
    covering = [hold for hold in holds if hold.start <= day and (hold.until is None or day <= hold.until)]
    said = [f"{hold.cause} from {hold.start} to {hold.until or 'an open end'}" for hold in covering or holds]
    found = "; ".join(said) if said else "no hold"
    return bool(covering), f"held on {day}", found if covering or not said else f"not held that day, but {found}"


def _amount(part: str, of: Callable[[Amounts], Money]) -> Callable[[Expectation, Schedule, Scenario], Judgement]:
    def judge(expectation: Expectation, schedule: Schedule, scenario: Scenario) -> Judgement:
        del scenario
        day, wanted = expectation.on, expectation.amount
        assert day is not None  # noqa: S101 - the grammar gives it a date
        assert wanted is not None  # noqa: S101 - and an amount
        amounts = [invoice.amounts_on(day) for invoice in _about(expectation, schedule)]
        total = Money(sum(of(found).minor for found in amounts), wanted.currency)
        same_currency = all(of(found).currency == wanted.currency for found in amounts)
        why = [r.text for found in amounts for r in found.reasons] if total != wanted else []
        if part == "interest" and total != wanted:
            why += [
                f"{s.percent}% of {Money(s.principal, wanted.currency)} from {s.start}:"
                f" {Money(s.interest, wanted.currency)}"
                for found in amounts
                for s in found.segments
            ]
        because = f", because {'; '.join(dict.fromkeys(why))}" if why else ""
        found_text = f"{part} {total} on {day}{because}" if same_currency else f"{part} in another currency"
        return same_currency and total == wanted, f"{part} {wanted} on {day}", found_text

    return judge


_JUDGES: dict[str, Callable[[Expectation, Schedule, Scenario], Judgement]] = {
    "group": _group,
    "step": _step,
    "no step": _no_step,
    "costs": _amount("costs", lambda amounts: amounts.costs),
    "interest": _amount("interest", lambda amounts: amounts.interest),
    "outstanding": _amount("outstanding", lambda amounts: amounts.principal),
    "held": _held,
    "nothing else": _nothing_else,
}


def _about(expectation: Expectation, schedule: Schedule) -> Iterator[InvoiceSchedule]:
    return (found for found in schedule.invoices if not expectation.invoice or found.invoice.id == expectation.invoice)


def _entries(expectation: Expectation, schedule: Schedule) -> list[Entry]:
    found = [entry for invoice in _about(expectation, schedule) for entry in invoice.entries]
    return sorted(found, key=lambda entry: (entry.on or dt.date.max, entry.invoice, entry.occurrence))


def _said(entries: list[Entry], expectation: Expectation, schedule: Schedule, passed: bool) -> str:
    if not entries:
        aside = [found for found in _about(expectation, schedule) if found.standing == "needs a person"]
        why = "; ".join(dict.fromkeys(reason.text for found in aside for reason in found.reasons))
        why = f"a person is needed: {why}" if why else "the group of this debtor has no such step"
        return f"no {expectation.name}: {why}"
    dated = [entry for entry in entries if entry.on is not None]
    if passed and dated:
        return ", ".join(_dated(entry) for entry in dated)
    return "; ".join(_dated(entry) + _because(entry) for entry in dated or entries)


def _dated(entry: Entry) -> str:
    if entry.on is None:
        return f"{entry.step.name} {entry.state}"
    state = f" ({entry.state})" if entry.state in ("not delivered", "withdrawn") else ""
    return f"{entry.step.name} on {entry.on}{state}"


def _because(entry: Entry) -> str:
    return f", because {'; '.join(reason.text for reason in entry.reasons)}" if entry.reasons else ""
