"""The payment term is longer than the law allows.

## Why
Between businesses, and more so for public bodies, the law limits how long a payment term may be. In some countries a
longer one is void and the shorter one of the law holds; in others it must be agreed expressly and be fair. Small
creditors are protected most against large debtors: where only the debtor's size decides, a note says so.

The end of the term is compared with that of the law for every date of the validity, months and ends of months
included.

## Bad
```dun
policy "Patient" {
    law NL
}

group customers {
    when debtor is business
    payment within 90 days of invoice  # TRM100
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "In time" {
    law NL
}

group customers {
    when debtor is business
    payment within 60 days of invoice
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the longest payment term for each kind of debtor and, where it matters, the sizes of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dunlang.dates import Offset, end_of_month
from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import PaymentTerm, Provision
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["payment_term_above_maximum"]


@rule(code="TRM100", severity=Severity.ERROR, reads=("term", "fact"))
def payment_term_above_maximum(view: View) -> Iterator[Diagnostic]:
    """Each payment term against the longest for each kind of debtor, on every date."""
    for case in cases(view):
        if case.group.terms.payment is None or case.debtor == "consumer":
            continue
        for since, term in case.over(lambda it, on: it.law.payment_term(it.debtor, it.creditor_size, None, on)):
            if term is None:
                case.missing("payment terms", "no provision on them")
                continue
            yield from _judged(case, term, case.since(since))
        for since, strict in case.over(_against_large):
            if strict is not None:
                yield from _judged(case, strict, case.since(since), large=True)


def _against_large(case: Case, on: dt.date) -> PaymentTerm | None:
    """The term for large debtors, where it differs from that for any."""
    usual = case.law.payment_term(case.debtor, case.creditor_size, None, on)
    strict = case.law.payment_term(case.debtor, case.creditor_size, "large", on)
    return None if strict is None or (usual is not None and usual.provision is strict.provision) else strict


def _judged(case: Case, term: PaymentTerm, since: str, *, large: bool = False) -> Iterator[Diagnostic]:
    payment = case.group.terms.payment
    if payment is None or term.maximum is None:
        return
    longer = _longer(case, term, term.maximum)
    if longer is None:
        return
    void = term.above == "void"
    hard = [] if void else [pair for pair in _never_more(case, longer[0]) if _longer(case, term, pair[1]) is not None]
    severity = Severity.ERROR if void or hard else Severity.WARNING
    deciding = [fact for fact, _ in hard] or [term.provision]
    basis = ground(
        *deciding,
        severity=Severity.NOTE if large else severity,
        also=(term.provision,),
    )
    who = f"a large {case.debtor}" if large else case.who
    maximum = hard[0][1] if hard else term.maximum
    day, due, most = _longer(case, term, maximum) or longer
    yield payment_term_above_maximum.at(
        payment.span,
        f"a payment term of {payment.within}{' to the end of the month' if payment.end_of_month else ''} "
        f"is longer than the {maximum} that the law allows {who}{since}",
        label="void above that" if void else "not even by agreement" if hard else "only if expressly agreed, and fair",
        notes=(*basis.notes, *(["the policy does not know the size of a debtor"] if large else [])),
        citations=basis.citations,
        severity=basis.severity,
        help=f"write `payment within {maximum} of {payment.of}` or less",
        witness=((payment.of, str(day)), ("due", str(due)), ("at most", str(most))),
    )


def _longer(case: Case, term: PaymentTerm, maximum: Offset) -> tuple[dt.date, dt.date, dt.date] | None:
    """The first date on which the term of the group ends after *maximum*: that date, its end, the end allowed."""
    payment, view = case.group.terms.payment, case.view
    if payment is None:
        return None
    dues = view.after(view.days, payment.within, end_of_month=payment.end_of_month)
    ends = [view.after(view.days, maximum)]
    if payment.end_of_month and term.end_of_month is not None:
        ends.append(view.after(view.days, term.end_of_month, end_of_month=True))
        ends.append(view.after([end_of_month(day) for day in view.days], term.end_of_month))
    for day, due, *limits in zip(view.days, dues, *ends, strict=True):
        if due is None or None in limits:
            return None
        most = max(limit for limit in limits if limit is not None)
        if due > most and term.provision.in_force(day):
            return day, due, most
    return None


def _never_more(case: Case, on: dt.date) -> Iterator[tuple[Provision, Offset]]:
    """The terms that no agreement may exceed."""
    for fact in case.law.facts("payment-term", on, case.debtor):
        days = fact.body.values.get("maximum_days")
        if isinstance(days, Decimal):
            yield fact, Offset(int(days))
