"""Steps count from the due date, and the group has no payment term.

## Why
Without `payment within …` only the ledger can say when an invoice is due. An invoice without a due date in the ledger
then needs a person, and nothing that this checker says about dates holds for the group.

## Bad
```dun
policy "No term" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {  # TRM004
    otherwise
    steps {
        first  1 day after due  send reminder by email
    }
}
```

## Good
```dun
policy "A term" {
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
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["payment_term_missing"]


@rule(code="TRM004", severity=Severity.WARNING)
def payment_term_missing(view: View) -> Iterator[Diagnostic]:
    """Groups with steps on the due date and no payment term."""
    for group in view.groups:
        if group.terms.payment is not None:
            continue
        step = next((step for step in group.steps if step.timing.anchor.kind == "due"), None)
        if step is not None:
            yield payment_term_missing.at(
                group.group.name_span,
                f"group `{group.name}` counts steps from the due date and has no payment term",
                label="no `payment within …`",
                related=(Label(step.timing.span, f"`{step.name}` counts from the due date"),),
                help="add `payment within 14 days of invoice`, or the term that you agree",
            )
