"""A claim is handed over while the debtor may still dispute the invoice.

## Why
`dispute within 30 days of receipt` gives the debtor that time to say what is wrong. A hand-over before its end sends
out a claim that he may still contest in time, with the costs of it on us.

The end of the dispute term is compared with the day of the hand-over for every date of the validity. A receipt or a
delivery is taken to fall on the invoice date, which is the earliest that it can be told.

## Bad
```dun
policy "No patience" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, agency handover
    gives   14 days from receipt
}

group customers {
    otherwise
    payment  within 8 days of invoice
    dispute  within 60 days of receipt
    steps {
        notice    1 day after due              send notice by post
        handover  1 day after notice deadline  hand over to bureau  # TRM006
    }
}
```

## Good
```dun
policy "Patience" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, agency handover
    gives   14 days from receipt
}

group customers {
    otherwise
    payment  within 8 days of invoice
    dispute  within 14 days of receipt
    steps {
        notice    1 day after due              send notice by post
        handover  1 day after notice deadline  hand over to bureau
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["handover_before_dispute_ends"]


@rule(code="TRM006", severity=Severity.WARNING)
def handover_before_dispute_ends(view: View) -> Iterator[Diagnostic]:
    """Each hand-over to a collector against the end of the dispute term."""
    for group in view.groups:
        dispute = group.terms.dispute
        if dispute is None or group.terms.payment is None:
            continue
        for table in group.timetables:
            if table.root != group.root:
                continue
            ends = [end for _, end, _ in group.compare(dispute.within, dispute.of)]
            for step in table.steps:
                if view.collector(step) is None or len(ends) != len(table.days):
                    continue
                early = table.first(lambda on, end: on <= end, table.on(step), ends)
                if early is None:
                    continue
                start, on, end = early
                yield handover_before_dispute_ends.at(
                    step.timing.span,
                    f"`{step.name}` hands the claim over before the debtor's time to dispute it has passed",
                    label=f"runs on {on}",
                    related=(Label(dispute.span, f"he may dispute it until {end}"),),
                    help="hand over later, or shorten the dispute term",
                    witness=((f"{table.root} date", str(start)), ("dispute until", str(end)), (step.name, str(on))),
                )
