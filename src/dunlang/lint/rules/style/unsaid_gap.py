"""The policy does not say how close together contacts may be.

## Why
A debtor with several open invoices can get a letter for each on one day after the other. Without a gap nothing
prevents it. Who means that says so: `gap at least 0 days between contacts`.

Only under `--strict`, which wants every choice of the language written out.

## Bad
```dun
policy "Unsaid" {  # STY012
    law NL
}

group customers {
    otherwise
    payment within 14 days of invoice
}
```

## Good
```dun
policy "Said" {
    law  NL
    gap  at least 5 days between contacts
}

group customers {
    otherwise
    payment within 14 days of invoice
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["unsaid_gap"]


@rule(code="STY012", severity=Severity.WARNING, runs="strict")
def unsaid_gap(view: View) -> Iterator[Diagnostic]:
    """Whether the policy block has the statement."""
    if "gap" not in view.policy.stated:
        yield unsaid_gap.at(
            view.policy.span,
            "the policy does not say how close together contacts may be",
            label="no gap is meant",
            help="add `gap at least 5 days between contacts`, or `0 days` for none",
        )
