"""Payments go to costs, interest and principal in another order than the law takes them.

## Why
Without an agreement the law says what a payment pays off first. Another order changes what remains open and what
bears interest; a debtor can insist on the law's where the order was not agreed.

## Bad
```dun
policy "Principal first" {
    law NL
}

group customers {
    otherwise
    payment   within 14 days of invoice
    payments  go to principal, interest, costs  # TRM101
}
```

## Good
```dun
policy "As the law has it" {
    law NL
}

group customers {
    otherwise
    payment   within 14 days of invoice
    payments  go to costs, interest, principal
}
```

## Law
Reads the order in which a payment is taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["payment_order_differs"]


@rule(code="TRM101", severity=Severity.NOTE, reads=("allocation",))
def payment_order_differs(view: View) -> Iterator[Diagnostic]:
    """Each stated order against that of the law."""
    for case in cases(view):
        stated = case.group.terms.payments_go_to
        span = case.group.terms.spans.get("payments")
        if stated is None or span is None:
            continue
        for _, allocation in case.over(lambda it, on: it.law.allocation_rule(it.debtor, on)):
            if allocation is None:
                case.missing("the order in which payments are taken", "no provision on it")
                continue
            if allocation.order == stated:
                continue
            basis = ground(allocation.provision, severity=Severity.NOTE)
            order = ", ".join(allocation.order)
            yield payment_order_differs.at(
                span,
                f"payments go to {', '.join(stated)}; the law takes {order}",
                label="another order than the law's",
                citations=basis.citations,
                help=f"write `payments go to {order}`, or see that the order is agreed",
            )
