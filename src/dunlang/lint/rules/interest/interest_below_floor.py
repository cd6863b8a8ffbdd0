"""The interest clause asks less than the least rate that a clause may set.

## Why
Between businesses some laws have a least rate for late-payment interest. A clause below it does not bind the
creditor, or falls away altogether, so that nobody knows which rate holds.

## Bad
```dun
policy "Too soft" {
    law    FR
    valid  from 2025-01-01 until 2025-12-31
}

group customers {
    when debtor is business
    payment   within 30 days of invoice
    interest  1% per year  # INT103
    costs     statutory
}

group authorities {
    when debtor is government
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Enough" {
    law    FR
    valid  from 2025-01-01 until 2025-12-31
}

group customers {
    when debtor is business
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}

group authorities {
    when debtor is government
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the least rate of a clause for each kind of debtor, and the rates that it moves with.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rates import differing, rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import as_percent

__all__ = ["interest_below_floor"]


@rule(code="INT103", severity=Severity.ERROR, reads=("interest", "rate"))
def interest_below_floor(view: View) -> Iterator[Diagnostic]:
    """Each declared interest clause against the least rate, on each day on which one of the two changes."""
    for case in cases(view):
        clause = case.interest
        if clause is None or clause.kind == "statutory":
            continue
        for day, floor in case.over(lambda it, on: it.law.interest_floor(it.debtor, on)):
            ours = rates_of(case, day)
            if floor is None or ours is None:
                continue
            below = differing(
                case, ours.periods, floor.periods, lambda mine, least: mine < least, next(iter(floor.provisions), None)
            )
            if below is None:
                continue
            basis = ground(*floor.provisions[:1], below.theirs.provision)
            yield interest_below_floor.at(
                clause.span,
                f"interest of {as_percent(below.ours.percent)} a year is below the least for {case.who}, "
                f"{as_percent(below.theirs.percent)} from {below.theirs.start}",
                label=f"too low on {below.day}",
                notes=basis.notes,
                citations=basis.citations,
                severity=basis.severity,
                help="write `interest statutory`, or raise the rate",
                witness=(
                    ("from", str(below.day)),
                    ("interest by the clause", f"{as_percent(below.ours.percent)} a year"),
                    ("least", f"{as_percent(below.theirs.percent)} a year"),
                ),
            )
