"""A charge comes on top of collection costs that cover everything.

## Why
Collection costs by law are all-in: they cover each act out of court, whoever does it, and are owed once. A charge for
registration, a file or the hand-over beside them is not owed, nor are the costs a second time when an agency takes
over.

A fee for a letter itself is another rule's matter.

## Bad
```dun
policy "Twice" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs, agency handover
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal    14 days after due             send formal by post
        handover   1 day after formal deadline  hand over to bureau, charge 25 EUR  # FEE104
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Once" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs, agency handover
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal    14 days after due             send formal by post
        handover   1 day after formal deadline  hand over to bureau
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads whether collection costs cover everything, as facts of the topic `all-in`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Charge

__all__ = ["charge_beside_costs"]


@rule(code="FEE104", severity=Severity.ERROR, reads=("fact",))
def charge_beside_costs(view: View) -> Iterator[Diagnostic]:
    """Each charge on a step without a letter of its own, where the group claims costs as well."""
    for case in cases(view):
        clause = case.costs
        if clause is None:
            continue
        for step in case.group.steps:
            charge = next((action for action in step.actions if isinstance(action, Charge)), None)
            if charge is None or step.send is not None or charge.amount.minor == 0:
                continue
            for _, facts in case.over(lambda it, on: it.law.facts("all-in", on, it.debtor)):
                if not facts:
                    case.missing(
                        f"whether `{step.name}` may charge beside the costs", "no provision on what costs cover"
                    )
                    continue
                basis = ground(*facts)
                yield charge_beside_costs.at(
                    charge.span,
                    f"`{step.name}` charges {case.who} {charge.amount} beside collection costs, which cover everything",
                    label="charged twice",
                    related=(Label(clause.span, "these costs cover all acts out of court"),),
                    notes=basis.notes,
                    citations=basis.citations,
                    severity=basis.severity,
                    help="take the charge away: the costs are owed once",
                )
