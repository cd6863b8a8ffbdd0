"""The policy has no scenario.

## Why
A scenario is a dated example with what must come out: a test of the policy inside the policy. Without one nobody
notices when a changed number of days moves a letter that should have stayed.

Off unless selected: `--select no-scenario`.

## Bad
```dun
policy "Untested" {  # STY020
    law NL
}

group customers {
    otherwise
    payment within 14 days of invoice
}
```

## Good
```dun
policy "Tested" {
    law NL
}

group customers {
    otherwise
    payment within 14 days of invoice
}

scenario "Everybody is a customer" {
    debtor   consumer in NL
    invoice  2026-01-05 for 180.00 EUR
    expect   group customers
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["no_scenario"]


@rule(code="STY020", severity=Severity.WARNING, runs="asked")
def no_scenario(view: View) -> Iterator[Diagnostic]:
    """Whether there is any."""
    if not view.policy.scenarios:
        yield no_scenario.at(
            view.policy.span,
            "the policy has no scenario",
            label="nothing says what must come out",
            help="add a `scenario` with one debtor, one invoice and what you expect",
        )
