"""The charges of the steps together are more than the debtor may be charged.

## Why
Where the law has a ceiling for what late payment may cost a debtor, it holds whatever the amount is called: a
registration fee, a file, a visit. Charges on steps without a letter are added up and compared with the ceiling over
every amount for which the steps can run. Of steps with a condition only the dearest is added: not all of them need be
true at once.

A fee for a letter, and a charge beside a cost clause, are other rules' matter.

## Bad
```dun
policy "Files" {
    law BE
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due, creditor name, creditor number, description,
            deadline
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment within 14 days of invoice
    steps {
        first  3 days after due             send reminder by post
        file   1 day after first deadline   task "open a file", charge 15 EUR  # FEE152
        visit  9 days after first deadline  task "visit", charge 10 EUR
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Files" {
    law BE
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due, creditor name, creditor number, description,
            deadline
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment within 14 days of invoice
    steps {
        first  3 days after due            send reminder by post
        file   1 day after first deadline  task "open a file", charge 15 EUR
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the ceiling of collection costs for each kind of debtor.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import CostScale, Excess, above
from dunlang.lint.legal import Case, Ground, cases, excess_words, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.condition import Compare, Condition
from dunlang.model.policy import Charge, Step
from dunlang.money import MAX_MINOR, Money, parse_amount
from dunlang.records import frozen

__all__ = ["charges_above_cap"]


@frozen
class _Sum:
    """Charges that can all fall due for one debtor: their sum, where, and under which conditions."""

    minor: int
    charges: tuple[Charge, ...]
    conditions: tuple[Condition, ...]


@frozen
class _Found:
    """The ranges of amounts on which the charges are too high, and the first debtor who meets it."""

    ranges: tuple[Excess, ...]
    example: tuple[tuple[str, str], ...]
    open: int
    """What the debtor of the example has open, in minor units."""


@rule(code="FEE152", severity=Severity.ERROR, reads=("cost", "charging"))
def charges_above_cap(view: View) -> Iterator[Diagnostic]:
    """The charges of each group without a cost clause against the ceiling of each kind of debtor."""
    for case in cases(view):
        if case.costs is not None:
            continue
        total = _total(case)
        if total is None:
            continue
        for day, cap in case.over(lambda it, on: it.law.cost_cap(it.debtor, on)):
            charging = case.law.charging(case.debtor, day, case.creditor_size)
            if cap is None or (charging is not None and charging.forbidden):
                continue
            scale = case.ceiling_with_vat(cap, day) or cap.scale
            found = _possible(case, total, scale)
            if found is not None:
                yield _finding(case, total, scale, case.since(day), ground(*cap.provisions), found)


def _total(case: Case) -> _Sum | None:
    """All charges without a condition and the dearest with one; None for no charges in the currency of the law."""
    always: list[Charge] = []
    at_times: list[tuple[Charge, Condition]] = []
    times = 0
    for step, charge in _charges(case):
        if step.condition is None:
            always.append(charge)
            times += charge.amount.minor * _runs(step)
        else:
            at_times.append((charge, step.condition))
    dearest = max(at_times, key=lambda each: each[0].amount.minor, default=None)
    if dearest is None:
        return _Sum(times, tuple(always), ()) if times else None
    charge, condition = dearest
    return _Sum(times + charge.amount.minor, (*always, charge), (condition,))


def _charges(case: Case) -> Iterator[tuple[Step, Charge]]:
    for step in case.group.steps:
        for action in step.actions:
            if isinstance(action, Charge) and step.send is None and action.amount.currency == case.law.currency:
                yield step, action


def _runs(step: Step) -> int:
    """How often a step without a condition runs at most."""
    return 1 if step.repeat is None else 1 + step.repeat.times


def _possible(case: Case, total: _Sum, scale: CostScale) -> _Found | None:
    """Where the charges lie above the ceiling for a debtor who can be charged all of them; None for nowhere."""
    currency = case.law.currency
    ranges: list[Excess] = []
    first: _Found | None = None
    for excess in above(CostScale.fixed(total.minor), scale):
        bounds = [Compare("outstanding", ">=", Money(max(excess.first, 1), currency))]
        if excess.last < MAX_MINOR:
            bounds.append(Compare("outstanding", "<=", Money(excess.last, currency)))
        example = case.group.example(*total.conditions, *bounds, contacted=True)
        if example is None:
            continue
        ranges.append(excess)
        if first is None:
            amount = dict(example).get("outstanding", "").removesuffix(f" {currency}")
            first = _Found((), example, parse_amount(amount, currency) if amount else excess.first)
    return None if first is None else attrs.evolve(first, ranges=tuple(ranges))


def _finding(case: Case, total: _Sum, scale: CostScale, since: str, basis: Ground, found: _Found) -> Diagnostic:
    currency = case.law.currency
    asked, ceiling = Money(total.minor, currency), Money(scale.amount(found.open), currency)
    first, *others = total.charges
    return charges_above_cap.at(
        first.span,
        f"the steps charge {case.who} {asked} together, which is more than the law allows{since} "
        f"on amounts {excess_words(found.ranges, currency)}",
        label=f"{asked} in all" if others else "too much",
        related=tuple(Label(charge.span, "and this") for charge in others),
        notes=basis.notes,
        citations=basis.citations,
        severity=basis.severity,
        help="lower the charges below the ceiling, or write `costs legal maximum` and no charges",
        witness=(*found.example, ("charges", str(asked)), ("ceiling", str(ceiling))),
    )
