"""The policy does not say on which days it runs.

## Why
Each step moves to a run day. Who reads the page and thinks of a weekly run plans other dates than who thinks of a
daily one. The default is every working day.

Only under `--strict`, which wants every choice of the language written out.

## Bad
```dun
policy "Unsaid" {  # STY011
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
    law   NL
    runs  daily
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

__all__ = ["unsaid_runs"]


@rule(code="STY011", severity=Severity.WARNING, runs="strict")
def unsaid_runs(view: View) -> Iterator[Diagnostic]:
    """Whether the policy block has the statement."""
    if "runs" not in view.policy.stated:
        yield unsaid_runs.at(
            view.policy.span,
            "the policy does not say on which days it runs",
            label="every day is meant",
            help="add `runs daily`, `runs weekly on tuesday` or `runs monthly on 1, 15`",
        )
