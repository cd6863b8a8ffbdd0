"""A clause asks a public body more interest than the law lets anyone agree.

## Why
In some countries the statutory rate is the only one that a public body owes: an agreed rate above it does not bind. The
clause is tested on each day of the validity on which the statutory rate changes.

## Bad
```dun
policy "Dear" {
    law    BE
    valid  from 2025-01-01 until 2025-12-31
}

group bodies {
    when debtor is government and country is BE
    payment   within 30 days of invoice
    interest  15% per year  # INT153
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "By law" {
    law    BE
    valid  from 2025-01-01 until 2025-12-31
}

group bodies {
    when debtor is government and country is BE
    payment   within 30 days of invoice
    interest  statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads whether another rate can be agreed, as facts of the topic `interest-fixed`, and the statutory rate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import InterestRule, Provision
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rates import differing, rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import as_percent

__all__ = ["interest_not_agreed"]


@rule(code="INT153", severity=Severity.ERROR, reads=("fact", "interest", "rate"))
def interest_not_agreed(view: View) -> Iterator[Diagnostic]:
    """Each declared rate against the statutory one, where the law lets no other be agreed."""
    for case in cases(view):
        clause = case.interest
        if clause is None or clause.kind == "statutory":
            continue
        for day, (facts, statutory) in case.over(_fixed):
            ours = rates_of(case, day)
            if not facts or statutory is None or ours is None:
                continue
            above = differing(case, ours.periods, statutory.periods, lambda mine, law: mine > law, facts[0])
            if above is None:
                continue
            basis = ground(*facts, above.theirs.provision)
            yield interest_not_agreed.at(
                clause.span,
                f"interest of {as_percent(above.ours.percent)} a year does not bind {case.who}: the statutory rate, "
                f"{as_percent(above.theirs.percent)} from {above.theirs.start}, is all that is owed",
                label=f"too high on {above.day}",
                notes=basis.notes,
                citations=basis.citations,
                severity=basis.severity,
                help="write `interest statutory`",
                witness=(
                    ("from", str(above.day)),
                    ("interest by the clause", f"{as_percent(above.ours.percent)} a year"),
                    ("statutory", f"{as_percent(above.theirs.percent)} a year"),
                ),
            )


def _fixed(case: Case, on: dt.date) -> tuple[tuple[Provision, ...], InterestRule | None]:
    """What forbids another rate, and the statutory interest."""
    return case.law.facts("interest-fixed", on, case.debtor), case.law.interest(case.debtor, on)
