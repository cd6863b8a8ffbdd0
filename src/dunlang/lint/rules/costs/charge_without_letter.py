"""A charge comes before any letter has made costs due.

## Why
What a step charges a consumer beside its letters is collection costs by another name. It is owed only once the letter
that the law wants has been sent and its period has run out; before that nothing is.

A fee for a letter itself is another rule's matter.

## Bad
```dun
policy "Too soon" {
    law NL
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        file  14 days after due  task "open a file", charge 25 EUR  # FEE103
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "After the letter" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        formal  14 days after due             send formal by post
        file     1 day after formal deadline  task "open a file", charge 25 EUR
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads after which letter costs may be charged, and whether at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import ChargeRule
from dunlang.lint.free_letter import listed, shortfall
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Charge, Step

__all__ = ["charge_without_letter"]


@rule(code="FEE103", severity=Severity.ERROR, reads=("charging",))
def charge_without_letter(view: View) -> Iterator[Diagnostic]:
    """Each charge on a step without a letter of its own against the letters above it."""
    for case in cases(view):
        for step in case.group.steps:
            charge = next((action for action in step.actions if isinstance(action, Charge)), None)
            if charge is None or step.send is not None or any(map(view.unknown_letter, case.group.before(step))):
                continue
            for _, charging in case.over(lambda it, on: it.law.charging(it.debtor, on, it.creditor_size)):
                if charging is None:
                    case.missing(f"what `{step.name}` charges", "no provision on when costs may be charged")
                    continue
                if not charging.forbidden and (not charging.letter or _opened(case, step, charging)):
                    continue
                basis = ground(charging.provision)
                yield charge_without_letter.at(
                    charge.span,
                    f"`{step.name}` charges {case.who} {charge.amount}"
                    + (", which the law forbids" if charging.forbidden else " before a letter has made costs due"),
                    label="not owed",
                    notes=(*basis.notes, *([charging.defect] if charging.defect else [])),
                    citations=basis.citations,
                    severity=basis.severity,
                    help="take the charge away"
                    if charging.forbidden
                    else "charge only after the deadline of the letter that the law wants",
                )


def _opened(case: Case, step: Step, charging: ChargeRule) -> bool:
    """Whether a letter above *step* leaves the period that the law wants."""
    above = case.group.before(step)
    return any(
        letter in above and (charging.minimum is None or notice.gives is not None)
        for letter, notice in listed(case, charging)
        if shortfall(case, charging, letter, notice) is None
    )
