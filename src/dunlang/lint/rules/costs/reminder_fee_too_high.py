"""A letter is charged for that must be free, or more than the law allows for it.

## Why
A reminder to a consumer is free in many countries, or the first ones are, or its price has a ceiling. A fee beyond
that is not owed; who asks for it risks the collection costs as well, and in some countries a fine.

## Bad
```dun
policy "Fee" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email, charge 15 EUR  # FEE101
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Free" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads how many reminders must be free and what a further one may cost, and when costs may be charged at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import ChargeRule, ReminderFee
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import LATE_KINDS, View
from dunlang.model.policy import Charge, Step
from dunlang.money import Money

__all__ = ["reminder_fee_too_high"]


@rule(code="FEE101", severity=Severity.ERROR, reads=("reminder-fee", "charging"))
def reminder_fee_too_high(view: View) -> Iterator[Diagnostic]:
    """Each charge on a step that sends a letter, by the place of that letter among those of the group."""
    for case in cases(view):
        sent = 0
        for step in case.group.steps:
            notice = view.notice(step)
            if notice is None:
                continue
            sent += notice.kind in LATE_KINDS or notice.kind is None
            for charge in (action for action in step.actions if isinstance(action, Charge)):
                yield from _judged(case, step, charge, sent)


def _judged(case: Case, step: Step, charge: Charge, place: int) -> Iterator[Diagnostic]:
    """A charge on the letter that is number *place*."""
    for _, (fee, charging) in case.over(_rules):
        if fee is None:
            case.missing(f"what `{step.name}` charges for its letter", "no provision on fees of reminders")
            continue
        because = _because(fee, charge.amount, place, case.law.currency)
        if because is None:
            continue
        why, severity = because
        also = () if charging is None or not charging.letter else (charging.provision,)
        basis = ground(fee.provision, severity=severity, also=also)
        yield reminder_fee_too_high.at(
            charge.span,
            f"`{step.name}` charges {case.who} {charge.amount} for its letter: {why}",
            label="not owed",
            notes=basis.notes,
            citations=basis.citations,
            severity=basis.severity,
            help="take the charge away",
        )


def _rules(case: Case, on: dt.date) -> tuple[ReminderFee | None, ChargeRule | None]:
    return case.law.reminder_fee(case.debtor, on), case.law.charging(case.debtor, on, case.creditor_size)


def _because(fee: ReminderFee, amount: Money, place: int, currency: str) -> tuple[str, Severity] | None:
    """What is wrong with *amount* for the letter that is number *place*, and how bad it is; None for nothing."""
    if amount.minor == 0:
        return None
    if place <= fee.free:
        first = "the first reminder" if fee.free == 1 else f"each of the first {fee.free} reminders"
        return f"{first} must be free", Severity.ERROR
    if amount.currency != currency:
        return f"fees of reminders are limited in {currency}, this one is in {amount.currency}", Severity.WARNING
    if fee.maximum is None:
        return None
    postage = " and the postage" if fee.plus_postage else ""
    if fee.tolerated is not None and fee.maximum < amount.minor:
        tolerated = Money(fee.tolerated, currency)
        if amount.minor <= fee.tolerated:
            return f"up to {tolerated}{postage} is tolerated in practice, and disputed", Severity.WARNING
        return f"at most {tolerated}{postage} is tolerated", Severity.WARNING if fee.plus_postage else Severity.ERROR
    if amount.minor <= fee.maximum:
        return None
    if fee.maximum == 0:
        return "a reminder must be free", Severity.ERROR
    most = Money(fee.maximum, currency)
    return f"at most {most}{postage} is allowed", Severity.WARNING if fee.plus_postage else Severity.ERROR
