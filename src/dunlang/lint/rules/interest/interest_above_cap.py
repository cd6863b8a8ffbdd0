"""The interest clause asks more than a ceiling of the law allows.

## Why
Where the law has a ceiling for late-payment interest, a clause above it is struck out, in some countries whole.
Ceilings move with a reference rate: the clause is tested on each day of the validity on which either rate changes,
and the finding names the first day on which it is too high.

## Bad
```dun
policy "Steep" {
    law    BE
    valid  from 2025-01-01 until 2025-12-31
}

notice first "Premier rappel" {
    kind    reminder
    states  invoice number, amount due, due date, deadline, description, creditor name,
            creditor number, interest
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment   within 14 days of invoice
    interest  1.5% per month  # INT100
    steps {
        first  1 day after due  send first by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Moves along" {
    law    BE
    valid  from 2025-01-01 until 2025-12-31
}

notice first "Premier rappel" {
    kind    reminder
    states  invoice number, amount due, due date, deadline, description, creditor name,
            creditor number, interest
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment   within 14 days of invoice
    interest  reference + 8%
    steps {
        first  1 day after due  send first by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the ceiling of interest for each kind of debtor, and the rates that it moves with.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rates import differing, rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import as_percent

__all__ = ["interest_above_cap"]


@rule(code="INT100", severity=Severity.ERROR, reads=("interest", "rate"))
def interest_above_cap(view: View) -> Iterator[Diagnostic]:
    """Each interest clause against the ceiling, on each day on which one of the two changes."""
    for case in cases(view):
        clause = case.interest
        if clause is None:
            continue
        for day, cap in case.over(lambda it, on: it.law.interest_cap(it.debtor, on)):
            ours = rates_of(case, day)
            if cap is None or ours is None:
                continue
            above = differing(
                case, ours.periods, cap.periods, lambda mine, most: mine > most, next(iter(cap.provisions), None)
            )
            if above is None:
                continue
            basis = ground(*cap.provisions[:1], above.theirs.provision)
            yield interest_above_cap.at(
                clause.span,
                f"interest of {as_percent(above.ours.percent)} a year is above the ceiling for {case.who}, "
                f"{as_percent(above.theirs.percent)} from {above.theirs.start}",
                label=f"too high on {above.day}",
                notes=basis.notes,
                citations=basis.citations,
                severity=basis.severity,
                help=f"ask at most {as_percent(above.theirs.percent)} a year, or write a rate above the reference rate",
                witness=(
                    ("from", str(above.day)),
                    ("interest by the clause", f"{as_percent(above.ours.percent)} a year"),
                    ("ceiling", f"{as_percent(above.theirs.percent)} a year"),
                ),
            )
