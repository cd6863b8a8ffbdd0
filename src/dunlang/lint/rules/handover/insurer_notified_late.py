"""An insurer is notified after the last day that its policy allows.

## Why
A credit insurer wants to hear of an overdue invoice within a number of days; who tells it later may lose the cover.
The rule runs the steps for every invoice date of the validity, through the calendar and the run days, and shows the
first date on which the notification comes too late.

Not judged: a hold, which delays the step and not the insurer.

## Bad
```dun
policy "Uncovered" {
    law   NL
    runs  monthly on 1
}

insurer cover "Policy 1" {
    notify within 60 days of due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        claim  45 days after due  notify cover  # ESC002
    }
}
```

## Good
```dun
policy "Covered" {
    law   NL
    runs  daily
}

insurer cover "Policy 1" {
    notify within 60 days of due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        claim  45 days after due  notify cover
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Notify

__all__ = ["insurer_notified_late"]


@rule(code="ESC002", severity=Severity.ERROR)
def insurer_notified_late(view: View) -> Iterator[Diagnostic]:
    """Each notification against the insurer's last day, on every date."""
    for group in view.groups:
        for table in group.timetables:
            for step in table.steps:
                for action in step.actions:
                    party = view.policy.party(action.party) if isinstance(action, Notify) else None
                    if party is None or party.notify_within is None:
                        continue
                    ends = view.after(table.due, party.notify_within)
                    late = table.first(lambda on, _, end: on > end, table.on(step), table.due, ends)
                    if late is None:
                        continue
                    start, on, due, end = late
                    yield insurer_notified_late.at(
                        step.timing.span,
                        f"`{step.name}` notifies `{party.name}` later than {party.notify_within} after the due date",
                        label=f"runs on {on}, the last day is {end}",
                        related=(Label(party.span, f"wants to know within {party.notify_within} of due"),),
                        help="notify it earlier, or run more often",
                        witness=((f"{table.root} date", str(start)), ("due", str(due)), (step.name, str(on))),
                    )
