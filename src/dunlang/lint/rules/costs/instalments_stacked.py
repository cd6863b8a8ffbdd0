"""Small instalments of a running contract may each bring the minimum of costs.

## Why
With small periodic instalments the minimum of the scale would be asked for each missed one. The law makes the
creditor look back over the instalments before, so that the minimum does not stack. The policy cannot look back by
itself: letters per debtor and a person who looks keep the sum right.

The rule speaks where a group stops supply, which tells of a running contract.

## Bad
```dun
policy "Subscriptions" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group subscribers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory  # FEE107
    letters  per debtor, highest step carries
    steps {
        formal  14 days after due             send formal by post
        stop     1 day after formal deadline  stop supply
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Subscriptions" {
    law NL
}

group subscribers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    none
    steps {
        stop  30 days after due  stop supply
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the rule on periodic instalments, as facts of the topic `instalments` with the months to look back.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import StopSupply
from dunlang.money import Money, parse_amount

__all__ = ["instalments_stacked"]


@rule(code="FEE107", severity=Severity.WARNING, reads=("fact",))
def instalments_stacked(view: View) -> Iterator[Diagnostic]:
    """Each group that claims costs and stops supply, where the law looks back over instalments."""
    for case in cases(view):
        clause = case.costs
        if clause is None:
            continue
        for _, facts in case.over(lambda it, on: it.law.facts("instalments", on, it.debtor)):
            looking = [fact for fact in facts if "months" in fact.body.values]
            if not looking:
                continue
            values = looking[0].body.values
            up_to = Money(parse_amount(str(values["instalment_up_to"]), case.law.currency), case.law.currency)
            if not any(isinstance(action, StopSupply) for step in case.group.steps for action in step.actions):
                view.not_checked(
                    f"costs on periodic instalments up to {up_to}",
                    "the policy does not say which invoices are instalments",
                )
                continue
            basis = ground(*looking, severity=Severity.WARNING)
            yield instalments_stacked.at(
                clause.span,
                f"if the invoices are instalments up to {up_to}, the minimum of the costs may not be asked for each",
                label=f"look back {values['months']} months",
                notes=(*basis.notes, *(fact.note for fact in looking if fact.note)),
                citations=basis.citations,
                help="let a person look at the instalments before, or write `costs none` for them",
            )
