"""A group with steps does not say what a dispute does.

## Why
A dispute holds the steps even where the policy is silent: nobody should be chased for what he contests. But silence
leaves open whether the clock runs meanwhile, so nobody can tell from the page when the next letter goes out once the
dispute is resolved. One note for the whole policy names the groups.

## Bad
```dun
policy "Silent" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {  # FLO020
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```

## Good
```dun
policy "Said" {
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
        first  1 day after due  send reminder by email
    }
    hold on dispute until resolved, clock stops
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["dispute_hold_unsaid"]


@rule(code="FLO020", severity=Severity.NOTE)
def dispute_hold_unsaid(view: View) -> Iterator[Diagnostic]:
    """Groups with steps that debtors notice and without a hold on a dispute: one finding."""
    silent = [
        group
        for group in view.groups
        if group.group.hold("dispute") is None and any(step.is_contact or step.hand_over for step in group.steps)
    ]
    if not silent:
        return
    first, *others = silent
    yield dispute_hold_unsaid.at(
        first.group.name_span,
        f"group `{first.name}` does not say what a dispute does"
        if not others
        else f"{len(silent)} groups do not say what a dispute does",
        label="a dispute holds its steps all the same",
        related=tuple(Label(group.group.name_span, "nor does this one") for group in others),
        help="add `hold on dispute until resolved, clock stops` (or `clock runs`)",
    )
