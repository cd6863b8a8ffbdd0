"""A step's condition is false for every debtor of its group.

## Why
The group's own condition, the groups before it and `contact from` leave no debtor and no amount for which the step's
`if` could be true: the step is never taken. Decided exactly, over all values of all fields.

## Bad
```dun
policy "Nobody" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group consumers {
    when debtor is consumer
    payment within 14 days of invoice
    steps {
        first  1 day after due   send reminder by email
        call   8 days after due  call  if debtor is business  # FLO012
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Some" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group consumers {
    when debtor is consumer
    payment within 14 days of invoice
    steps {
        first  1 day after due   send reminder by email
        call   8 days after due  call  if outstanding >= 100 EUR
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["condition_never_true"]


@rule(code="FLO012", severity=Severity.WARNING)
def condition_never_true(view: View) -> Iterator[Diagnostic]:
    """Conditions of steps that nobody in the group meets."""
    for group in view.groups:
        if group.possible() is False:
            continue  # nobody is in the group at all: said by the groups' own findings
        for step in group.steps:
            if step.condition is None or group.possible(step.condition, contacted=step.is_contact) is not False:
                continue
            threshold, span = group.terms.contact_from, group.terms.contact_span
            low = threshold is not None and group.possible(step.condition) is not False
            yield condition_never_true.at(
                step.condition_span,
                f"the condition of `{step.name}` is never true above `contact from {threshold}`"
                if low
                else f"the condition of `{step.name}` is never true in group `{group.name}`",
                label="the step is never taken",
                related=(Label(span, "nobody is contacted below this"),) if low and span is not None else (),
                help="mend the condition, or leave out the step",
            )
