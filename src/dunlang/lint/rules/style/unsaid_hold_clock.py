"""A hold does not say whether the clock runs.

## Why
During a promise, a plan or a hold placed by hand the steps wait. Whether their days go on counting decides when the
next one comes. The default is that the clock runs. (A dispute has a rule of its own.)

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
    hold on plan while kept  # STY016
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
    hold on plan while kept, clock stops
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["unsaid_hold_clock"]


@rule(code="STY016", severity=Severity.WARNING, runs="strict")
def unsaid_hold_clock(view: View) -> Iterator[Diagnostic]:
    """Holds, but for those on a dispute, that leave the clock open."""
    for group in view.groups:
        for hold in group.group.holds:
            if hold.cause != "dispute" and not hold.clock_stated:
                yield unsaid_hold_clock.at(
                    hold.span,
                    f"the hold on `{hold.cause}` does not say whether the clock runs",
                    label="the clock runs",
                    help="add `, clock runs` or `, clock stops`",
                )
