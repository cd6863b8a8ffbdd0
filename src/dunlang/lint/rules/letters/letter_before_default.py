"""The letter that opens the way to costs goes out before the debtor is late.

## Why
A letter sent on or before the due date is friendly, but it is not the letter that the law wants before costs: the
debtor is not in default yet. No costs follow from it, however complete it is.

Every invoice date of the validity is tried; the finding shows the first on which the letter is early.

## Bad
```dun
policy "Early" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 30 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal  14 days after invoice  send formal by post  # NTC102
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Late" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 30 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal  44 days after invoice  send formal by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads after which letter costs may be charged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import ChargeRule
from dunlang.lint.free_letter import charge_rule, claims, listed
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Step

__all__ = ["letter_before_default"]


@rule(code="NTC102", severity=Severity.ERROR, reads=("charging",))
def letter_before_default(view: View) -> Iterator[Diagnostic]:
    """The letters that give a period, against the due date; one that is always late is enough."""
    for case in cases(view):
        for _, charging in case.over(charge_rule):
            if charging is None or not claims(case, charging):
                continue
            letters = [step for step, notice in listed(case, charging) if notice.gives is not None]
            early = [(step, _early(case, charging, step)) for step in letters]
            if any(found is None for _, found in early):
                continue
            basis = ground(charging.provision)
            for step, found in early:
                if found is None or step.send is None:
                    continue
                root, start, due, on = found
                yield letter_before_default.at(
                    step.send.span,
                    f"`{step.name}` is sent before {case.who} is late, so no costs follow from it",
                    label=f"sent on {on}, due on {due}",
                    notes=basis.notes,
                    citations=basis.citations,
                    severity=basis.severity,
                    help="send it after the due date",
                    witness=((f"{root} date", str(start)), ("due", str(due)), (f"{step.name} sent", str(on))),
                )


def _early(case: Case, charging: ChargeRule, step: Step) -> tuple[str, dt.date, dt.date, dt.date] | None:
    """The first date on which *step* runs on the due date or before it: root, its date, due date, day of the step."""
    for table in case.timetables:
        if step in table.steps:
            row = table.first(lambda on, due: on <= due and charging.provision.in_force(on), table.on(step), table.due)
            if row is not None:
                start, on, due = row
                return table.root, start, due, on
    return None
