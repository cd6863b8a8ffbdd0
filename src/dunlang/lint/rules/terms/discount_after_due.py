"""The discount for early payment can still be taken after the due date.

## Why
A discount rewards payment before it is due. When its period ends later than the payment term, a debtor who is already
late, and is being reminded, still earns it.

The last day of the discount is compared with the due date for every date of the validity. Where the two count from
different dates of the invoice (`of receipt` against `of invoice`), both dates are taken to fall on one day, and the
finding is a warning.

## Bad
```dun
policy "Generous" {
    law NL
}

group customers {
    otherwise
    payment   within 14 days of invoice
    discount  3% if paid within 21 days of invoice  # TRM002
}
```

## Good
```dun
policy "Measured" {
    law NL
}

group customers {
    otherwise
    payment   within 14 days of invoice
    discount  3% if paid within 7 days of invoice
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["discount_after_due"]


@rule(code="TRM002", severity=Severity.ERROR)
def discount_after_due(view: View) -> Iterator[Diagnostic]:
    """The last day of each discount against the due date."""
    for group in view.groups:
        discount, payment = group.terms.discount, group.terms.payment
        if discount is None or payment is None:
            continue
        days = group.compare(discount.within, discount.of)
        late = next(((start, end, due) for start, end, due in days if end > due), None)
        if late is None:
            continue
        start, end, due = late
        assumed = discount.of if discount.of != payment.of else ""
        yield discount_after_due.at(
            discount.span,
            f"the discount can be taken within {discount.within} of {discount.of}, which is after the due date",
            label=f"until {end}, due on {due}",
            related=(Label(payment.span, f"the payment term is {payment.within} of {payment.of}"),),
            help=f"end the discount with the payment term at the latest: within {payment.within}",
            severity=Severity.WARNING if assumed else None,
            notes=(f"taking {assumed} and {payment.of} to fall on one day",) if assumed else (),
            witness=((f"{payment.of} date", str(start)), ("due", str(due)), ("discount until", str(end))),
        )
