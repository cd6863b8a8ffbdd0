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
Reads how many reminders must be free and what a further one may cost, and when costs may be charged at all. A figure
that is only tolerated is practice of the courts and no statute: above it the finding is a warning. Where the law has
no figure, fees that courts struck down are read, as facts of the topic `reminder-fee`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import ChargeRule, Provision, ReminderFee
from dunlang.lint.free_letter import listed
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import LATE_KINDS, View
from dunlang.model.policy import Charge, Step
from dunlang.money import Money, parse_amount

__all__ = ["reminder_fee_too_high"]


@rule(code="FEE101", severity=Severity.ERROR, reads=("reminder-fee", "charging", "fact"))
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
    for _, (fee, charging, facts) in case.over(_rules):
        if fee is None:
            found = _struck_down(facts, charge.amount, case.law.currency)
            if found is None:
                case.missing(f"what `{step.name}` charges for its letter", "no provision on fees of reminders")
        else:
            found = _because(fee, charge.amount, place, case.law.currency)
            if found is None and charge.amount.minor and charging is not None and _brings_default(case, step, charging):
                found = charging.provision, "the letter that makes the debtor late is free", Severity.WARNING
        if found is None:
            continue
        deciding, why, severity = found
        also = facts if fee is not None and deciding is not fee.provision else ()
        if charging is not None and charging.letter:
            also = (*also, charging.provision)
        basis = ground(deciding, severity=severity, also=also)
        yield reminder_fee_too_high.at(
            charge.span,
            f"`{step.name}` charges {case.who} {charge.amount} for its letter: {why}",
            label="not owed",
            notes=basis.notes,
            citations=basis.citations,
            severity=basis.severity,
            help="take the charge away",
        )


#: The provision that a charge breaks, what it says, and how bad that is.
_Breach = tuple[Provision, str, Severity]


def _rules(case: Case, on: dt.date) -> tuple[ReminderFee | None, ChargeRule | None, tuple[Provision, ...]]:
    charging = case.law.charging(case.debtor, on, case.creditor_size)
    return case.law.reminder_fee(case.debtor, on), charging, case.law.facts("reminder-fee", on, case.debtor)


def _struck_down(facts: tuple[Provision, ...], amount: Money, currency: str) -> _Breach | None:
    """The ruling on a fee that was no higher than *amount*: it, what it says, how bad it is; None for none."""
    for fact in facts:
        struck = fact.body.values.get("struck_down")
        if isinstance(struck, Decimal) and amount.currency == currency:
            figure = parse_amount(str(struck), currency)
            if amount.minor >= figure:
                return fact, f"courts struck down a flat fee of {Money(figure, currency)}", Severity.WARNING
    return None


def _brings_default(case: Case, step: Step, charging: ChargeRule) -> bool:
    """Whether *step* sends the first of the letters after which costs may be charged, and no period must pass."""
    if not charging.letter or charging.forbidden or charging.minimum is not None:
        return False
    letters = listed(case, charging)
    return bool(letters) and letters[0][0] is step


def _because(fee: ReminderFee, amount: Money, place: int, currency: str) -> _Breach | None:
    """What is wrong with *amount* for the letter that is number *place*; None for nothing."""
    if amount.minor == 0:
        return None
    if place <= fee.free:
        first = "the first reminder" if fee.free == 1 else f"each of the first {fee.free} reminders"
        return fee.provision, f"{first} must be free", Severity.ERROR
    if amount.currency != currency:
        why = f"fees of reminders are limited in {currency}, this one is in {amount.currency}"
        return fee.provision, why, Severity.WARNING
    if fee.maximum is None or amount.minor <= fee.maximum:
        return None
    postage = " and the postage" if fee.plus_postage else ""
    if fee.tolerated is not None:
        tolerated = Money(fee.tolerated, currency)
        if amount.minor <= fee.tolerated:
            return fee.provision, f"up to {tolerated}{postage} is tolerated in practice, and disputed", Severity.WARNING
        return fee.provision, f"at most {tolerated}{postage} is tolerated", Severity.WARNING
    if fee.maximum == 0:
        return fee.provision, "a reminder must be free", Severity.ERROR
    most = Money(fee.maximum, currency)
    severity = Severity.WARNING if fee.plus_postage else Severity.ERROR
    return fee.provision, f"at most {most}{postage} is allowed", severity
