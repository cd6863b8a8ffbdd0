"""Statutory interest is claimed that runs only from a demand or from a claim in court.

## Why
In some countries a consumer owes the legal interest only from a demand to pay, in others only once a court has been
asked for it. A policy that sends no such letter never has any interest to ask for; where only a claim in court opens
it, asking for it in a reminder asks for something that is not owed.

A declared rate is another matter: there the contract says from when it runs.

## Bad
```dun
policy "No demand" {
    law ES
}

group customers {
    when debtor is consumer and country is ES
    payment   within 14 days of invoice
    interest  statutory  # INT150
    steps {
        ring  14 days after due  call
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "A demand" {
    law ES
}

notice demand {
    kind    formal
    states  invoice number, due date, amount due, deadline, interest
    gives   10 days from receipt
}

group customers {
    when debtor is consumer and country is ES
    payment   within 14 days of invoice
    interest  statutory
    steps {
        demand  14 days after due  send demand by registered post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads from when statutory interest runs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import Provision
from dunlang.lint.free_letter import charge_rule
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import LATE_KINDS, View

__all__ = ["interest_without_demand"]


@rule(code="INT150", severity=Severity.WARNING, reads=("interest", "charging"))
def interest_without_demand(view: View) -> Iterator[Diagnostic]:
    """Each group with statutory interest against its letters, where no letter before costs rules it as well."""
    for case in cases(view):
        clause = case.interest
        if clause is None or clause.kind != "statutory" or any(map(view.unknown_letter, case.own_steps)):
            continue
        if case.at_home:
            continue  # a contract may set another start, and so may the law that it chooses
        demands = any(notice.kind in LATE_KINDS or notice.kind is None for _, notice in case.own_letters())
        for _, (start, provisions) in case.over(_start):
            if start == "claim":
                message = f"{case.who} owes no statutory interest before a claim in court"
                helps = "write `interest none`, or declare the rate of the contract"
            elif start == "notice" and not demands and case.group.steps:
                message = (
                    f"{case.who} owes statutory interest only from a demand to pay, and no letter of the group is one"
                )
                helps = "send a letter of kind `formal` before interest is asked for"
            else:
                continue
            basis = ground(*provisions, severity=Severity.WARNING)
            yield interest_without_demand.at(
                clause.span, message, label="never runs", citations=basis.citations, help=helps
            )


def _start(case: Case, on: dt.date) -> tuple[str | None, tuple[Provision, ...]]:
    """From when statutory interest runs and where that stands; None where a letter before costs rules it as well."""
    rule_ = case.law.interest(case.debtor, on)
    if rule_ is None or charge_rule(case, on) is not None:
        return None, ()
    return case.law.interest_start(case.debtor, on), rule_.provisions[:1]
