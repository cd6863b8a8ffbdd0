"""A step before its anchor comes too early to run.

## Why
A step such as `5 days before due` moves back to a run day. Where that day lies before the invoice it is passed over
for good: with a short payment term and few run days the announcement never goes out, or only for some invoices.

A warning where no invoice gets the step, a note with the first date where some do not.

## Bad
```dun
policy "Weekly" {
    law   NL
    runs  weekly on tuesday
}

notice announcement {
    kind    announcement
    states  invoice number, due date, amount due
}

group customers {
    otherwise
    payment within 7 days of invoice
    steps {
        announcement  10 days before due  send announcement by email  # TIM004
    }
}
```

## Good
```dun
policy "Weekly" {
    law   NL
    runs  weekly on tuesday
}

notice announcement {
    kind    announcement
    states  invoice number, due date, amount due
}

group customers {
    otherwise
    payment within 30 days of invoice
    steps {
        announcement  10 days before due  send announcement by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["announcement_passed_over"]


@rule(code="TIM004", severity=Severity.WARNING)
def announcement_passed_over(view: View) -> Iterator[Diagnostic]:
    """Steps before a date of the invoice that have no day of their own on some date."""
    for group in view.groups:
        for table in group.timetables:
            for step in table.steps:
                if step.timing.direction >= 0 or step.timing.anchor.kind == "step":
                    continue
                days = table.own(step)
                # Beyond the calendar nothing has a date: the due date is then missing as well.
                passed = [day for day, own, due in zip(table.days, days, table.due, strict=True) if own is None and due]
                if not passed:
                    continue
                never = not any(days)
                yield announcement_passed_over.at(
                    step.timing.span,
                    f"`{step.name}` is passed over: its run day lies before the invoice"
                    if never
                    else f"`{step.name}` is passed over for some invoices: its run day lies before the invoice",
                    label="for every invoice" if never else f"for an invoice of {passed[0]}",
                    help="come closer to the anchor, give a longer payment term, or run more often",
                    severity=None if never else Severity.NOTE,
                    witness=((f"{table.root} date", str(passed[0])),),
                )
