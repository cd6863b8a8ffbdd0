"""An announcement goes out after the due date.

## Why
An announcement says that an invoice falls due soon. Sent after the due date it is untrue, and a letter that should
have been a reminder puts nobody in default.

## Bad
```dun
policy "Behind" {
    law NL
}

notice announcement {
    kind    announcement
    states  invoice number, due date, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send announcement by email  # NTC008
    }
}
```

## Good
```dun
policy "Ahead" {
    law NL
}

notice announcement {
    kind    announcement
    states  invoice number, due date, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  3 days before due  send announcement by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["announcement_after_due"]


@rule(code="NTC008", severity=Severity.WARNING)
def announcement_after_due(view: View) -> Iterator[Diagnostic]:
    """Each announcement against the due date, on every date."""
    for group in view.groups:
        for table in group.timetables:
            for step in table.steps:
                notice = view.notice(step)
                if notice is None or notice.kind != "announcement":
                    continue
                late = table.first(lambda on, due: on > due, table.on(step), table.due)
                if late is None:
                    continue
                start, on, due = late
                yield announcement_after_due.at(
                    step.timing.span,
                    f"`{step.name}` sends the announcement `{notice.name}` after the due date",
                    label=f"runs on {on}, due on {due}",
                    help="send it before the due date, or make it a reminder",
                    witness=((f"{table.root} date", str(start)), ("due", str(due)), (step.name, str(on))),
                )
