"""The gap between contacts moves a step to a later run than its line says.

## Why
`gap at least 10 days between contacts` delays the later of two contacts. Where the table itself puts two contacts
closer than that, the line of the second does not say when it happens: its reader plans on a day that is never kept.

A warning where the gap delays the step for every invoice date, a note where it does for most of them; that a holiday
now and then brings two contacts together is what the gap is for. Contacts about other invoices of the same debtor are
not known here and may delay it further.

## Bad
```dun
policy "Crowded" {
    law  NL
    gap  at least 10 days between contacts
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due     send reminder by email
        call   3 days after first  call  # CON001
    }
}
```

## Good
```dun
policy "Spaced" {
    law  NL
    gap  at least 10 days between contacts
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first   1 day after due     send reminder by email
        call   10 days after first  call
    }
}
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["gap_delays_contact"]


@rule(code="CON001", severity=Severity.WARNING)
def gap_delays_contact(view: View) -> Iterator[Diagnostic]:
    """Each contact whose own day lies after the contact before it, and that runs later all the same."""
    if not view.policy.gap_days:
        return
    for group in view.groups:
        for table in group.timetables:
            contacts = [step for step in table.steps if step.is_contact]
            for before, step in pairwise(contacts):
                columns = (table.own(step), table.on(step), table.on(before))

                def delays(own: dt.date, on: dt.date, last: dt.date) -> bool:
                    return last < own < on and not view.keeps_gap(last, own)

                delayed = table.first(delays, *columns)
                if delayed is None or not table.mostly(delays, *columns):
                    continue
                start, own, on, last = delayed
                always = table.always(delays, *columns)
                yield gap_delays_contact.at(
                    step.timing.span,
                    f"the gap between contacts delays `{step.name}` for every invoice"
                    if always
                    else f"the gap between contacts delays `{step.name}` for most invoices",
                    label=f"{own} by its own line, runs on {on}",
                    related=(Label(before.name_span, f"the contact before it, on {last}"),),
                    help=f"move `{step.name}` {view.gap} or more after `{before.name}`, or shorten the gap",
                    severity=None if always else Severity.NOTE,
                    witness=((f"{table.root} date", str(start)), (before.name, str(last)), (step.name, str(on))),
                )
