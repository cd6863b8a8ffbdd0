"""A hold does not say when it ends.

## Why
A hold without an end lasts as long as its cause, which somebody has to record. A promise that is not kept, a plan
that nobody closes: the debtor is never chased again.

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

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
    hold on dispute until resolved, clock stops
    hold on promise, clock runs  # STY017
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
    hold on promise until 2 days after promised date, clock runs
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["unsaid_hold_end"]


@rule(code="STY017", severity=Severity.WARNING, runs="strict")
def unsaid_hold_end(view: View) -> Iterator[Diagnostic]:
    """Holds without `until`, `while` or `for at most`."""
    for group in view.groups:
        for hold in group.group.holds:
            if not hold.until and hold.at_most is None:
                yield unsaid_hold_end.at(
                    hold.span,
                    f"the hold on `{hold.cause}` does not say when it ends",
                    label="it ends with its cause",
                    help="add `until resolved`, `until lifted`, `while kept` or `for at most 30 days`",
                )
