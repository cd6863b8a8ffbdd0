"""The clause gives away interest that a business or a public body owes by law.

## Why
Between businesses, and from public bodies, late-payment interest is owed by itself from the day after the due date. A
clause of `none` gives it away. That may well be meant; the note shows what is given away.

## Bad
```dun
policy "Generous" {
    law ES
}

group customers {
    when debtor is business and country is ES
    payment   within 30 days of delivery
    interest  none  # INT151
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "As the law has it" {
    law ES
}

group customers {
    when debtor is business and country is ES
    payment   within 30 days of delivery
    interest  statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the statutory interest and from when it runs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import Provision
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["interest_waived"]


@rule(code="INT151", severity=Severity.NOTE, reads=("interest", "fact"))
def interest_waived(view: View) -> Iterator[Diagnostic]:
    """Each stated `interest none` for others than consumers, where interest runs by itself."""
    for case in cases(view):
        clause = case.group.terms.interest
        if clause is None or clause.kind != "none" or case.debtor == "consumer":
            continue
        for _, provisions in case.over(_by_itself):
            if not provisions:
                continue
            basis = ground(*provisions, severity=Severity.NOTE)
            yield interest_waived.at(
                clause.span,
                f"{case.who} owes interest by law from the day after the due date, and this clause gives it away",
                label="given away",
                citations=basis.citations,
                help="write `interest statutory`, or keep the clause and know what it gives away",
            )


def _by_itself(case: Case, on: dt.date) -> tuple[Provision, ...]:
    """The provisions that give interest without any letter, and what the law says of clauses without it."""
    statutory = case.law.interest(case.debtor, on)
    if statutory is None or case.law.interest_start(case.debtor, on) != "due":
        return ()
    return (*statutory.provisions[:1], *case.law.facts("unfair-terms", on, case.debtor))
