"""The costs of late payment hold only if the debtor gets an equal sum when the creditor fails.

## Why
In some countries a clause that has a consumer pay an indemnity is unfair, and void, where the terms give the consumer
no equal sum when the business does not perform. Courts look at that of their own motion. A policy does not show the
rest of the terms, so this is a note: look once, and write `allow` beside the clause.

## Bad
```dun
policy "One side" {
    law BE
}

group customers {
    when debtor is consumer and country is BE
    payment  within 14 days of invoice
    costs    legal maximum  # FEE151
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "No indemnity" {
    law BE
}

group customers {
    when debtor is consumer and country is BE
    payment  within 14 days of invoice
    costs    none
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads whether a cost clause must be mutual, as facts of the topic `reciprocity`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["clause_one_sided"]


@rule(code="FEE151", severity=Severity.NOTE, reads=("fact",))
def clause_one_sided(view: View) -> Iterator[Diagnostic]:
    """Each cost clause where the law wants an equal sum for the debtor."""
    for case in cases(view):
        clause = case.costs
        if clause is None:
            continue
        for _, facts in case.over(lambda it, on: it.law.facts("reciprocity", on, it.debtor)):
            if not facts:
                continue
            basis = ground(*facts, severity=Severity.NOTE)
            yield clause_one_sided.at(
                clause.span,
                f"{case.who} owes these costs only if the terms give the debtor an equal sum when the creditor fails",
                label="hold only with their counterpart",
                citations=basis.citations,
                help="look whether the terms promise it, and say so with `allow clause-one-sided`",
            )
