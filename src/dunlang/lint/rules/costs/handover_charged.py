"""A hand-over to an agency is charged to the debtor, who owes the agency nothing.

## Why
Where the law says that a collector's work costs the debtor nothing, or no more than a sum, a charge for the hand-over
is not owed, whatever it is called. What the debtor owes is the creditor's own costs by clause or by law.

A charge beside a cost clause is another rule's matter.

## Bad
```dun
policy "Pay the agency" {
    law BE
}

agency bureau "Bureau" {
    register "FOD 1"
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
        first     3 days after due            send reminder by post
        handover  1 day after first deadline  hand over to bureau, charge 15 EUR  # FEE154
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Pay the agency oneself" {
    law BE
}

agency bureau "Bureau" {
    register "FOD 1"
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
        first     3 days after due            send reminder by post
        handover  1 day after first deadline  hand over to bureau
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads what the work of an agency may cost the debtor.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Charge
from dunlang.money import Money

__all__ = ["handover_charged"]


@rule(code="FEE154", severity=Severity.ERROR, reads=("agency",))
def handover_charged(view: View) -> Iterator[Diagnostic]:
    """Each charge on a hand-over to an agency, in groups without a cost clause."""
    for case in cases(view):
        if case.costs is not None:
            continue
        for step in case.group.steps:
            party = view.collector(step)
            charge = next((action for action in step.actions if isinstance(action, Charge)), None)
            if party is None or party.kind != "agency" or charge is None or step.send is not None:
                continue
            for day, agency in case.over(lambda it, on: it.law.agency_rules(it.debtor, on)):
                if agency is None or agency.fee_to_debtor is None:
                    continue
                most = Money(agency.fee_to_debtor, case.law.currency)
                if charge.amount.currency == most.currency and charge.amount.minor <= most.minor:
                    continue
                basis = ground(agency.provision)
                yield handover_charged.at(
                    charge.span,
                    f"`{step.name}` charges {case.who} {charge.amount} for the hand-over, and an agency may cost "
                    f"{most} at most{case.since(day)}",
                    label="not owed",
                    notes=basis.notes,
                    citations=basis.citations,
                    severity=basis.severity,
                    help="take the charge away",
                )
