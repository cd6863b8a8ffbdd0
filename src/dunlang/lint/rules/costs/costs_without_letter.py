"""Collection costs are claimed, and no letter opens the way to them.

## Why
Where the law lets a debtor owe collection costs only after a letter that gave him a free period, costs without such a
letter are never owed. The engine never books them; an agency that asks for them all the same asks for what is not
due.

## Bad
```dun
policy "Nothing to stand on" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, due date, amount due
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory  # FEE102
    letters  per debtor, highest step carries
    steps {
        first  1 day after due  send reminder by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "With the letter" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        first  1 day after due  send formal by post
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

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.free_letter import charge_rule, listed
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["costs_without_letter"]


@rule(code="FEE102", severity=Severity.WARNING, reads=("charging",))
def costs_without_letter(view: View) -> Iterator[Diagnostic]:
    """Each group that claims costs against its letters before the hand-over."""
    for case in cases(view):
        clause = case.costs
        if clause is None or not case.group.steps or any(map(view.unknown_letter, case.own_steps)):
            continue
        for _, charging in case.over(charge_rule):
            if charging is None:
                continue
            letters = listed(case, charging)
            if any(notice.gives is not None or charging.minimum is None for _, notice in letters):
                continue
            basis = ground(charging.provision, severity=Severity.WARNING)
            period = f"{charging.minimum} from {charging.counted_from}" if charging.minimum is not None else "a period"
            yield costs_without_letter.at(
                clause.span,
                f"{case.who} never owes these costs: no letter of the group gives {period} to pay without them",
                label="never due",
                related=tuple(
                    Label(notice.name_span, f"`{notice.name}` gives no period") for _, notice in letters if notice.span
                ),
                citations=basis.citations,
                help=f"send a letter that names the costs and `gives {period}` before costs are asked for",
            )
