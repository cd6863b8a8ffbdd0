"""A step counts from another one that may be passed over.

## Why
A step whose `if` is false on its run date is passed over for good. A step that counts from it then has nothing to
count from: it is blocked, and the debtor's case stops there. A dispute alone passes nothing over (the step waits),
and a step with the same or a narrower condition is fine.

## Bad
```dun
policy "On sand" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        call      7 days after due   call  if outstanding >= 100 EUR
        reminder  7 days after call  send reminder by email  # FLO013
    }
}
```

## Good
```dun
policy "On rock" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        call       7 days after due  call  if outstanding >= 100 EUR
        reminder  14 days after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.paths import undisputed
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.condition import Not

__all__ = ["conditional_anchor"]


@rule(code="FLO013", severity=Severity.WARNING)
def conditional_anchor(view: View) -> Iterator[Diagnostic]:
    """Steps that count from a step that may be passed over while they are taken."""
    for group in view.groups:
        for step in group.steps:
            anchor = step.timing.anchor
            before = group.group.step(anchor.step) if anchor.kind == "step" else None
            if before is None or before.condition is None or group.possible(before.condition) is False:
                continue  # one that is never true blocks the step for good: a finding of its own
            case = group.example(undisputed(step.condition), Not(undisputed(before.condition)))
            if case is not None:
                yield conditional_anchor.at(
                    anchor.span,
                    f"`{step.name}` counts from `{before.name}`, which may be passed over",
                    label="blocked when it is",
                    related=(Label(before.condition_span, "passed over when this is false"),)
                    if before.condition_span is not None
                    else (),
                    help="count from the due date or from a step without a condition, or give both the same condition",
                    witness=case,
                )
