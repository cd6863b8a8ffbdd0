"""A letter leaves less time than the law wants before costs are charged.

## Why
Costs may be charged only after a letter that has left the debtor a full period, and most laws count it from receipt
and not from the letter. A period that is a day short counts as none: no costs are owed at all, and a week of patience
afterwards does not mend it.

Every date on which the letter can be sent is tried, with the receipt that the law presumes and the law's own rest
days; the finding shows the first that falls short. Where nothing is presumed by the channel, a period that counts
from sending falls short as well.

## Bad
```dun
policy "Short" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from sending  # NTC101
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal  14 days after due  send formal by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Full" {
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
        formal  14 days after due  send formal by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the least period before costs, the presumptions of receipt, and the law's calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import ChargeRule
from dunlang.lint.free_letter import Shortfall, charge_rule, claims, shortfall, wanted
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Notice, Step

__all__ = ["period_too_short"]


@rule(code="NTC101", severity=Severity.ERROR, reads=("charging", "receipt", "period"))
def period_too_short(view: View) -> Iterator[Diagnostic]:
    """The letter before costs, on every sending date."""
    for case in cases(view):
        for day, charging in case.over(charge_rule):
            if charging is None or charging.minimum is None or not claims(case, charging):
                continue
            for step, notice in wanted(case, charging, day):
                short = shortfall(case, charging, step, notice)
                if short is not None:
                    yield _finding(case, charging, step, notice, short)


def _finding(case: Case, charging: ChargeRule, step: Step, notice: Notice, short: Shortfall) -> Diagnostic:
    unknown = short.wanted is None
    basis = ground(
        charging.provision,
        *short.deciding,
        severity=Severity.WARNING if unknown else Severity.ERROR,
        also=short.also,
    )
    least = f"{charging.minimum} from {charging.counted_from}"
    dates: list[tuple[str, dt.date | str | None]] = [
        (f"{short.root} date", short.start),
        (f"{step.name} sent", short.sent),
    ]
    if not unknown:
        dates += [("last free day by the letter", short.given), ("last free day by law", short.wanted)]
    defect = (f"what it costs: {charging.defect}",) if charging.defect else ()
    return period_too_short.at(
        notice.gives_span or notice.name_span,
        f"`{notice.name}` leaves {case.who} {notice.gives} from {notice.gives_from}, the law wants {least}",
        label="nothing tells when it was received, and so when the period begins"
        if unknown
        else f"sent on {short.sent} it ends on {short.given}, the law wants until {short.wanted}",
        related=() if step.send is None else (Label(step.send.span, "sent here"),),
        notes=(*basis.notes, *defect),
        citations=basis.citations,
        severity=basis.severity,
        help=f"write `gives {least}`",
        witness=tuple((what, str(value)) for what, value in dates if value is not None),
    )
