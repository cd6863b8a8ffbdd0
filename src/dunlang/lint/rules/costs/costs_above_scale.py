"""The cost clause asks more than the law gives by itself, and a court may cut it.

## Why
Between businesses another amount than that of the law can often be agreed, but a court may cut it of its own motion.
The note shows from which amount on the clause lies above what the law itself gives, so that nobody is surprised.

## Bad
```dun
policy "Ambitious" {
    law NL
}

group customers {
    when debtor is business
    payment  within 14 days of invoice
    costs    20% at least 40 EUR  # FEE109
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
Reads the costs that the law itself gives, and what it says about clauses on costs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import CostRule, Provision, above
from dunlang.lint.legal import Case, cases, excess_words, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import Money

__all__ = ["costs_above_scale"]


@rule(code="FEE109", severity=Severity.NOTE, reads=("cost", "fact"))
def costs_above_scale(view: View) -> Iterator[Diagnostic]:
    """Each declared clause without a ceiling against the law's own amount, where the law speaks of such clauses."""
    for case in cases(view):
        clause = case.costs
        if clause is None or clause.scale is None or clause.currency != case.law.currency:
            continue
        for _, (own, facts) in case.over(_own):
            found = above(clause.scale, own.scale) if own is not None and facts else ()
            if not found or own is None:
                continue
            basis = ground(*facts, severity=Severity.NOTE, also=own.provisions)
            first = Money(found[0].first, clause.currency)
            yield costs_above_scale.at(
                clause.span,
                f"the cost clause asks more than the law itself gives against {case.who} "
                f"on amounts {excess_words(found, clause.currency)}",
                label="a court may cut it",
                citations=basis.citations,
                help="write `costs statutory`, or keep the clause and expect to argue for it",
                witness=(
                    ("amount open", str(first)),
                    ("costs by the clause", str(Money(clause.scale.amount(first.minor), clause.currency))),
                    ("by law", str(Money(own.scale.amount(first.minor), clause.currency))),
                ),
            )


def _own(case: Case, on: dt.date) -> tuple[CostRule | None, tuple[Provision, ...]]:
    """What the law gives by itself and says about clauses; nothing where it has a ceiling."""
    if case.law.cost_cap(case.debtor, on) is not None:
        return None, ()
    return case.law.costs(case.debtor, on), case.law.facts("cost-clause", on, case.debtor)
