"""The clause gives away costs that a business or a public body owes anyway.

## Why
Between businesses the law gives the creditor a least sum for his costs, without a reminder. A clause of `none`, or
one that asks less, gives it away; in some countries such a clause does not even bind the creditor.

## Bad
```dun
policy "Generous" {
    law NL
}

group customers {
    when debtor is business
    payment  within 14 days of invoice
    costs    none  # FEE106
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "As the law has it" {
    law NL
}

group customers {
    when debtor is business
    payment  within 14 days of invoice
    costs    statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the least sum as a fact of the topic `lump-sum`, or else the costs that the law itself gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import CostScale, Provision, above
from dunlang.lint.legal import Case, cases, excess_words, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import Money, parse_amount

__all__ = ["lump_sum_waived"]


@rule(code="FEE106", severity=Severity.NOTE, reads=("fact", "cost"))
def lump_sum_waived(view: View) -> Iterator[Diagnostic]:
    """Each stated clause for others than consumers against the least that the law gives."""
    for case in cases(view):
        clause = case.group.terms.costs
        if case.debtor == "consumer" or clause is None or clause.kind not in ("none", "declared"):
            continue
        if clause.kind == "declared" and clause.currency != case.law.currency:
            case.missing("the least that a cost clause may ask", f"the clause is not in {case.law.currency}")
            continue
        scale = clause.scale or CostScale.fixed(0)
        spans = tuple(case.over(_least))
        if all(least is None for _, least in spans):
            case.missing("the least that a cost clause may ask", "no figure for it")
        for _, least in spans:
            found = above(least[0], scale) if least is not None else ()
            if not found or least is None:
                continue
            owed, provision = least
            first, currency = found[0].first, case.law.currency
            basis = ground(provision, severity=Severity.NOTE)
            yield lump_sum_waived.at(
                clause.span,
                f"the clause asks less than {case.who} owes by law on amounts {excess_words(found, currency)}",
                label=f"{Money(scale.amount(first), currency)}, where {Money(owed.amount(first), currency)} is owed",
                citations=basis.citations,
                help="write `costs statutory`, or keep the clause and know what it gives away",
                witness=(("amount open", str(Money(first, currency))),),
            )


def _least(case: Case, on: dt.date) -> tuple[CostScale, Provision] | None:
    """The least that the law gives, and where it says so."""
    for fact in case.law.facts("lump-sum", on, case.debtor):
        least = fact.body.values.get("minimum")
        if isinstance(least, Decimal):
            return CostScale.fixed(parse_amount(str(least), case.law.currency)), fact
    own = case.law.costs(case.debtor, on)
    if own is None or own.needs_clause or not own.provisions:
        return None
    return own.scale, own.provisions[0]
