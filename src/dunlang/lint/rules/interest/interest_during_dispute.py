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

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["interest_during_dispute"]


@rule(code="INT105", severity=Severity.NOTE, reads=("dispute",))
def interest_during_dispute(view: View) -> Iterator[Diagnostic]:
    """Each stated hold on a dispute in a group with interest, where the law stops interest for the creditor."""
    for case in cases(view):
        hold = case.group.group.hold("dispute")
        if hold is None or hold.interest_stops or case.interest is None:
            continue
        for _, disputes in case.over(lambda it, on: it.law.disputes(it.debtor, on)):
            stopping = [each for each in disputes if "interest" in each.stops and "creditor" in each.binds]
            if not stopping:
                continue
            basis = ground(*(each.provision for each in stopping), severity=Severity.NOTE)
            yield interest_during_dispute.at(
                hold.span,
                f"interest runs on during a dispute, which {case.who} who is right does not owe",
                label="the clock of the steps is held, interest is not",
                citations=basis.citations,
                help="add `interest stops`, or take the interest off when the debtor was right",
            )
