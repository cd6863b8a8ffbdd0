"""A business clause asks interest outside the rates that courts have accepted as a remedy.

## Why
Where the statutory rate yields only to a clause that is a substantial remedy, a clause that asks too little falls
away and the statutory rate holds; one that asks far more may be a penalty. The law data name the lowest and the
highest rate that courts accepted; a rate outside them is open to argument.

## Bad
```dun
policy "Too little" {
    law       UK
    currency  GBP
}

group customers {
    when debtor is business and country is UK
    payment   within 30 days of invoice
    interest  1% per year  # INT152
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "A remedy" {
    law       UK
    currency  GBP
}

group customers {
    when debtor is business and country is UK
    payment   within 30 days of invoice
    interest  8% per year
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads which rates courts accepted, as facts of the topic `interest-clause`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import Provision
from dunlang.lint.legal import Case, cases, ground, yearly
from dunlang.lint.rates import rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import as_percent
from dunlang.records import frozen

__all__ = ["interest_no_remedy"]


@frozen
class _Accepted:
    """The lowest and the highest rate a year that courts accepted, and where that stands."""

    lowest: Decimal
    highest: Decimal
    fact: Provision


@rule(code="INT152", severity=Severity.WARNING, reads=("fact", "rate"))
def interest_no_remedy(view: View) -> Iterator[Diagnostic]:
    """Each declared rate for others than consumers against the rates that courts accepted."""
    for case in cases(view):
        clause = case.interest
        if clause is None or clause.kind == "statutory" or case.debtor == "consumer":
            continue
        for day, accepted in case.over(_accepted):
            ours = rates_of(case, day)
            if accepted is None or ours is None:
                continue
            asked = [period.percent for period in ours.periods if period.end > day]
            low = [rate for rate in asked if rate < accepted.lowest]
            high = [rate for rate in asked if rate > accepted.highest]
            if not low and not high:
                continue
            basis = ground(accepted.fact, severity=Severity.WARNING)
            yield interest_no_remedy.at(
                clause.span,
                f"interest of {as_percent(low[0])} a year from {case.who} is no substantial remedy: "
                f"courts accepted {as_percent(accepted.lowest)} at least"
                if low
                else f"interest of {as_percent(high[0])} a year from {case.who} may be a penalty: "
                f"courts accepted {as_percent(accepted.highest)} at most",
                label="open to argument",
                citations=basis.citations,
                help="write `interest statutory`, or a rate in between",
            )


def _accepted(case: Case, on: dt.date) -> _Accepted | None:
    """What courts accepted, where the law data say."""
    for fact in case.law.facts("interest-clause", on, case.debtor):
        low, high = fact.body.values.get("accepted_low"), fact.body.values.get("accepted_high_per_month")
        if isinstance(low, Decimal) and isinstance(high, Decimal):
            return _Accepted(low, yearly(high, "month", case.law, case.debtor, on), fact)
    return None
