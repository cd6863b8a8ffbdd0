"""A step's threshold lies below the amount from which debtors are contacted.

## Why
Below `contact from` nobody is contacted, so no letter goes out. A step that is meant for those amounts all the same,
such as a hand-over `if outstanding >= 25 EUR` under `contact from 50 EUR`, either contradicts it or says nothing:
between the two amounts a debtor is handed over who never got a letter.

Only amounts of the policy's currency are compared.

## Bad
```dun
policy "Two thresholds" {
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
    payment  within 14 days of invoice
    contact  from 50 EUR
    steps {
        notice    14 days after due             send notice by post
        handover   1 day after notice deadline  hand over to bureau  if outstanding >= 25 EUR  # TRM005
    }
}
```

## Good
```dun
policy "One threshold" {
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
    payment  within 14 days of invoice
    contact  from 50 EUR
    steps {
        notice    14 days after due             send notice by post
        handover   1 day after notice deadline  hand over to bureau
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.paths import comparisons
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import Money

__all__ = ["threshold_below_contact"]


@rule(code="TRM005", severity=Severity.WARNING)
def threshold_below_contact(view: View) -> Iterator[Diagnostic]:
    """Lower bounds on the outstanding amount in conditions against `contact from`."""
    for group in view.groups:
        threshold, span = group.terms.contact_from, group.terms.contact_span
        if threshold is None:
            continue
        for step in group.steps:
            for test in comparisons(step.condition, "outstanding"):
                amount = test.value
                if test.operator not in (">=", ">") or not isinstance(amount, Money) or amount.minor >= threshold.minor:
                    continue
                yield threshold_below_contact.at(
                    step.condition_span,
                    f"`{step.name}` is meant from {amount}, but nobody is contacted below {threshold}",
                    label=f"below `contact from {threshold}`",
                    related=(Label(span, "the contact threshold"),) if span is not None else (),
                    help=f"raise the threshold to {threshold}, or lower `contact from`",
                )
