"""A reminder under a contract of recurring supply is charged for while the law keeps it free.

## Why
For a contract of recurring supply some laws count the free reminders over a calendar year and not for each invoice:
the reminders of the first unpaid due dates of the year are all free. A step charges from the first unpaid due date
on, so it charges letters that must be free.

A group that stops supply is taken to be one of recurring supply. A condition on the step may well count the due
dates: it is then told as not checked.

## Bad
```dun
policy "Energy" {
    law BE
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due, creditor name, creditor number, description,
            deadline
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment within 14 days of invoice
    steps {
        first    3 days after due             send reminder by post
        second   5 days after first deadline  send reminder by post, charge 7.50 EUR  # FEE101, FEE150
        cut     30 days after second          stop supply
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Energy" {
    law BE
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due, creditor name, creditor number, description,
            deadline
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment within 14 days of invoice
    steps {
        first    3 days after due             send reminder by post
        second   5 days after first deadline  send reminder by post
        cut     30 days after second          stop supply
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads how many reminders are free under a contract of recurring supply, and what a further one may cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import ReminderFee
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import LATE_KINDS, View
from dunlang.model.policy import Charge, Step, StopSupply

__all__ = ["recurring_supply_fee"]

#: How the topics of facts on a single trade begin.
_TRADE = "sector-"


@rule(code="FEE150", severity=Severity.WARNING, reads=("reminder-fee",))
def recurring_supply_fee(view: View) -> Iterator[Diagnostic]:
    """Each charge on a later letter of a group, where the law counts the free ones over the year."""
    for case in cases(view):
        charged = tuple(_charged(case))
        if not charged:
            continue
        _trades(case)
        for _, fee in case.over(lambda it, on: it.law.reminder_fee(it.debtor, on, supply="recurring")):
            if fee is None or fee.supply != "recurring" or not fee.free:
                continue
            supply = _supply(case)
            if supply is None:
                case.missing(
                    "fees of reminders under contracts of recurring supply",
                    "no step stops supply: what is sold is not known",
                )
                continue
            for step, charge in charged:
                if step.condition is not None:
                    case.missing(f"the fee of `{step.name}`", "its condition may count the unpaid due dates")
                    continue
                yield _finding(case, step, charge, fee, supply)


def _trades(case: Case) -> None:
    """Tell that the rules of single trades were not judged, where the law has some on fees of reminders."""
    names = sorted(
        {
            fact.body.topic.removeprefix(_TRADE)
            for fact in case.law.provisions("fact")
            if fact.body.topic.startswith(_TRADE) and case.debtor in fact.debtors and "reminder" in fact.body.values
        }
    )
    if names:
        case.missing(f"fees of reminders in {', '.join(names)}", "the policy does not say its trade")


def _finding(case: Case, step: Step, charge: Charge, fee: ReminderFee, supply: StopSupply) -> Diagnostic:
    basis = ground(fee.provision, severity=Severity.WARNING)
    return recurring_supply_fee.at(
        charge.span,
        f"`{step.name}` charges {case.who} from the first unpaid due date on; under recurring supply "
        f"the reminders of the first {fee.free} in a {fee.per} are free",
        label="not owed yet",
        related=(Label(supply.span, "a supply that goes on is stopped here"),),
        citations=basis.citations,
        help="take the charge away, or let a condition of your own count the unpaid due dates",
    )


def _charged(case: Case) -> Iterator[tuple[Step, Charge]]:
    """The charges on letters about late payment after the first; the first is free for each invoice already."""
    late = [step for step, notice in case.group.letters() if notice.kind in LATE_KINDS or notice.kind is None]
    for step in late[1:]:
        for action in step.actions:
            if isinstance(action, Charge) and action.amount.minor:
                yield step, action


def _supply(case: Case) -> StopSupply | None:
    """The action that stops supply, where the group has one."""
    return next(
        (action for step in case.group.steps for action in step.actions if isinstance(action, StopSupply)), None
    )
