"""Interest runs before the debtor is late.

## Why
Interest for late payment is owed from the day after the due date on. A clause that starts it from the invoice, the
delivery or the receipt charges interest for days on which payment was in time; debtors dispute it and courts strike
it.

The first day of interest is compared with the due date for every date of the validity. Where the two count from
different dates of the invoice, both are taken to fall on one day, and the finding is a warning.

## Bad
```dun
policy "Too soon" {
    law NL
}

group customers {
    otherwise
    payment   within 14 days of invoice
    interest  9% per year from invoice  # TRM003
}
```

## Good
```dun
policy "When late" {
    law NL
}

group customers {
    otherwise
    payment   within 14 days of invoice
    interest  9% per year from 14 days after invoice
}
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Citation, Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import GroupView, View

__all__ = ["interest_before_default"]


@rule(code="TRM003", severity=Severity.ERROR)
def interest_before_default(view: View) -> Iterator[Diagnostic]:
    """The day before the first day of interest against the due date."""
    for group in view.groups:
        interest, payment = group.terms.interest, group.terms.payment
        if interest is None or interest.kind == "none" or payment is None or interest.start == "due":
            continue
        # Interest runs from the day after the date compared here.
        days = group.compare(interest.delay, interest.start)
        early = next(((start, free, due) for start, free, due in days if free < due), None)
        if early is None:
            continue
        start, free, due = early
        assumed = interest.start if interest.start != payment.of else ""
        since = f"{interest.delay} after {interest.start}" if interest.delay is not None else interest.start
        yield interest_before_default.at(
            interest.span,
            f"interest runs from {since}, before the debtor is late",
            label=f"the last day without interest is {free}, due on {due}",
            related=(Label(payment.span, f"the payment term is {payment.within} of {payment.of}"),),
            help="leave out `from …`: interest then runs from the day after the due date",
            severity=Severity.WARNING if assumed else None,
            notes=(f"taking {assumed} and {payment.of} to fall on one day",) if assumed else (),
            citations=_grounds(group, due),
            witness=((f"{payment.of} date", str(start)), ("due", str(due)), ("last day without interest", str(free))),
        )


def _grounds(group: GroupView, due: dt.date) -> tuple[Citation, ...]:
    """What the law of the group says on interest in default, for each kind of debtor."""
    if group.law is None:
        return ()
    rules = (group.law.interest(kind, due) for kind in group.kinds)
    return tuple(
        dict.fromkeys(found.provisions[0].citation() for found in rules if found is not None and found.provisions)
    )
