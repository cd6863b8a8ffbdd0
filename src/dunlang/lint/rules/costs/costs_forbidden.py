"""Costs are claimed that the law forbids altogether.

## Why
Some laws let a consumer owe no collection costs at all out of court. A clause that claims them is void, and asking
for them can be an offence.

## Bad
```dun
policy "Forbidden" {
    law FR
}

group customers {
    when debtor is consumer
    payment  within 14 days of invoice
    costs    40 EUR  # FEE111
}

group others {
    otherwise
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}
```

## Good
```dun
policy "None" {
    law FR
}

group customers {
    when debtor is consumer
    payment  within 14 days of invoice
    costs    none
}

group others {
    otherwise
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}
```

## Law
Reads whether costs may be charged out of court.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["costs_forbidden"]


@rule(code="FEE111", severity=Severity.ERROR, reads=("charging",))
def costs_forbidden(view: View) -> Iterator[Diagnostic]:
    """Each cost clause against a law that knows no costs out of court for a kind of debtor."""
    for case in cases(view):
        clause = case.costs
        if clause is None:
            continue
        for _, charging in case.over(lambda it, on: it.law.charging(it.debtor, on, it.creditor_size)):
            if charging is None:
                case.missing("when costs may be charged", "no provision on it")
                continue
            if not charging.forbidden:
                continue
            basis = ground(charging.provision)
            yield costs_forbidden.at(
                clause.span,
                f"no collection costs may be asked from {case.who} out of court",
                label="not owed",
                notes=(*basis.notes, *([charging.defect] if charging.defect else [])),
                citations=basis.citations,
                severity=basis.severity,
                help="write `costs none` for these debtors",
            )
