"""A letter that says payment is late goes out while payment is still in time.

## Why
A reminder, a formal notice or a final notice tells the debtor that he is late. Until the due date has passed he is
not: the letter is untrue, it cannot put him in default, and it costs goodwill. The due date itself is still in time.

The rule runs the steps for every invoice date of the validity, through the calendar and the run days, and shows the
first date on which the letter is early. A notice of kind `announcement` may come before the due date. Not judged: a
ledger that gives an invoice another due date.

## Bad
```dun
policy "Early" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 30 days of invoice
    steps {
        first  15 days after invoice  send reminder by email  # TRM001
    }
}
```

## Good
```dun
policy "In time" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 30 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import LATE_KINDS, View

__all__ = ["reminder_before_due"]


@rule(code="TRM001", severity=Severity.ERROR)
def reminder_before_due(view: View) -> Iterator[Diagnostic]:
    """Each late letter against the due date, on every date."""
    for group in view.groups:
        for table in group.timetables:
            for step in table.steps:
                notice = view.notice(step)
                if notice is None or step.send is None or notice.kind not in LATE_KINDS:
                    continue
                early = table.first(lambda on, due: on <= due, table.on(step), table.due)
                if early is None:
                    continue
                start, on, due = early
                payment = group.terms.payment
                yield reminder_before_due.at(
                    step.timing.span,
                    f"`{step.name}` sends the {notice.kind} notice `{notice.name}` while payment is still in time"
                    if notice.kind != "reminder"
                    else f"`{step.name}` sends the reminder `{notice.name}` while payment is still in time",
                    label=f"runs on {on}, due on {due}",
                    related=(Label(payment.span, "the payment term"),) if payment is not None else (),
                    help="count the step from the due date: `1 day after due`",
                    witness=((f"{table.root} date", str(start)), ("due", str(due)), (step.name, str(on))),
                )
