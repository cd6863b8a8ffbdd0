"""Interest runs on while a dispute holds the steps.

## Why
A debtor who disputes with reason and therefore does not pay is not late: no interest is owed for that time. Where the
dispute turns out to be without reason, he was late all along. `interest stops` in the hold is the careful choice;
without it somebody must take the interest off when a dispute ends in the debtor's favour.

## Bad
```dun
policy "Runs on" {
    law NL
}

group customers {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  statutory
    hold on dispute until resolved, clock stops  # INT105
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Stops" {
    law NL
}

group customers {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  statutory
    hold on dispute until resolved, clock stops, interest stops
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads what a dispute stops.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import Provision
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Hold

__all__ = ["interest_during_dispute"]


@rule(code="INT105", severity=Severity.NOTE, reads=("dispute",))
def interest_during_dispute(view: View) -> Iterator[Diagnostic]:
    """Each stated hold on a dispute in a group with interest, where the law stops interest too: one note."""
    holds: dict[str, Hold] = {}
    found: dict[int, Provision] = {}
    for case in cases(view):
        hold = case.group.group.hold("dispute")
        if hold is None or hold.interest_stops or case.interest is None:
            continue
        for _, disputes in case.over(lambda it, on: it.law.disputes(it.debtor, on)):
            for each in disputes:
                if "interest" in each.stops and "creditor" in each.binds:
                    holds.setdefault(str(hold.span), hold)
                    found.setdefault(id(each.provision), each.provision)
    if not holds:
        return
    first, *others = holds.values()
    yield interest_during_dispute.at(
        first.span,
        "interest runs on during a dispute, and a debtor who is right does not owe it",
        label="holds the steps, not the interest",
        related=tuple(Label(other.span, "nor does this one") for other in others),
        citations=ground(*found.values(), severity=Severity.NOTE).citations,
        help="add `interest stops`, or take the interest off when the debtor was right",
    )
