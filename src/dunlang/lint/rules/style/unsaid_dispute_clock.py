"""A group does not say whether the clock runs during a dispute.

## Why
A dispute holds the steps. When it is resolved, the next letter goes out at once if the clock ran meanwhile, and after
the days that were left if it stopped. The page should say which.

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

group customers {  # STY015
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

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["unsaid_dispute_clock"]


@rule(code="STY015", severity=Severity.WARNING, runs="strict")
def unsaid_dispute_clock(view: View) -> Iterator[Diagnostic]:
    """Groups with steps whose hold on a dispute is missing or leaves the clock open."""
    for group in view.groups:
        hold = group.group.hold("dispute")
        if not group.steps or (hold is not None and hold.clock_stated):
            continue
        yield unsaid_dispute_clock.at(
            hold.span if hold is not None else group.group.name_span,
            f"group `{group.name}` does not say whether the clock runs during a dispute",
            label="the clock is left open" if hold is not None else "no `hold on dispute …`",
            help="add `hold on dispute until resolved, clock stops` (or `clock runs`)",
        )
