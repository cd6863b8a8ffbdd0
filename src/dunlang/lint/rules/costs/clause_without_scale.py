"""A consumer is asked costs by a clause for which the law has no figure, and courts may strike it out.

## Why
Where no scale and no ceiling says what late payment may cost a consumer, the clause must stand on its own:
proportionate, for real work, and not a flat sum for each overdue invoice. A court that finds it unfair strikes it out
whole, and nothing takes its place.

## Bad
```dun
policy "Flat" {
    law ES
}

group customers {
    when debtor is consumer and country is ES
    payment  within 14 days of invoice
    costs    40 EUR  # FEE153
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Nothing" {
    law ES
}

group customers {
    when debtor is consumer and country is ES
    payment within 14 days of invoice
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads whether the law has a figure for costs, and what it says about clauses, as facts of the topic `cost-clause`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import Provision
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["clause_without_scale"]


@rule(code="FEE153", severity=Severity.WARNING, reads=("cost", "charging", "fact"))
def clause_without_scale(view: View) -> Iterator[Diagnostic]:
    """Each clause for consumers where the law has neither a scale nor a ceiling.

    Under the law that the group names only a declared one: an amount of that law is another rule's matter.
    """
    for case in cases(view):
        clause = case.costs
        if clause is None or case.debtor != "consumer" or (clause.scale is None and not case.at_home):
            continue
        for _, found in case.over(_without_figure):
            if found is None:
                continue
            if not found:
                case.missing("the cost clause", "the law data have no figure and no provision on such clauses")
                continue
            basis = ground(*found, severity=Severity.WARNING)
            yield clause_without_scale.at(
                clause.span,
                f"the law of {case.law.code} has no figure for costs of {case.who}: a court may strike them out",
                label="stands on its own",
                citations=basis.citations,
                help="write `costs none`, or ask no more than the real cost of each act",
            )


def _without_figure(case: Case, on: dt.date) -> tuple[Provision, ...] | None:
    """What the law says of such clauses; None where it has a figure or forbids costs."""
    charging = case.law.charging(case.debtor, on, case.creditor_size)
    if charging is not None and charging.forbidden:
        return None
    if case.law.cost_cap(case.debtor, on) is not None or case.law.costs(case.debtor, on) is not None:
        return None
    return case.law.facts("cost-clause", on, case.debtor)
