"""A step counts from one that is never done.

## Why
A step that is passed over for every invoice is never done, so what counts from it has nothing to count from: it is
blocked for good, silently.

A step whose condition may be false is `conditional-anchor`; here the anchor never comes at all.

## Bad
```dun
policy "Never begun" {
    law NL
}

notice announcement {
    kind    announcement
    states  invoice number, due date, amount due
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 7 days of invoice
    steps {
        announcement  10 days before due          send announcement by email  # TIM004
        reminder      20 days after announcement  send reminder by email      # FLO015
    }
}
```

## Good
```dun
policy "Begun" {
    law NL
}

notice announcement {
    kind    announcement
    states  invoice number, due date, amount due
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 30 days of invoice
    steps {
        announcement  10 days before due          send announcement by email
        reminder      20 days after announcement  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["blocked_by_anchor"]


@rule(code="FLO015", severity=Severity.ERROR)
def blocked_by_anchor(view: View) -> Iterator[Diagnostic]:
    """Steps whose anchor step has no day of its own, or nobody for whom its condition is true."""
    for group in view.groups:
        for table in group.timetables:
            for step in table.steps:
                anchor = step.timing.anchor
                before = group.group.step(anchor.step) if anchor.kind == "step" else None
                if before is None:
                    continue
                ahead = before.timing.direction < 0 and any(table.due) and not any(table.on(before))
                nobody = before.condition is not None and group.possible(before.condition) is False
                if ahead or (nobody and group.possible() is not False):
                    yield blocked_by_anchor.at(
                        anchor.span,
                        f"`{step.name}` counts from `{before.name}`, which is never done",
                        label="blocked for every invoice",
                        related=(
                            Label(
                                before.condition_span if nobody and before.condition_span else before.name_span,
                                "its condition is never true" if nobody else "passed over for every invoice",
                            ),
                        ),
                        help="count from the due date or from a step that is done",
                    )
