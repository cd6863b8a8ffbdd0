"""Under `jump` a step is always skipped for a later one.

## Why
With `progress jump` a run takes the furthest step whose day has come. Where the run days put two steps on one day for
every invoice, the earlier one never happens.

## Bad
```dun
policy "Monthly jump" {
    law       NL
    runs      monthly on 1
    progress  jump
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 30 days of invoice
    steps {
        reminder  1 day after due  send reminder by email  # FLO014
        call      1 day after due  call
    }
}
```

## Good
```dun
policy "Monthly jump" {
    law       NL
    runs      monthly on 1
    progress  jump
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 30 days of invoice
    steps {
        reminder   1 day after due   send reminder by email
        call      35 days after due  call
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["step_superseded"]


@rule(code="FLO014", severity=Severity.WARNING)
def step_superseded(view: View) -> Iterator[Diagnostic]:
    """Steps that have a day of their own and never run."""
    if view.policy.progress == "climb":
        return
    for group in view.groups:
        for table in group.timetables:
            for step in table.steps:
                if any(table.own(step)) and not any(table.on(step)):
                    yield step_superseded.at(
                        step.name_span,
                        f"`{step.name}` is always skipped: a later step falls on the same run",
                        label=f"`progress {view.policy.progress}` takes the later one",
                        help="move the steps apart by more than the time between two runs, or use `progress climb`",
                    )
