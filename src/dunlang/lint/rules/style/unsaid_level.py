"""A group with letters per debtor does not say what happens when the furthest invoice is paid.

## Why
With one letter for all invoices the debtor stands at the level of the furthest one. Once that is paid, the level
either follows the oldest invoice that is still open, or stays. The default is that it follows.

Only under `--strict`, which wants every choice of the language written out.

## Bad
```dun
policy "Unsaid" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {  # STY014
    otherwise
    payment  within 14 days of invoice
    letters  per debtor, highest step carries
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
    payment  within 14 days of invoice
    letters  per debtor, highest step carries
    level    follows oldest open
    steps {
        first  1 day after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["unsaid_level"]


@rule(code="STY014", severity=Severity.WARNING, runs="strict")
def unsaid_level(view: View) -> Iterator[Diagnostic]:
    """Groups with letters per debtor that leave it open."""
    for group in view.groups:
        if group.terms.letters == "per debtor" and "level" not in group.terms.stated:
            yield unsaid_level.at(
                group.group.name_span,
                f"group `{group.name}` does not say what happens to the level when the furthest invoice is paid",
                label="it follows the oldest open invoice",
                help="add `level follows oldest open`, or `level stays`",
            )
