"""Interest is claimed that waits for a letter, and no letter is sent.

## Why
In some countries a consumer owes interest only after a reminder that was free and left a period, or only after a
formal notice. Without that letter the interest never begins to run.

## Bad
```dun
policy "Never begins" {
    law BE
}

group customers {
    when debtor is consumer and country is BE
    payment   within 14 days of invoice
    interest  reference + 8%  # INT101
    steps {
        phone  7 days after due  call
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "After the reminder" {
    law BE
}

notice first {
    kind    reminder
    states  invoice number, amount due, due date, deadline, description, creditor name,
            creditor number, interest
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is BE
    payment   within 14 days of invoice
    interest  reference + 8%
    steps {
        first   3 days after due    send first by post
        phone  20 days after first  call
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads after which letter interest runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.free_letter import charge_rule, is_duty, listed
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["interest_without_letter"]


@rule(code="INT101", severity=Severity.WARNING, reads=("charging",))
def interest_without_letter(view: View) -> Iterator[Diagnostic]:
    """Each group that claims interest against its letters before the hand-over."""
    for case in cases(view):
        clause = case.interest
        if clause is None or not case.group.steps or any(map(view.unknown_letter, case.own_steps)):
            continue
        for _, charging in case.over(charge_rule):
            if charging is None or not is_duty(charging) or charging.interest == "claim":
                continue
            letters = listed(case, charging)
            if any(notice.gives is not None or charging.minimum is None for _, notice in letters):
                continue
            basis = ground(charging.provision, severity=Severity.WARNING)
            kinds = " or ".join(f"`{kind}`" for kind in charging.notices)
            period = f" that gives {charging.minimum} from {charging.counted_from}" if charging.minimum else ""
            yield interest_without_letter.at(
                clause.span,
                f"{case.who} never owes this interest: no letter of the group lets it begin",
                label="never runs",
                citations=basis.citations,
                help=f"send a letter of kind {kinds}{period} before interest is asked for",
            )
