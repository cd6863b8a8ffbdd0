"""The costs are those of the law, and the law has no figure for this debtor.

## Why
`costs statutory` takes the amount that the law itself gives, `costs legal maximum` a ceiling of the law. Where the
law data have none for a kind of debtor, nothing is ever charged to him and letters cannot name an amount.

## Bad
```dun
policy "No such figure" {
    law NL
}

group customers {
    when debtor is business
    payment  within 14 days of invoice
    costs    legal maximum  # FEE110
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "The law's own" {
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
Reads the costs that the law gives and its ceilings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import ChargeRule, CostRule, Provision
from dunlang.lint.legal import Case, cases
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["costs_amount_unknown"]

_OTHER = {"statutory": "legal maximum", "legal maximum": "statutory"}


@rule(code="FEE110", severity=Severity.WARNING, reads=("cost", "charging", "fact"))
def costs_amount_unknown(view: View) -> Iterator[Diagnostic]:
    """Each clause that takes its amount from the law that the group names, for each kind of debtor."""
    for case in cases(view):
        clause = case.costs
        if clause is None or clause.kind not in _OTHER or case.at_home:
            continue
        for day, (found, other, charging, facts) in case.over(_figures):
            if found is not None or (charging is not None and charging.forbidden):
                continue
            wanted = "amount by law" if clause.kind == "statutory" else "ceiling"
            provisions = (*facts, *(other.provisions if other is not None else ()))
            yield costs_amount_unknown.at(
                clause.span,
                f"no {wanted} is known for the costs of {case.who} under the law of {case.law.code}",
                label="never charged",
                citations=tuple(provision.citation() for provision in provisions),
                help=f"write `costs {_OTHER[clause.kind]}` in a group of these debtors"
                if other is not None
                else "declare the costs, or write `costs none` for these debtors",
                witness=(("from", str(day)),),
            )


_Figures = tuple[CostRule | None, CostRule | None, ChargeRule | None, tuple[Provision, ...]]


def _figures(case: Case, on: dt.date) -> _Figures:
    """The figure that the clause takes, the other one, the rule on charging, and what the law says of lump sums."""
    own, cap = case.law.costs(case.debtor, on), case.law.cost_cap(case.debtor, on)
    charging = case.law.charging(case.debtor, on, case.creditor_size)
    if case.costs is None or case.costs.kind != "statutory":
        return cap, own, charging, ()
    return own, cap, charging, case.law.facts("lump-sum", on, case.debtor)
