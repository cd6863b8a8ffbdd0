"""The policy does not say how it goes from step to step.

## Why
`progress climb` takes one step after the other, `jump` takes the furthest whose day has come, `recompute` starts from
the facts at each run. A debtor whose run was missed gets a different letter under each. The default is `climb`.

Only under `--strict`, which wants every choice of the language written out.

## Bad
```dun
policy "Unsaid" {  # STY010
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
    law       NL
    progress  climb
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

__all__ = ["unsaid_progress"]


@rule(code="STY010", severity=Severity.WARNING, runs="strict")
def unsaid_progress(view: View) -> Iterator[Diagnostic]:
    """Whether the policy block has the statement."""
    if "progress" not in view.policy.stated:
        yield unsaid_progress.at(
            view.policy.span,
            "the policy does not say how it goes from step to step",
            label="`climb` is meant",
            help="add `progress climb`, `jump` or `recompute`",
        )
